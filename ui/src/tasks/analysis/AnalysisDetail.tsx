import type { AnalysisView, StudyView } from "../../core/bindings";
import { textOf, words } from "../../core/words";
import { AnalysisHeader } from "./AnalysisHeader";
import styles from "./AnalysisPage.module.css";
import { claimsOf } from "./arranging";
import { ClaimPart } from "./ClaimPart";
import { Contents } from "./Contents";
import { FlowPart } from "./FlowPart";
import { MethodsPart } from "./MethodsPart";
import { PointsPart } from "./PointsPart";
import { SectionPart } from "./SectionPart";
import { Sentences } from "./Sentences";
import { WarningsNote } from "./WarningsNote";

type Props = { analysis: AnalysisView; study: StudyView; studies: StudyView[] };

/** A study's analysis: what it says in sentences, then the pictures, then every number. */
export function AnalysisDetail({ analysis, study, studies }: Props) {
  const claims = claimsOf(analysis);
  const pointed = claims.some(({ points }) => points.length > 0);
  const contents = [
    { id: "says", title: words("analysis.nav.says") },
    ...(claims.length > 0 ? [{ id: "claim", title: words("analysis.nav.claim") }] : []),
    ...(pointed ? [{ id: "points", title: words("analysis.nav.points") }] : []),
    ...analysis.sections.map(({ section, title }) => ({
      id: section,
      title: textOf("ui", `analysis.nav.${section}`) ?? title,
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
          {analysis.sections.map((section) => (
            <SectionPart key={section.section} section={section} />
          ))}
          <FlowPart flow={analysis.flow} />
          <MethodsPart methods={analysis.methods} />
        </div>
      </div>
    </>
  );
}
