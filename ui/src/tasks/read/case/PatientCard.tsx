import { type CSSProperties, type RefObject, useEffect, useRef, useState } from "react";
import type { CardField } from "../../../core/bindings";
import { isHeld, isOnButton, isOnText, useKey } from "../useKey";
import { say } from "../words";
import styles from "./PatientCard.module.css";

/** Fields that are pointed at. */
export interface FieldPicking {
  /** Whether the keys move over the fields. */
  readonly hasKeys: boolean;
  readonly chosen: readonly string[];
  readonly pending: readonly string[];
  readonly onPick: (field: CardField) => void;
  readonly onSay: (said: string) => void;
}

interface Props {
  fields: readonly CardField[];
  label: string;
  /** Whether the keys scroll this card. */
  hasKeys: boolean;
  /** Into how many columns the fields are set. */
  columns: number;
  picking: FieldPicking | null;
  onFirstPaint: (at: number) => void;
}

const SCROLL: Readonly<Record<string, number>> = {
  ArrowDown: 0.2,
  ArrowUp: -0.2,
  PageDown: 0.9,
  PageUp: -0.9,
};

/** A patient's values, in the order that every card has, down one column after the other. */
export function PatientCard({ fields, label, hasKeys, columns, picking, onFirstPaint }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const hear = useRef(onFirstPaint);
  hear.current = onFirstPaint;
  const rows = Math.ceil(fields.length / columns);

  useEffect(() => {
    const frame = requestAnimationFrame(() => hear.current(performance.now()));
    return () => cancelAnimationFrame(frame);
  }, []);

  useKey((event) => {
    const pages = SCROLL[event.key];
    if (!hasKeys || picking?.hasKeys || pages === undefined) return;
    if (isHeld(event) || isOnText(event) || isOnButton(event) || isOnInput(event)) return;
    event.preventDefault();
    card.current?.scrollBy({ top: pages * card.current.clientHeight });
  }, true);

  const cursor = useCursor(fields, rows, picking);
  const isPicking = picking?.hasKeys === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field follows the cursor
  useEffect(() => {
    if (isPicking)
      card.current?.querySelector("[data-cursor]")?.scrollIntoView({ block: "nearest" });
  }, [cursor, isPicking]);
  const more = useMoreBelow(card);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={card} className={styles.card} tabIndex={0} aria-label={label}>
      <dl
        className={styles.fields}
        data-narrow={columns === 1 || undefined}
        style={{ "--rows": rows } as CSSProperties}
      >
        {fields.map((field, at) => (
          <div
            key={field.name}
            className={styles.field}
            data-cursor={(picking?.hasKeys && at === cursor) || undefined}
            data-chosen={picking?.chosen.includes(field.name) || undefined}
            data-pending={picking?.pending.includes(field.name) || undefined}
            onPointerDown={picking ? () => picking.onPick(field) : undefined}
          >
            <dt>{field.name}</dt>
            {field.value === null ? (
              <dd className={styles.missing}>{say("case.notRecorded")}</dd>
            ) : (
              <dd>{field.value}</dd>
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

/** The field that the keys are at while the reader points: arrows move, Space or Enter picks. */
function useCursor(fields: readonly CardField[], rows: number, picking: FieldPicking | null) {
  const [cursor, setCursor] = useState(0);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    ArrowRight: rows,
    ArrowLeft: -rows,
  };
  useKey((event) => {
    if (!picking?.hasKeys || isHeld(event)) return;
    const step = steps[event.key];
    const field = fields[cursor];
    if (step !== undefined) {
      event.preventDefault();
      const next = cursor + step;
      const to = fields[next];
      if (!to) return;
      setCursor(next);
      const value = to.value ?? say("case.notRecorded");
      picking.onSay(say("point.atField", { name: to.name, value }));
    } else if (field && (event.key === " " || event.key === "Enter") && !event.repeat) {
      event.preventDefault();
      picking.onPick(field);
    }
  }, true);
  return cursor;
}

function isOnInput(event: KeyboardEvent): boolean {
  return (
    event.target instanceof HTMLElement && event.target.closest("input, [role=slider]") !== null
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
