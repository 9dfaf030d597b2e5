import { useEffect, useRef } from "react";
import { failureOf } from "../core/call";
import styles from "./FailureNote.module.css";
import { WarnIcon } from "./icons";

type Props = { failure: unknown };

/** Says what went wrong and what to do next; nothing when nothing went wrong. */
export function FailureNote({ failure }: Props) {
  const note = useRef<HTMLDivElement>(null);
  // Who pressed a button at the edge of the page sees why nothing came of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failure is looked at once
  useEffect(() => note.current?.scrollIntoView({ block: "nearest" }), [failure]);
  if (failure === null || failure === undefined) return null;
  const { message, hint } = failureOf(failure);
  return (
    <div ref={note} role="alert" className={styles.note}>
      <WarnIcon />
      <div>
        <p className={styles.message}>{message}</p>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}
