import type { BlindCase, ReadingView } from "../../../core/bindings";
import { minutesLeft, progressText } from "../reading";
import { say } from "../words";
import styles from "./CasePage.module.css";

interface Props {
  view: ReadingView;
  current: BlindCase;
}

/** How far the reader is, in counts: nothing here depends on what a case is. */
export function Progress({ view, current }: Props) {
  const isCounted = !current.practice && current.show !== "example";
  return (
    <header className={styles.progress}>
      <span>{progressText(current)}</span>
      {isCounted && (
        <progress
          className={styles.bar}
          value={current.done}
          max={current.total}
          aria-hidden="true"
        />
      )}
      <span className={styles.minutes}>
        {say("case.minutes", { count: minutesLeft(view, current.done) })}
      </span>
    </header>
  );
}
