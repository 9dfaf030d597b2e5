import { MM_PER_SECOND, type Sheet, type Strip, secondsOf, shownLength, strips } from "./sheet";
import { isCalibrated } from "./signal";

/** A moment of one channel, as it is seen on the sheet. */
export interface TracePlace {
  /** The channel, from 0. */
  readonly channel: number;
  readonly seconds: number;
  /** The stretch that was pressed on: a channel may stand on the sheet twice. */
  readonly strip: Strip;
}

/**
 * Returns the moment at a place of the sheet, in CSS pixels from its corner.
 *
 * With a strip, the moment is the nearest one in it; without, there is none beside the traces.
 */
export function placeOn(sheet: Sheet, x: number, y: number, within?: Strip): TracePlace | null {
  const strip =
    within ??
    strips(sheet).find(
      (one) => one.x <= x && x < one.x + one.width && one.y <= y && y < one.y + one.height,
    );
  if (!strip) return null;
  const share = Math.min(1, Math.max(0, (x - strip.x) / Math.max(1, strip.width)));
  const value = strip.from + share * (strip.to - strip.from);
  return { channel: strip.channel, seconds: value / rateOf(sheet), strip };
}

/** Returns where a moment stands on a strip, in CSS pixels; it may lie beside it. */
export function acrossStrip(sheet: Sheet, strip: Strip, seconds: number): number {
  const share = (seconds * rateOf(sheet) - strip.from) / Math.max(1, strip.to - strip.from);
  return strip.x + share * strip.width;
}

/** Returns the first and the last moment that is seen, of one channel or of all. */
export function seenSeconds(sheet: Sheet, channel: number | null): readonly [number, number] {
  const seen = strips(sheet).filter((strip) => channel === null || strip.channel === channel);
  const from = Math.min(...seen.map((strip) => strip.from)) / rateOf(sheet);
  const to = Math.max(...seen.map((strip) => strip.to)) / rateOf(sheet);
  return from <= to ? [from, to] : [0, secondsOf(sheet.block)];
}

/** Returns a small step along the trace in seconds: one millimetre of paper where there is one. */
export function smallStep(sheet: Sheet): number {
  return isCalibrated(sheet.block) ? 1 / MM_PER_SECOND : shownLength(sheet) / rateOf(sheet) / 200;
}

function rateOf({ block }: Sheet): number {
  return block.rateHz ?? 1;
}
