import { isEeg } from "./electrodes";
import { bandAt, filtered } from "./filter";
import { bipolarRows, type Row, recordedRows } from "./montage";
import { channelOf, millivolts, type SignalBlock } from "./signal";

/** How an EEG is looked at. */
export interface EegLook {
  /** Whether its rows are derivations from front to back, or its channels as they were recorded. */
  readonly bipolar: boolean;
  readonly filtered: boolean;
  readonly microvoltsPerMm: number;
  readonly page: Page;
}

/** What lies side by side: so many seconds, on paper or as wide as there is room. */
export interface Page {
  readonly seconds: number;
  readonly wide: boolean;
}

/** The paper of an EEG: ten seconds of 30 mm each. */
export const EEG_MM_PER_SECOND = 30;
export const PAPER_PAGE: Page = { seconds: 10, wide: false };
export const PAGES: readonly Page[] = [
  PAPER_PAGE,
  { seconds: 10, wide: true },
  { seconds: 5, wide: true },
  { seconds: 20, wide: true },
];
/** Microvolts a millimetre, the largest traces first. */
export const SENSITIVITIES = [3, 5, 7, 10, 15, 20, 30];
const FIRST_SENSITIVITY = 7;

/** Returns how an EEG is first looked at; nothing for any other signal. */
export function firstLook(block: SignalBlock): EegLook | null {
  if (!isEeg(block)) return null;
  return {
    bipolar: hasMontage(block),
    filtered: canFilter(block),
    microvoltsPerMm: FIRST_SENSITIVITY,
    page: PAPER_PAGE,
  };
}

/** Returns the look with traces a step larger or smaller. */
export function withTraces(look: EegLook, change: "larger" | "smaller"): EegLook {
  const at = SENSITIVITIES.indexOf(look.microvoltsPerMm) + (change === "larger" ? -1 : 1);
  return { ...look, microvoltsPerMm: SENSITIVITIES[at] ?? look.microvoltsPerMm };
}

/** Whether the electrodes of the longitudinal bipolar montage are there. */
export function hasMontage(block: SignalBlock): boolean {
  return 0 < laidOut(block).bipolar.length;
}

/** Whether the rate leaves something to filter. */
export function canFilter(block: SignalBlock): boolean {
  return bandAt(block.rateHz ?? 0) !== "none";
}

/** Returns the rows of an EEG, from the top. */
export function rowsOf(block: SignalBlock, look: EegLook): readonly Row[] {
  const rows = laidOut(block);
  return look.bipolar && 0 < rows.bipolar.length ? rows.bipolar : rows.recorded;
}

/** Returns how many channels are no voltages, and have no place on the paper. */
export function leftOut(block: SignalBlock): number {
  return block.channels.length - laidOut(block).recorded.length;
}

/**
 * Returns the values of a row in microvolts, filtered over its whole length or not.
 *
 * Without the filter its middle value is taken off: an amplifier that keeps direct current may stand
 * millivolts from zero.
 */
export function microvoltsOf(block: SignalBlock, look: EegLook, row: Row): Float64Array {
  const known = valuesKept.get(block) ?? new Map<string, Float64Array>();
  valuesKept.set(block, known);
  const key = [row.channel, row.against, look.filtered].join();
  const before = known.get(key);
  if (before) return before;
  const raw = microvolts(block, row);
  const values = look.filtered ? filtered(raw, block.rateHz ?? 0) : aroundMiddle(raw);
  known.set(key, values);
  return values;
}

const valuesKept = new WeakMap<SignalBlock, Map<string, Float64Array>>();
const rowsKept = new WeakMap<SignalBlock, { bipolar: readonly Row[]; recorded: readonly Row[] }>();

function laidOut(block: SignalBlock) {
  const known = rowsKept.get(block);
  if (known) return known;
  const rows = { bipolar: bipolarRows(block) ?? [], recorded: recordedRows(block) };
  rowsKept.set(block, rows);
  return rows;
}

function microvolts(block: SignalBlock, { channel, against, over }: Row): Float64Array {
  const factor = (at: number) => {
    const one = block.channels[at];
    return ((one && millivolts(one)) ?? Number.NaN) * (1000 / over);
  };
  const values = Float64Array.from(channelOf(block, channel));
  const own = factor(channel);
  if (against === null) return values.map((value) => value * own);
  const [other, its] = [channelOf(block, against), factor(against)];
  return values.map((value, at) => value * own - (other[at] ?? Number.NaN) * its);
}

function aroundMiddle(values: Float64Array): Float64Array {
  const finite = values.filter(Number.isFinite).toSorted();
  const middle = finite[Math.floor(finite.length / 2)] ?? 0;
  return values.map((value) => value - middle);
}
