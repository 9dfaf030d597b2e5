import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";

interface Props {
  total: number;
  onClose: () => void;
}

/** The end: thanks, and a way out. */
export function DonePage({ total, onClose }: Props) {
  useKey((event) => {
    if (event.key === "Enter" && !isOnButton(event)) onClose();
  });
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div role="status">
          <h1>{say("done.heading")}</h1>
          <p className={styles.mute}>{say("done.text", { count: total })}</p>
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
