import { describe, expect, it } from "vitest";
import type { QuestionView } from "../../core/bindings";
import {
  choose,
  digitOf,
  EMPTY,
  interrupt,
  minutesLeft,
  painted,
  progressText,
  requestFor,
  scaleForDigits,
  scoreForKey,
  showAt,
  unanswered,
  write,
} from "./reading";

const scale: QuestionView = {
  id: "b1",
  text: "Is this case real or synthetic?",
  anchors: [
    "Certainly real",
    "Probably real",
    "Perhaps real",
    "Perhaps synthetic",
    "Probably synthetic",
    "Certainly synthetic",
  ],
  mostLetters: 0,
  required: true,
};
const comment: QuestionView = {
  id: "note",
  text: "A note",
  anchors: [],
  mostLetters: 500,
  required: false,
};

describe("scoreForKey", () => {
  it("is the step of the scale, and nothing for another key", () => {
    expect(scoreForKey("1", scale)).toBe(1);
    expect(scoreForKey("6", scale)).toBe(6);
    for (const key of ["0", "7", "", " ", "a", "12", "-1"])
      expect(scoreForKey(key, scale)).toBeNull();
  });
});

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
  it("times the first choice and counts only real changes", () => {
    let draft = painted(EMPTY, 1000);
    draft = choose(draft, "b1", 4, 3000);
    draft = choose(draft, "b1", 4, 3500);
    draft = choose(draft, "b1", 5, 4000);
    expect(requestFor(draft, "slot", 5000.4)).toEqual({
      slot: "slot",
      answers: { b1: "5" },
      rtMs: 4000,
      firstAnswerRtMs: 2000,
      changes: 1,
      interrupted: false,
    });
  });

  it("keeps the time of the first paint when the picture is painted again", () => {
    expect(painted(painted(EMPTY, 10), 99).paintedAt).toBe(10);
  });

  it("remembers an interruption", () => {
    expect(requestFor(interrupt(EMPTY), "slot", 0).interrupted).toBe(true);
  });

  it("leaves an empty note out and trims a written one", () => {
    expect(requestFor(write(EMPTY, "note", "  \n"), "slot", 0).answers).toEqual({});
    expect(requestFor(write(EMPTY, "note", " rib \n"), "slot", 0).answers).toEqual({ note: "rib" });
  });

  it("needs its required questions and no others", () => {
    expect(unanswered(EMPTY, [scale, comment])).toEqual([scale]);
    expect(unanswered(choose(EMPTY, "b1", 1, 0), [scale, comment])).toEqual([]);
  });
});

describe("scaleForDigits", () => {
  const second = { ...scale, id: "b2" };

  it("goes from one scale to the next without an answer, and stays at the last", () => {
    expect(scaleForDigits(EMPTY, [scale, second, comment], null)?.id).toBe("b1");
    const first = choose(EMPTY, "b1", 2, 0);
    expect(scaleForDigits(first, [scale, second, comment], null)?.id).toBe("b2");
    expect(scaleForDigits(choose(first, "b2", 2, 0), [scale, second], null)?.id).toBe("b2");
  });

  it("is the one with the focus, and nothing without a scale", () => {
    expect(scaleForDigits(EMPTY, [scale, second], "b2")?.id).toBe("b2");
    expect(scaleForDigits(EMPTY, [comment], null)).toBeNull();
  });
});

it("progress is told in counts and nothing else", () => {
  expect(progressText({ done: 6, total: 12 })).toBe("Case 7 of 12");
});

it("the minutes left shrink with the cases left", () => {
  const view = { done: 6, total: 12, minutesLeft: 4 };
  expect(minutesLeft(view, 6)).toBe(4);
  expect(minutesLeft(view, 9)).toBe(2);
  expect(minutesLeft(view, 12)).toBe(1);
});
