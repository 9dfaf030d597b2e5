import { describe, expect, it } from "vitest";
import type { Given } from "../../core/bindings";
import {
  digitOf,
  EMPTY,
  give,
  interrupt,
  minutesLeft,
  painted,
  progressText,
  requestFor,
  showAt,
} from "./reading";
import { COMMENT, SOURCE } from "./testing";

const shown = { slot: "slot", items: [SOURCE, COMMENT] };
const point = (number: number): Given => ({ kind: "point", point: number });
const words = (text: string): Given => ({ kind: "words", words: text });

describe("digitOf", () => {
  it("is the digit on a keyboard whose digits need Shift", () => {
    expect(digitOf({ key: "&", code: "Digit1", shiftKey: false })).toBe("1");
    expect(digitOf({ key: "1", code: "Digit1", shiftKey: true })).toBe("1");
  });

  it("leaves a sign that was meant alone", () => {
    expect(digitOf({ key: "!", code: "Digit1", shiftKey: true })).toBe("!");
    expect(digitOf({ key: "n", code: "KeyN", shiftKey: false })).toBe("n");
  });
});

describe("showAt", () => {
  it("is one beat after the request however early the case was ready", () => {
    expect(showAt(1000, 900)).toBe(1150);
    expect(showAt(1000, 1001)).toBe(1150);
    expect(showAt(1000, 1150)).toBe(1150);
  });

  it("is on a later beat for a slow case, never between two", () => {
    expect(showAt(1000, 1151)).toBe(1300);
  });
});

describe("a draft", () => {
  it("times the first answer and counts only real changes", () => {
    let draft = painted(EMPTY, 1000);
    draft = give(draft, "source", point(4), 3000);
    draft = give(draft, "source", point(4), 3500);
    draft = give(draft, "source", point(5), 4000);
    expect(requestFor(draft, shown, 5000.4)).toEqual({
      slot: "slot",
      given: [{ item: "source", given: point(5) }],
      rtMs: 4000,
      firstAnswerRtMs: 2000,
      changes: 1,
      interrupted: false,
    });
  });

  it("does not count what goes on with an answer, but what takes it back", () => {
    let draft = give(EMPTY, "line", { kind: "number", number: 50 }, 0);
    draft = give(draft, "line", { kind: "number", number: 51 }, 0, true);
    expect(draft.changes).toBe(0);
    draft = give(draft, "line", { kind: "cannot_judge" }, 0, true);
    expect(draft.changes).toBe(1);
    draft = give(draft, "line", null, 0);
    expect([draft.changes, draft.given]).toEqual([2, {}]);
  });

  it("keeps the time of the first paint when the picture is painted again", () => {
    expect(painted(painted(EMPTY, 10), 99).paintedAt).toBe(10);
  });

  it("remembers an interruption", () => {
    expect(requestFor(interrupt(EMPTY), shown, 0).interrupted).toBe(true);
  });

  it("leaves an empty text out and trims a written one", () => {
    expect(requestFor(give(EMPTY, "comment", words("  \n"), 0), shown, 0).given).toEqual([]);
    expect(requestFor(give(EMPTY, "comment", words(" rib \n"), 0), shown, 0).given).toEqual([
      { item: "comment", given: words("rib") },
    ]);
  });
});

it("progress is told in counts and nothing else", () => {
  const current = { done: 6, total: 12, practice: false, show: "single" };
  expect(progressText(current)).toBe("Case 7 of 12");
  expect(progressText({ ...current, practice: true })).toBe("Practice case");
  expect(progressText({ ...current, show: "example" })).toBe("Example");
});

it("the minutes left shrink with the cases left", () => {
  const view = { done: 6, total: 12, minutesLeft: 4 };
  expect(minutesLeft(view, 6)).toBe(4);
  expect(minutesLeft(view, 9)).toBe(2);
  expect(minutesLeft(view, 12)).toBe(1);
});
