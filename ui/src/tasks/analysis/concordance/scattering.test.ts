import { expect, test } from "vitest";
import {
  between,
  brushForKey,
  byDisagreement,
  evenTicks,
  holds,
  nearest,
  pilesOf,
  stepTo,
  valueAxis,
} from "./scattering";

const frame = { left: 0, top: 0, right: 100, bottom: 200 };

test("an axis holds every number with a little room, and equal ones in its middle", () => {
  const axis = valueAxis([0, 10], 0, 110);
  expect([axis.at(0), axis.at(10)]).toEqual([5, 105]);
  expect(axis.ticks).toEqual([0, 2, 4, 6, 8, 10]);
  expect(valueAxis([3, 3], 0, 100).at(3)).toBe(50);
  expect(valueAxis([], 0, 110).at(0.5)).toBe(55);
});

test("ticks are steps of one, two or five", () => {
  expect(evenTicks(0.013, 0.041)).toEqual([0.015, 0.02, 0.025, 0.03, 0.035, 0.04]);
  expect(evenTicks(-120, 300)).toEqual([-100, 0, 100, 200, 300]);
});

test("cases that lie on each other are one mark with all of them, source by source", () => {
  const dot = (at: number, source: string, x: number) => ({ at, source, x, y: 7 });
  const piles = pilesOf([
    dot(0, "real", 50),
    dot(1, "real", 50.3),
    dot(2, "a", 50),
    dot(3, "a", 60),
  ]);
  expect(piles.map(({ source, cases }) => [source, cases])).toEqual([
    ["real", [0, 1]],
    ["a", [2]],
    ["a", [3]],
  ]);
  expect(nearest(piles, { x: 57, y: 9 }, 12)?.cases).toEqual([3]);
  expect(nearest(piles, { x: 90, y: 90 }, 12)).toBeNull();
});

test("a rectangle is drawn from any corner, and stays within the frame", () => {
  const drawn = between({ x: 80, y: 20 }, { x: -10, y: 250 }, frame);
  expect(drawn).toEqual({ left: 0, right: 80, top: 20, bottom: 200 });
});

test("the first arrow makes a rectangle, the next ones move it as far as the frame", () => {
  const first = brushForKey("ArrowUp", false, null, frame);
  expect(first).toEqual({ left: 25, right: 75, top: 50, bottom: 150 });
  const right = brushForKey("ArrowRight", false, first, frame);
  expect(right).toEqual({ left: 41, right: 91, top: 50, bottom: 150 });
  const end = brushForKey("ArrowRight", false, right, frame);
  expect(end).toEqual({ left: 50, right: 100, top: 50, bottom: 150 });
  expect(brushForKey("x", false, end, frame)).toBeNull();
});

test("with Shift its right and its upper edge move, and it never closes", () => {
  const start = { left: 10, right: 30, top: 100, bottom: 120 };
  expect(brushForKey("ArrowRight", true, start, frame)).toEqual({ ...start, right: 46 });
  expect(brushForKey("ArrowUp", true, start, frame)).toEqual({ ...start, top: 84 });
  expect(brushForKey("ArrowLeft", true, start, frame)).toEqual({ ...start, right: 18 });
  expect(brushForKey("ArrowDown", true, start, frame)).toEqual({ ...start, top: 112 });
});

test("a rectangle holds what lies in it; without one everything is held", () => {
  const brush = { left: 10, right: 20, top: 10, bottom: 20 };
  expect(holds(brush, { x: 10, y: 20 })).toBe(true);
  expect(holds(brush, { x: 21, y: 15 })).toBe(false);
  expect(holds(null, { x: 21, y: 15 })).toBe(true);
});

test("the cases that are farthest apart come first, whichever way, and those without last", () => {
  expect(byDisagreement([0, 1, 2, 3, 4], [0.2, null, -0.9, 0.5, 0.2])).toEqual([2, 3, 0, 4, 1]);
});

test("keys lead through a list as far as its ends", () => {
  expect(stepTo("ArrowDown", 1, 4)).toBe(2);
  expect(stepTo("PageDown", 1, 4)).toBe(3);
  expect(stepTo("ArrowUp", 0, 4)).toBe(0);
  expect(stepTo("Home", 3, 4)).toBe(0);
  expect(stepTo("Enter", 1, 4)).toBeNull();
  expect(stepTo("End", 0, 0)).toBeNull();
});
