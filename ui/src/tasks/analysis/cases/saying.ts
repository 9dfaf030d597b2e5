import type { ReadCaseView } from "../../../core/bindings";
import { words } from "../../../core/words";

const MINUS = "\u2212";

/** How far a metric is from the experts, with its sign: `+0.42`. */
export function signed(apart: number | null): string {
  if (apart === null) return "";
  const digits = Math.abs(apart).toFixed(2);
  if (Number(digits) === 0) return digits;
  return `${apart < 0 ? MINUS : "+"}${digits}`;
}

/** Where a metric puts a case next to the experts; below a tenth they are as good as alike. */
export function nextToExperts(apart: number): "alike" | "moreReal" | "moreSynthetic" {
  if (Math.abs(apart) < 0.1) return "alike";
  return apart < 0 ? "moreReal" : "moreSynthetic";
}

/** How many called a case synthetic: `3 of 4 synthetic`. */
export function callText({ nCalls, nSynthetic }: Pick<ReadCaseView, "nCalls" | "nSynthetic">) {
  return words("analysis.cases.calls", { said: nSynthetic, n: nCalls });
}

/** A point and what it is called. */
export function pointText(point: number | null, names: readonly string[]): string {
  if (point === null) return words("analysis.cases.notRead");
  const name = names[Math.round(point) - 1];
  return name ? words("analysis.cases.point", { point, name }) : String(point);
}
