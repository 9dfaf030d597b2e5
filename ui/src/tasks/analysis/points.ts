import type { StageView } from "../../core/bindings";

/** A piece of a bar: how often one point was given. */
export type Piece = { place: number; x: number; width: number; shade: string };

/** From the surest to the least sure: a lightness that greyscale keeps. */
const SHADES = ["#333b43", "#7d8791", "#c4cad0"];
const MIDDLE = "#e3e6e9";

/**
 * The pieces of a bar around its middle, in the picture's own units.
 *
 * Points of the first half lie to the left, the surest farthest out; of an odd
 * number of points the middle one lies on both sides. All answers to one side
 * fill that half.
 */
export function barsOf(counts: readonly number[], width: number): Piece[] {
  const all = counts.reduce((sum, n) => sum + n, 0);
  if (all === 0) return [];
  const half = counts.length / 2;
  const before = counts.reduce((sum, n, at) => sum + n * Math.min(1, Math.max(0, half - at)), 0);
  const unit = width / 2 / all;
  let x = width / 2 - before * unit;
  return counts.flatMap((n, place) => {
    const piece = { place, x, width: n * unit, shade: shadeOf(place, counts.length) };
    x += piece.width;
    return n > 0 ? [piece] : [];
  });
}

function shadeOf(place: number, n: number): string {
  const fromEnd = Math.min(place, n - 1 - place);
  if (2 * place === n - 1) return MIDDLE;
  const steps = Math.floor(n / 2);
  const at = steps <= 1 ? 0 : Math.round((fromEnd * (SHADES.length - 1)) / (steps - 1));
  return SHADES[at] ?? MIDDLE;
}

/** What the points of a question are called; none where the study does not have it. */
export function pointNames(stages: readonly StageView[], question: string): string[] {
  for (const { tasks } of stages) {
    for (const { items } of tasks) {
      const answer = items.find(({ id }) => id === question)?.answer;
      if (answer?.kind === "source") return answer.points;
    }
  }
  return [];
}
