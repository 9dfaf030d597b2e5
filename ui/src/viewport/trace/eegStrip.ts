import { canFilter, type EegLook, hasMontage, leftOut } from "./eeg";
import { mmPerSecond } from "./eegPage";
import { bandAt } from "./filter";
import type { Sheet, Turn } from "./sheet";
import type { SignalBlock } from "./signal";
import type { TraceWords } from "./TraceView";

/** The words of the strip below an EEG. */
export interface EegWords {
  readonly seconds: string;
  readonly perMillimetre: string;
  readonly band: string;
  /** The filter where the rate is too low for its upper end. */
  readonly lowOnly: string;
  readonly unfiltered: string;
  readonly noNotch: string;
  readonly bipolar: string;
  readonly recorded: string;
  readonly leftOut: (count: number) => string;
  readonly montage: string;
  readonly filter: string;
  readonly page: string;
  readonly turnPage: string;
}

/** Says all that makes of the numbers what is seen: time, scale, filter, montage and which way is up. */
export function eegTold(sheet: Sheet, look: EegLook, words: TraceWords): string {
  const { eeg, perSecond } = words;
  const away = leftOut(sheet.block);
  return [
    `${look.page.seconds} ${eeg.seconds}`,
    `${Math.round(mmPerSecond(sheet, look))} ${perSecond}`,
    `${look.microvoltsPerMm} ${eeg.perMillimetre}`,
    filterTold(sheet.block, look, eeg),
    eeg.noNotch,
    look.bipolar ? eeg.bipolar : eeg.recorded,
    ...(0 < away ? [eeg.leftOut(away)] : []),
  ].join(" · ");
}

function filterTold(block: SignalBlock, look: EegLook, words: EegWords): string {
  if (!look.filtered) return words.unfiltered;
  return bandAt(block.rateHz ?? 0) === "both" ? words.band : words.lowOnly;
}

/** What hands can do to an EEG: key, name, and what it does. */
export function eegTools(
  block: SignalBlock,
  words: TraceWords,
): (readonly [string, string, Turn])[] {
  const { eeg } = words;
  return [
    ["+", words.larger, { kind: "larger" }],
    ["−", words.smaller, { kind: "smaller" }],
    ["← →", eeg.turnPage, { kind: "scroll", share: 1 }],
    ...(hasMontage(block) ? [["L", eeg.montage, { kind: "layout" }] as const] : []),
    ...(canFilter(block) ? [["F", eeg.filter, { kind: "filter" }] as const] : []),
    ["A", eeg.page, { kind: "page" }],
    ["R", words.reset, { kind: "reset" }],
  ];
}
