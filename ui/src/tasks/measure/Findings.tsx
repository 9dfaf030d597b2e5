import { UnstyledButton } from "@mantine/core";
import type { Finding, ResultView, RunView } from "../../core/bindings";
import { textOf, words } from "../../core/words";
import { Figure } from "../../shared/Figure";
import styles from "./RunPage.module.css";
import { inOrder, samplesBehind } from "./telling";

type Props = { run: RunView; onLook: (result: ResultView) => void };

/** What was found, as sentences with their numbers, each beside its figure. */
export function Findings({ run, onLook }: Props) {
  const findings = inOrder(run.findings);
  return (
    <section aria-label={words("measure.findings")} data-testid="findings">
      {findings.map((finding, at) => (
        <Line
          key={`${at} ${finding.sentence}`}
          finding={finding}
          isFirst={findings[at - 1]?.dimension !== finding.dimension}
          behind={samplesBehind(finding, run.results)}
          onLook={onLook}
        />
      ))}
    </section>
  );
}

type LineProps = {
  finding: Finding;
  /** Whether it is the first of its dimension. */
  isFirst: boolean;
  behind: ResultView | undefined;
  onLook: (result: ResultView) => void;
};

function Line({ finding, isFirst, behind, onLook }: LineProps) {
  const { dimension, sentence, detail, warning, figure } = finding;
  const name = textOf("ui", `dimension.${dimension}`) ?? dimension;
  return (
    <article
      className={styles.finding}
      data-wide={figure === "" || undefined}
      data-more={!isFirst || undefined}
    >
      <h2 className={styles.dimension}>{isFirst ? name : ""}</h2>
      <div>
        <p className={styles.sentence} data-warning={warning || undefined}>
          {sentence}
        </p>
        <p className={styles.detail}>
          {detail}{" "}
          {behind && (
            <UnstyledButton className={styles.link} fz={13} onClick={() => onLook(behind)}>
              {words("measure.seeThem")}
            </UnstyledButton>
          )}
        </p>
      </div>
      {figure !== "" && <Figure svg={figure} label={sentence} width={300} />}
    </article>
  );
}
