import type { AnalysisView, StudyView } from "../../core/bindings";
import { textOf, words } from "../../core/words";
import { AnalysisHeader } from "./AnalysisHeader";
import styles from "./AnalysisPage.module.css";
import { claimsOf, partsOf } from "./arranging";
import { ClaimPart } from "./ClaimPart";
import { Contents } from "./Contents";
import { ConcordancePart } from "./concordance/ConcordancePart";
import { FlowPart } from "./FlowPart";
import { MethodsPart } from "./MethodsPart";
import { MarksPart } from "./marks/MarksPart";
import { MatrixPart } from "./matrix/MatrixPart";
import { PointsPart } from "./PointsPart";
import { SectionPart } from "./SectionPart";
import { Sentences } from "./Sentences";
import { WarningsNote } from "./WarningsNote";

type Props = { analysis: AnalysisView; study: StudyView; studies: StudyView[] };

/** A study's analysis: what it says in sentences, then the pictures, then every number. */
export function AnalysisDetail({ analysis, study, studies }: Props) {
  const claims = claimsOf(analysis);
  const pointed = claims.some(({ points }) => points.length > 0);
  const parts = partsOf(analysis);
  const sectionOf = (name: string) => analysis.sections.find(({ section }) => section === name);
  const titleOf = (name: string) => sectionOf(name)?.title;
  const read = analysis.readCases.length > 0;
  const marked = analysis.marks.length > 0;
  const contents = [
    { id: "says", title: words("analysis.nav.says") },
    ...(claims.length > 0 ? [{ id: "claim", title: words("analysis.nav.claim") }] : []),
    ...(pointed ? [{ id: "points", title: words("analysis.nav.points") }] : []),
    ...(read ? [{ id: "cases", title: words("analysis.nav.cases") }] : []),
    ...(marked ? [{ id: "marks", title: words("analysis.nav.marks") }] : []),
    ...parts.map((section) => ({
      id: section,
      title: textOf("ui", `analysis.nav.${section}`) ?? titleOf(section) ?? section,
    })),
    { id: "flow", title: words("analysis.nav.flow") },
    { id: "methods", title: words("analysis.nav.methods") },
  ];
  return (
    <>
      <AnalysisHeader analysis={analysis} study={study} studies={studies} />
      <WarningsNote warnings={analysis.warnings} />
      <div className={styles.page}>
        <Contents contents={contents} />
        <div className={styles.parts}>
          <Sentences sentences={analysis.sentences} />
          {claims.length > 0 && <ClaimPart claims={claims} />}
          {pointed && <PointsPart claims={claims} stages={study.stages} />}
          {read && <MatrixPart reads={analysis.readCases} study={study} />}
          {marked && <MarksPart analysis={analysis} study={study} />}
          {parts.map((name) => {
            const section = sectionOf(name);
            if (name === "concordance") {
              const reads = analysis.readCases;
              return <ConcordancePart key={name} reads={reads} section={section} study={study} />;
            }
            return section && <SectionPart key={name} section={section} />;
          })}
          <FlowPart flow={analysis.flow} />
          <MethodsPart methods={analysis.methods} />
        </div>
      </div>
    </>
  );
}
