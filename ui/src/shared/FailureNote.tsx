import { failureOf } from "../core/call";
import styles from "./FailureNote.module.css";
import { WarnIcon } from "./icons";

type Props = { failure: unknown };

/** Says what went wrong and what to do next; nothing when nothing went wrong. */
export function FailureNote({ failure }: Props) {
  if (failure === null || failure === undefined) return null;
  const { message, hint } = failureOf(failure);
  return (
    <div role="alert" className={styles.note}>
      <WarnIcon />
      <div>
        <p className={styles.message}>{message}</p>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}
