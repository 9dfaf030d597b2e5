import type { IntervalView } from "../core/bindings";
import { words } from "../core/words";

// Locales are always named: with the locale "C" the default one would throw.
const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

const MINUS = "\u2212";

/** A count, e.g. `1,204`. */
export function count(n: number): string {
  return grouped.format(n).replace("-", MINUS);
}

/**
 * A number with three significant digits, e.g. `0.812`, `48 100`, `3.10 · 10⁻⁶`, as the core writes it:
 * whole numbers below 10,000 keep their digits.
 */
export function three(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  const rounded = Number(size.toPrecision(3));
  if (size !== 0 && (rounded >= 1e6 || rounded < 1e-4)) return power(value);
  const isExact = Number.isInteger(size) && size < 10_000;
  const digits = isExact ? String(size) : nearly(rounded);
  return value < 0 ? MINUS + digits : digits;
}

/** Three digits that stand for more. */
function nearly(rounded: number): string {
  return rounded >= 1000 ? thousands(rounded) : rounded.toPrecision(3);
}

/** A whole number, with thin spaces from five digits on. */
function thousands(whole: number): string {
  const digits = String(whole);
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

function power(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential(2).split("e");
  const raised = String(Number(exponent)).replace(/[-0-9]/g, (sign) =>
    sign === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? ""),
  );
  return `${digits.replace("-", MINUS)} · 10${raised}`;
}

/** An interval with as many decimals as its value is shown with: `[0.55, 0.69]`. */
export function bounds(shown: string, { low, high }: Pick<IntervalView, "low" | "high">): string {
  return `[${like(shown, low)}, ${like(shown, high)}]`;
}

/** A number with as many decimals as another one that is shown already, if that one has any. */
export function like(shown: string, value: number | null): string {
  const decimals = /^[-\u2212]?\d+\.(\d+)$/.exec(shown)?.[1]?.length;
  if (value === null || !Number.isFinite(value) || decimals === undefined) return three(value);
  const fixed = value.toFixed(decimals);
  return fixed.replace(/^-(?=[\d.]*[1-9])/, MINUS).replace(/^-/, "");
}

/** A share, e.g. `99.8 %`. */
export function percent(share: number | null): string {
  if (share === null) return "";
  const hundredths = share * 100;
  return `${hundredths === Math.round(hundredths) ? hundredths : hundredths.toFixed(1)} %`;
}

/** A size of a file, e.g. `1.4 MB`. */
export function bytes(n: number | null): string {
  if (n === null) return "";
  let [size, unit] = [n, "B"];
  for (const next of ["kB", "MB", "GB", "TB"]) {
    if (size < 1000) break;
    [size, unit] = [size / 1000, next];
  }
  return `${unit === "B" || size >= 100 ? Math.round(size) : size.toFixed(1)} ${unit}`;
}

/** About how long something will take, e.g. `about 2 min`; nothing when it is not known. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return "";
  if (seconds < 5) return words("time.moment");
  if (seconds < 55) return words("time.seconds", { count: Math.ceil(seconds / 5) * 5 });
  if (seconds < 3300)
    return words("time.minutes", { count: Math.max(1, Math.round(seconds / 60)) });
  return words("time.hours", { count: Math.max(1, Math.round(seconds / 3600)) });
}

/** A moment in the time of this computer, e.g. `24 Nov 2026, 14:05`. */
export function moment(utc: string): string {
  const at = new Date(utc);
  if (Number.isNaN(at.getTime())) return "";
  return `${day.format(at)}, ${time.format(at)}`;
}

/** Names in a row: `A, B and C`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return words("list.and", { most: names.slice(0, -1).join(", "), last: names.at(-1) ?? "" });
}
