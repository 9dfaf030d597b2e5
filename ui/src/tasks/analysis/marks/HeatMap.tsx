import type { MarkMapView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { sourceName } from "../cases/sources";
import { type Heat, shadesOf } from "./heat";
import styles from "./Marks.module.css";

type Props = {
  heat: Heat;
  /** The largest value of all maps beside each other. */
  most: number;
  /** Columns and rows of what was shown. */
  size: readonly [number, number];
  marks: readonly (readonly [number, number])[];
  map: MarkMapView;
};

/** The larger side of a map, in pixels. */
const SIDE = 216;
/** From few marks to many; greyscale keeps their order. */
const COLORS = ["#edf1f4", "#d3dbe2", "#b0bdc9", "#8797a6", "#5b6c7c", "#2f3d4a"];

/** Where marks are dense over a picture, and each of them as a point. */
export function HeatMap({ heat, most, size: [width, height], marks, map }: Props) {
  const scale = SIDE / Math.max(width, height, 1);
  const [w, h] = [width * scale, height * scale];
  const source = sourceName({
    arm: map.synthetic ? "synthetic" : "real",
    generator: map.generator,
  });
  return (
    <svg
      className={styles.map}
      width={w}
      height={h}
      viewBox={`0 0 ${w} ${h}`}
      role="img"
      aria-label={words("analysis.marks.map", { source, count: marks.length })}
    >
      <g transform={`scale(${w / heat.columns} ${h / heat.rows})`} shapeRendering="crispEdges">
        {shadesOf(heat, most).map((path, shade) => (
          <path key={shade} d={path} fill={COLORS[shade]} />
        ))}
      </g>
      {marks.map(([x, y], at) => (
        <circle key={at} className={styles.mark} cx={x * w} cy={y * h} r={2.5} />
      ))}
      <rect className={styles.frame} x={0.5} y={0.5} width={w - 1} height={h - 1} />
    </svg>
  );
}
