import { Tooltip, UnstyledButton } from "@mantine/core";
import type { FindingView, TestView } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { textOf, words } from "../../core/words";
import { parted } from "./arranging";
import styles from "./Value.module.css";

type Props = {
  finding: FindingView | undefined;
  /** Whether its rank is told beside it: where a row holds several. */
  ranked?: boolean;
};

/** A number with its interval as the core writes them, its test below, or why there is none. */
export function Value({ finding, ranked = false }: Props) {
  if (!finding) return <span className={styles.mute}>–</span>;
  const { shown, reason, noInterval, test, rank } = finding;
  if (shown === "") {
    const text = reason ? failureOf(reason).message : words("analysis.none.text");
    return <Why short={words("analysis.none.short")} text={text} />;
  }
  const [number, interval] = parted(shown);
  return (
    <>
      <span className={styles.number}>{number}</span>
      {interval && <span className={styles.interval}> {interval}</span>}
      {noInterval && <Why short={words("analysis.none.interval")} text={noInterval} />}
      {test && <Test test={test} />}
      {ranked && (
        <span className={styles.rank}>{textOf("ui", `analysis.rank.${rank}`) ?? rank}</span>
      )}
    </>
  );
}

/** A p, and how many tests it was counted among. */
export function Test({ test }: { test: TestView }) {
  const how = adjustedText(test);
  const p = <span className={styles.test}>{test.shown}</span>;
  return how === "" ? p : <Tooltip label={how}>{p}</Tooltip>;
}

/** How a p was adjusted, e.g. `Holm, of 5`; nothing where it was not. */
export function adjustedText({ adjustedBy, family }: TestView): string {
  if (!adjustedBy) return "";
  const how = textOf("ui", `analysis.adjustedBy.${adjustedBy}`) ?? adjustedBy;
  return words("analysis.adjusted", { how, n: family });
}

/** In two words that there is nothing; why, for whoever looks, points or tabs there. */
export function Why({ short, text }: { short: string; text: string }) {
  return (
    <Tooltip label={text} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton className={styles.why} aria-label={`${short}: ${text}`}>
        {short}
      </UnstyledButton>
    </Tooltip>
  );
}
