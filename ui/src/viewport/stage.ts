import type { PixelBlock } from "./pixels";
import {
  between,
  dragWindow,
  type Extent,
  extentOf,
  type GreyWindow,
  initialWindow,
} from "./window";
import {
  fitView,
  oneToOneView,
  type Point,
  panBy,
  resizeView,
  type Size,
  type View,
  zoomAt,
} from "./zoom";

/** How a picture is looked at. */
export interface Stage {
  readonly picture: Size;
  /** The canvas, in pixels of the display. */
  readonly size: Size;
  readonly view: View;
  readonly window: GreyWindow;
  readonly firstWindow: GreyWindow;
  readonly extent: Extent;
  readonly inverted: boolean;
}

/** What hands can do to a picture. Lengths are in pixels of the display. */
export type Move =
  | { readonly kind: "resize"; readonly size: Size }
  | { readonly kind: "window"; readonly dx: number; readonly dy: number }
  | { readonly kind: "pan"; readonly dx: number; readonly dy: number }
  | { readonly kind: "zoom"; readonly factor: number; readonly at?: Point }
  | { readonly kind: "fit" }
  | { readonly kind: "oneToOne" }
  | { readonly kind: "invert" }
  | { readonly kind: "reset" };

/**
 * Returns how a picture is looked at before anybody touched it.
 *
 * With a window that is given, nothing of the start depends on the picture's own
 * values: neither what is shown first nor how far the window can be moved.
 */
export function firstStage(block: PixelBlock, given?: Extent): Stage {
  const picture = { width: block.columns, height: block.rows };
  const size = { width: 0, height: 0 };
  const window = given ? between(given.low, given.high) : initialWindow(block);
  return {
    picture,
    size,
    view: fitView(picture, size),
    window,
    firstWindow: window,
    extent: given ? { low: block.low, high: block.high } : extentOf(block),
    inverted: false,
  };
}

/** Returns how the picture is looked at after `move`. */
export function moved(stage: Stage, move: Move): Stage {
  const { picture, size, view } = stage;
  switch (move.kind) {
    case "resize":
      return { ...stage, size: move.size, view: resized(stage, move.size) };
    case "window":
      return {
        ...stage,
        window: dragWindow(stage.window, stage.firstWindow, stage.extent, move.dx, move.dy),
      };
    case "pan":
      return { ...stage, view: panBy(picture, size, view, move.dx, move.dy) };
    case "zoom": {
      const at = move.at ?? { x: size.width / 2, y: size.height / 2 };
      return { ...stage, view: zoomAt(picture, size, view, at, move.factor) };
    }
    case "fit":
      return { ...stage, view: fitView(picture, size) };
    case "oneToOne":
      return { ...stage, view: oneToOneView(picture, size, view) };
    case "invert":
      return { ...stage, inverted: !stage.inverted };
    case "reset":
      return {
        ...stage,
        view: fitView(picture, size),
        window: stage.firstWindow,
        inverted: false,
      };
  }
}

function resized({ picture, size, view }: Stage, after: Size): View {
  const first = size.width === 0 || size.height === 0;
  return first ? fitView(picture, after) : resizeView(picture, size, after, view);
}
