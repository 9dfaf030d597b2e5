import { useEffect, useRef } from "react";
import { KeyButton } from "../KeyButton";
import { say } from "../words";
import type { ItemProps } from "./Item";
import styles from "./Item.module.css";

/** From this many letters on, the reader is told how many are left. */
const FEW_LEFT = 100;

/** The most letters of what is written beside choices. */
const MOST_BESIDE = 200;

interface Props extends ItemProps {
  labelledBy: string;
  /** Whether the words stand beside a choice. */
  isOther?: boolean;
}

/** Words of the reader's own. They are kept with every letter, so ending loses nothing. */
export function Written({ item, answering, labelledBy, isOther = false }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isWriting = answering.writing === item.id;
  useEffect(() => {
    const text = field.current;
    if (!text || !isWriting) return;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }, [isWriting]);

  const given = answering.draft.given[item.id];
  const words = isOther
    ? given?.kind === "code" || given?.kind === "codes"
      ? (given.other ?? "")
      : ""
    : given?.kind === "words"
      ? given.words
      : "";
  const most = item.answer.kind === "text" ? item.answer.most : MOST_BESIDE;
  const left = most - [...words].length;
  const write = isOther ? answering.setOther : answering.setWords;

  if (!isWriting) {
    return (
      <div className={styles.written}>
        {words.trim() !== "" && <p className={styles.words}>{words}</p>}
        <KeyButton keyName="N" onPress={() => answering.startWriting(item)}>
          {say("item.write")}
        </KeyButton>
      </div>
    );
  }
  return (
    <div className={styles.written}>
      <textarea
        ref={field}
        className={styles.area}
        {...(isOther ? { "aria-label": say("item.otherText") } : { "aria-labelledby": labelledBy })}
        rows={FEW_LETTERS < most ? 3 : 1}
        value={words}
        maxLength={most}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => write(item, event.currentTarget.value)}
      />
      <p className={styles.hint}>
        <kbd>Enter</kbd> {say("keys.or")} <kbd>Esc</kbd> {say("item.keepOpen")} · <kbd>Shift</kbd>{" "}
        <kbd>Enter</kbd> {say("item.newLine")}
        {left < Math.min(FEW_LEFT, most / 4) && (
          <> · {say("item.left", { count: Math.max(0, left) })}</>
        )}
      </p>
    </div>
  );
}

/** Up to so many letters, one line is offered. */
const FEW_LETTERS = 200;
