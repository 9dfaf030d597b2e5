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

/** Returns what a key does to the sheet, if anything. The digits are left to the page. */
export function turnForKey(press: Press): Turn | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  return KEYS[press.key] ?? KEYS[press.key.toLowerCase()] ?? null;
}
