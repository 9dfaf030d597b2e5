/** A width and a height, in pixels of the display. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place on the display, in its pixels from the upper left corner of the canvas. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the picture lies: pixels of the display for one of the picture, and its corner. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Above this scale single pixels are shown as squares; below, they are blended. */
const SQUARES_ABOVE = 2;

const MOST_SCALE = 64;

/** Returns the view in which the whole picture is seen as large as it can be. */
export function fitView(picture: Size, stage: Size): View {
  return centered(picture, stage, fitScale(picture, stage));
}

/** Returns the view that shows each pixel of the picture on one of the display. */
export function oneToOneView(picture: Size, stage: Size, view: View): View {
  const center = { x: stage.width / 2, y: stage.height / 2 };
  return zoomAt(picture, stage, view, center, 1 / view.scale);
}

/** Returns the view magnified by `factor` while what lies under `at` stays there. */
export function zoomAt(picture: Size, stage: Size, view: View, at: Point, factor: number): View {
  const fit = fitScale(picture, stage);
  const scale = clamp(view.scale * factor, Math.min(fit, 1), Math.max(fit, MOST_SCALE));
  const grown = scale / view.scale;
  return held(picture, stage, {
    scale,
    x: at.x - (at.x - view.x) * grown,
    y: at.y - (at.y - view.y) * grown,
  });
}

/** Returns the view moved by so many pixels of the display. */
export function panBy(picture: Size, stage: Size, view: View, dx: number, dy: number): View {
  return held(picture, stage, { ...view, x: view.x + dx, y: view.y + dy });
}

/** Returns the view for a stage of another size: the same middle, or still the whole picture. */
export function resizeView(picture: Size, before: Size, after: Size, view: View): View {
  if (isFit(picture, before, view)) return fitView(picture, after);
  return held(picture, after, {
    scale: view.scale,
    x: view.x + (after.width - before.width) / 2,
    y: view.y + (after.height - before.height) / 2,
  });
}

/** Returns whether the whole picture is seen as large as it can be. */
export function isFit(picture: Size, stage: Size, view: View): boolean {
  return Math.abs(view.scale / fitScale(picture, stage) - 1) < 1e-6;
}

/** Returns how much larger the picture is than when it just fits. */
export function timesFit(picture: Size, stage: Size, view: View): number {
  return view.scale / fitScale(picture, stage);
}

/** Returns whether pixels are to be blended at this scale. */
export function isSmooth(view: View): boolean {
  return view.scale <= SQUARES_ABOVE;
}

function fitScale(picture: Size, stage: Size): number {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height);
  return 0 < scale ? scale : 1; // before the stage has a size
}

function centered(picture: Size, stage: Size, scale: number): View {
  return {
    scale,
    x: (stage.width - picture.width * scale) / 2,
    y: (stage.height - picture.height * scale) / 2,
  };
}

/** A side that fits is centred; a larger one may be moved until its edge meets the middle. */
function held(picture: Size, stage: Size, view: View): View {
  const middle = centered(picture, stage, view.scale);
  const side = (length: number, room: number, at: number, mid: number) =>
    length <= room ? mid : clamp(at, room / 2 - length, room / 2);
  return {
    scale: view.scale,
    x: side(picture.width * view.scale, stage.width, view.x, middle.x),
    y: side(picture.height * view.scale, stage.height, view.y, middle.y),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
