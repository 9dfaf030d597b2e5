import { useRef } from "react";
import { say } from "../words";
import type { ItemProps } from "./Item";
import styles from "./Item.module.css";

/** A line from one end to the other, without a thumb until a place is given. */
export function Line({ item, answering, labelledBy }: ItemProps & { labelledBy: string }) {
  const line = useRef<HTMLDivElement>(null);
  if (item.answer.kind !== "vas") return null;
  const { low, high } = item.answer;
  const given = answering.draft.given[item.id];
  const place = given?.kind === "number" ? given.number : null;

  const at = (event: React.PointerEvent, goesOn: boolean) => {
    const box = line.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const share = (event.clientX - box.left) / box.width;
    answering.setLine(item, Math.round(100 * Math.min(1, Math.max(0, share))), goesOn);
  };

  return (
    <div>
      <div
        className={styles.line}
        role="slider"
        tabIndex={0}
        aria-labelledby={labelledBy}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={place ?? 0}
        aria-valuetext={
          place === null ? say("item.vasNone") : say("item.vasSet", { number: place })
        }
        aria-disabled={!answering.ready}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          at(event, false);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) at(event, true);
        }}
      >
        <div ref={line} className={styles.track}>
          {place !== null && (
            <span className={styles.thumb} style={{ left: `${place}%` }} aria-hidden="true" />
          )}
        </div>
      </div>
      <div className={styles.ends}>
        <span>{low}</span>
        <output className={styles.place}>{place ?? "–"}</output>
        <span>{high}</span>
      </div>
      <p className={styles.keys}>
        <kbd>0</kbd>–<kbd>9</kbd> {say("keys.line")} · <kbd>,</kbd> <kbd>.</kbd> {say("keys.fine")}
      </p>
    </div>
  );
}
