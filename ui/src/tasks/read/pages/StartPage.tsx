import type { ReadingView } from "../../../core/bindings";
import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";
import { Told } from "./Told";

interface Props {
  view: ReadingView;
  onBegin: () => void;
}

/** What the reader is told before anything else: who, how much, what to do, and which keys. */
export function StartPage({ view, onBegin }: Props) {
  useKey((event) => {
    if (event.key !== "Enter" || isOnButton(event)) return;
    event.preventDefault();
    onBegin();
  });
  const left = view.total - view.done;

  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <header>
          <h1>{say("start.heading")}</h1>
          <p className={styles.lead}>
            {say("start.reader", { reader: view.reader })}
            <span aria-hidden="true"> · </span>
            {say("start.ahead", { count: left })}
            <span aria-hidden="true"> · </span>
            {say("start.minutes", { count: Math.max(1, view.minutesLeft) })}
          </p>
          {0 < view.done && <p>{say("start.resumed", { done: view.done, total: view.total })}</p>}
        </header>

        <section aria-label={say("start.instructions")}>
          <h2>{say("start.instructions")}</h2>
          <div className={styles.told}>
            <Told text={view.instructions} />
          </div>
        </section>

        <section aria-label={say("start.keys")}>
          <h2>{say("start.keys")}</h2>
          <ul className={styles.keys}>
            <li>
              <kbd>1</kbd> – <kbd>9</kbd> {say("keys.choose")}
            </li>
            <li>
              <kbd>Enter</kbd> {say("keys.save")}
            </li>
            <li>
              <kbd>Tab</kbd> {say("keys.items")}
            </li>
            <li>
              <kbd>X</kbd> {say("keys.cannot")}
            </li>
            <li>
              <kbd>P</kbd> {say("keys.pause")}
            </li>
            <li>
              <kbd>?</kbd> {say("keys.keys")}
            </li>
          </ul>
        </section>

        <p className={styles.mute}>{say("start.safe")}</p>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onBegin}>
            {say("start.begin")}
          </KeyButton>
        </div>
      </div>
    </main>
  );
}
