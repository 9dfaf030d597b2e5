import { expect, test } from "vitest";
import { along, correlationAxis, namePlaces, pathOf, shareAxis } from "./plot";

test("an axis ends at the tenths around its numbers, and writes the middle", () => {
  const axis = shareAxis([0.21, 0.66], 10, 100);
  expect([axis.low, axis.high]).toEqual([0.2, 0.7]);
  expect(axis.ticks).toEqual([0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  expect(axis.at(0.2)).toBe(10);
  expect(axis.at(0.45)).toBeCloseTo(60);
  expect(axis.at(2)).toBe(110);
});

test("a long axis writes each other tenth, and never leaves 0 to 1", () => {
  const axis = shareAxis([-0.3, 1.4], 0, 100);
  expect([axis.low, axis.high]).toEqual([0, 1]);
  expect(axis.ticks).toEqual([0.1, 0.3, 0.5, 0.7, 0.9]);
});

test("an axis without numbers still shows chance", () => {
  expect(shareAxis([], 0, 100).ticks).toContain(0.5);
});

test("an axis of correlations ends at the halves around its numbers, and shows none", () => {
  const axis = correlationAxis([0.1, 0.62], 10, 100);
  expect(axis.ticks).toEqual([0, 0.5, 1]);
  expect(axis.at(0.62)).toBeCloseTo(72);
  expect(correlationAxis([-0.2], 0, 100).ticks).toEqual([-0.5, 0, 0.5]);
  expect(correlationAxis([], 0, 100).ticks).toEqual([0, 0.5]);
});

test("a way along a curve goes by its length", () => {
  const corner = [
    [0, 0],
    [3, 0],
    [3, 1],
  ] as const;
  expect(along(corner, 0.5)).toEqual([2, 0]);
  expect(along(corner, 1)).toEqual([3, 1]);
  expect(pathOf(corner)).toBe("M0.0 0.0L3.0 0.0L3.0 1.0");
});

test("curves are named where they are apart", () => {
  const [above, below] = namePlaces([
    [
      [0, 0],
      [5, 10],
      [10, 0],
    ],
    [
      [0, 0],
      [10, 0],
    ],
  ]);
  expect(above?.[1]).toBeCloseTo(10);
  expect(below?.[1]).toBe(0);
});
