import type { Move } from "./stage";

/** Of a key press, what matters here. */
export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const PAN = 60;
const WINDOW = 10;
const ZOOM = 1.25;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const LETTERS: Readonly<Record<string, Move>> = {
  "+": { kind: "zoom", factor: ZOOM },
  "=": { kind: "zoom", factor: ZOOM },
  "-": { kind: "zoom", factor: 1 / ZOOM },
  "0": { kind: "fit" },
  f: { kind: "fit" },
  a: { kind: "oneToOne" },
  i: { kind: "invert" },
  r: { kind: "reset" },
};

/**
 * Returns what a key does to the picture, if anything.
 *
 * Arrows look at another part of it, with Shift they change the window as a
 * drag does. The digits 1 to 9 are left to the page.
 */
export function moveForKey(press: Press): Move | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const arrow = ARROWS[press.key];
  if (arrow) {
    const [dx, dy] = arrow;
    return press.shiftKey
      ? { kind: "window", dx: dx * WINDOW, dy: dy * WINDOW }
      : // The eye goes where the arrow points, so the picture goes the other way.
        { kind: "pan", dx: -dx * PAN, dy: -dy * PAN };
  }
  return LETTERS[press.key.toLowerCase()] ?? null;
}
