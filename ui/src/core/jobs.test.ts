import { expect, test } from "vitest";
import type { JobView } from "./bindings";
import { shareDone, withNews } from "./jobs";

const job = (id: number, done: number, total: number): JobView => ({
  id,
  kind: "import",
  title: "brain slices",
  state: "running",
  done,
  total,
  secondsLeft: null,
  failure: null,
  outcome: null,
});

test("news of a known job take its place", () => {
  expect(withNews([job(1, 0, 9), job(2, 0, 9)], job(2, 5, 9))).toEqual([
    job(1, 0, 9),
    job(2, 5, 9),
  ]);
});

test("a new job comes first", () => {
  expect(withNews([job(1, 0, 9)], job(2, 0, 9)).map(({ id }) => id)).toEqual([2, 1]);
});

test("a job without a known whole has no share", () => {
  expect(shareDone(job(1, 3, 0))).toBeNull();
  expect(shareDone(job(1, 3, 12))).toBe(0.25);
});
