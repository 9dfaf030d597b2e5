import { expect, test } from "vitest";
import { aReadCase, someReadCases } from "../../../testing/readCases";
import { sourcesOf } from "../cases/sources";
import { cellAt, cellForKey, drawn, leftOf, orderOf, shadeOf, sidesOf } from "./laying";

const read = someReadCases({});
const sources = sourcesOf(read.cases);
const order = orderOf(read, sources, "code");
const sides = { width: 10, height: 20, gap: 8 };

test("cases stand by source and then by what experts said, real ones first", () => {
  const cases = [
    aReadCase("a", { synthetic: true, generator: "B", point: 2 }),
    aReadCase("b", { point: 3 }),
    aReadCase("c", { synthetic: true, generator: "A", point: 6 }),
    aReadCase("d", { point: 1.5 }),
    aReadCase("e", { synthetic: true, generator: "A", point: 2.5 }),
  ];
  const { columns, groups } = orderOf({ ...read, cases }, sourcesOf(cases), "code");
  expect(columns.map((at) => cases[at]?.case)).toEqual(["d", "b", "e", "c", "a"]);
  expect(groups.map(({ source, first, n }) => [source.key, first, n])).toEqual([
    ["real", 0, 2],
    ["synthetic A", 2, 2],
    ["synthetic B", 4, 1],
  ]);
});

test("readers stand by their codes as numbers, by what they called right, or by agreement", () => {
  const readers = [
    { reader: "R10", nCalls: 4, nRight: 2, withOthers: null },
    { reader: "R9", nCalls: 4, nRight: 1, withOthers: 0.1 },
    { reader: "R1", nCalls: 2, nRight: 2, withOthers: -0.5 },
  ];
  const rows = (by: "code" | "right" | "agreement") =>
    orderOf({ ...read, readers }, sources, by).rows.map((at) => readers[at]?.reader);
  expect(rows("code")).toEqual(["R1", "R9", "R10"]);
  expect(rows("right")).toEqual(["R1", "R10", "R9"]);
  expect(rows("agreement")).toEqual(["R9", "R1", "R10"]);
});

test("fifty readers and two hundred cases are few paths, and fit without being lost", () => {
  const cases = Array.from({ length: 200 }, (_, at) =>
    aReadCase(`c${at}`, { synthetic: at % 2 === 0, points: Array.from({ length: 50 }, () => 1) }),
  );
  const readers = Array.from({ length: 50 }, (_, at) => ({
    reader: `R${at}`,
    nCalls: 200,
    nRight: 100,
    withOthers: null,
  }));
  const large = { ...read, cases, readers };
  const own = orderOf(large, sourcesOf(cases), "code");
  const fit = sidesOf(1000, 200, 2, 50);
  expect(fit.width).toBe(5);
  const { points, missing, wrong } = drawn(large, own, fit);
  expect(points.map((path) => path.split("M").length - 1)).toEqual([10_000, 0, 0]);
  expect(missing).toBe("");
  // Half of the cases are synthetic, and everybody called all of them real.
  expect(wrong.split("M").length - 1).toBe(5000);
});

test("what was not read is hatched, and what is called synthetic is round", () => {
  const { points, missing, wrong } = drawn(read, order, sides);
  expect(points.map((path) => path.split("M").length - 1)).toEqual([4, 1, 2]);
  expect([points[0]?.includes("a"), points[2]?.includes("a")]).toEqual([false, true]);
  // c4 was read by the first reader only, and called real.
  expect(missing.split("M")).toHaveLength(2);
  expect(wrong.split("M")).toHaveLength(2);
});

test("a place leads to its cell, and the gap between two sources to none", () => {
  // Two real cases, a gap, one of the GAN, a gap, one of the copula.
  expect([0, 1, 2, 3].map((at) => leftOf(at, order.groups, sides))).toEqual([0, 10, 28, 46]);
  expect(cellAt({ x: 30, y: 25 }, order, sides)).toEqual({ row: 1, column: 2 });
  expect(cellAt({ x: 23, y: 5 }, order, sides)).toBeNull();
  expect(cellAt({ x: 5, y: 41 }, order, sides)).toBeNull();
});

test("arrows lead from cell to cell as far as the edges", () => {
  const from = { row: 0, column: 3 };
  expect(cellForKey("ArrowRight", false, from, order)).toEqual(from);
  expect(cellForKey("ArrowDown", false, from, order)).toEqual({ row: 1, column: 3 });
  expect(cellForKey("Home", false, { row: 1, column: 3 }, order)).toEqual({ row: 1, column: 0 });
  expect(cellForKey("Home", true, { row: 1, column: 3 }, order)).toEqual({ row: 0, column: 0 });
  expect(cellForKey("Tab", false, from, order)).toBeNull();
});

test("the surest points are the farthest from the middle, and no two look alike", () => {
  const shades = [1, 2, 3, 4, 5, 6].map((point) => shadeOf(point, 6));
  expect(shades[0]).toBe("#00517f");
  expect(shades[5]).toBe("#e69f00");
  expect(new Set(shades).size).toBe(6);
  expect(shadeOf(2, 3)).toBe("#e3e6e9");
  expect([shadeOf(1, 2), shadeOf(2, 2)]).toEqual(["#00517f", "#e69f00"]);
});
