import { expect, test } from "vitest";
import { heatOf, SHADES, shadesOf } from "./heat";

const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

test("each mark counts as one, in the middle as at the edge", () => {
  for (const mark of [
    [0.5, 0.5],
    [0, 1],
  ] as const) {
    const { columns, rows, values } = heatOf([mark], 1, [200, 100]);
    expect([columns, rows]).toEqual([90, 45]);
    // Marks for each whole picture, so their mean over the fields is one.
    expect(sum(values) / values.length).toBeCloseTo(1, 10);
  }
});

test("it is densest where the mark is, and as wide as high in pixels", () => {
  const { columns, values } = heatOf([[0.25, 0.75]], 1, [100, 100]);
  const best = values.indexOf(Math.max(...values));
  expect([best % columns, Math.floor(best / columns)]).toEqual([22, 67]);
  const at = (column: number, row: number) => values[row * columns + column] ?? 0;
  expect(at(22 + 6, 67)).toBeGreaterThan(1);
  expect(at(22 + 6, 67)).toBeCloseTo(at(22, 67 + 6), 1);
});

test("twice as many answers with as many marks are half as dense", () => {
  const once = heatOf([[0.5, 0.5]], 10, [10, 10]).values;
  const twice = heatOf([[0.5, 0.5]], 20, [10, 10]).values;
  expect(Math.max(...once)).toBeCloseTo(2 * Math.max(...twice), 10);
});

test("shades go from few to many, and nothing is drawn of nothing", () => {
  const heat = { columns: 4, rows: 1, values: [0, 1, 3.6, 7] };
  const paths = shadesOf(heat, 7);
  expect(paths).toHaveLength(SHADES);
  expect(paths.map((path) => path.split("M").length - 1)).toEqual([1, 0, 1, 0, 0, 1]);
  expect(paths[5]).toBe("M3 0h1v1h-1z");
  expect(shadesOf({ columns: 2, rows: 2, values: [7, 7, 7, 0] }, 7)[5]).toBe(
    "M0 0h2v1h-2zM0 1h1v1h-1z",
  );
  expect(shadesOf({ ...heat, values: [0, 0, 0, 0] }, 0).join("")).toBe("");
});
