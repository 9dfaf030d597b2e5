import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";
import { Told } from "./Told";

interface Props {
  heading: string;
  text: string;
  /** Said below, quietly. */
  aside?: string;
  onGoOn: () => void;
  /** Offered with L, where this is a good place to leave. */
  onLeave?: () => void;
}

/** A page that is only read: a stage that begins, a break, or what a case was. */
export function ReadOnPage({ heading, text, aside, onGoOn, onLeave }: Props) {
  useKey((event) => {
    if (event.key === "Enter" && !isOnButton(event)) {
      event.preventDefault();
      onGoOn();
    } else if (event.key.toLowerCase() === "l") onLeave?.();
  });
  return (
    <main className={styles.page} aria-label={heading}>
      <div className={styles.column}>
        <div role="status">
          <h1>{heading}</h1>
          <div className={styles.told}>
            <Told text={text} />
          </div>
          {aside && <p className={styles.mute}>{aside}</p>}
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onGoOn}>
            {say("opening.goOn")}
          </KeyButton>
          {onLeave && (
            <KeyButton keyName="L" onPress={onLeave}>
              {say("break.leave")}
            </KeyButton>
          )}
        </div>
      </div>
    </main>
  );
}
