import type { AnswerView } from "../../../core/bindings";

/** A place on a line of 0 to 100, and the digits that were typed for it. */
export interface Placing {
  readonly place: number;
  readonly typed: string;
}

/**
 * Returns the place on a line after a key; nothing when the key means none.
 *
 * One digit is a number of tens, two are the place exactly, and 1 0 0 is all of it; the
 * next digit begins anew. Comma and full stop go one down and up from a place that
 * stands, so that there is never a thumb at first.
 */
export function lineForKey(key: string, typed: string, before: number | null): Placing | null {
  if (/^\d$/.test(key)) return placing(typed, key);
  if (key === "Home") return { place: 0, typed: "" };
  if (key === "End") return { place: 100, typed: "" };
  const step = STEPS[key];
  if (step === undefined || before === null) return null;
  return { place: Math.min(100, Math.max(0, before + step)), typed: "" };
}

function placing(typed: string, digit: string): Placing {
  const longer = typed + digit;
  const goesOn = typed !== "" && (longer.length === 2 || longer === "100");
  return goesOn
    ? { place: Number(longer), typed: longer }
    : { place: 10 * Number(digit), typed: digit };
}

const STEPS: Readonly<Record<string, number>> = {
  ",": -1,
  ".": 1,
};

/** What a slider with the focus hears, as every slider does. */
const SLIDER: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

/** Returns the place after a key on the line itself; the first arrow starts at the near end. */
export function sliderForKey(key: string, before: number | null): number | null {
  const step = SLIDER[key];
  if (step === undefined) return null;
  const from = before ?? (step < 0 ? 100 : 0);
  return Math.min(100, Math.max(0, from + step));
}

type NumberView = Extract<AnswerView, { kind: "number" }>;

/** Returns what is typed after a key; nothing when a number has no such sign. */
export function typedAfter(key: string, before: string, answer: NumberView): string | null {
  if (key === "Backspace") return before === "" ? null : before.slice(0, -1);
  if (/^\d$/.test(key)) return LONGEST <= before.length ? before : before + key;
  if ((key === "." || key === ",") && 0 < answer.decimals) {
    return before.includes(".") ? before : `${before}.`;
  }
  if (key === "-" && answer.least < 0 && before === "") return "-";
  return null;
}

const LONGEST = 15;

/** Returns the number that is typed, when it is one that can be given. */
export function numberOf(typed: string, answer: NumberView): number | null {
  const text = typed.trim().replace(",", ".").replace("−", "-");
  if (!/^-?\d+(\.\d*)?$/.test(text)) return null;
  const decimals = (text.split(".")[1] ?? "").length;
  const number = Number(text);
  const fits = answer.least <= number && number <= answer.most && decimals <= answer.decimals;
  return fits ? number : null;
}
