import { useState } from "react";
import type { Lens } from "../../../viewport/lens";
import { useKey } from "../useKey";
import styles from "./Over.module.css";

interface Props {
  lens: Lens;
  marks: readonly (readonly [number, number])[];
  /** Hears a mark that is set by key; nothing while nobody points. */
  onSet: ((at: readonly [number, number]) => void) | null;
}

/** The marks on a picture, each with its number. */
export function MarksOver({ lens, marks, onSet }: Props) {
  return (
    <svg className={styles.over} aria-hidden="true">
      {marks.map(([x, y], at) => {
        const seen = lens.toScreen({ x, y });
        return (
          <g key={at} transform={`translate(${seen.x} ${seen.y})`} className={styles.mark}>
            <circle r="9" className={styles.around} />
            <circle r="9" className={styles.ring} />
            <text x="13" y="-8">
              {at + 1}
            </text>
          </g>
        );
      })}
      {onSet && <Crosshair lens={lens} onSet={onSet} />}
    </svg>
  );
}

const NEAR = 4;
const FAR = 40;

/** Where the keys would set a mark: arrows move it, with Shift far, Space or Enter sets. */
function Crosshair({
  lens,
  onSet,
}: {
  lens: Lens;
  onSet: (at: readonly [number, number]) => void;
}) {
  const [at, setAt] = useState(lens.middle);
  const seen = lens.toScreen(at);

  useKey((event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      const step = (event.shiftKey ? FAR : NEAR) * lens.step;
      const next = {
        x: Math.min(lens.picture.width, Math.max(0, at.x + arrow[0] * step)),
        y: Math.min(lens.picture.height, Math.max(0, at.y + arrow[1] * step)),
      };
      setAt(next);
      lens.reveal(next);
    } else if ((event.key === " " || event.key === "Enter") && !event.repeat) {
      event.preventDefault();
      onSet([at.x, at.y]);
    }
  }, true);

  return (
    <g transform={`translate(${seen.x} ${seen.y})`}>
      <path d={CROSS} className={styles.around} />
      <path d={CROSS} className={styles.ring} />
    </g>
  );
}

const CROSS = "M-18 0H-4M4 0H18M0 -18V-4M0 4V18";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
