import { expect, test } from "vitest";
import { moveIn } from "./moveIn";

test("arrows go to the neighbours and stop at the ends", () => {
  expect(moveIn("ArrowRight", 4, 10, 5, 2)).toBe(5);
  expect(moveIn("ArrowDown", 4, 10, 5, 2)).toBe(9);
  expect(moveIn("ArrowUp", 4, 10, 5, 2)).toBe(0);
  expect(moveIn("ArrowLeft", 0, 10, 5, 2)).toBe(0);
});

test("Home and End reach the ends of a long list", () => {
  expect(moveIn("End", 3, 100_000, 7, 5)).toBe(99_999);
  expect(moveIn("Home", 99_999, 100_000, 7, 5)).toBe(0);
});

test("other keys lead nowhere", () => {
  expect(moveIn("a", 3, 10, 5, 2)).toBeNull();
  expect(moveIn("End", 0, 0, 5, 2)).toBeNull();
});
