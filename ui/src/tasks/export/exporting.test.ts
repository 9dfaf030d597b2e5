import { expect, test } from "vitest";
import { confirmed, firstDraft, namesIt, requestOf } from "./exporting";

test("the truth stays inside unless it is asked for with a study", () => {
  expect(requestOf({ study: 1, run: 2, withTruth: false })?.withTruth).toBe(false);
  expect(requestOf({ study: 1, run: null, withTruth: true })?.withTruth).toBe(true);
  expect(requestOf({ study: null, run: 2, withTruth: true })?.withTruth).toBe(false);
});

test("only a confirmed truth goes out while answers are to come", () => {
  const request = { study: 1, run: null, withTruth: true, beforeTheEnd: false };
  expect(confirmed(request, 3).beforeTheEnd).toBe(true);
  expect(confirmed(request, 0).beforeTheEnd).toBe(false);
  expect(confirmed({ ...request, withTruth: false }, 3).beforeTheEnd).toBe(false);
});

test("without a study and a run there is nothing to write", () => {
  expect(requestOf(firstDraft([], []))).toBeNull();
});

test("only the very name confirms", () => {
  expect(namesIt("Pilot ", "Pilot")).toBe(true);
  expect(namesIt("pilot", "Pilot")).toBe(false);
  expect(namesIt("", "Pilot")).toBe(false);
});
