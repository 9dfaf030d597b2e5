import { say } from "../words";
import styles from "./Item.module.css";
import type { PlacedKind } from "./placed";

/** The keys that count while the reader points at the case. */
export function PointingKeys({ kind }: { kind: PlacedKind }) {
  return (
    <p className={styles.hint}>
      {kind === "span" ? (
        <>
          <kbd>←</kbd> <kbd>→</kbd> {say("point.move")} · <kbd>Shift</kbd> {say("point.far")} ·{" "}
          <kbd>↑</kbd> <kbd>↓</kbd> {say("point.lead")} · <kbd>0</kbd> {say("point.all")} ·{" "}
          <kbd>Space</kbd> {say("point.beginEnd")}
        </>
      ) : (
        <>
          <kbd>← → ↑ ↓</kbd> {say("point.move")}
          {kind === "mark" && (
            <>
              {" · "}
              <kbd>Shift</kbd> {say("point.far")}
            </>
          )}
          {kind === "duplicates" && (
            <>
              {" · "}
              <kbd>0</kbd>–<kbd>9</kbd> {say("point.number")}
            </>
          )}{" "}
          · <kbd>Space</kbd> {say(kind === "mark" ? "point.set" : "point.setFields")}
        </>
      )}{" "}
      · <kbd>Backspace</kbd> {say("point.undo")} · <kbd>Esc</kbd> {say("point.end")}
    </p>
  );
}
