/** A number, and the power with it. */
export type Point = readonly [number, number];

/** The place of a curve in its picture: all in the picture's own units. */
export type Frame = { left: number; top: number; width: number; height: number };

/** A curve, ready to be drawn. */
export type Curve = {
  path: string;
  /** The least and the most number, at both ends of the axis. */
  ends: readonly [number, number];
  /** Where a number and a power are drawn. */
  at: (number: number, power: number) => Point;
  /** The power with a number, between the points that are known; nothing beyond them. */
  powerOf: (number: number) => number | null;
};

/** Points that are whole, in the order of their numbers. */
export function known(points: readonly (readonly [number | null, number | null])[]): Point[] {
  return points
    .filter((point): point is Point => point[0] !== null && point[1] !== null)
    .toSorted(([a], [b]) => a - b);
}

/** Lays a curve of power from 0 to 1 into a frame; nothing with fewer than two points. */
export function curveIn(points: readonly Point[], frame: Frame): Curve | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first[0] === last[0]) return null;
  const [low, high] = [first[0], last[0]];
  const at = (number: number, power: number): Point => [
    frame.left + (frame.width * (number - low)) / (high - low),
    frame.top + frame.height * (1 - power),
  ];
  const path = points
    .map(([number, power]) => at(number, power).map((one) => one.toFixed(1)))
    .map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`)
    .join("");
  return { path, ends: [low, high], at, powerOf: (number) => between(points, number) };
}

function between(points: readonly Point[], number: number): number | null {
  for (const [index, [right, power]] of points.entries()) {
    if (right === number) return power;
    const before = points[index - 1];
    if (before && before[0] < number && number < right) {
      const share = (number - before[0]) / (right - before[0]);
      return before[1] + share * (power - before[1]);
    }
  }
  return null;
}
