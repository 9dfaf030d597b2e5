import type { AnswerRequest, BlindCase, Given, ReadingView } from "../../core/bindings";
import { type Answers, givenOf } from "./items/asked";
import { say } from "./words";

/** What the reader has chosen and written for the case or the form on screen. */
export interface Draft {
  readonly given: Answers;
  /** Item to number, as it is being typed: half of one is kept, and not given yet. */
  readonly typed: Readonly<Record<string, string>>;
  /** When the case was first painted, on the clock of `performance.now`. */
  readonly paintedAt: number | null;
  readonly firstAnswerAt: number | null;
  readonly changes: number;
  readonly interrupted: boolean;
}

/** A draft with nothing chosen: a pre-set answer would draw the reader to it. */
export const EMPTY: Draft = {
  given: {},
  typed: {},
  paintedAt: null,
  firstAnswerAt: null,
  changes: 0,
  interrupted: false,
};

/** Every wait for a case is a multiple of this, so that its length tells nothing of the case. */
const BEAT_MS = 150;

/** Returns when a case is shown: on the first beat after the request at which it is ready. */
export function showAt(requestedAt: number, readyAt: number): number {
  const beats = Math.max(1, Math.ceil((readyAt - requestedAt) / BEAT_MS));
  return requestedAt + beats * BEAT_MS;
}

/**
 * Returns the digit a key press means, as its key.
 *
 * On a French keyboard the row of digits gives other signs without Shift; the
 * reader who presses there means the digit.
 */
export function digitOf(press: { key: string; code: string; shiftKey: boolean }): string {
  if (press.shiftKey || /^\d$/.test(press.key)) return press.key;
  return /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1] ?? press.key;
}

/** What the reader is told of the way ahead, and nothing of what the case is. */
export function progressText(
  current: Pick<BlindCase, "done" | "total" | "practice" | "show">,
): string {
  if (current.show === "example") return say("case.example");
  if (current.practice) return say("case.practice");
  return say("case.progress", { number: current.done + 1, total: current.total });
}

/** About how many minutes are left after `done` cases, from what was expected at the start. */
export function minutesLeft(
  view: Pick<ReadingView, "done" | "total" | "minutesLeft">,
  done: number,
): number {
  const ahead = view.total - view.done;
  if (ahead <= 0) return 0;
  return Math.max(1, Math.round((view.minutesLeft * (view.total - done)) / ahead));
}

/** Returns the draft once the case has been painted: the clock starts. */
export function painted(draft: Draft, now: number): Draft {
  return draft.paintedAt === null ? { ...draft, paintedAt: now } : draft;
}

/**
 * Returns the draft with an answer given, or, with nothing, taken back.
 *
 * Another answer than before is a change, unless it only goes on with the one that stands:
 * a line that is set more finely, a mark that is added, words that are written.
 */
export function give(
  draft: Draft,
  item: string,
  given: Given | null,
  now: number,
  goesOn = false,
): Draft {
  const before = draft.given[item];
  if (same(before, given)) return draft;
  const { [item]: _, ...rest } = draft.given;
  const isChange = before !== undefined && !(goesOn && given?.kind === before.kind);
  return {
    ...draft,
    given: given ? { ...rest, [item]: given } : rest,
    firstAnswerAt: draft.firstAnswerAt ?? (given ? now : null),
    changes: draft.changes + (isChange ? 1 : 0),
  };
}

/** Returns the draft with a number as it is being typed. */
export function type(draft: Draft, item: string, typed: string): Draft {
  return { ...draft, typed: { ...draft.typed, [item]: typed } };
}

/** Returns the draft of a case that was left alone for a while. */
export function interrupt(draft: Draft): Draft {
  return draft.interrupted ? draft : { ...draft, interrupted: true };
}

/** Returns what is saved of a case. */
export function requestFor(
  draft: Draft,
  { slot, items }: Pick<BlindCase, "slot" | "items">,
  now: number,
): Omit<AnswerRequest, "session"> {
  const start = draft.paintedAt ?? now;
  const since = (at: number) => Math.max(0, Math.round(at - start));
  return {
    slot,
    given: givenOf(items, draft.given),
    rtMs: since(now),
    firstAnswerRtMs: draft.firstAnswerAt === null ? null : since(draft.firstAnswerAt),
    changes: draft.changes,
    interrupted: draft.interrupted,
  };
}

function same(one: Given | undefined, two: Given | null): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(two);
}
