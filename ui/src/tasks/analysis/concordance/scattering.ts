import type { Axis } from "../plot";

/** A rectangle in the picture's own units. */
export type Brush = { left: number; top: number; right: number; bottom: number };

/** A case in the picture. */
export type Dot = {
  /** The case, by its place. */
  at: number;
  /** Whose it is. */
  source: string;
  x: number;
  y: number;
};

/** Cases of one source at one place of the picture: a single mark, with their number. */
export type Pile = { source: string; x: number; y: number; cases: number[] };

/** Dots of one source that are nearer than this are one mark. */
const SAME = 2;
/** How far the keys move a rectangle, or its edges. */
const STEP = 16;
/** The least side of a rectangle. */
const LEAST = 8;

/** An axis that holds all of these numbers, a little more on each side, with a few even ticks. */
export function valueAxis(values: readonly number[], from: number, to: number): Axis {
  const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const width = most - least || Math.abs(most) || 1;
  const [low, high] = [least - 0.05 * width, most + 0.05 * width];
  return {
    low,
    high,
    at: (value) => from + ((to - from) * (value - low)) / (high - low),
    holds: (value) => low <= value && value <= high,
    ticks: evenTicks(low, high),
  };
}

/** About five numbers between two, at steps of 1, 2 or 5. */
export function evenTicks(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const near = rough / power;
  const step = (near < 1.5 ? 1 : near < 3.5 ? 2 : near < 7.5 ? 5 : 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

/** Dots that lie on each other as one mark, so that none is hidden. */
export function pilesOf(dots: readonly Dot[]): Pile[] {
  const piles = new Map<string, Pile>();
  for (const { at, source, x, y } of dots) {
    const key = `${source}\n${Math.round(x / SAME)}\n${Math.round(y / SAME)}`;
    const pile = piles.get(key);
    if (pile) pile.cases.push(at);
    else piles.set(key, { source, x, y, cases: [at] });
  }
  return [...piles.values()];
}

/** The mark that is nearest to a place, unless all are farther than `reach`. */
export function nearest(
  piles: readonly Pile[],
  { x, y }: { x: number; y: number },
  reach: number,
): Pile | null {
  const far = (pile: Pile) => Math.hypot(pile.x - x, pile.y - y);
  const best = piles.toSorted((a, b) => far(a) - far(b))[0];
  return best && far(best) <= reach ? best : null;
}

/** The rectangle between two corners, within the frame. */
export function between(
  from: { x: number; y: number },
  to: { x: number; y: number },
  frame: Brush,
): Brush {
  const across = [from.x, to.x].map((x) => within(x, frame.left, frame.right));
  const down = [from.y, to.y].map((y) => within(y, frame.top, frame.bottom));
  return {
    left: Math.min(...across),
    right: Math.max(...across),
    top: Math.min(...down),
    bottom: Math.max(...down),
  };
}

/**
 * What a key makes of a rectangle; nothing for a key that is none of its own.
 *
 * The arrows move it, with Shift they move its right or its upper edge; the
 * first of them makes one in the middle, Escape is heard where it is used.
 */
export function brushForKey(
  key: string,
  widens: boolean,
  brush: Brush | null,
  frame: Brush,
): Brush | null {
  const [across, down] = ARROWS[key] ?? [0, 0];
  if (across === 0 && down === 0) return null;
  if (!brush) return middleOf(frame);
  const { left, right, top, bottom } = brush;
  if (widens) {
    return {
      left,
      bottom,
      right: within(right + across * STEP, left + LEAST, frame.right),
      top: within(top + down * STEP, frame.top, bottom - LEAST),
    };
  }
  const dx = within(across * STEP, frame.left - left, frame.right - right);
  const dy = within(down * STEP, frame.top - top, frame.bottom - bottom);
  return { left: left + dx, right: right + dx, top: top + dy, bottom: bottom + dy };
}

const ARROWS: { [key: string]: readonly [number, number] } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A rectangle of half the frame's width and height, in its middle. */
function middleOf({ left, right, top, bottom }: Brush): Brush {
  const [dx, dy] = [(right - left) / 4, (bottom - top) / 4];
  return { left: left + dx, right: right - dx, top: top + dy, bottom: bottom - dy };
}

/** Whether a place lies in a rectangle; without one everything does. */
export function holds(brush: Brush | null, { x, y }: { x: number; y: number }): boolean {
  if (!brush) return true;
  return brush.left <= x && x <= brush.right && brush.top <= y && y <= brush.bottom;
}

/** Cases by how far metric and experts are apart, the farthest first; those without come last. */
export function byDisagreement(
  cases: readonly number[],
  apart: readonly (number | null)[],
): number[] {
  const far = (at: number) => {
    const own = apart[at];
    return own === null || own === undefined ? -1 : Math.abs(own);
  };
  return cases.toSorted((a, b) => far(b) - far(a) || a - b);
}

/** The place that a key leads to in a list of so many; nothing for a key that is none of its own. */
export function stepTo(key: string, at: number, n: number): number | null {
  const last = n - 1;
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: last,
  }[key];
  return to === undefined || n === 0 ? null : within(to, 0, last);
}

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
