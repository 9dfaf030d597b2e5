import { useId } from "react";
import type { QuestionView } from "../../core/bindings";
import styles from "./RatingForm.module.css";

interface Props {
  question: QuestionView;
  answer: string | null;
  ready: boolean;
  onFocus: (question: string | null) => void;
  onPick: (question: string, score: number) => void;
  /** After a choice with the mouse: the keys go back to the page. */
  onPicked: () => void;
}

/** One scale and its anchors, never in another order and with nothing chosen beforehand. */
export function RatingForm({ question, answer, ready, onFocus, onPick, onPicked }: Props) {
  const name = useId();
  return (
    <div
      className={styles.form}
      role="radiogroup"
      aria-labelledby={`${name}-text`}
      aria-required={question.required}
      onFocus={() => onFocus(question.id)}
      onBlur={() => onFocus(null)}
    >
      <p id={`${name}-text`} className={styles.text}>
        {question.text}
      </p>
      <div className={styles.scale}>
        {question.anchors.map((anchor, index) => {
          const score = index + 1;
          return (
            <label
              key={anchor}
              className={styles.anchor}
              onPointerUp={() => {
                // The label gives the focus to its button when the click is done.
                setTimeout(onPicked);
              }}
            >
              <input
                className={styles.button}
                type="radio"
                name={name}
                value={score}
                disabled={!ready}
                checked={answer === String(score)}
                aria-keyshortcuts={String(score)}
                onChange={() => onPick(question.id, score)}
              />
              <kbd>{score}</kbd>
              <span>{anchor}</span>
            </label>
          );
        })}
      </div>
    </div>
  );
}
