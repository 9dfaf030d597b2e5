import type { AnswerView, Given, ItemView, PickView } from "../../../core/bindings";
import { say } from "../words";

/** The code of what is written and not chosen. */
export const OTHER = "other";

/** One that can be chosen, and the key that does it. */
export interface Choice {
  /** As it is printed on the keyboard; empty when there are more choices than keys. */
  readonly key: string;
  /** A code, or the number of a point. */
  readonly code: string;
  readonly text: string;
}

/**
 * The keys of choices, in their order.
 *
 * Letters that do something to the case or the room are left out: A F I L R of
 * pictures and traces, M N O P S V X of the room.
 */
const KEYS = "123456789BCDEGHJKQTUWYZ";

/** The key of what is written, in every list of choices. */
const OTHER_KEY = "O";

/** Returns what can be chosen, in the order that never changes; nothing for what is no choice. */
export function choicesOf(answer: AnswerView): Choice[] {
  switch (answer.kind) {
    case "source":
    case "likert":
      return keyed(answer.points.map((text, at) => ({ code: String(at + 1), text })));
    case "choice":
    case "several":
      return [...keyed(answer.options), ...(answer.other ? [written()] : [])];
    case "diagnosis":
      return [...keyed(answer.options), written()];
    case "side":
      return keyed([
        { code: "left", text: say("item.left") },
        { code: "right", text: say("item.right") },
        ...(answer.tie ? [{ code: "none", text: say("item.none") }] : []),
      ]);
    case "match":
      return keyed([
        { code: "a", text: say("item.a") },
        { code: "b", text: say("item.b") },
      ]);
    default:
      return [];
  }
}

/** Returns the reasons of a pair of fields, with their keys. */
export function reasonsOf(reasons: readonly PickView[]): Choice[] {
  return keyed(reasons);
}

/** Returns the choice that a key stands for. */
export function choiceForKey(key: string, choices: readonly Choice[]): Choice | null {
  const wanted = key.toUpperCase();
  return choices.find((choice) => choice.key !== "" && choice.key === wanted) ?? null;
}

/** Whether a choice stands. */
export function isChosen(given: Given | undefined, code: string): boolean {
  switch (given?.kind) {
    case "point":
      return String(given.point) === code;
    case "code":
      return given.code === code;
    case "codes":
      return given.codes.includes(code);
    default:
      return false;
  }
}

/** Returns what stands after a choice; nothing when the last of several was taken back. */
export function chosen(item: ItemView, before: Given | undefined, code: string): Given | null {
  const { answer } = item;
  if (answer.kind === "source" || answer.kind === "likert") {
    return { kind: "point", point: Number(code) };
  }
  const other = before?.kind === "code" || before?.kind === "codes" ? before.other : null;
  if (answer.kind !== "several") {
    return { kind: "code", code, other: code === OTHER ? (other ?? "") : null };
  }
  const codes = before?.kind === "codes" ? before.codes : [];
  const after = codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code];
  if (after.length === 0) return null;
  return {
    kind: "codes",
    codes: choicesOf(answer).flatMap((choice) =>
      after.includes(choice.code) ? [choice.code] : [],
    ),
    other: after.includes(OTHER) ? (other ?? "") : null,
  };
}

/** Whether something is being written beside the choices. */
export function isOther(given: Given | undefined): boolean {
  return isChosen(given, OTHER);
}

function keyed(options: readonly PickView[]): Choice[] {
  return options.map(({ code, text }, at) => ({ key: KEYS[at] ?? "", code, text }));
}

function written(): Choice {
  return { key: OTHER_KEY, code: OTHER, text: say("item.other") };
}
