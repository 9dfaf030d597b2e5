import type { ReadingView } from "../../core/bindings";
import { KeyButton } from "./KeyButton";
import styles from "./Page.module.css";
import { isScale } from "./reading";
import { isOnButton, useKey } from "./useKey";
import { say } from "./words";

interface Props {
  view: ReadingView;
  onBegin: () => void;
}

/** What the reader is told before the first case: who, how much, what, and which keys. */
export function StartPage({ view, onBegin }: Props) {
  useKey((event) => {
    if (event.key === "Enter" && !isOnButton(event)) onBegin();
  });
  const left = view.total - view.done;
  const scales = view.questions.filter(isScale);
  const steps = Math.max(0, ...scales.map(({ anchors }) => anchors.length));

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
          {0 < view.done && (
            <p>
              {say("start.resumed", { done: view.done, total: view.total, next: view.done + 1 })}
            </p>
          )}
        </header>

        <section aria-label={say("start.asked")}>
          <h2>{say("start.asked")}</h2>
          {scales.map((question) => (
            <div key={question.id} className={styles.question}>
              <p>{question.text}</p>
              <ol className={styles.anchors}>
                {question.anchors.map((anchor, index) => (
                  <li key={anchor}>
                    <kbd>{index + 1}</kbd> {anchor}
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </section>

        <section aria-label={say("start.keys")}>
          <h2>{say("start.keys")}</h2>
          <ul className={styles.keys}>
            <li>
              <kbd>1</kbd> – <kbd>{steps}</kbd> {say("keys.choose")}
            </li>
            <li>
              <kbd>Enter</kbd> {say("keys.save")}
            </li>
            <li>
              <kbd>N</kbd> {say("keys.note")}
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
