import { words } from "../../core/words";
import { count } from "../../shared/numbers";
import { curveIn, known } from "./curve";
import styles from "./SizePanel.module.css";
import { likely, WANTED } from "./sizing";

type Props = {
  points: (readonly [number | null, number | null])[];
  /** The number that is planned. */
  now: number;
  title: string;
  /** What is counted along the axis. */
  axis: string;
};

const WIDTH = 236;
const HEIGHT = 116;
const FRAME = { left: 28, top: 12, width: WIDTH - 40, height: HEIGHT - 32 };
const BOTTOM = FRAME.top + FRAME.height;

/** Power along one number: the curve, the line of 0.8, and the size that is planned. */
export function PowerCurve({ points, now, title, axis }: Props) {
  const curve = curveIn(known(points), FRAME);
  if (!curve) return null;
  const power = curve.powerOf(now);
  const [x, y] = curve.at(now, power ?? 0);
  const wanted = curve.at(curve.ends[0], WANTED)[1];
  const right = FRAME.left + FRAME.width;
  // The label stays within the picture, and away from the curve.
  const late = x > FRAME.left + FRAME.width * 0.66;
  return (
    <figure className={styles.curve}>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={words("study.size.curve", { title, now: count(now), power: likely(power) })}
      >
        <path d={`M${FRAME.left} ${FRAME.top}V${BOTTOM}H${right}`} stroke="#8a949e" fill="none" />
        <path
          d={`M${FRAME.left} ${wanted.toFixed(1)}H${right}`}
          stroke="#8a949e"
          strokeDasharray="3 3"
          fill="none"
        />
        <text x={FRAME.left - 5} y={wanted + 4} textAnchor="end">
          {WANTED}
        </text>
        <text x={FRAME.left - 5} y={BOTTOM + 4} textAnchor="end">
          0
        </text>
        <text x={FRAME.left - 5} y={FRAME.top + 4} textAnchor="end">
          1
        </text>
        <path d={curve.path} stroke="var(--accent)" strokeWidth="2" fill="none" />
        <text x={FRAME.left} y={HEIGHT - 4}>
          {count(curve.ends[0])}
        </text>
        <text x={right} y={HEIGHT - 4} textAnchor="end">
          {`${count(curve.ends[1])} ${axis}`}
        </text>
        {power !== null && (
          <>
            <path d={`M${x} ${BOTTOM}V${y}`} stroke="var(--ink)" strokeDasharray="1 2" />
            <circle cx={x} cy={y} r="3.5" fill="var(--accent)" stroke="#fff" />
            <text
              className={styles.now}
              x={late ? x - 7 : x + 7}
              y={Math.min(y + 14, BOTTOM - 4)}
              textAnchor={late ? "end" : "start"}
            >
              {`${count(now)}: ${likely(power)}`}
            </text>
          </>
        )}
      </svg>
    </figure>
  );
}
