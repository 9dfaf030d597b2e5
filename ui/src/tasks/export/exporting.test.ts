import { expect, test } from "vitest";
import { confirmed, firstDraft, languageOf, namesIt, requestOf } from "./exporting";

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

test("only a confirmed truth goes out while answers are to come", () => {
  const request = {
    study: 1,
    run: null,
    withTruth: true,
    beforeTheEnd: false,
    language: "en",
  } as const;
  expect(confirmed(request, 3).beforeTheEnd).toBe(true);
  expect(confirmed(request, 0).beforeTheEnd).toBe(false);
  expect(confirmed({ ...request, withTruth: false }, 3).beforeTheEnd).toBe(false);
});

test("without a study and a run there is nothing to write", () => {
  expect(requestOf(firstDraft([], []), "en", nobody)).toBeNull();
});

test("only the very name confirms", () => {
  expect(namesIt("Pilot ", "Pilot")).toBe(true);
  expect(namesIt("pilot", "Pilot")).toBe(false);
  expect(namesIt("", "Pilot")).toBe(false);
});

test("what was kept and is no language is English", () => {
  expect([languageOf("pt"), languageOf("klingon"), languageOf(null)]).toEqual(["pt", "en", "en"]);
});
