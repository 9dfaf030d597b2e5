import { expect, test } from "vitest";
import { anAudit, aPilot, aProtocol, aReader, aStudy, power, stages } from "../../testing/studies";
import { answerText, itemNotes } from "./asking";
import { curveIn, known } from "./curve";
import { shownLines, sortedBy } from "./exposing";
import { byFile, isHarmless, nextOf, stepsOf, whyNotLocked } from "./life";
import { placesOf } from "./places";
import { assumedBy, chosenPilot, likely, powerHint, powerRequestOf } from "./sizing";

test("places are typed from 1 and kept from 0, each once", () => {
  expect(placesOf("1-3, 0002 9", 9)).toEqual([0, 1, 2, 8]);
  expect(placesOf("", 9)).toEqual([]);
});

test("places that are none, or are not in the set, cannot be read", () => {
  for (const typed of ["0", "10", "3-1", "a", "1-", "1.5"]) expect(placesOf(typed, 9)).toBeNull();
});

test("what comes next follows the readers, then the state", () => {
  const sealedAt = "2026-11-24T04:00:00Z";
  const read = aReader({ done: 12 });
  const sealed = aReader({ done: 3, sealedAt });
  expect(nextOf(aStudy({ readers: [sealed, aReader({})] }))).toBe("read");
  expect(nextOf(aStudy({ readers: [sealed, read] }))).toBe("seal");
  expect(nextOf(aStudy({ readers: [sealed] }))).toBe("close");
  expect(nextOf(aStudy({ state: "sealed" }))).toBe("closeDatabase");
  expect(nextOf(aStudy({ state: "database-locked" }))).toBe("unblind");
  expect(nextOf(aStudy({ state: "unblinded" }))).toBe("analyse");
  expect(nextOf(aStudy({ state: "analysed" }))).toBe("done");
});

test("only states that a person brings about are offered", () => {
  expect(stepsOf({ can: ["collecting", "unblinded", "sealed"] })).toEqual(["sealed", "unblinded"]);
});

test("a draft is locked once its audit is there and does not fail", () => {
  const quiet = { busy: false, failed: false };
  expect(whyNotLocked(anAudit({}), { ...quiet, busy: true })).toBe("auditing");
  expect(whyNotLocked(undefined, { ...quiet, failed: true })).toBe("unaudited");
  expect(whyNotLocked(anAudit({ verdict: "fail", suggested: ["x"] }), quiet)).toBe("mend");
  expect(whyNotLocked(anAudit({ verdict: "fail" }), quiet)).toBe("left");
  expect(whyNotLocked(anAudit({ verdict: "warn" }), quiet)).toBeNull();
});

test("complaints stand together by file, and some need nothing", () => {
  const about = (file: string | null, code: string) => ({
    file,
    code,
    reader: null,
    message: "",
    hint: "",
  });
  const complaints = [about("b", "x"), about("a", "y"), about("b", "z"), about(null, "w")];
  expect(byFile(complaints).map(({ file, complaints }) => [file, complaints.length])).toEqual([
    ["b", 2],
    ["a", 1],
    [null, 1],
  ]);
  expect(isHarmless({ code: "seal.merge_superseded" })).toBe(true);
  expect(isHarmless({ code: "seal.merge_conflict" })).toBe(false);
});

test("a size is judged by what the protocol claims", () => {
  expect(assumedBy(aProtocol({}))).toMatchObject({ claim: "equivalence", margin: 0.1 });
  expect(
    assumedBy(aProtocol({ assumed: { ...aProtocol({}).assumed, margin: null, accuracy: 0.65 } })),
  ).toMatchObject({
    claim: "difference",
    accuracy: 0.65,
  });
  expect(assumedBy(undefined)).toMatchObject({ claim: "equivalence", accuracy: 0.5 });
});

test("nothing is asked of a size that is not known yet", () => {
  const assumed = assumedBy(undefined);
  expect(powerRequestOf(0, 40, assumed)).toBeNull();
  expect(powerRequestOf(4, 0, assumed)).toBeNull();
  expect(powerRequestOf(4, 40, { ...assumed, margin: null })).toBeNull();
  expect(powerRequestOf(4, 40, { ...assumed, claim: "difference" })?.margin).toBeNull();
});

test("a pilot counts for the claim that it says something of", () => {
  const assumed = { ...assumedBy(undefined), pilot: aPilot.study };
  expect(chosenPilot(assumed, [aPilot])).toBeNull();
  const difference = { ...assumed, claim: "difference" as const };
  expect(chosenPilot(difference, [aPilot])).toEqual(aPilot.area);
  expect(chosenPilot({ ...difference, pilot: 9 }, [aPilot])).toBeNull();
  // What it stands in for need not be filled in.
  const empty = { ...difference, withinReader: null, withinCase: null };
  expect(powerRequestOf(4, 40, empty)).toBeNull();
  expect(powerRequestOf(4, 40, empty, aPilot.area)?.pilot).toEqual(aPilot.area);
});

test("a power is neither certain nor nothing", () => {
  expect(likely(0.999)).toBe(">\u00a099\u00a0%");
  expect(likely(0.001)).toBe("<\u00a01\u00a0%");
  expect(likely(0.42)).toBe("42\u00a0%");
  expect(likely(null)).toBe("not known");
});

test("a weak size says what it would take", () => {
  expect(powerHint(power)).toContain("160 cases or 8 readers");
  expect(powerHint({ ...power, power: 0.85 })).not.toContain("takes");
  expect(powerHint({ ...power, fewestCases: null, fewestReaders: null })).toContain(
    "2,000 cases or 100 readers are not enough",
  );
  const byPilot = { ...power, worth: null, fixedReaders: 0.6 };
  expect(powerHint(byPilot)).toContain("For these very readers it is 60\u00a0%.");
  expect(powerHint({ ...byPilot, power: 0.9, fixedReaders: null })).toBe("");
});

test("a curve is drawn in its frame, and read between its points", () => {
  const points = known([
    [40, 0.5],
    [null, 0.1],
    [20, 0],
  ]);
  const curve = curveIn(points, { left: 10, top: 0, width: 100, height: 50 });
  expect(curve?.path).toBe("M10.0 50.0L110.0 25.0");
  expect(curve?.powerOf(30)).toBeCloseTo(0.25);
  expect(curve?.powerOf(41)).toBeNull();
  expect(curveIn(points.slice(0, 1), { left: 0, top: 0, width: 1, height: 1 })).toBeNull();
});

test("how an item is answered is said in a few words", () => {
  const item = stages[0]?.tasks[0]?.items[0];
  if (!item) throw new Error("the first stage has an item");
  expect(answerText(item.answer)).toBe("3 steps, from “surely real” to “surely synthetic”");
  const options = Array.from({ length: 10 }, (_, at) => ({ code: `${at}`, text: `o${at}` }));
  expect(answerText({ kind: "diagnosis", options })).toContain("o7, …, or another");
  expect(answerText({ kind: "mark", most: 1 })).toBe("a place on the picture");
  expect(answerText({ kind: "number", least: 0, most: 70, decimals: 0, unit: null })).toBe(
    "a number from 0 to 70",
  );
  expect(itemNotes({ ...item, optional: true, cannotJudge: true })).toHaveLength(2);
});

test("the ledger is found by words in any column, and sorted both ways", () => {
  const here = { elsewhere: null, there: null, firstAt: "", lastAt: "" };
  const line = { ...here, set: "A", studies: ["Pilot"] };
  const lines = [
    { ...line, reader: "R10", person: "R10", subject: "p1", n: 1 },
    { ...line, reader: "R2", person: "R2", subject: "p2", n: 5 },
  ];
  const by = { by: "reader", down: false } as const;
  expect(shownLines(lines, "", by).map(({ reader }) => reader)).toEqual(["R2", "R10"]);
  expect(shownLines(lines, "pilot P1", by).map(({ reader }) => reader)).toEqual(["R10"]);
  expect(sortedBy(by, "reader")).toEqual({ by: "reader", down: true });
  expect(sortedBy(by, "n")).toEqual({ by: "n", down: false });
});
