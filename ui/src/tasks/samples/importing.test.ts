import { expect, test } from "vitest";
import type { ImportPlan } from "../../core/bindings";
import {
  firstDraft,
  formatsText,
  identifyingOf,
  requestOf,
  ruleFor,
  sourcesFor,
} from "./importing";

const folder: ImportPlan = {
  id: 7,
  suggestedName: "brain slices",
  suggestedArm: "real",
  nFiles: 60,
  formats: { txt: 2, png: 60 },
  bytes: 1_400_000,
  firstNames: ["p01_z030.png"],
  hasFolders: false,
  hasSubjects: false,
  lacksScale: false,
  columns: [],
  list: null,
  identifyingColumns: [],
};

test("patients are unknown until somebody says how to read them", () => {
  expect(requestOf(folder, firstDraft(folder))).toEqual({
    plan: 7,
    name: "brain slices",
    arm: "real",
    generator: null,
    subject: { from: "unknown" },
    stratum: { from: "unknown" },
    diagnosis: { from: "unknown" },
    rateHz: null,
    unit: null,
  });
});

test("a generator belongs to a synthetic set only", () => {
  const draft = { ...firstDraft(folder), generator: " diffusion " };
  expect(requestOf(folder, draft)?.generator).toBeNull();
  expect(requestOf(folder, { ...draft, arm: "synthetic" })?.generator).toBe("diffusion");
});

test("a set without a name or with an empty pattern is not imported", () => {
  expect(requestOf(folder, { ...firstDraft(folder), name: "  " })).toBeNull();
  const subject = { from: "pattern", value: "" } as const;
  expect(requestOf(folder, { ...firstDraft(folder), subject })).toBeNull();
});

test("a table offers its columns, and files offer their names", () => {
  expect(sourcesFor({ ...folder, columns: ["age"] }, "subject")).toEqual([
    "unknown",
    "same",
    "each",
    "column",
  ]);
  expect(sourcesFor({ ...folder, hasFolders: true }, "stratum")).toEqual([
    "unknown",
    "folder",
    "pattern",
  ]);
});

const list = { name: "list.csv", column: "file", nNamed: 60 };

test("files that a table lists offer its columns beside their names", () => {
  const listed = { ...folder, columns: ["file", "finding"], list };
  expect(sourcesFor(listed, "diagnosis")).toEqual(["unknown", "column", "pattern"]);
  const diagnosis = { from: "column", value: "finding" } as const;
  expect(requestOf(listed, { ...firstDraft(listed), diagnosis })).toMatchObject({ diagnosis });
  const nothing = { from: "column", value: " " } as const;
  expect(requestOf(listed, { ...firstDraft(listed), diagnosis: nothing })).toBeNull();
});

test("of a list only what is read from it is kept, and told of", () => {
  const columns = ["file", "Patient Name", "Birth Date"];
  const listed = { ...folder, columns, identifyingColumns: columns.slice(1), list };
  const draft = firstDraft(listed);
  expect(identifyingOf(listed, draft)).toEqual([]);
  const subject = { from: "column", value: "Patient Name" } as const;
  expect(identifyingOf(listed, { ...draft, subject })).toEqual(["Patient Name"]);
  expect(identifyingOf({ ...listed, list: null }, draft)).toEqual(columns.slice(1));
});

test("a column that sounds like what is looked for is proposed", () => {
  const listed = { ...folder, columns: ["Image Index", "Finding Labels", "Patient ID"] };
  expect(ruleFor("column", listed, "diagnosis")).toEqual({
    from: "column",
    value: "Finding Labels",
  });
  expect(ruleFor("column", listed, "subject")).toEqual({ from: "column", value: "Patient ID" });
  expect(ruleFor("column", listed, "stratum")).toEqual({ from: "column", value: "Image Index" });
});

test("the most frequent format is named first", () => {
  expect(formatsText(folder.formats)).toBe("60 png, 2 txt");
});

test("a header that names the patient is believed, and what a file does not say is asked for", () => {
  const told = { ...folder, hasSubjects: true, lacksScale: true };
  const draft = { ...firstDraft(told), rateHz: 360, unit: " mV " };
  expect(draft.subject).toEqual({ from: "header" });
  expect(requestOf(told, draft)).toMatchObject({ rateHz: 360, unit: "mV" });
  expect(requestOf(folder, draft)).toMatchObject({ rateHz: null, unit: null });
});
