import { expect, test } from "vitest";
import { hashOf, placeOf } from "./place";

test("an address leads back to the place it was made from", () => {
  expect(placeOf(hashOf("measure", 12))).toEqual({ page: "measure", id: 12 });
  expect(placeOf(hashOf("study", "new"))).toEqual({ page: "study", id: "new" });
  expect(placeOf(hashOf("export"))).toEqual({ page: "export", id: null });
});

test("an address that is none leads to the samples", () => {
  expect(placeOf("")).toEqual({ page: "samples", id: null });
  expect(placeOf("#/elsewhere/3")).toEqual({ page: "samples", id: null });
  expect(placeOf("#/samples/-1")).toEqual({ page: "samples", id: null });
});
