import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";

interface Props {
  /** Whether a form is left alone, and no case. */
  isForm?: boolean;
  onGoOn: () => void;
  onLeave: () => void;
}

/** Hides the case while the reader is away from it. */
export function PausePage({ isForm = false, onGoOn, onLeave }: Props) {
  useKey((event) => {
    const key = event.key.toLowerCase();
    if (isOnButton(event) && key === "enter") return;
    if (key === "enter" || key === "escape" || key === "p") {
      event.preventDefault();
      onGoOn();
    } else if (key === "l") onLeave();
  });
  return (
    <div className={styles.page} role="dialog" aria-modal="true" aria-label={say("pause.heading")}>
      <div className={styles.column}>
        <div role="status">
          <h1>{say("pause.heading")}</h1>
          <p>{say(isForm ? "pause.formText" : "pause.text")}</p>
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onGoOn}>
            {say("pause.goOn")}
          </KeyButton>
          <KeyButton keyName="L" onPress={onLeave}>
            {say("pause.leave")}
          </KeyButton>
        </div>
        <p className={styles.mute}>{say(isForm ? "pause.leaveFormText" : "pause.leaveText")}</p>
      </div>
    </div>
  );
}
