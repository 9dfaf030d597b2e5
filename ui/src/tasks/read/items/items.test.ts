import { describe, expect, it } from "vitest";
import type { ConditionView, Given } from "../../../core/bindings";
import { moveForKey } from "../../../viewport/keys";
import { turnForKey } from "../../../viewport/trace/keys";
import { anItem, COMMENT, SOURCE } from "../testing";
import { askedOf, givenOf, nextAfter, openOf } from "./asked";
import { lineForKey, numberOf, typedAfter } from "./numbers";
import { choiceForKey, choicesOf, chosen } from "./picks";
import { ALL_LEADS, withDuplicate, withFieldPair, withoutLast, withSpan } from "./placed";

const point = (number: number): Given => ({ kind: "point", point: number });
const when = (item: string, own: Partial<ConditionView>): ConditionView => ({
  item,
  is: [],
  atLeast: null,
  atMost: null,
  ...own,
});

describe("a condition", () => {
  const line = anItem("line", { kind: "vas", low: "Low", high: "High" });
  const cues = anItem(
    "cues",
    { kind: "several", options: [{ code: "edges", text: "Edges" }], other: true },
    { onlyIf: when("source", { is: ["5", "6"] }) },
  );
  const where = anItem(
    "where",
    { kind: "mark", most: 1 },
    { onlyIf: when("cues", { is: ["edges"] }) },
  );
  const items = [SOURCE, cues, where];
  const edges: Given = { kind: "codes", codes: ["edges"], other: null };
  const ids = (answers: Record<string, Given>) => askedOf(items, answers).map(({ id }) => id);

  it("looks at what was chosen, and at nothing that is not asked itself", () => {
    expect(ids({})).toEqual(["source"]);
    expect(ids({ source: point(5) })).toEqual(["source", "cues"]);
    expect(ids({ source: point(5), cues: edges })).toEqual(["source", "cues", "where"]);
    expect(ids({ source: point(1), cues: edges })).toEqual(["source"]);
  });

  it("never holds of what cannot be judged, nor of half an answer", () => {
    expect(ids({ source: { kind: "cannot_judge" } })).toEqual(["source"]);
    const half: Given = { kind: "codes", codes: ["edges", "other"], other: " " };
    expect(ids({ source: point(5), cues: half })).toEqual(["source", "cues"]);
  });

  it("compares numbers, of a scale too", () => {
    const asked = (condition: ConditionView, answers: Record<string, Given>) =>
      askedOf([SOURCE, line, { ...COMMENT, onlyIf: condition }], answers).length === 3;
    const fifty: Given = { kind: "number", number: 50 };
    expect(asked(when("line", { atLeast: 50 }), { line: fifty })).toBe(true);
    expect(asked(when("line", { atMost: 49 }), { line: fifty })).toBe(false);
    expect(asked(when("source", { atLeast: 2, atMost: 3 }), { source: point(3) })).toBe(true);
  });

  it("leaves out of what is saved all that is not asked", () => {
    const answers = { source: point(2), cues: edges };
    expect(givenOf(items, answers)).toEqual([{ item: "source", given: point(2) }]);
  });
});

it("what is open is what still needs an answer, or the rest of one", () => {
  const other = anItem("o", { kind: "choice", options: [], other: true }, { optional: true });
  expect(openOf([SOURCE, COMMENT, other], {})).toEqual([SOURCE]);
  const half: Given = { kind: "code", code: "other", other: "" };
  expect(openOf([other], { o: half })).toEqual([other]);
});

it("the next item is a later one without an answer, else an earlier one that needs it", () => {
  expect(nextAfter([SOURCE, COMMENT], { source: point(1) }, "source")).toBeNull();
  expect(nextAfter([SOURCE, COMMENT], {}, "comment")).toBe(SOURCE);
  expect(nextAfter([SOURCE], { source: point(1) }, "source")).toBeNull();
});

describe("keys of choices", () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ code: `c${at}`, text: `${at}` }));
  const choices = choicesOf({ kind: "diagnosis", options: many });

  it("do nothing to a picture or a trace, and nothing else in the room", () => {
    for (const { key } of choices.filter(({ key }) => key !== "")) {
      const held = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
      const press = { key: key.toLowerCase(), ...held };
      expect(moveForKey(press), key).toBeNull();
      expect(turnForKey(press), key).toBeNull();
      expect("MNSXPV?", key).not.toContain(key);
    }
  });

  it("stand for one choice each, and words always for O", () => {
    const keys = choices.map(({ key }) => key).filter((key) => key !== "");
    expect(new Set(keys).size).toBe(keys.length);
    expect(choiceForKey("o", choices)?.code).toBe("other");
    expect(choiceForKey("b", choices)?.code).toBe("c9");
    expect(choiceForKey("0", choices)).toBeNull();
    expect(choiceForKey("", choices)).toBeNull();
  });

  it("keep several in their order, and take the last one back", () => {
    const item = anItem("q", { kind: "several", options: many.slice(0, 3), other: false });
    const two = chosen(item, chosen(item, undefined, "c2") ?? undefined, "c0");
    expect(two).toEqual({ kind: "codes", codes: ["c0", "c2"], other: null });
    const one = chosen(item, two ?? undefined, "c0");
    expect(chosen(item, one ?? undefined, "c2")).toBeNull();
  });
});

describe("a line", () => {
  const typed = (keys: string) =>
    [...keys].reduce<{ place: number | null; typed: string }>(
      (at, key) => lineForKey(key, at.typed, at.place) ?? at,
      { place: null, typed: "" },
    ).place;

  it("is set in tens by one digit, exactly by two, and wholly by 1 0 0", () => {
    const cases = { 0: 0, 7: 70, 70: 70, 75: 75, 10: 10, "05": 5, 100: 100, 757: 70, 1005: 50 };
    for (const [keys, place] of Object.entries(cases)) expect(typed(keys), keys).toBe(place);
  });

  it("has no thumb to move until a place is given, and ends at its ends", () => {
    expect(typed(".")).toBeNull();
    expect(typed("100.")).toBe(100);
    expect(typed("7,")).toBe(69);
    expect(typed("7,5")).toBe(50);
    expect(lineForKey("a", "7", 70)).toBeNull();
  });
});

describe("a number", () => {
  const answer = { kind: "number", least: 0, most: 20, decimals: 1, unit: null } as const;

  it("has the signs that it can have", () => {
    expect(typedAfter(",", "1", answer)).toBe("1.");
    expect(typedAfter(".", "1.", answer)).toBe("1.");
    expect(typedAfter("-", "", answer)).toBeNull();
    expect(typedAfter("-", "", { ...answer, least: -1 })).toBe("-");
    expect(typedAfter("x", "1", answer)).toBeNull();
    expect(typedAfter("Backspace", "", answer)).toBeNull();
  });

  it("lies within its bounds, with no more decimals than asked for", () => {
    expect(numberOf("12,5", answer)).toBe(12.5);
    expect(numberOf("12.", answer)).toBe(12);
    for (const off of ["", "-", "21", "1.25", "1e3", "."]) expect(numberOf(off, answer)).toBeNull();
  });
});

describe("parts of a case", () => {
  it("are never there twice, whichever came first", () => {
    const pair = withFieldPair(undefined, ["Age", "Sex"], "time");
    expect(withFieldPair(pair ?? undefined, ["Sex", "Age"], "time")).toBeNull();
    expect(withFieldPair(pair ?? undefined, ["Sex", "Age"], "other")).not.toBeNull();
    const cells = withDuplicate(undefined, 7, 3);
    expect(cells).toEqual({ kind: "duplicates", pairs: [[3, 7]] });
    expect(withDuplicate(cells ?? undefined, 3, 7)).toBeNull();
    expect(withDuplicate(undefined, 3, 3)).toBeNull();
  });

  it("are stretches that go forward, however they were drawn", () => {
    expect(withSpan(undefined, { lead: 2, against: 5 }, 1.5, 0.25)).toEqual({
      kind: "spans",
      spans: [{ lead: 2, against: 5, from: 0.25, to: 1.5 }],
    });
    expect(withSpan(undefined, ALL_LEADS, 1, 1.0001)).toBeNull();
  });

  it("are taken back one by one", () => {
    const two: Given = {
      kind: "marks",
      marks: [
        [1, 2],
        [3, 4],
      ],
    };
    const one = withoutLast(two);
    expect(one).toEqual({ kind: "marks", marks: [[1, 2]] });
    expect(withoutLast(one ?? undefined)).toBeNull();
  });
});
