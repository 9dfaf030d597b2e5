import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import type { CaseMetricView, ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { ArmMark } from "../../../shared/ArmMark";
import { count, three } from "../../../shared/numbers";
import { type Source, sourceName, sourceOf } from "../cases/sources";
import type { Looking } from "./looking";
import styles from "./Scatter.module.css";
import {
  type Brush,
  between,
  brushForKey,
  type Dot,
  holds,
  nearest,
  pilesOf,
  valueAxis,
} from "./scattering";

type Props = Looking & {
  /** The cases that are shown, as dots. */
  dots: Dot[];
  /** What the points are called. */
  names: string[];
  brush: Brush | null;
  onBrush: (brush: Brush | null) => void;
  /** The keyboard goes on in the list. */
  onLeave: () => void;
};

export const FRAME: Brush = { left: 52, top: 10, right: 452, bottom: 350 };
const WIDTH = FRAME.right + 12;
const HEIGHT = FRAME.bottom + 44;
/** A shorter way with the pointer is a click. */
const CLICK = 4;
/** How far from a mark a click still means it. */
const REACH = 12;

/** Each case as a mark: what was measured along, what experts said up. A rectangle chooses some. */
export function Scatter(props: Props) {
  const { read, metric, sources, dots, names, brush, onBrush, chosen, onChoose, onLeave } = props;
  const id = useId();
  const drag = useRef<{ x: number; y: number; begun: boolean } | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const piles = pilesOf(dots);
  const x = valueAxis(values(metric), FRAME.left, FRAME.right);
  const told = over ?? chosen;

  const at = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const start = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    drag.current = { ...at(event), begun: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const go = (event: PointerEvent<SVGSVGElement>) => {
    const [to, from] = [at(event), drag.current];
    if (!from) {
      setOver(nearest(piles, to, REACH)?.cases[0] ?? null);
      return;
    }
    from.begun ||= Math.hypot(to.x - from.x, to.y - from.y) >= CLICK;
    if (from.begun) onBrush(between(from, to, FRAME));
  };
  const stop = (event: PointerEvent<SVGSVGElement>) => {
    const from = drag.current;
    drag.current = null;
    if (!from || from.begun) return;
    const cases = nearest(piles, at(event), REACH)?.cases ?? [];
    // A second click on a pile goes on to its next case.
    const next = cases[(cases.indexOf(chosen ?? -1) + 1) % cases.length];
    if (next === undefined) onBrush(null);
    else onChoose(next);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") onLeave();
    else if (event.key === "Escape" && brush) onBrush(null);
    else {
      const next = brushForKey(event.key, event.shiftKey, brush, FRAME);
      if (!next) return;
      onBrush(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className={styles.scatter}
      role="application"
      aria-roledescription={words("analysis.concordance.scatter.is")}
      aria-label={words("analysis.concordance.scatter.label", { metric: metric.title })}
      aria-describedby={`${id}-keys`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move its rectangle
      tabIndex={0}
      onKeyDown={press}
      data-testid="scatter"
    >
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        onPointerDown={start}
        onPointerMove={go}
        onPointerUp={stop}
        onPointerLeave={() => setOver(null)}
        onPointerCancel={() => {
          drag.current = null;
        }}
        aria-hidden="true"
      >
        <Frame read={read} metric={metric} names={names} x={x} />
        {piles.map(({ source, x, y, cases }) => (
          <Mark
            key={`${source} ${x} ${y}`}
            source={sources.find(({ key }) => key === source)}
            x={x}
            y={y}
            n={cases.length}
            faint={!holds(brush, { x, y })}
          />
        ))}
        {brush && (
          <rect
            className={styles.brush}
            x={brush.left}
            y={brush.top}
            width={brush.right - brush.left}
            height={brush.bottom - brush.top}
          />
        )}
        <Ring dot={dots.find((dot) => dot.at === chosen)} />
      </svg>
      <p className={styles.told}>
        {told === null ? (
          "\u00a0"
        ) : (
          <Told read={read} metric={metric} sources={sources} at={told} />
        )}
      </p>
      <p className={styles.keys} id={`${id}-keys`}>
        {words("analysis.concordance.scatter.keys")}
      </p>
    </div>
  );
}

function values({ values }: CaseMetricView): number[] {
  return values.filter((value) => value !== null);
}

/** From a point to its height. */
export function heightOf(point: number, nPoints: number): number {
  const inner = FRAME.bottom - FRAME.top - 20;
  return FRAME.bottom - 10 - (inner * (point - 1)) / Math.max(1, nPoints - 1);
}

/** The dots of the cases that have a value, in the picture's own units. */
export function dotsOf(
  read: ReadCasesView,
  metric: CaseMetricView,
  sourceOf: (at: number) => string,
): Dot[] {
  const axis = valueAxis(values(metric), FRAME.left, FRAME.right);
  return read.cases.flatMap(({ point }, at): Dot[] => {
    const value = metric.values[at];
    if (typeof value !== "number") return [];
    return [{ at, source: sourceOf(at), x: axis.at(value), y: heightOf(point, read.nPoints) }];
  });
}

type FrameProps = Pick<Props, "read" | "metric" | "names"> & { x: ReturnType<typeof valueAxis> };

function Frame({ read: { nPoints, syntheticFrom }, metric, names, x }: FrameProps) {
  const points = Array.from({ length: nPoints }, (_, at) => at + 1);
  const middle = heightOf(syntheticFrom - 0.5, nPoints);
  const right = FRAME.right - 6;
  return (
    <>
      <rect
        className={styles.frame}
        x={FRAME.left}
        y={FRAME.top}
        width={FRAME.right - FRAME.left}
        height={FRAME.bottom - FRAME.top}
      />
      <path className={styles.middle} d={`M${FRAME.left} ${middle}H${FRAME.right}`} />
      {points.map((point) => (
        <text key={point} x={FRAME.left - 8} y={heightOf(point, nPoints) + 4} textAnchor="end">
          {point}
        </text>
      ))}
      {x.ticks.map((tick) => (
        <g key={tick}>
          <path className={styles.tick} d={`M${x.at(tick)} ${FRAME.bottom}v4`} />
          <text x={x.at(tick)} y={FRAME.bottom + 17} textAnchor="middle">
            {three(tick)}
          </text>
        </g>
      ))}
      <text className={styles.end} x={right} y={FRAME.top + 14} textAnchor="end">
        {names.at(-1) ?? words("arm.synthetic")} ↑
      </text>
      <text className={styles.end} x={right} y={FRAME.bottom - 6} textAnchor="end">
        {names[0] ?? words("arm.real")} ↓
      </text>
      <text
        className={styles.axisName}
        x={14}
        y={(FRAME.top + FRAME.bottom) / 2}
        textAnchor="middle"
        transform={`rotate(-90 14 ${(FRAME.top + FRAME.bottom) / 2})`}
      >
        {words("analysis.concordance.scatter.y")}
      </text>
      <text
        className={styles.axisName}
        x={(FRAME.left + FRAME.right) / 2}
        y={HEIGHT - 8}
        textAnchor="middle"
      >
        {metric.title}
        {metric.unit && ` (${metric.unit})`}
      </text>
      <text
        x={metric.turned ? FRAME.left : FRAME.right}
        y={HEIGHT - 8}
        textAnchor={metric.turned ? "start" : "end"}
      >
        {metric.turned
          ? `← ${words("analysis.concordance.scatter.looks")}`
          : `${words("analysis.concordance.scatter.looks")} →`}
      </text>
    </>
  );
}

type MarkProps = {
  source: Source | undefined;
  x: number;
  y: number;
  n: number;
  faint: boolean;
};

/** A case, or several at one place: the more, the larger, with their number. */
function Mark({ source, x, y, n, faint }: MarkProps) {
  const side = Math.min(18, 8 * Math.sqrt(n));
  return (
    <g
      className={styles.mark}
      data-faint={faint || undefined}
      transform={`translate(${x - side / 2} ${y - side / 2})`}
    >
      <ArmMark arm={source?.arm ?? "real"} size={side} place={source?.place ?? 0} />
      {n > 1 && (
        <text className={styles.n} x={side + 2} y={side / 2 + 4}>
          {count(n)}
        </text>
      )}
    </g>
  );
}

function Ring({ dot }: { dot: Dot | undefined }) {
  if (!dot) return null;
  return (
    <g className={styles.ring}>
      <circle cx={dot.x} cy={dot.y} r={9} />
      <circle cx={dot.x} cy={dot.y} r={9} data-inner />
    </g>
  );
}

/** What is known of one case, in a line. */
function Told({
  read,
  metric,
  sources,
  at,
}: Pick<Props, "read" | "metric" | "sources"> & { at: number }) {
  const one = read.cases[at];
  if (!one) return null;
  const source = sourceOf(one, sources);
  return (
    <>
      <b>{one.case}</b> · {three(metric.values[at] ?? null)} ·{" "}
      {words("analysis.concordance.scatter.mean", { mean: one.point.toFixed(2) })}
      {source && ` · ${sourceName(source)}`}
    </>
  );
}
