import { type CSSProperties, type RefObject, useEffect, useRef, useState } from "react";
import type { CardField } from "../../core/bindings";
import styles from "./PatientCard.module.css";
import { say } from "./words";

interface Props {
  fields: readonly CardField[];
  onFirstPaint: (at: number) => void;
}

const SCROLL: Readonly<Record<string, number>> = {
  ArrowDown: 0.2,
  ArrowUp: -0.2,
  PageDown: 0.9,
  PageUp: -0.9,
};

/** A patient's values, in the order that every card has, down the left column and the right. */
export function PatientCard({ fields, onFirstPaint }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const hear = useRef(onFirstPaint);
  hear.current = onFirstPaint;

  useEffect(() => {
    const frame = requestAnimationFrame(() => hear.current(performance.now()));
    return () => cancelAnimationFrame(frame);
  }, []);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const pages = SCROLL[event.key];
      const busy =
        event.target instanceof HTMLElement &&
        event.target.closest("textarea, [role=radiogroup]") !== null;
      if (pages === undefined || busy || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      card.current?.scrollBy({ top: pages * card.current.clientHeight });
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  const more = useMoreBelow(card);
  const rows = Math.ceil(fields.length / 2);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={card} className={styles.card} tabIndex={0} aria-label={say("case.card")}>
      <dl className={styles.fields} style={{ "--rows": rows } as CSSProperties}>
        {fields.map(({ name, value }) => (
          <div key={name} className={styles.field}>
            <dt>{name}</dt>
            {value === null ? (
              <dd className={styles.missing}>{say("case.notRecorded")}</dd>
            ) : (
              <dd>{value}</dd>
            )}
          </div>
        ))}
      </dl>
      {more && (
        <p className={styles.more} aria-hidden="true">
          <kbd>↓</kbd> {say("case.more")}
        </p>
      )}
    </section>
  );
}

/** Whether a part of the card lies below what is seen: scroll bars may be hidden. */
function useMoreBelow(card: RefObject<HTMLElement | null>): boolean {
  const [more, setMore] = useState(false);
  useEffect(() => {
    const element = card.current;
    if (!element) return undefined;
    const look = () => {
      const below = element.scrollHeight - element.clientHeight - element.scrollTop;
      setMore(8 < below);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look);
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [card]);
  return more;
}
