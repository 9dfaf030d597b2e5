import { useEffect, useRef } from "react";
import { say } from "../words";
import type { ItemProps } from "./Item";
import styles from "./Item.module.css";
import { numberOf } from "./numbers";

/** A number that is typed, with its unit and its range. */
export function NumberField({ item, answering, labelledBy }: ItemProps & { labelledBy: string }) {
  const field = useRef<HTMLInputElement>(null);
  const isWriting = answering.writing === item.id;
  useEffect(() => {
    if (isWriting) field.current?.focus();
  }, [isWriting]);
  if (item.answer.kind !== "number") return null;
  const { least, most, unit } = item.answer;
  const typed = answering.draft.typed[item.id] ?? "";
  const isOff = typed !== "" && typed !== "-" && numberOf(typed, item.answer) === null;
  return (
    <p className={styles.number}>
      <input
        ref={field}
        type="text"
        inputMode="decimal"
        className={styles.field}
        aria-labelledby={labelledBy}
        aria-invalid={isOff}
        aria-required={!item.optional}
        autoComplete="off"
        disabled={!answering.ready}
        value={typed}
        onFocus={() => isWriting || answering.startWriting(item)}
        onChange={(event) => answering.setTyped(item, event.currentTarget.value)}
      />
      {unit && <span>{unit}</span>}
      <span className={styles.hint}>{say("item.range", { least, most })}</span>
    </p>
  );
}
