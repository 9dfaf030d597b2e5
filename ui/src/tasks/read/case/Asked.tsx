import type { BlindCase, Failure } from "../../../core/bindings";
import { FailureNote } from "../FailureNote";
import type { LeadText } from "../items/Item";
import { ItemList } from "../items/ItemList";
import type { Answering } from "../items/useAnswering";
import { KeyButton } from "../KeyButton";
import { say } from "../words";
import styles from "./CasePage.module.css";

interface Props {
  current: BlindCase;
  answering: Answering;
  leadText: LeadText;
  /** Whether what is asked stands beside the case, and not below. */
  isAside: boolean;
  /** What the case is, where that is told. */
  told: string | null;
  /** Whether nothing is asked any more: the case is only looked at. */
  isRead: boolean;
  unsaved: Failure | null;
  /** What was last said to the reader; seen when an answer is missing. */
  said: string;
  onEnter: () => void;
  onSwitch: () => void;
  onPause: () => void;
  onKeys: () => void;
}

/** What is asked of the case, and the keys that go on from it. */
export function Asked(props: Props) {
  const { current, answering, isAside, told, isRead } = props;
  const isComplete = answering.open.length === 0;
  return (
    <div className={styles.asked}>
      {0 < answering.asked.length && (
        <div className={styles.items}>
          <ItemList
            answering={answering}
            leadText={props.leadText}
            layout={isAside ? "column" : "row"}
          />
        </div>
      )}
      {props.unsaved && <FailureNote failure={props.unsaved} />}
      <div className={styles.hints}>
        {told && <p className={styles.told}>{told}</p>}
        <KeyButton
          keyName="Enter"
          strong={isRead || (answering.ready && isComplete && answering.pointing === null)}
          onPress={props.onEnter}
        >
          {say(isRead ? "case.goOn" : "case.save")}
        </KeyButton>
        {1 < current.stimuli.length && (
          <KeyButton keyName="V" onPress={props.onSwitch}>
            {say("case.switch")}
          </KeyButton>
        )}
        <KeyButton keyName="P" onPress={props.onPause}>
          {say("case.pause")}
        </KeyButton>
        <KeyButton keyName="?" onPress={props.onKeys}>
          {say("case.keys")}
        </KeyButton>
        {!isRead && props.said !== "" && isWarning(props.said, answering) && (
          <span className={styles.missing}>{props.said}</span>
        )}
      </div>
    </div>
  );
}

/** Whether what was said is about an answer that is missing or cannot be given. */
function isWarning(said: string, { open, active, pointing }: Answering): boolean {
  const missing = say("case.chooseFirst", { count: open.length });
  const { answer } = pointing?.item ?? active ?? {};
  const off =
    answer?.kind === "number"
      ? say("item.outOfRange", { least: answer.least, most: answer.most })
      : answer && "most" in answer
        ? say("item.most", { most: answer.most })
        : null;
  const others = [say("item.already"), say("item.noLength")];
  return (0 < open.length && said === missing) || said === off || others.includes(said);
}
