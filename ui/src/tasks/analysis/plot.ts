import type { FindingView, IntervalView } from "../../core/bindings";

/** From numbers to places along an axis, in the picture's own units. */
export type Axis = {
  low: number;
  high: number;
  /** Where a number is drawn; beyond the ends, at the nearest one. */
  at: (value: number) => number;
  /** Whether a number lies between the ends. */
  holds: (value: number) => boolean;
  /** Numbers that are written along it. */
  ticks: number[];
};

/** The dashes of readers, by their place; the first one is a plain line. */
const DASHES = ["", "7 3", "2 3", "9 3 2 3", "4 2", "1 2", "12 3", "6 2 1 2 1 2"];

/** The dash of a reader's line, by their place. */
export function dashOf(place: number): string {
  return DASHES[place % DASHES.length] ?? "";
}

/** An axis of shares that holds all of these numbers, with ends at tenths and a tick at each fifth or tenth. */
export function shareAxis(values: readonly number[], left: number, width: number): Axis {
  const within = values.filter((value) => Number.isFinite(value));
  const least = Math.floor(Math.min(0.4, ...within) * 10 + 1e-9) / 10;
  const most = Math.ceil(Math.max(0.6, ...within) * 10 - 1e-9) / 10;
  const [low, high] = [Math.max(0, least), Math.min(1, most)];
  const step = high - low > 0.65 ? 2 : 1;
  const [first, last] = [Math.round(low * 10), Math.round(high * 10)];
  const tenths = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  // The middle, which stands for chance, is always written.
  const ticks = tenths.filter((tenth) => (tenth - 5) % step === 0).map((tenth) => tenth / 10);
  return axisOf(low, high, ticks, left, width);
}

/** An axis of correlations that holds 0 to a half and all of these numbers, with ends and ticks at halves. */
export function correlationAxis(values: readonly number[], left: number, width: number): Axis {
  const low = Math.max(-1, Math.floor(2 * Math.min(0, ...values)) / 2);
  const high = Math.min(1, Math.ceil(2 * Math.max(0.5, ...values)) / 2);
  const ticks = Array.from({ length: Math.round(2 * (high - low)) + 1 }, (_, at) => low + at / 2);
  return axisOf(low, high, ticks, left, width);
}

function axisOf(low: number, high: number, ticks: number[], left: number, width: number): Axis {
  const nearest = (value: number) => Math.min(high, Math.max(low, value));
  return {
    low,
    high,
    at: (value) => left + (width * (nearest(value) - low)) / (high - low),
    holds: (value) => low <= value && value <= high,
    ticks,
  };
}

/** Both ends of an interval, where both are known. */
export function endsOf(interval: IntervalView | null | undefined): [number, number] | null {
  const { low, high } = interval ?? {};
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}

/** All numbers that a picture of findings has to hold. */
export function extentOf(findings: readonly (FindingView | undefined)[]): number[] {
  return findings.flatMap((finding) => {
    if (!finding) return [];
    const { value, interval, equivalence } = finding;
    return [
      ...(typeof value === "number" ? [value] : []),
      ...(endsOf(interval) ?? []),
      ...(equivalence ? [equivalence.low, equivalence.high] : []),
      ...(endsOf(equivalence?.interval) ?? []),
    ];
  });
}

/** A line through points that were placed already, as a path. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
}

/**
 * Where each curve is best named: where it lies farthest from all others, and
 * from the names that were placed before it.
 */
export function namePlaces(
  curves: readonly (readonly (readonly [number, number])[])[],
): (readonly [number, number])[] {
  const spots = curves.map((curve) =>
    Array.from({ length: 33 }, (_, at) => along(curve, 0.1 + (0.8 * at) / 32)),
  );
  const placed: (readonly [number, number])[] = [];
  for (const [own, candidates] of spots.entries()) {
    const others = [...spots.filter((_, at) => at !== own).flat(), ...placed];
    const room = ([x, y]: readonly [number, number]) =>
      Math.min(...others.map(([left, top]) => Math.hypot(left - x, top - y)));
    const best = candidates.toSorted((a, b) => room(b) - room(a))[0];
    placed.push(best ?? [0, 0]);
  }
  return placed;
}

/** The point of a curve a share of the way along it, by its length. */
export function along(
  points: readonly (readonly [number, number])[],
  share: number,
): readonly [number, number] {
  const lengths = points.slice(1).map(([x, y], at) => {
    const [fromX, fromY] = points[at] ?? [x, y];
    return Math.hypot(x - fromX, y - fromY);
  });
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [at, length] of lengths.entries()) {
    const [from, to] = [points[at], points[at + 1]];
    if (from && to && left <= length && length > 0) {
      const part = left / length;
      return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
    }
    left -= length;
  }
  return points.at(-1) ?? [0, 0];
}
