import type { AnswerRequest, BlindCase, QuestionView, ReadingView } from "../../core/bindings";
import { say } from "./words";

/** What the reader has chosen and written for the case on screen. */
export interface Draft {
  /** Question to answer: the step of a scale, as text, or the text itself. */
  readonly answers: Readonly<Record<string, string>>;
  /** When the case was first painted, on the clock of `performance.now`. */
  readonly paintedAt: number | null;
  readonly firstChoiceAt: number | null;
  readonly changes: number;
  readonly interrupted: boolean;
}

/** A draft with nothing chosen: a pre-set answer would draw the reader to it. */
export const EMPTY: Draft = {
  answers: {},
  paintedAt: null,
  firstChoiceAt: null,
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

/** The score a key stands for: "1" is the scale's first anchor. */
export function scoreForKey(key: string, scale: Pick<QuestionView, "anchors">): number | null {
  const score = /^\d$/.test(key) ? Number(key) : 0;
  return 1 <= score && score <= scale.anchors.length ? score : null;
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
export function progressText({ done, total }: Pick<BlindCase, "done" | "total">): string {
  return say("case.progress", { number: done + 1, total });
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

/** Whether a question is answered with a step of a scale. */
export function isScale(question: QuestionView): boolean {
  return 0 < question.anchors.length;
}

/** Returns the draft once the case has been painted: the clock starts. */
export function painted(draft: Draft, now: number): Draft {
  return draft.paintedAt === null ? { ...draft, paintedAt: now } : draft;
}

/** Returns the draft with a step of a scale chosen; another one than before is a change. */
export function choose(draft: Draft, question: string, score: number, now: number): Draft {
  const before = draft.answers[question];
  const answer = String(score);
  if (before === answer) return draft;
  return {
    ...draft,
    answers: { ...draft.answers, [question]: answer },
    firstChoiceAt: draft.firstChoiceAt ?? now,
    changes: draft.changes + (before === undefined ? 0 : 1),
  };
}

/** Returns the draft with a text as it is being written. */
export function write(draft: Draft, question: string, text: string): Draft {
  return { ...draft, answers: { ...draft.answers, [question]: text } };
}

/** Returns the draft of a case that was left alone for a while. */
export function interrupt(draft: Draft): Draft {
  return draft.interrupted ? draft : { ...draft, interrupted: true };
}

/** Returns the questions that still need an answer before the case can be saved. */
export function unanswered(draft: Draft, questions: readonly QuestionView[]): QuestionView[] {
  return questions.filter(({ id, required }) => required && !draft.answers[id]?.trim());
}

/**
 * Returns the scale that a digit answers.
 *
 * The one that has the focus; else the first without an answer; else the last,
 * so that a single scale can always be changed.
 */
export function scaleForDigits(
  draft: Draft,
  questions: readonly QuestionView[],
  focused: string | null,
): QuestionView | null {
  const scales = questions.filter(isScale);
  return (
    scales.find(({ id }) => id === focused) ??
    scales.find(({ id }) => draft.answers[id] === undefined) ??
    scales.at(-1) ??
    null
  );
}

/** Returns what is saved. Texts lose their outer blanks; an empty one is left out. */
export function requestFor(
  draft: Draft,
  slot: string,
  now: number,
): Omit<AnswerRequest, "session"> {
  const start = draft.paintedAt ?? now;
  const since = (at: number) => Math.max(0, Math.round(at - start));
  const answers = Object.entries(draft.answers)
    .map(([question, answer]) => [question, answer.trim()] as const)
    .filter(([, answer]) => answer !== "");
  return {
    slot,
    answers: Object.fromEntries(answers),
    rtMs: since(now),
    firstAnswerRtMs: draft.firstChoiceAt === null ? null : since(draft.firstChoiceAt),
    changes: draft.changes,
    interrupted: draft.interrupted,
  };
}
