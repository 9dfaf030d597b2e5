import { Button, Kbd } from "@mantine/core";
import { words } from "../../../core/words";
import { SmallSample } from "../cases/CaseSample";
import { SourceMark } from "../cases/SourceMark";
import { callText, nextToExperts, signed } from "../cases/saying";
import { sourceOf } from "../cases/sources";
import styles from "./ConcordancePart.module.css";
import type { Looking } from "./looking";

type Props = Pick<Looking, "read" | "metric" | "sources" | "chosen"> & {
  onOpen: (at: number) => void;
};

/** The case that is looked at, small, in words, and the way to see it large. */
export function ChosenCase({ read, metric, sources, chosen, onOpen }: Props) {
  const one = chosen === null ? undefined : read.cases[chosen];
  if (chosen === null || !one) {
    return <p className={styles.noCase}>{words("analysis.concordance.list.choose")}</p>;
  }
  const apart = metric.apart[chosen];
  return (
    <div className={styles.chosen} data-testid="chosen-case">
      {one.sample && <SmallSample sample={one.sample} label={one.case} />}
      <div className={styles.chosenText}>
        <p>
          <b>{one.case}</b> · {callText(one)}
        </p>
        <SourceMark source={sourceOf(one, sources)} lines="all" />
        {typeof apart === "number" && (
          <p>
            {words(`analysis.cases.apart.${nextToExperts(apart)}`, {
              metric: metric.title,
              by: signed(apart),
            })}
          </p>
        )}
        <Button variant="default" onClick={() => onOpen(chosen)} data-testid="open-case">
          {words("analysis.cases.open")}&nbsp;
          <Kbd size="xs">{words("analysis.cases.enter")}</Kbd>
        </Button>
      </div>
    </div>
  );
}
