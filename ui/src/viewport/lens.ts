import type { Move, Stage } from "./stage";
import type { Point, Size } from "./zoom";

/** How what lies over a picture finds its places. Screen places are in CSS pixels of the canvas. */
export interface Lens {
  readonly picture: Size;
  /** Pixels of the picture in one CSS pixel. */
  readonly step: number;
  readonly toScreen: (at: Point) => Point;
  readonly toPicture: (at: Point) => Point;
  /** The place of the picture in the middle of what is seen. */
  readonly middle: Point;
  /** Moves the picture so far that a place of it is seen. */
  readonly reveal: (at: Point) => void;
}

/** Returns the lens of a picture as it is looked at, on a display with so many pixels to one of CSS. */
export function lensOf(stage: Stage, ratio: number, move: (move: Move) => void): Lens {
  const { picture, size, view } = stage;
  const toPicture = (at: Point) => ({
    x: inside((at.x * ratio - view.x) / view.scale, picture.width),
    y: inside((at.y * ratio - view.y) / view.scale, picture.height),
  });
  return {
    picture,
    step: ratio / view.scale,
    toScreen: (at) => ({
      x: (view.x + at.x * view.scale) / ratio,
      y: (view.y + at.y * view.scale) / ratio,
    }),
    toPicture,
    middle: toPicture({ x: size.width / 2 / ratio, y: size.height / 2 / ratio }),
    reveal(at) {
      const dx = beyond(view.x + at.x * view.scale, size.width);
      const dy = beyond(view.y + at.y * view.scale, size.height);
      if (dx !== 0 || dy !== 0) move({ kind: "pan", dx: -dx, dy: -dy });
    },
  };
}

function inside(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

/** How far a place lies beyond an edge; 0 within. */
function beyond(at: number, length: number): number {
  if (at < 0) return at;
  return length < at ? at - length : 0;
}
