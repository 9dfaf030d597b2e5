import { rowsOf } from "./eeg";
import { isSameLead, type Lead } from "./montage";
import { MM_PER_SECOND, type Sheet, type Strip, secondsOf, shownLength, strips } from "./sheet";
import { isCalibrated } from "./signal";

/** A moment of one channel, or of the difference of two, as it is seen on the sheet. */
export interface TracePlace extends Lead {
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
  const { channel, against } = strip;
  return { channel, against, seconds: value / rateOf(sheet), strip };
}

/** Returns where a moment stands on a strip, in CSS pixels; it may lie beside it. */
export function acrossStrip(sheet: Sheet, strip: Strip, seconds: number): number {
  const share = (seconds * rateOf(sheet) - strip.from) / Math.max(1, strip.to - strip.from);
  return strip.x + share * strip.width;
}

/** Returns what can be pointed at: the channels in their order, or the rows of an EEG as they stand. */
export function leadsToPoint({ block, eeg }: Sheet): readonly Lead[] {
  return eeg
    ? rowsOf(block, eeg)
    : block.channels.map((_, channel) => ({ channel, against: null }));
}

/** Returns the first and the last moment that is seen, of one lead or of all. */
export function seenSeconds(sheet: Sheet, lead: Lead | null): readonly [number, number] {
  const seen = strips(sheet).filter((strip) => lead === null || isSameLead(strip, lead));
  const from = Math.min(...seen.map((strip) => strip.from)) / rateOf(sheet);
  const to = Math.max(...seen.map((strip) => strip.to)) / rateOf(sheet);
  return from <= to ? [from, to] : [0, secondsOf(sheet.block)];
}

/**
 * Returns a small step along the trace in seconds: one millimetre of paper where there is one, and
 * the five hundredth part of a page of an EEG, which a spike of 20 ms is not lost in.
 */
export function smallStep(sheet: Sheet): number {
  if (sheet.eeg) return sheet.eeg.page.seconds / 500;
  return isCalibrated(sheet.block) ? 1 / MM_PER_SECOND : shownLength(sheet) / rateOf(sheet) / 200;
}

function rateOf({ block }: Sheet): number {
  return block.rateHz ?? 1;
}
