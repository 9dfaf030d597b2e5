import { Button, Kbd } from "@mantine/core";
import type { CaseMetricView, ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { SmallSample } from "../cases/CaseSample";
import { callText, nextToExperts, signed } from "../cases/saying";
import styles from "./ConcordancePart.module.css";

type Props = {
  read: ReadCasesView;
  metric: CaseMetricView;
  /** The case, by its place. */
  at: number | null;
  onOpen: (at: number) => void;
};

/** The case that is looked at, small, in words, and the way to see it large. */
export function ChosenCase({ read, metric, at, onOpen }: Props) {
  const one = at === null ? undefined : read.cases[at];
  if (at === null || !one) {
    return <p className={styles.noCase}>{words("analysis.concordance.list.choose")}</p>;
  }
  const apart = metric.apart[at];
  return (
    <div className={styles.chosen} data-testid="chosen-case">
      {one.sample && <SmallSample sample={one.sample} label={one.case} />}
      <div className={styles.chosenText}>
        <p>
          <b>{one.case}</b> · {callText(one)}
        </p>
        {typeof apart === "number" && (
          <p>
            {words(`analysis.cases.apart.${nextToExperts(apart)}`, {
              metric: metric.title,
              by: signed(apart),
            })}
          </p>
        )}
        <Button variant="default" onClick={() => onOpen(at)} data-testid="open-case">
          {words("analysis.cases.open")}&nbsp;
          <Kbd size="xs">{words("analysis.cases.enter")}</Kbd>
        </Button>
      </div>
    </div>
  );
}
