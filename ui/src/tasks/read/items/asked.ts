import type { ConditionView, Given, GivenAnswer, ItemView } from "../../../core/bindings";
import { OTHER } from "./picks";

/** What was given so far, by item. */
export type Answers = Readonly<Record<string, Given>>;

interface Taken {
  readonly item: ItemView;
  readonly given: Given;
}

/**
 * Returns the items that are asked, given the answers so far.
 *
 * The rule is the core's own: a condition looks only at earlier items that are asked
 * themselves and have a whole answer, and never holds of what cannot be judged.
 */
export function askedOf(items: readonly ItemView[], answers: Answers): ItemView[] {
  const taken = new Map<string, Taken>();
  return items.filter((item) => {
    const isAsked = item.onlyIf === null || holds(item.onlyIf, taken.get(item.onlyIf.item));
    const given = answers[item.id];
    if (isAsked && given && isWhole(given)) taken.set(item.id, { item, given });
    return isAsked;
  });
}

/** Whether something given is an answer: not half of one, and not nothing. */
export function isWhole(given: Given): boolean {
  switch (given.kind) {
    case "code":
      return given.code !== OTHER || isWritten(given.other);
    case "codes":
      return !given.codes.includes(OTHER) || isWritten(given.other);
    case "words":
      return isWritten(given.words);
    case "marks":
      return 0 < given.marks.length;
    case "spans":
      return 0 < given.spans.length;
    case "fields":
      return 0 < given.fields.length;
    case "field_pairs":
    case "duplicates":
      return 0 < given.pairs.length;
    case "point":
    case "number":
    case "cannot_judge":
      return true;
  }
}

/** Whether an item has its answer. */
export function isAnswered(item: ItemView, answers: Answers): boolean {
  const given = answers[item.id];
  return given !== undefined && isWhole(given);
}

/** Returns the asked items that still need an answer, or the rest of one. */
export function openOf(items: readonly ItemView[], answers: Answers): ItemView[] {
  return askedOf(items, answers).filter((item) => {
    if (isAnswered(item, answers)) return false;
    const half = answers[item.id]?.kind;
    return !item.optional || half === "code" || half === "codes";
  });
}

/**
 * Returns the item that comes after one: the next without an answer, else the first
 * one before it that still needs one; nothing when there is none.
 *
 * A comment that nobody has to write is passed over: keys stay where they can change the answer.
 */
export function nextAfter(
  items: readonly ItemView[],
  answers: Answers,
  id: string,
): ItemView | null {
  const asked = askedOf(items, answers);
  const at = asked.findIndex((item) => item.id === id);
  const isComment = (item: ItemView) => item.optional && item.answer.kind === "text";
  const later = asked.slice(at + 1).find((item) => !isComment(item) && !isAnswered(item, answers));
  const open = openOf(items, answers).find((item) => item.id !== id);
  return later ?? open ?? null;
}

/** Returns what is saved: the whole answers of the items that are asked, tidied. */
export function givenOf(items: readonly ItemView[], answers: Answers): GivenAnswer[] {
  return askedOf(items, answers).flatMap((item) => {
    const given = answers[item.id];
    return given && isWhole(given) ? [{ item: item.id, given: tidy(given) }] : [];
  });
}

function tidy(given: Given): Given {
  if (given.kind === "words") return { ...given, words: given.words.trim() };
  if (given.kind === "code" || given.kind === "codes") {
    return { ...given, other: given.other?.trim() || null };
  }
  return given;
}

function holds(condition: ConditionView, taken: Taken | undefined): boolean {
  if (!taken || taken.given.kind === "cannot_judge") return false;
  const { is, atLeast, atMost } = condition;
  const number = numberOf(taken.given);
  return (
    (is.length === 0 || chosen(taken).some((code) => is.includes(code))) &&
    (atLeast === null || (number !== null && atLeast <= number)) &&
    (atMost === null || (number !== null && number <= atMost))
  );
}

/** The codes, or the point, as a condition names them. */
function chosen({ item, given }: Taken): string[] {
  switch (given.kind) {
    case "code":
      return [given.code];
    case "codes":
      return given.codes;
    case "point":
      return [String(given.point)];
    case "number": {
      const { answer } = item;
      return [answer.kind === "number" ? given.number.toFixed(answer.decimals) : `${given.number}`];
    }
    default:
      return [];
  }
}

function numberOf(given: Given): number | null {
  if (given.kind === "point") return given.point;
  return given.kind === "number" ? given.number : null;
}

function isWritten(text: string | null): boolean {
  return text !== null && text.trim() !== "";
}
