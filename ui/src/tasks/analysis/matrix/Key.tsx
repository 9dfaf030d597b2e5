import { useId } from "react";
import type { ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { Hatch } from "./Hatch";
import { shadeOf } from "./laying";
import styles from "./Matrix.module.css";

type Props = { read: ReadCasesView; names: string[] };

/** What colours, shapes and marks of the cells are. */
export function Key({ read: { nPoints, syntheticFrom }, names }: Props) {
  const hatch = useId();
  return (
    <p className={styles.key}>
      {Array.from({ length: nPoints }, (_, at) => at + 1).map((point) => (
        <span key={point}>
          <svg width="12" height="12" aria-hidden="true">
            {syntheticFrom <= point ? (
              <circle cx="6" cy="6" r="6" fill={shadeOf(point, nPoints)} />
            ) : (
              <rect width="12" height="12" fill={shadeOf(point, nPoints)} />
            )}
          </svg>
          {names[point - 1] ?? point}
        </span>
      ))}
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <circle className={styles.wrong} cx="6" cy="6" r="2.5" />
        </svg>
        {words("analysis.matrix.key.wrong")}
      </span>
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <Hatch id={hatch} />
          <rect width="12" height="12" fill={`url(#${hatch})`} />
        </svg>
        {words("analysis.matrix.key.missing")}
      </span>
    </p>
  );
}
