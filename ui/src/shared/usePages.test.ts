import { expect, test } from "vitest";
import { pagesFor } from "./usePages";

test("rows across a boundary need both pages", () => {
  expect(pagesFor(190, 210, 1000)).toEqual([0, 1]);
});

test("the last page is not passed", () => {
  expect(pagesFor(390, 450, 400)).toEqual([1]);
});

test("an empty list needs no page", () => {
  expect(pagesFor(0, 20, 0)).toEqual([]);
});
