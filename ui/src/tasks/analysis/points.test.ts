import { expect, test } from "vitest";
import { stages } from "../../testing/studies";
import { barsOf, pointNames } from "./points";

test("a bar leans to the side that was called more often", () => {
  const pieces = barsOf([2, 1, 0, 1], 80);
  // Three of four lie to the left of 40, each ten wide.
  expect(pieces.map(({ place, x, width }) => [place, x, width])).toEqual([
    [0, 10, 20],
    [1, 30, 10],
    [3, 40, 10],
  ]);
});

test("the middle of an odd number of points lies on both sides", () => {
  const [, middle] = barsOf([1, 2, 1], 80);
  expect([middle?.x, middle?.width]).toEqual([30, 20]);
});

test("the surest points are the darkest, alike on both sides", () => {
  const shades = barsOf([1, 1, 1, 1, 1, 1], 60).map(({ shade }) => shade);
  expect(shades).toEqual([...shades].reverse());
  expect(new Set(shades).size).toBe(3);
});

test("nothing is drawn of no answers", () => {
  expect(barsOf([0, 0], 60)).toEqual([]);
});

test("points are called as the study calls them", () => {
  expect(pointNames(stages, "q_real")).toEqual(["surely real", "unsure", "surely synthetic"]);
  expect(pointNames(stages, "elsewhere")).toEqual([]);
});
