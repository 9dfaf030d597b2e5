import type { MaskPreview, MaskRect } from "../../core/bindings";

/** How many pixels the images have. */
export type Size = Pick<MaskPreview, "columns" | "rows">;

/** A place on a picture, in pixels of the images and parts of them. */
export type Point = { x: number; y: number };

/** What is dragged: a new part, a part as a whole, or one of its corners (-1 left or top, 1 right or bottom). */
export type Grip =
  | { kind: "draw" }
  | { kind: "move"; at: number }
  | { kind: "corner"; at: number; x: number; y: number };

/** The parts as they are, which of them is chosen, and how they were before. */
export type Masks = {
  rects: MaskRect[];
  chosen: number | null;
  past: MaskRect[][];
  /** What was changed last: more of the same is undone with it. */
  last: string | null;
};

export const FIELDS = ["left", "top", "width", "height"] as const;
export type Field = (typeof FIELDS)[number];

/** How far Shift goes. */
const LEAP = 10;

const clamp = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), Math.max(least, most));

/** Where a pointer is on a picture; beyond its edge is at the edge. */
export function pointOf(
  { clientX, clientY }: { clientX: number; clientY: number },
  box: { left: number; top: number; width: number; height: number },
  { columns, rows }: Size,
): Point {
  return {
    x: clamp(((clientX - box.left) / box.width) * columns, 0, columns),
    y: clamp(((clientY - box.top) / box.height) * rows, 0, rows),
  };
}

/** The part between two places: every pixel that is touched, and at least one. */
export function drawn(from: Point, to: Point, { columns, rows }: Size): MaskRect {
  const side = (a: number, b: number, length: number) => {
    const first = clamp(Math.floor(Math.min(a, b)), 0, length - 1);
    return [first, clamp(Math.ceil(Math.max(a, b)), first + 1, length) - first] as const;
  };
  const [left, width] = side(from.x, to.x, columns);
  const [top, height] = side(from.y, to.y, rows);
  return { left, top, width, height };
}

/** A part moved by whole pixels; it stays as large, and within the images. */
export function moved(rect: MaskRect, x: number, y: number, { columns, rows }: Size): MaskRect {
  return {
    ...rect,
    left: clamp(rect.left + Math.round(x), 0, columns - rect.width),
    top: clamp(rect.top + Math.round(y), 0, rows - rect.height),
  };
}

/** A part whose right and lower edges are moved. */
export function grown(rect: MaskRect, x: number, y: number, { columns, rows }: Size): MaskRect {
  return {
    ...rect,
    width: clamp(rect.width + x, 1, columns - rect.left),
    height: clamp(rect.height + y, 1, rows - rect.top),
  };
}

/** A part one of whose numbers was typed; the others stay, and it stays within the images. */
export function typed(rect: MaskRect, field: Field, value: number, size: Size): MaskRect {
  const whole = Math.round(value);
  switch (field) {
    case "left":
      return { ...rect, left: clamp(whole, 0, size.columns - rect.width) };
    case "top":
      return { ...rect, top: clamp(whole, 0, size.rows - rect.height) };
    case "width":
      return { ...rect, width: clamp(whole, 1, size.columns - rect.left) };
    case "height":
      return { ...rect, height: clamp(whole, 1, size.rows - rect.top) };
  }
}

/** A part one of whose corners was dragged; beyond the opposite corner it turns over. */
function stretched(
  rect: MaskRect,
  { x, y }: { x: number; y: number },
  to: Point,
  size: Size,
): MaskRect {
  const right = rect.left + rect.width;
  const bottom = rect.top + rect.height;
  const fixed = { x: x < 0 ? right : rect.left, y: y < 0 ? bottom : rect.top };
  // An edge goes to the line between two pixels that is nearest.
  return drawn(fixed, { x: Math.round(to.x), y: Math.round(to.y) }, size);
}

/** The parts while something is dragged, and which of them it is. */
export function dragged(
  rects: readonly MaskRect[],
  grip: Grip,
  from: Point,
  to: Point,
  size: Size,
): { rects: MaskRect[]; at: number } {
  if (grip.kind === "draw") return { rects: [...rects, drawn(from, to, size)], at: rects.length };
  const change = (rect: MaskRect) =>
    grip.kind === "move"
      ? moved(rect, to.x - from.x, to.y - from.y, size)
      : stretched(rect, grip, to, size);
  return { rects: rects.map((rect, at) => (at === grip.at ? change(rect) : rect)), at: grip.at };
}

/** A part after a key, or nothing when the key does nothing to it. */
export function keyed(
  rect: MaskRect,
  { key, shiftKey, altKey }: { key: string; shiftKey: boolean; altKey: boolean },
  size: Size,
): MaskRect | null {
  const step = shiftKey ? LEAP : 1;
  const ways: { [key: string]: [number, number] } = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  };
  const way = ways[key];
  if (!way) return null;
  return (altKey ? grown : moved)(rect, ...way, size);
}

/** A part to begin with, in the middle of the images. */
export function inTheMiddle({ columns, rows }: Size): MaskRect {
  const length = (side: number) => Math.max(1, Math.round(side / 6));
  const start = (side: number) => Math.floor((side - length(side)) / 2);
  return {
    left: start(columns),
    top: start(rows),
    width: length(columns),
    height: length(rows),
  };
}

/** Whether nothing of the images would be seen any more. */
export function coversAll(rects: readonly MaskRect[], { columns, rows }: Size): boolean {
  const [first, ...rest] = rects;
  if (!first) return false;
  // What is open of the images is cut into rectangles by each part.
  let open: MaskRect[] = [{ left: 0, top: 0, width: columns, height: rows }];
  for (const rect of [first, ...rest]) open = open.flatMap((one) => without(one, rect));
  return open.length === 0;
}

function without(open: MaskRect, rect: MaskRect): MaskRect[] {
  const left = Math.max(open.left, rect.left);
  const top = Math.max(open.top, rect.top);
  const right = Math.min(open.left + open.width, rect.left + rect.width);
  const bottom = Math.min(open.top + open.height, rect.top + rect.height);
  if (right <= left || bottom <= top) return [open];
  const openBottom = open.top + open.height;
  const openRight = open.left + open.width;
  return [
    { ...open, height: top - open.top },
    { ...open, top: bottom, height: openBottom - bottom },
    { left: open.left, top, width: left - open.left, height: bottom - top },
    { left: right, top, width: openRight - right, height: bottom - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

/** Whether two lists of parts are the same. */
export function same(a: readonly MaskRect[], b: readonly MaskRect[]): boolean {
  return (
    a.length === b.length &&
    a.every((rect, at) => FIELDS.every((field) => rect[field] === b[at]?.[field]))
  );
}

/** The parts that there are at first. */
export function begun(rects: MaskRect[]): Masks {
  return { rects, chosen: null, past: [], last: null };
}

/** Changes the parts; changes of one name that follow each other are undone at once. */
export function changed(
  masks: Masks,
  rects: MaskRect[],
  chosen: number | null,
  name: string | null = null,
): Masks {
  if (same(rects, masks.rects)) return { ...masks, chosen };
  const goesOn = name !== null && name === masks.last;
  return { rects, chosen, past: goesOn ? masks.past : [...masks.past, masks.rects], last: name };
}

/** Takes a part away; the next one is chosen. */
export function removed(masks: Masks, at: number): Masks {
  const rects = masks.rects.filter((_, place) => place !== at);
  return changed(masks, rects, rects.length > 0 ? Math.min(at, rects.length - 1) : null);
}

/** Takes the last change back. */
export function undone(masks: Masks): Masks {
  const rects = masks.past.at(-1);
  if (!rects) return masks;
  const chosen = masks.chosen !== null && masks.chosen < rects.length ? masks.chosen : null;
  return { rects, chosen, past: masks.past.slice(0, -1), last: null };
}
