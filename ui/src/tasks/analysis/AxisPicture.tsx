import { type ReactNode, useId } from "react";
import type { IntervalView } from "../../core/bindings";
import styles from "./AxisPicture.module.css";
import { type Axis, endsOf } from "./plot";

type Props = {
  /** What it shows, as a sentence. */
  title: string;
  axis: Axis;
  width: number;
  /** How high all of its rows are. */
  height: number;
  /** What the numbers along the axis need below the rows; the table leaves as much. */
  below: number;
  /** How a number along the axis is written. */
  written: (tick: number) => ReactNode;
  /** The number that says that there is nothing, dashed. */
  nothing: number;
  /** What lies behind the axis. */
  behind: ReactNode;
  /** What the rows show. */
  children: ReactNode;
};

/** A picture beside the rows of a table, with one axis below all of them. */
export function AxisPicture(props: Props) {
  const { title, axis, width, height, below, written, nothing, behind, children } = props;
  const id = useId();
  return (
    <svg
      className={styles.picture}
      width={width}
      height={height + below}
      viewBox={`0 0 ${width} ${height + below}`}
      style={{ marginBottom: -below }}
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{title}</title>
      {behind}
      <path className={styles.axis} d={`M${axis.at(axis.low)} ${height}H${axis.at(axis.high)}`} />
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path className={styles.axis} d={`M${axis.at(tick)} ${height}v4`} />
          <text x={axis.at(tick)} y={height + 16} textAnchor="middle">
            {written(tick)}
          </text>
        </g>
      ))}
      <path className={styles.nothing} d={`M${axis.at(nothing)} 0V${height}`} />
      {children}
    </svg>
  );
}

type WhiskerProps = { axis: Axis; interval: IntervalView | null | undefined; y: number };

/** An interval as a line, where both of its ends are known. */
export function Whisker({ axis, interval, y }: WhiskerProps) {
  const ends = endsOf(interval);
  if (!ends) return null;
  return <path className={styles.whisker} d={`M${axis.at(ends[0])} ${y}H${axis.at(ends[1])}`} />;
}
