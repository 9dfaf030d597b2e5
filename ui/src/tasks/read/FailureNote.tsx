import type { Failure } from "../../core/bindings";
import styles from "./FailureNote.module.css";
import { say } from "./words";

/** An answer could not be saved: calmly what happened, and what to do. */
export function FailureNote({ failure }: { failure: Failure }) {
  return (
    <div className={styles.note} role="alert">
      <p className={styles.what}>{say("failure.save")}</p>
      <p>
        {failure.message} {failure.hint}
      </p>
      <p>{say("failure.saveHint")}</p>
    </div>
  );
}
