import { useId } from "react";
import type { CurveView } from "../../core/bindings";
import { words } from "../../core/words";
import { dashOf, namePlaces, pathOf } from "./plot";
import styles from "./Roc.module.css";

type Props = {
  /** What it shows, as a sentence. */
  title: string;
  curves: CurveView[];
  /** The readers, in the order of their dashes. */
  readers: string[];
};

const FRAME = { left: 44, top: 8, side: 264 };
const WIDTH = FRAME.left + FRAME.side + 12;
const HEIGHT = FRAME.top + FRAME.side + 42;
const BOTTOM = FRAME.top + FRAME.side;
const TICKS = [0, 0.5, 1];
/** With more readers than that, names on the lines would hide the lines. */
const NAMED = 6;

const at = ([x, y]: readonly [number, number]): readonly [number, number] => [
  FRAME.left + FRAME.side * x,
  BOTTOM - FRAME.side * y,
];

/** The curve of each reader, thin and dashed apart, and the mean of all, thick. */
export function Roc({ title, curves, readers }: Props) {
  const id = useId();
  const each = curves.filter(({ reader }) => reader !== null);
  const mean = curves.find(({ reader }) => reader === null);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{words("analysis.roc.desc", { count: each.length })}</desc>
        <rect
          className={styles.frame}
          x={FRAME.left}
          y={FRAME.top}
          width={FRAME.side}
          height={FRAME.side}
        />
        <path
          className={styles.chance}
          d={`M${FRAME.left} ${BOTTOM}l${FRAME.side} -${FRAME.side}`}
        />
        {TICKS.map((tick) => (
          <g key={tick}>
            <text x={at([tick, 0])[0]} y={BOTTOM + 16} textAnchor="middle">
              {tick}
            </text>
            <text x={FRAME.left - 6} y={at([0, tick])[1] + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        <text x={FRAME.left + FRAME.side / 2} y={HEIGHT - 6} textAnchor="middle">
          {words("analysis.roc.x")}
        </text>
        <text
          x={12}
          y={FRAME.top + FRAME.side / 2}
          textAnchor="middle"
          transform={`rotate(-90 12 ${FRAME.top + FRAME.side / 2})`}
        >
          {words("analysis.roc.y")}
        </text>
        {each.map(({ reader, points }) => (
          <path
            key={reader}
            className={styles.reader}
            d={pathOf(points.map(at))}
            strokeDasharray={dashOf(readers.indexOf(reader ?? ""))}
          />
        ))}
        {mean && <path className={styles.mean} d={pathOf(mean.points.map(at))} />}
        {each.length <= NAMED &&
          namePlaces(curves.map(({ points }) => points.map(at))).map(([x, y], place) => {
            const reader = curves[place]?.reader ?? null;
            if (reader === null) return null;
            return (
              <text key={reader} className={styles.name} x={x} y={y + 4} textAnchor="middle">
                {reader}
              </text>
            );
          })}
      </svg>
    </figure>
  );
}
