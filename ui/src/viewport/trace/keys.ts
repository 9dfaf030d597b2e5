import type { Press } from "../keys";
import type { Turn } from "./sheet";

const KEYS: Readonly<Record<string, Turn>> = {
  "+": { kind: "larger" },
  "=": { kind: "larger" },
  "-": { kind: "smaller" },
  l: { kind: "layout" },
  r: { kind: "reset" },
  ArrowLeft: { kind: "scroll", share: -0.25 },
  ArrowRight: { kind: "scroll", share: 0.25 },
  ArrowUp: { kind: "rows", by: -1 },
  ArrowDown: { kind: "rows", by: 1 },
  PageUp: { kind: "scroll", share: -0.9 },
  PageDown: { kind: "scroll", share: 0.9 },
  Home: { kind: "start" },
  End: { kind: "end" },
};

const EEG_KEYS: Readonly<Record<string, Turn>> = {
  ...KEYS,
  f: { kind: "filter" },
  a: { kind: "page" },
  ArrowLeft: { kind: "scroll", share: -1 },
  ArrowRight: { kind: "scroll", share: 1 },
  PageUp: { kind: "scroll", share: -1 },
  PageDown: { kind: "scroll", share: 1 },
};

/** Returns what a key does to the sheet, if anything. The digits are left to the page. */
export function turnForKey(press: Press): Turn | null {
  return turnIn(KEYS, press);
}

/** Returns what a key does to the sheet of an EEG: it is turned page by page, with Shift by a second. */
export function turnForEegKey(press: Press): Turn | null {
  const turn = turnIn(EEG_KEYS, press);
  if (!press.shiftKey || turn?.kind !== "scroll") return turn;
  return { kind: "seconds", by: Math.sign(turn.share) };
}

function turnIn(keys: Readonly<Record<string, Turn>>, press: Press): Turn | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  return keys[press.key] ?? keys[press.key.toLowerCase()] ?? null;
}
