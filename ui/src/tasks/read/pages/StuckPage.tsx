import type { Failure } from "../../../core/bindings";
import { KeyButton } from "../KeyButton";
import { isOnButton, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";

interface Props {
  what: "open" | "show";
  failure: Failure;
  onAgain: () => void;
  onLeave: () => void;
}

/** A case or the room itself could not be shown: what happened, and what to do. */
export function StuckPage({ what, failure, onAgain, onLeave }: Props) {
  useKey((event) => {
    if (event.key === "Enter" && !isOnButton(event)) onAgain();
    else if (event.key.toLowerCase() === "l") onLeave();
  });
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div role="alert">
          <h1>{say(`failure.${what}`)}</h1>
          <p>{failure.message}</p>
          <p className={styles.mute}>{failure.hint}</p>
          <p className={styles.mute}>{say(`failure.${what}Hint`)}</p>
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Enter" strong onPress={onAgain}>
            {say("failure.again")}
          </KeyButton>
          <KeyButton keyName="L" onPress={onLeave}>
            {say("failure.leave")}
          </KeyButton>
        </div>
      </div>
    </main>
  );
}
