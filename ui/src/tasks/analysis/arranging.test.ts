import { expect, test } from "vitest";
import { aFinding, anAnalysis } from "../../testing/analysis";
import { aStudy } from "../../testing/studies";
import {
  analysedOf,
  choicesOf,
  claimsOf,
  parted,
  partOf,
  plain,
  rankOf,
  rowsOf,
  sortedBy,
  unbroken,
} from "./arranging";

test("the latest study whose truth is open is shown where none is asked for", () => {
  const studies = [
    aStudy({ id: 1, state: "unblinded" }),
    aStudy({ id: 2, state: "analysed" }),
    aStudy({ id: 3, state: "collecting" }),
    aStudy({ id: 4, state: "unblinded", received: true }),
  ];
  expect(analysedOf(studies, null)?.id).toBe(2);
  expect(analysedOf(studies, 3)?.id).toBe(3);
  expect(analysedOf(studies, 4)?.id).toBe(2);
  expect(analysedOf([], null)).toBeUndefined();
});

test("two numbers of one kind about the same have a row each", () => {
  const rows = rowsOf([
    aFinding({ shown: "0.61" }),
    aFinding({ shown: "0.62", method: "u_statistic" }),
    aFinding({ quantity: "accuracy", shown: "0.58" }),
  ]);
  const shown = rows.map(({ cells }) => [...cells.values()].map((cell) => cell.shown));
  expect(shown).toEqual([["0.61", "0.58"], ["0.62"]]);
});

test("rows without a number go last, whichever way", () => {
  const rows = rowsOf([
    aFinding({ of: "R1", value: null }),
    aFinding({ of: "R2", value: 0.4 }),
    aFinding({ of: "R3", value: 0.7 }),
  ]);
  const order = (down: boolean) => sortedBy(rows, "auc", down).map(({ of }) => of);
  expect(order(true)).toEqual(["R3", "R2", "R1"]);
  expect(order(false)).toEqual(["R2", "R3", "R1"]);
});

test("numbers have one rank together only where all have it", () => {
  expect(rankOf([{ rank: "primary" }, { rank: "primary" }])).toBe("primary");
  expect(rankOf([{ rank: "primary" }, { rank: "exploratory" }])).toBeNull();
});

test("the claim rests on the number that ranks first", () => {
  const [claim] = claimsOf(anAnalysis({}));
  expect(claim?.auc?.shown).toBe("0.61 [0.52, 0.70]");
  expect(claim?.balanced?.shown).toBe("0.58 [0.49, 0.67]");
  expect(claim?.readers.map(({ reader, auc }) => [reader, auc?.value])).toEqual([
    ["R1", 0.66],
    ["R2", 0.56],
  ]);
});

test("choices have a column for each source, real first", () => {
  const section = anAnalysis({}).sections.find((one) => one.section === "choices");
  const [choices] = section ? choicesOf(section) : [];
  expect(choices?.sources).toEqual([
    { arm: "real", generator: null },
    { arm: "synthetic", generator: null },
    { arm: "synthetic", generator: "GAN" },
  ]);
  expect(choices?.rows.map(({ label }) => label)).toEqual(["Rounding"]);
});

test("a number and its interval are parted where the core joined them", () => {
  expect(parted("0.51 [0.36, 0.66]")).toEqual(["0.51", "[0.36, 0.66]"]);
  expect(parted("0.715")).toEqual(["0.715", ""]);
});

test("an interval and a test stay on one line", () => {
  expect(unbroken("odds 0.57 [0.35, 0.94], p = 0.081.")).toBe(
    "odds 0.57 [0.35,\u00a00.94], p\u00a0=\u00a00.081.",
  );
});

test("the end of a margin has no more digits than it needs", () => {
  expect(plain(0.4)).toBe("0.4");
  expect(plain(0.1 + 0.2)).toBe("0.3");
  expect(plain(-0.25)).toBe("\u22120.25");
});

test("a part is known by the end of a number's name", () => {
  expect(partOf({ id: "q/accuracy/wilson/quarter=3" })).toBe("quarter");
  expect(partOf({ id: "q/accuracy/wilson" })).toBe("");
});
