import type { Given, ItemView } from "../../../core/bindings";
import type { Lead } from "../../../viewport/trace/montage";

/** What points at parts of the case. */
export type PlacedKind = "mark" | "span" | "fields" | "field_pairs" | "duplicates";

/** Whether an item is answered by pointing at the case. */
export function isPlaced(item: ItemView): boolean {
  return ["mark", "span", "fields", "field_pairs", "duplicates"].includes(item.answer.kind);
}

/** Returns how many parts are pointed at. */
export function placedCount(given: Given | undefined): number {
  switch (given?.kind) {
    case "marks":
      return given.marks.length;
    case "spans":
      return given.spans.length;
    case "fields":
      return given.fields.length;
    case "field_pairs":
    case "duplicates":
      return given.pairs.length;
    default:
      return 0;
  }
}

/** Returns how many parts may be pointed at. */
export function placedMost(item: ItemView): number {
  return "most" in item.answer && item.answer.kind !== "number" && item.answer.kind !== "text"
    ? item.answer.most
    : Number.POSITIVE_INFINITY;
}

/** Returns the marks with one more, to a tenth of a pixel. */
export function withMark(given: Given | undefined, [x, y]: readonly [number, number]): Given {
  const marks = given?.kind === "marks" ? given.marks : [];
  return { kind: "marks", marks: [...marks, [tenth(x), tenth(y)]] };
}

/** What a stretch is of, counted from 1: a lead, the difference of two, or all of them. */
export interface Marked {
  readonly lead: number | null;
  /** The lead that is taken from the first one: of a derivation of an EEG. */
  readonly against: number | null;
}

/** Returns the lead that is marked, counted from 0; nothing when all are. */
export function leadOf({ lead, against }: Marked): Lead | null {
  if (lead === null) return null;
  return { channel: lead - 1, against: against === null ? null : against - 1 };
}

/** Returns how a lead is marked. */
export function markedOf({ channel, against }: Lead): Marked {
  return { lead: channel + 1, against: against === null ? null : against + 1 };
}

/** All leads. */
export const ALL_LEADS: Marked = { lead: null, against: null };

/** Returns the stretches with one more, to a millisecond; nothing when it has no length. */
export function withSpan(
  given: Given | undefined,
  marked: Marked,
  one: number,
  two: number,
): Given | null {
  const [from, to] = [milli(Math.min(one, two)), milli(Math.max(one, two))];
  if (to <= from) return null;
  const spans = given?.kind === "spans" ? given.spans : [];
  return { kind: "spans", spans: [...spans, { ...marked, from, to }] };
}

/** Returns the fields with one more, or one less when it was there. */
export function withField(given: Given | undefined, field: string): Given | null {
  const fields = given?.kind === "fields" ? given.fields : [];
  const after = fields.includes(field) ? fields.filter((one) => one !== field) : [...fields, field];
  return after.length === 0 ? null : { kind: "fields", fields: after };
}

/** Returns the pairs of fields with one more; nothing when it is there already. */
export function withFieldPair(
  given: Given | undefined,
  [one, two]: readonly [string, string],
  reason: string,
): Given | null {
  const pairs = given?.kind === "field_pairs" ? given.pairs : [];
  const same = pairs.some(
    ({ fields, reason: why }) => why === reason && fields.includes(one) && fields.includes(two),
  );
  return same ? null : { kind: "field_pairs", pairs: [...pairs, { fields: [one, two], reason }] };
}

/** Returns the pairs of cells with one more; nothing when it is there already. */
export function withDuplicate(given: Given | undefined, one: number, two: number): Given | null {
  const pairs = given?.kind === "duplicates" ? given.pairs : [];
  const [low, high] = [Math.min(one, two), Math.max(one, two)];
  const same = pairs.some(([a, b]) => a === low && b === high);
  return same || low === high ? null : { kind: "duplicates", pairs: [...pairs, [low, high]] };
}

/** Returns what stands without the part that was added last; nothing when none is left. */
export function withoutLast(given: Given | undefined): Given | null {
  if (!given || placedCount(given) <= 1) return null;
  switch (given.kind) {
    case "marks":
      return { ...given, marks: given.marks.slice(0, -1) };
    case "spans":
      return { ...given, spans: given.spans.slice(0, -1) };
    case "fields":
      return { ...given, fields: given.fields.slice(0, -1) };
    case "field_pairs":
      return { ...given, pairs: given.pairs.slice(0, -1) };
    case "duplicates":
      return { ...given, pairs: given.pairs.slice(0, -1) };
    default:
      return null;
  }
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}

function milli(value: number): number {
  return Math.round(1000 * value) / 1000;
}
