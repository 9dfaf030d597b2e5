import { expect, test } from "vitest";
import { aSet } from "../testing/samples";
import { companions, whyNotBeside } from "./sets";

test("a real set stands beside complete synthetic sets of its kind", () => {
  const real = aSet({ id: 1 });
  const sets = [
    real,
    aSet({ id: 2, arm: "synthetic" }),
    aSet({ id: 3, arm: "synthetic", modality: "table" }),
    aSet({ id: 4, arm: "synthetic", complete: false }),
  ];
  expect(companions(sets, real).map(({ id }) => id)).toEqual([2]);
  expect(companions(sets, undefined)).toEqual([]);
});

test("a set says why it cannot be chosen", () => {
  expect(whyNotBeside(aSet({ complete: false }), "image")).toBe("incomplete");
  expect(whyNotBeside(aSet({ modality: "table" }), "image")).toBe("otherKind");
  expect(whyNotBeside(aSet({}), undefined)).toBeNull();
});
