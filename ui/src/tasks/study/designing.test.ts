import { expect, test } from "vitest";
import { aSet } from "../../testing/samples";
import { type Draft, expectedMinutes, lackOf, nextCode, requestOf } from "./designing";

const sets = [aSet({ id: 1 }), aSet({ id: 2, arm: "synthetic", nSamples: 5 })];
const draft: Draft = {
  name: "Pilot",
  real: 1,
  synthetic: [2],
  nReal: 6,
  nSynthetic: 5,
  readers: ["R1", " R2", "R2", ""],
  seed: null,
};

test("a study that lacks nothing is asked for with each reader once", () => {
  expect(requestOf(draft, sets)).toEqual({ ...draft, readers: ["R1", "R2"] });
});

test("a study cannot have more cases than its sets", () => {
  expect(lackOf({ ...draft, nSynthetic: 6 }, sets)).toBe("tooManySynthetic");
  expect(lackOf({ ...draft, nReal: 61 }, sets)).toBe("tooManyReal");
});

test("what is missing is named", () => {
  expect(lackOf({ ...draft, name: " " }, sets)).toBe("name");
  expect(lackOf({ ...draft, readers: [" "] }, sets)).toBe("readers");
  expect(lackOf({ ...draft, real: null }, sets)).toBe("real");
  expect(requestOf({ ...draft, nReal: null }, sets)).toBeNull();
});

test("twelve cases take about three minutes", () => {
  expect(expectedMinutes({ ...draft, nReal: 6, nSynthetic: 6 })).toBe(3);
});

test("the next reader's code is free", () => {
  expect(nextCode([])).toBe("R1");
  expect(nextCode(["R1", "R3"])).toBe("R4");
  expect(nextCode(["R2"])).toBe("R3");
});
