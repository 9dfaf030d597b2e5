import { KeyButton } from "./KeyButton";
import styles from "./Page.module.css";
import { isOnButton, useKey } from "./useKey";
import { say } from "./words";

interface Props {
  onGoOn: () => void;
  onLeave: () => void;
}

/** Hides the case while the reader is away from it. */
export function PausePage({ onGoOn, onLeave }: Props) {
  useKey((event) => {
    const key = event.key.toLowerCase();
    if (isOnButton(event) && key === "enter") return;
    if (key === "enter" || key === "p") {
      event.preventDefault();
      onGoOn();
    } else if (key === "l") onLeave();
  });
  return (
    <div className={styles.page} role="dialog" aria-modal="true" aria-label={say("pause.heading")}>
      <div className={styles.column}>
        <div role="status">
          <h1>{say("pause.heading")}</h1>
          <p>{say("pause.text")}</p>
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onGoOn}>
            {say("pause.goOn")}
          </KeyButton>
          <KeyButton keyName="L" onPress={onLeave}>
            {say("pause.leave")}
          </KeyButton>
        </div>
        <p className={styles.mute}>{say("pause.leaveText")}</p>
      </div>
    </div>
  );
}
