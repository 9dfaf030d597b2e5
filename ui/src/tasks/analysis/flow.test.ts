import { expect, test } from "vitest";
import { anAnalysis } from "../../testing/analysis";
import { excludedOf, sumOf } from "./flow";

test("a reason is told once, with how many of each reader", () => {
  const excluded = [
    { reader: "R1", why: "training", n: 4 },
    { reader: "R2", why: "training", n: 2 },
    { reader: "R1", why: "repeats", n: 3 },
  ];
  const found = excludedOf({ excluded }).map(({ why, byReader }) => [why, [...byReader]]);
  expect(found).toEqual([
    [
      "training",
      [
        ["R1", 4],
        ["R2", 2],
      ],
    ],
    ["repeats", [["R1", 3]]],
  ]);
});

test("the readers are counted together", () => {
  expect(sumOf(anAnalysis({}).flow.readers, "nRead")).toBe(27);
});
