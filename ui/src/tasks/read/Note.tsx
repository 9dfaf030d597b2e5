import { useEffect, useId, useRef } from "react";
import type { QuestionView } from "../../core/bindings";
import styles from "./Note.module.css";
import type { Draft } from "./reading";
import { say } from "./words";

interface Props {
  questions: readonly QuestionView[];
  draft: Draft;
  onWrite: (question: string, text: string) => void;
  onClose: () => void;
}

/** From this many letters on, the reader is told how many are left. */
const FEW_LEFT = 100;

/** What the reader writes of the case. It is kept with every letter, so closing loses nothing. */
export function Note({ questions, draft, onWrite, onClose }: Props) {
  const first = useRef<HTMLTextAreaElement>(null);
  const name = useId();
  useEffect(() => {
    const text = first.current;
    text?.focus();
    text?.setSelectionRange(text.value.length, text.value.length);
  }, []);

  return (
    <section className={styles.note} aria-label={say("note.heading")}>
      {questions.map((question, index) => {
        const text = draft.answers[question.id] ?? "";
        const left = question.mostLetters - [...text].length;
        return (
          <div key={question.id}>
            <label htmlFor={`${name}-${index}`}>{question.text}</label>
            <textarea
              ref={index === 0 ? first : null}
              id={`${name}-${index}`}
              className={styles.text}
              rows={3}
              value={text}
              maxLength={0 < question.mostLetters ? question.mostLetters : undefined}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => onWrite(question.id, event.currentTarget.value)}
            />
            {0 < question.mostLetters && left < FEW_LEFT && (
              <p className={styles.left}>{say("note.left", { count: Math.max(0, left) })}</p>
            )}
          </div>
        );
      })}
      <p className={styles.hints}>
        <button type="button" className={styles.close} onClick={onClose}>
          <kbd>Enter</kbd> {say("keys.or")} <kbd>Esc</kbd> {say("note.hint")}
        </button>
        <span>
          <kbd>Shift</kbd> <kbd>Enter</kbd> {say("note.newLine")}
        </span>
        <span>
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> {say("note.saveCase")}
        </span>
      </p>
    </section>
  );
}
