import { expect, test } from "vitest";
import { firstDraft, languageOf, requestOf } from "./exporting";

const nobody = { publisher: "", licence: "" };

test("the truth stays inside unless it is asked for with a study", () => {
  expect(requestOf({ study: 1, run: 2, withTruth: false }, "en", nobody)?.withTruth).toBe(false);
  expect(requestOf({ study: 1, run: null, withTruth: true }, "en", nobody)?.withTruth).toBe(true);
  expect(requestOf({ study: null, run: 2, withTruth: true }, "en", nobody)?.withTruth).toBe(false);
});

test("who answers for the files goes with them, where it was said", () => {
  const draft = { study: 1, run: null, withTruth: false };
  const terms = { publisher: " Ward 3 ", licence: " " };
  expect(requestOf(draft, "en", terms)).toMatchObject({ publisher: "Ward 3", licence: null });
});

test("without a study and a run there is nothing to write", () => {
  expect(requestOf(firstDraft([], []), "en", nobody)).toBeNull();
});

test("what was kept and is no language is English", () => {
  expect([languageOf("pt"), languageOf("klingon"), languageOf(null)]).toEqual(["pt", "en", "en"]);
});
