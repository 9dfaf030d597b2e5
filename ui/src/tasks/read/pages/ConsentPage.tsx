import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";
import { Told } from "./Told";

interface Props {
  text: string;
  onAgree: () => void;
  onLeave: () => void;
}

/** What a reader agrees to before anything else, or leaves without a penalty. */
export function ConsentPage({ text, onAgree, onLeave }: Props) {
  useKey((event) => {
    if (event.key === "Enter" && !isOnButton(event)) {
      event.preventDefault();
      onAgree();
    } else if (event.key === "Escape") onLeave();
  });
  return (
    <main className={styles.page} aria-label={say("consent.heading")}>
      <div className={styles.column}>
        <div role="status">
          <h1>{say("consent.heading")}</h1>
          <div className={styles.told}>
            <Told text={text} />
          </div>
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onAgree}>
            {say("consent.agree")}
          </KeyButton>
          <KeyButton keyName="Esc" onPress={onLeave}>
            {say("consent.leave")}
          </KeyButton>
        </div>
        <p className={styles.mute}>{say("consent.leaveText")}</p>
      </div>
    </main>
  );
}
