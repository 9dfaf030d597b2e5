import type { CanvasHTMLAttributes, ReactNode, RefObject } from "react";
import styles from "./Frame.module.css";

interface Props {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** What assistive technology calls it. */
  label: string;
  /** Whether keys work wherever the focus is, or only on the picture. */
  keys: "page" | "picture";
  /** What the hands do to the picture. */
  hands: CanvasHTMLAttributes<HTMLCanvasElement>;
  /** What stands below the picture, as `Readout` and `Tools`. */
  strip: ReactNode;
  /** Whether the strip is left out. */
  bare: boolean;
  /** What lies over the picture. */
  over: ReactNode;
}

/** A canvas that fills its room, what lies over it, and a strip below. */
export function Frame({ canvas, label, keys, hands, strip, bare, over }: Props) {
  return (
    <div className={styles.viewport}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={label}
        tabIndex={keys === "picture" ? 0 : -1}
        draggable={false}
        onContextMenu={(event) => event.preventDefault()}
        {...hands}
      />
      <div className={styles.strip} hidden={bare}>
        {strip}
      </div>
      {over !== undefined && <div className={styles.over}>{over}</div>}
    </div>
  );
}
