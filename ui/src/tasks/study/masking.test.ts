import { expect, test } from "vitest";
import {
  begun,
  changed,
  coversAll,
  dragged,
  drawn,
  grown,
  inTheMiddle,
  keyed,
  moved,
  pointOf,
  removed,
  typed,
  undone,
} from "./masking";

const size = { columns: 100, rows: 60 };
const rect = { left: 10, top: 20, width: 30, height: 8 };
const key = (name: string, own: { shiftKey?: boolean; altKey?: boolean } = {}) => ({
  key: name,
  shiftKey: false,
  altKey: false,
  ...own,
});

test("a pointer is at a pixel of the images, however large the picture is drawn", () => {
  const box = { left: 50, top: 10, width: 200, height: 120 };
  expect(pointOf({ clientX: 150, clientY: 40 }, box, size)).toEqual({ x: 50, y: 15 });
  expect(pointOf({ clientX: 999, clientY: -5 }, box, size)).toEqual({ x: 100, y: 0 });
});

test("what is drawn holds every pixel that was touched, in either direction", () => {
  const there = { left: 10, top: 4, width: 11, height: 3 };
  expect(drawn({ x: 10.4, y: 4.9 }, { x: 20.1, y: 6.2 }, size)).toEqual(there);
  expect(drawn({ x: 20.1, y: 6.2 }, { x: 10.4, y: 4.9 }, size)).toEqual(there);
  expect(drawn({ x: 100, y: 60 }, { x: 100, y: 60 }, size)).toEqual({
    left: 99,
    top: 59,
    width: 1,
    height: 1,
  });
});

test("a part is moved as a whole and stops at the edge", () => {
  expect(moved(rect, 5, -3, size)).toEqual({ ...rect, left: 15, top: 17 });
  expect(moved(rect, 500, -500, size)).toEqual({ ...rect, left: 70, top: 0 });
});

test("a part gets no larger than the images and no smaller than a pixel", () => {
  expect(grown(rect, 500, -500, size)).toEqual({ ...rect, width: 90, height: 1 });
});

test("a corner goes to the nearest line between pixels, and beyond the other corner", () => {
  const drag = (x: number, y: number, to: { x: number; y: number }) =>
    dragged([rect], { kind: "corner", at: 0, x, y }, { x: 0, y: 0 }, to, size).rects[0];
  expect(drag(1, 1, { x: 50.4, y: 30.6 })).toEqual({ left: 10, top: 20, width: 40, height: 11 });
  expect(drag(-1, -1, { x: 0, y: 0 })).toEqual({ left: 0, top: 0, width: 40, height: 28 });
  expect(drag(-1, 1, { x: 60, y: 40 })).toEqual({ left: 40, top: 20, width: 20, height: 20 });
});

test("a new part is drawn behind the others, and one is moved in its place", () => {
  const point = (x: number, y: number) => ({ x, y });
  const drawing = dragged([rect], { kind: "draw" }, point(1, 2), point(4, 6), size);
  expect(drawing).toEqual({ rects: [rect, { left: 1, top: 2, width: 3, height: 4 }], at: 1 });
  const moving = dragged([rect], { kind: "move", at: 0 }, point(12, 22), point(14.6, 21), size);
  expect(moving).toEqual({ rects: [{ ...rect, left: 13, top: 19 }], at: 0 });
});

test("arrows move, with Shift further, with Alt the size changes", () => {
  expect(keyed(rect, key("ArrowLeft"), size)).toEqual({ ...rect, left: 9 });
  expect(keyed(rect, key("ArrowDown", { shiftKey: true }), size)).toEqual({ ...rect, top: 30 });
  expect(keyed(rect, key("ArrowRight", { altKey: true }), size)).toEqual({ ...rect, width: 31 });
  const less = keyed(rect, key("ArrowUp", { altKey: true, shiftKey: true }), size);
  expect(less).toEqual({ ...rect, height: 1 });
  expect(keyed(rect, key("a"), size)).toBeNull();
});

test("a typed number stays within the images; the others stay as they are", () => {
  expect(typed(rect, "left", 999, size)).toEqual({ ...rect, left: 70 });
  expect(typed(rect, "width", 0, size)).toEqual({ ...rect, width: 1 });
  expect(typed(rect, "height", 12.4, size)).toEqual({ ...rect, height: 12 });
});

test("a part to begin with is in the middle, also of the smallest image", () => {
  expect(inTheMiddle(size)).toEqual({ left: 41, top: 25, width: 17, height: 10 });
  expect(inTheMiddle({ columns: 1, rows: 2 })).toEqual({ left: 0, top: 0, width: 1, height: 1 });
});

test("only parts that leave no pixel cover all", () => {
  const half = { left: 0, top: 0, width: 50, height: 60 };
  expect(coversAll([], size)).toBe(false);
  expect(coversAll([half, { ...half, left: 51, width: 49 }], size)).toBe(false);
  expect(coversAll([half, { ...half, left: 40, width: 60 }], size)).toBe(true);
});

test("the last change is undone; steps of one kind are one change", () => {
  const step = (left: number) => [{ ...rect, left }];
  let masks = changed(begun([rect]), step(11), 0, "keys 0");
  masks = changed(masks, step(12), 0, "keys 0");
  masks = changed(masks, step(40), 0);
  expect(masks.past).toHaveLength(2);
  masks = undone(masks);
  expect(masks.rects).toEqual(step(12));
  masks = undone(masks);
  expect(masks.rects).toEqual([rect]);
  expect(undone(masks)).toBe(masks);
});

test("after one part is removed, the next is chosen", () => {
  const other = { ...rect, top: 0 };
  const one = removed(begun([rect, other]), 1);
  expect([one.rects, one.chosen]).toEqual([[rect], 0]);
  expect(removed(one, 0).chosen).toBeNull();
});
