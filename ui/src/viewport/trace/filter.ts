/** What an EEG is shown between, in hertz: at these 3 dB are lost, in both passes together. */
export const LOW_HZ = 0.5;
export const HIGH_HZ = 70;
/** How much of its beginning and end a stretch is continued by, in seconds, for the filter to settle. */
const SETTLE_SECONDS = 3;

/** A filter of second order: what leaves it is made of three values that entered and two that left. */
export interface Section {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** What a rate leaves of the filter: all of it, only its lower end, or nothing. */
export type Band = "both" | "low" | "none";

/** Returns what of the filter there is at a rate: no signal holds more than half its rate. */
export function bandAt(rateHz: number): Band {
  if (rateHz <= 2 * LOW_HZ) return "none";
  return rateHz <= 2 * HIGH_HZ ? "low" : "both";
}

/**
 * Returns the display filter of an EEG at a rate: a Butterworth high pass of second order, and a low
 * pass of second order where the rate allows it.
 *
 * Each is used forwards and backwards. A pass alone has its end a little outside, so that
 * both together lose 3 dB at the frequency that is said, and not 6.
 */
export function sectionsAt(rateHz: number): Section[] {
  const band = bandAt(rateHz);
  const twice = (Math.SQRT2 - 1) ** 0.25;
  const warped = (hz: number) => Math.tan((Math.PI * hz) / rateHz);
  return [
    ...(band === "none" ? [] : [section("high", warped(LOW_HZ) * twice)]),
    ...(band === "both" ? [section("low", warped(HIGH_HZ) / twice)] : []),
  ];
}

/** A Butterworth filter of second order by the bilinear transform. */
function section(pass: "low" | "high", k: number): Section {
  const scale = 1 / (1 + Math.SQRT2 * k + k * k);
  const first = (pass === "low" ? k * k : 1) * scale;
  return {
    b: [first, (pass === "low" ? 2 : -2) * first, first],
    a: [2 * (k * k - 1) * scale, (1 - Math.SQRT2 * k + k * k) * scale],
  };
}

/**
 * Returns the values, filtered forwards and backwards: what is seen stands where it was recorded.
 *
 * A gap stays a gap; what lies on its sides is filtered apart. A stretch is continued
 * on both sides by itself, turned about its ends, so that it does not begin with a swing.
 */
export function filtered(values: Float64Array, rateHz: number): Float64Array {
  const sections = sectionsAt(rateHz);
  const out = Float64Array.from(values);
  if (sections.length === 0) return out;
  const settle = Math.ceil(SETTLE_SECONDS * rateHz);
  let from = 0;
  while (from < out.length) {
    if (!Number.isFinite(out[from])) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < out.length && Number.isFinite(out[to])) to += 1;
    filterStretch(out.subarray(from, to), sections, settle);
    from = to;
  }
  return out;
}

function filterStretch(stretch: Float64Array, sections: readonly Section[], settle: number): void {
  const { length } = stretch;
  const beyond = Math.min(settle, length - 1);
  const long = new Float64Array(length + 2 * beyond);
  long.set(stretch, beyond);
  const [first, last] = [stretch[0] ?? 0, stretch[length - 1] ?? 0];
  for (let at = 1; at <= beyond; at += 1) {
    long[beyond - at] = 2 * first - (stretch[at] ?? 0);
    long[beyond + length - 1 + at] = 2 * last - (stretch[length - 1 - at] ?? 0);
  }
  pass(long, sections);
  long.reverse();
  pass(long, sections);
  long.reverse();
  stretch.set(long.subarray(beyond, beyond + length));
}

/** Sends values through all sections; each begins as if its first value had stood there for ever. */
function pass(values: Float64Array, sections: readonly Section[]): void {
  for (const { b, a } of sections) {
    const still = values[0] ?? 0;
    const gain = (b[0] + b[1] + b[2]) / (1 + a[0] + a[1]);
    let one = (gain - b[0]) * still;
    let two = (b[2] - a[1] * gain) * still;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? 0;
      const left = b[0] * value + one;
      one = b[1] * value - a[0] * left + two;
      two = b[2] * value - a[1] * left;
      values[at] = left;
    }
  }
}
