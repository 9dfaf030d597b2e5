import type { Failure, QuestionView } from "../../core/bindings";
import styles from "./CasePage.module.css";
import { FailureNote } from "./FailureNote";
import { KeyButton } from "./KeyButton";
import { RatingForm } from "./RatingForm";
import { type Draft, isScale } from "./reading";
import { say } from "./words";

interface Props {
  questions: readonly QuestionView[];
  draft: Draft;
  /** Whether the case is on screen and not being saved. */
  ready: boolean;
  complete: boolean;
  unsaved: Failure | null;
  /** What was last said to the reader; seen when an answer is missing. */
  said: string;
  onFocusScale: (question: string | null) => void;
  onPick: (question: string, score: number) => void;
  onPicked: () => void;
  onSave: () => void;
  onNote: () => void;
  onPause: () => void;
  onKeys: () => void;
}

/** What is asked of the case, and the keys that go on from it. */
export function Asked(props: Props) {
  const { questions, draft, ready, complete } = props;
  const scales = questions.filter(isScale);
  const texts = questions.filter((question) => !isScale(question));
  const kept = texts.some(({ id }) => draft.answers[id]?.trim());
  const missing = say("case.chooseFirst", { count: scales.length });

  return (
    <div className={styles.asked}>
      {scales.map((question) => (
        <RatingForm
          key={question.id}
          question={question}
          answer={draft.answers[question.id] ?? null}
          ready={ready}
          onFocus={props.onFocusScale}
          onPick={props.onPick}
          onPicked={props.onPicked}
        />
      ))}
      {props.unsaved && <FailureNote failure={props.unsaved} />}
      <div className={styles.hints}>
        <KeyButton keyName="Enter" strong={ready && complete} onPress={props.onSave}>
          {say("case.save")}
        </KeyButton>
        {0 < texts.length && (
          <KeyButton keyName="N" strong={kept} onPress={props.onNote}>
            {say(kept ? "case.noteKept" : "case.note")}
          </KeyButton>
        )}
        <KeyButton keyName="P" onPress={props.onPause}>
          {say("case.pause")}
        </KeyButton>
        <KeyButton keyName="?" onPress={props.onKeys}>
          {say("case.keys")}
        </KeyButton>
        {props.said === missing && !complete && <span className={styles.missing}>{missing}</span>}
      </div>
    </div>
  );
}
