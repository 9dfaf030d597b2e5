import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";

interface Props {
  total: number;
  /** When the next round may be read, when there is one. */
  againAfter: string | null;
  onClose: () => void;
}

/** The end: thanks, and a way out. */
export function DonePage({ total, againAfter, onClose }: Props) {
  useKey((event) => {
    if (event.key === "Enter" && !isOnButton(event)) onClose();
  });
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div role="status">
          <h1>{say(againAfter === null ? "done.heading" : "done.round")}</h1>
          <p className={styles.mute}>{say("done.text", { count: total })}</p>
          {againAfter !== null && (
            <p>{say("done.again", { day: new Date(againAfter).toLocaleDateString() })}</p>
          )}
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onClose}>
            {say("done.close")}
          </KeyButton>
        </div>
      </div>
    </main>
  );
}
