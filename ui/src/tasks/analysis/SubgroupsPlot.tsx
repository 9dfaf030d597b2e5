import type { FindingView } from "../../core/bindings";
import { words } from "../../core/words";
import { Fold } from "../../shared/Fold";
import { apart, partOf } from "./arranging";
import { Forest, type ForestRow } from "./Forest";
import { Origin } from "./Origin";
import styles from "./SubgroupsPlot.module.css";

/** Each part of the study as a point with its interval, question by question. */
export function SubgroupsPlot({ findings }: { findings: FindingView[] }) {
  const kinds = apart(findings, ({ question, quantity }) => `${question ?? ""}\n${quantity}`);
  return (
    <div className={styles.plots}>
      {kinds.map(([key, own]) => (
        <div key={key}>
          <Forest
            title={titleOf(own)}
            head={own[0]?.title ?? ""}
            rowHead={words("analysis.head.of")}
            rows={rowsOf(own)}
          />
          <Fold title={words("analysis.from.title")} testId="subgroups-from">
            <Origin findings={own} />
          </Fold>
        </div>
      ))}
    </div>
  );
}

function titleOf(findings: FindingView[]): string {
  const [first] = findings;
  if (!first) return "";
  const { questionText, title } = first;
  return questionText === "" ? title : `${questionText} ${title}`;
}

function rowsOf(findings: FindingView[]): ForestRow[] {
  return findings.map((finding, at) => {
    const before = findings[at - 1];
    return {
      key: finding.id,
      label: <span title={finding.of}>{finding.of}</span>,
      finding,
      mark: "square",
      ...(before && partOf(before) !== partOf(finding) ? { apart: true } : {}),
    };
  });
}
