import { describe, expect, it } from "vitest";
import { electrodeOf, isEeg, plainName } from "./electrodes";
import { bipolarRows, leadName, recordedRows, shareChannel } from "./montage";
import type { SignalBlock } from "./signal";

const NINETEEN = "Fp1 Fp2 F7 F3 Fz F4 F8 T3 C3 Cz C4 T4 T5 P3 Pz P4 T6 O1 O2".split(" ");
const BANANA = [
  "Fp1–F7 F7–T3 T3–T5 T5–O1",
  "Fp1–F3 F3–C3 C3–P3 P3–O1",
  "Fz–Cz Cz–Pz",
  "Fp2–F4 F4–C4 C4–P4 P4–O2",
  "Fp2–F8 F8–T4 T4–T6 T6–O2",
];

function eeg(names: readonly string[], unit: string | null = "uV"): SignalBlock {
  return {
    channels: names.map((name) => ({ name, unit })),
    rateHz: 256,
    length: 4,
    low: -1,
    high: 1,
    values: new Float32Array(4 * names.length),
  };
}

const named = (block: SignalBlock) => bipolarRows(block)?.map(({ name }) => name);

describe("a channel's name", () => {
  it.each([
    ["EEG Fp1-REF", "Fp1", "Fp1", "REF"],
    ["Fp1", "Fp1", "Fp1", null],
    ["FP1.", "Fp1", "Fp1", null],
    ["Fc5.", "FC5", "FC5", null],
    ["EEG T3-A1", "T7", "T3", "A1"],
    ["T7", "T7", "T7", null],
    ["eeg p8 - le", "P8", "P8", "LE"],
    ["EEG:CZ", "Cz", "Cz", null],
  ])("%s tells its electrode", (name, site, label, reference) => {
    expect(electrodeOf(name)).toEqual({ site, label, reference });
  });

  it.each(["II", "V1", "aVR", "ECG", "EOG left", "MLII", "", "EEG", "Status", "ch1", "F77"])(
    "%s tells none",
    (name) => expect(electrodeOf(name)).toBeNull(),
  );

  it("is shown without what all have", () => {
    expect(["EEG Fp1-REF", "FP1..", "EEG 1", "EEG", "ECG"].map(plainName)).toEqual([
      "Fp1-REF",
      "FP1",
      "1",
      "EEG",
      "ECG",
    ]);
  });
});

describe("a signal is an EEG", () => {
  it("when most of its channels are named so, and these are voltages", () => {
    expect(isEeg(eeg(NINETEEN))).toBe(true);
    expect(isEeg(eeg(["EEG 1", "EEG 2", "EOG"]))).toBe(true);
    const withStatus = eeg([...NINETEEN, "Status"]);
    const channels = withStatus.channels.map((one) =>
      one.name === "Status" ? { ...one, unit: null } : one,
    );
    expect(isEeg({ ...withStatus, channels })).toBe(true);
  });

  it("and else it is none, whatever its values are", () => {
    expect(isEeg(eeg("I II III aVR aVL aVF V1 V2 V3 V4 V5 V6".split(" ")))).toBe(false);
    expect(isEeg(eeg(["EEG Fpz-Cz", "EOG", "Resp", "EMG"]))).toBe(false);
    expect(isEeg(eeg(NINETEEN, null))).toBe(false);
    expect(isEeg({ ...eeg(NINETEEN), rateHz: null })).toBe(false);
    expect(isEeg(eeg(["Fp1"]))).toBe(false);
    expect(isEeg(eeg(["ch1", "ch2", "ch3"]))).toBe(false);
    const loud = eeg(NINETEEN);
    expect(isEeg({ ...loud, high: 1e9, values: loud.values.map(() => 1e9) })).toBe(true);
  });
});

describe("the longitudinal bipolar montage", () => {
  it("goes from the left temple over the midline to the right one", () => {
    expect(named(eeg(NINETEEN))).toEqual(BANANA.flatMap((chain) => chain.split(" ")));
    expect(bipolarRows(eeg(NINETEEN))?.map(({ group }) => group)).toEqual([
      0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4,
    ]);
  });

  it("takes one channel from another", () => {
    const [first] = bipolarRows(eeg(NINETEEN)) ?? [];
    expect(first).toMatchObject({ channel: 0, against: 2 });
  });

  it("is found under newer names, prefixes and references, in any order", () => {
    const newer = NINETEEN.map((name) => name.replace("T3", "T7").replace("T5", "P7"));
    expect(named(eeg(newer))?.slice(0, 4)).toEqual(["Fp1–F7", "F7–T7", "T7–P7", "P7–O1"]);
    const long = NINETEEN.toReversed().map((name) => `EEG ${name.toUpperCase()}-REF`);
    expect(named(eeg(long))).toEqual(named(eeg(NINETEEN)));
  });

  it("is left out where an electrode is missing or its reference is another, the midline alone", () => {
    const without = (name: string) => eeg(NINETEEN.filter((one) => one !== name));
    expect(bipolarRows(without("T5"))).toBeNull();
    expect(named(without("Cz"))).toHaveLength(16);
    const mixed = NINETEEN.map((name) => (name === "F7" ? "F7-A1" : `${name}-A2`));
    expect(bipolarRows(eeg(mixed))).toBeNull();
  });

  it("shows below it what is no EEG, a heart ten times smaller", () => {
    const block = eeg(["ECG", ...NINETEEN, "A1", "EOG left"]);
    expect(named(block)?.slice(18)).toEqual(["ECG ÷10", "EOG left"]);
    const recorded = recordedRows(block);
    expect(recorded.map(({ name }) => name).slice(-3)).toEqual(["A1", "ECG ÷10", "EOG left"]);
  });
});

describe("a lead", () => {
  const block = eeg(["EEG Fp1-REF", "EEG F7-REF", "EEG T3-REF"]);
  it("is called as its channels are", () => {
    expect(leadName(block, { channel: 1, against: null })).toBe("EEG F7-REF");
    expect(leadName(block, { channel: 1, against: 2 })).toBe("F7–T3");
    expect(leadName(block, { channel: 9, against: null })).toBeNull();
  });

  it("has something of another one when they share an electrode", () => {
    const lead = { channel: 0, against: 1 };
    expect(shareChannel(lead, { channel: 1, against: null })).toBe(true);
    expect(shareChannel(lead, { channel: 1, against: 2 })).toBe(true);
    expect(shareChannel(lead, { channel: 2, against: 3 })).toBe(false);
    expect(shareChannel({ channel: 2, against: null }, lead)).toBe(false);
  });
});
