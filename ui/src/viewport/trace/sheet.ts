import { canFilter, type EegLook, firstLook, hasMontage, withTraces } from "./eeg";
import { eegShown, eegStrips, lastRow, nextPage } from "./eegPage";
import { MM } from "./millimetre";
import type { Lead } from "./montage";
import { isCalibrated, type SignalBlock } from "./signal";

/** The paper of cardiology: so many millimetres a second, and so many a millivolt. */
export const MM_PER_SECOND = 25;
export const MM_PER_MILLIVOLT = 10;

/** How a signal is looked at. Lengths are in CSS pixels. */
export interface Sheet {
  readonly block: SignalBlock;
  readonly size: { readonly width: number; readonly height: number };
  readonly layout: Layout;
  /** How many times larger than the paper, or, without a scale, than what fits. */
  readonly times: number;
  /** The first value shown, from 0. */
  readonly from: number;
  /** The first row shown. */
  readonly row: number;
  /** How an EEG is looked at; null for any other signal. */
  readonly eeg: EegLook | null;
}

/** All channels below each other, or the twelve leads in three rows of four with one long below. */
export type Layout = "stacked" | "standard";

/** A stretch of one channel, or of the difference of two, and where it stands. */
export interface Strip extends Lead {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What hands can do to a sheet. */
export type Turn =
  | { readonly kind: "resize"; readonly width: number; readonly height: number }
  | { readonly kind: "larger" | "smaller" | "layout" | "reset" | "start" | "end" }
  | { readonly kind: "filter" | "page" }
  | { readonly kind: "scroll"; readonly share: number }
  | { readonly kind: "seconds"; readonly by: number }
  | { readonly kind: "rows"; readonly by: number };

const STANDARD: readonly (readonly string[])[] = [
  ["I", "AVR", "V1", "V4"],
  ["II", "AVL", "V2", "V5"],
  ["III", "AVF", "V3", "V6"],
];
const RHYTHM = "II";
/** Room for the calibration pulse and the names, left of the traces. */
const LEFT = 44;
const RIGHT = 8;
const LEAST_ROW = 12 * MM;
const TIMES = [0.25, 0.5, 1, 2, 4, 8];

/** Returns the sheet before anybody touched it. */
export function firstSheet(block: SignalBlock): Sheet {
  const size = { width: 0, height: 0 };
  const layout = leadsOf(block) ? "standard" : "stacked";
  return { block, size, layout, times: 1, from: 0, row: 0, eeg: firstLook(block) };
}

/**
 * Returns the magnification a signal is first shown in.
 *
 * It depends on length, rate and room only, never on the values: in a blinded
 * reading all cases share these.
 */
export function firstTimes(sheet: Sheet): number {
  const { block, size, layout } = sheet;
  if (!isCalibrated(block) || layout === "standard") return 1;
  const wide = (times: number) => secondsOf(block) * MM_PER_SECOND * times * MM;
  const fitting = TIMES.filter(
    (times) => 1 <= times && times <= 4 && wide(times) <= room(size.width),
  );
  return fitting.at(-1) ?? 1;
}

/** Returns the sheet after `turn`. */
export function turned(sheet: Sheet, turn: Turn): Sheet {
  const { block, eeg } = sheet;
  switch (turn.kind) {
    case "resize": {
      const first = sheet.size.width === 0;
      const sized = { ...sheet, size: { width: turn.width, height: turn.height } };
      return within(first ? { ...sized, times: firstTimes(sized) } : sized);
    }
    case "larger":
    case "smaller": {
      if (eeg) return { ...sheet, eeg: withTraces(eeg, turn.kind) };
      const at = TIMES.indexOf(sheet.times) + (turn.kind === "larger" ? 1 : -1);
      return within({ ...sheet, times: TIMES[at] ?? sheet.times });
    }
    case "layout": {
      if (eeg)
        return hasMontage(block) ? withLook(sheet, { ...eeg, bipolar: !eeg.bipolar }) : sheet;
      if (!leadsOf(block)) return sheet;
      const layout = sheet.layout === "stacked" ? "standard" : "stacked";
      return within({ ...sheet, layout, row: 0 });
    }
    case "filter":
      return eeg && canFilter(block)
        ? { ...sheet, eeg: { ...eeg, filtered: !eeg.filtered } }
        : sheet;
    case "page":
      return eeg ? within({ ...sheet, eeg: { ...eeg, page: nextPage(sheet, eeg) } }) : sheet;
    case "seconds":
      return within({
        ...sheet,
        from: sheet.from + Math.round(turn.by * (block.rateHz ?? 1)),
      });
    case "scroll":
      return within({ ...sheet, from: sheet.from + Math.round(turn.share * shownLength(sheet)) });
    case "start":
      return within({ ...sheet, from: 0 });
    case "end":
      return within({ ...sheet, from: block.length });
    case "rows":
      return within({ ...sheet, row: sheet.row + turn.by });
    case "reset": {
      const { size } = sheet;
      return turned(firstSheet(block), { kind: "resize", ...size });
    }
  }
}

/** Returns how many values of a channel a full row holds. */
export function shownLength(sheet: Sheet): number {
  const { block, size, times, eeg } = sheet;
  if (eeg) return eegShown(block, eeg);
  if (!isCalibrated(block)) return Math.max(2, Math.ceil(block.length / Math.max(1, times)));
  const seconds = room(size.width) / (MM_PER_SECOND * times * MM);
  return Math.max(2, Math.floor(seconds * (block.rateHz ?? 1)));
}

/** Returns the stretches of the channels, each where it stands. */
export function strips(sheet: Sheet): Strip[] {
  if (sheet.eeg) return eegStrips(sheet, sheet.eeg);
  const { block, size, layout } = sheet;
  const leads = layout === "standard" ? leadsOf(block) : null;
  const width = room(size.width);
  const shown = shownLength(sheet);
  const to = Math.min(block.length, sheet.from + shown);
  const across = (from: number, end: number) => ((end - from) / shown) * width;
  if (!leads) {
    const height = rowHeight(sheet, block.channels.length);
    return block.channels
      .map((_, channel) => ({
        channel,
        against: null,
        from: sheet.from,
        to,
        x: LEFT,
        y: (channel - sheet.row) * height,
        width: across(sheet.from, to),
        height,
      }))
      .filter(({ y }) => 0 <= y && y < size.height);
  }
  const height = rowHeight(sheet, 4);
  const quarter = Math.floor((to - sheet.from) / 4);
  const rows = leads.rows.flatMap((row, down) =>
    row.map((channel, at) => {
      const from = sheet.from + at * quarter;
      return {
        channel,
        against: null,
        from,
        to: from + quarter,
        x: LEFT + across(sheet.from, from),
        y: down * height,
        width: across(from, from + quarter),
        height,
      };
    }),
  );
  const long = {
    channel: leads.rhythm,
    against: null,
    from: sheet.from,
    to,
    x: LEFT,
    y: 3 * height,
    width: across(sheet.from, to),
    height,
  };
  return [...rows, long];
}

/** Whether a signal has the twelve leads, and where they are. */
export function leadsOf(block: SignalBlock): { rows: number[][]; rhythm: number } | null {
  if (!isCalibrated(block)) return null;
  const names = block.channels.map(({ name }) => name.trim().toUpperCase());
  const rows = STANDARD.map((row) => row.map((name) => names.indexOf(name)));
  const rhythm = names.indexOf(RHYTHM);
  return rows.flat().some((at) => at < 0) ? null : { rows, rhythm };
}

/** Returns how long a signal is, in seconds; in values when nobody knows its rate. */
export function secondsOf(block: SignalBlock): number {
  return block.length / (block.rateHz ?? 1);
}

function rowHeight({ size }: Sheet, rows: number): number {
  return Math.max(LEAST_ROW, size.height / rows);
}

function room(width: number): number {
  return Math.max(1, width - LEFT - RIGHT);
}

/** Brings the sheet back to where the signal is. */
function within(sheet: Sheet): Sheet {
  const { block, size, layout, eeg } = sheet;
  const last = Math.max(0, block.length - shownLength(sheet));
  const rows = layout === "standard" ? 4 : block.channels.length;
  const fitting = Math.max(1, Math.floor(size.height / rowHeight(sheet, rows)));
  const lowest = eeg ? lastRow(sheet, eeg) : Math.max(0, rows - fitting);
  return {
    ...sheet,
    from: Math.min(last, Math.max(0, sheet.from)),
    row: Math.min(lowest, Math.max(0, sheet.row)),
  };
}

/** Another look at the same moment, from its first row. */
function withLook(sheet: Sheet, eeg: EegLook): Sheet {
  return within({ ...sheet, eeg, row: 0 });
}
