import { millivolts, type SignalBlock } from "./signal";

/** An electrode of the 10-20 system or of the finer 10-10 system, as a channel's name tells it. */
export interface Electrode {
  /** The place on the head, by the newer names: T7 for both T3 and T7. */
  readonly site: string;
  /** What the recording calls it, in the usual letters: `T3`. */
  readonly label: string;
  /** What it was recorded against, in capitals; null when the name does not say. */
  readonly reference: string | null;
}

const LABELS = [
  "Fp1 Fpz Fp2 AF7 AF3 AFz AF4 AF8 F9 F7 F5 F3 F1 Fz F2 F4 F6 F8 F10",
  "FT9 FT7 FC5 FC3 FC1 FCz FC2 FC4 FC6 FT8 FT10 T9 T7 C5 C3 C1 Cz C2 C4 C6 T8 T10",
  "TP9 TP7 CP5 CP3 CP1 CPz CP2 CP4 CP6 TP8 TP10 P9 P7 P5 P3 P1 Pz P2 P4 P6 P8 P10",
  "PO7 PO3 POz PO4 PO8 O1 Oz O2 Iz T1 T2 T3 T4 T5 T6 A1 A2 M1 M2",
].flatMap((row) => row.split(" "));

const USUAL: ReadonlyMap<string, string> = new Map(
  LABELS.map((label) => [label.toUpperCase(), label]),
);

/** The older names of four places. */
const NEWER: Readonly<Record<string, string>> = { T3: "T7", T4: "T8", T5: "P7", T6: "P8" };

/** Returns the electrode that a channel is named after, as in `EEG Fp1-REF`, `T3` and `FP1.`. */
export function electrodeOf(name: string): Electrode | null {
  const [first = "", ...rest] = plainName(name).split(/\s*[-–:/_\s]\s*/);
  const label = USUAL.get(first.replace(/\.+$/, "").toUpperCase());
  if (label === undefined) return null;
  const reference = rest.join("-").toUpperCase();
  return { site: NEWER[label] ?? label, label, reference: reference === "" ? null : reference };
}

/** Returns a channel's name without what every channel of an EEG may have: `Fp1-REF`. */
export function plainName(name: string): string {
  const plain = name
    .trim()
    .replace(/^EEG(?![A-Z])[\s:_.-]*/i, "")
    .replace(/\.+$/, "");
  return plain === "" ? name.trim() : plain;
}

/** Whether a channel's name says that it is of an EEG. */
export function isOfEeg(name: string): boolean {
  return /^EEG(?![A-Z])/i.test(name.trim()) || electrodeOf(name) !== null;
}

/**
 * Whether a signal is an EEG: most of several channels are named so, all of these are voltages,
 * and its rate is known.
 *
 * It depends on names, units and rate only, never on the values: in a blinded reading all cases
 * share these.
 */
export function isEeg(block: SignalBlock): boolean {
  const { channels, rateHz } = block;
  const named = channels.filter(({ name }) => isOfEeg(name));
  return (
    rateHz !== null &&
    1 < channels.length &&
    channels.length < 2 * named.length &&
    named.every((channel) => millivolts(channel) !== null)
  );
}
