import { describe, expect, it } from "vitest";
import { microvoltsOf, rowsOf } from "./eeg";
import { mmPerSecond, pagePlace } from "./eegPage";
import { turnForEegKey } from "./keys";
import { MM } from "./millimetre";
import { barOf } from "./paintEeg";
import { acrossStrip, leadsToPoint, placeOn, seenSeconds, smallStep } from "./place";
import { firstSheet, type Sheet, shownLength, strips, type Turn, turned } from "./sheet";
import type { SignalBlock } from "./signal";

const NINETEEN = "Fp1 Fp2 F7 F3 Fz F4 F8 T3 C3 Cz C4 T4 T5 P3 Pz P4 T6 O1 O2".split(" ");

function eeg(seconds: number, rateHz = 256, names: readonly string[] = NINETEEN): SignalBlock {
  const length = seconds * rateHz;
  return {
    channels: names.map((name) => ({ name: `EEG ${name}-REF`, unit: "uV" })),
    rateHz,
    length,
    low: -1,
    high: 1,
    values: new Float32Array(names.length * length),
  };
}

function open(block: SignalBlock, turns: readonly Turn[] = [], width = 1300, height = 700): Sheet {
  return [{ kind: "resize", width, height } as Turn, ...turns].reduce(turned, firstSheet(block));
}

const press = (key: string, shiftKey = false) => {
  const turn = turnForEegKey({ key, shiftKey, ctrlKey: false, altKey: false, metaKey: false });
  if (!turn) throw new Error(`${key} does nothing`);
  return turn;
};
const lookOf = (sheet: Sheet) => {
  if (!sheet.eeg) throw new Error("no EEG");
  return sheet.eeg;
};

describe("the page of an EEG", () => {
  it("is ten seconds of 30 mm where there is room for them", () => {
    const sheet = open(eeg(60));
    expect(shownLength(sheet)).toBe(2560);
    expect(strips(sheet)[0]?.width).toBeCloseTo(300 * MM, 6);
    expect(mmPerSecond(sheet, lookOf(sheet))).toBeCloseTo(30, 6);
  });

  it("is ten seconds in a narrow window, too", () => {
    const sheet = open(eeg(60), [], 700);
    expect(shownLength(sheet)).toBe(2560);
    const { x, width } = pagePlace(sheet, lookOf(sheet));
    expect(x + width).toBe(700 - 44);
    expect(mmPerSecond(sheet, lookOf(sheet))).toBeLessThan(17);
  });

  it("ends where a short recording ends, and keeps its scale", () => {
    const [short, long] = [strips(open(eeg(8)))[0], strips(open(eeg(60)))[0]];
    expect(short?.width).toBeCloseTo(0.8 * (long?.width ?? 0), 6);
  });

  it("is turned by ten seconds, and with Shift by one, and not beyond the end", () => {
    const at = (...keys: Turn[]) => open(eeg(25), keys).from / 256;
    expect(at(press("ArrowRight"))).toBe(10);
    expect(at(press("PageDown"), press("PageDown"))).toBe(15);
    expect(at(press("ArrowRight", true), press("ArrowRight", true))).toBe(2);
    expect(at(press("End"), press("ArrowLeft"))).toBe(5);
    expect(at(press("End"), press("Home"))).toBe(0);
  });

  it("can be wider, shorter and longer, and comes back", () => {
    const pages = [0, 1, 2, 3, 4].map((n) => {
      const { page } = lookOf(open(eeg(60), Array<Turn>(n).fill(press("a")), 1900));
      return `${page.seconds}${page.wide ? " wide" : ""}`;
    });
    expect(pages).toEqual(["10", "10 wide", "5 wide", "20 wide", "10"]);
    // Where it fills the width already, it does not grow wider.
    expect(lookOf(open(eeg(60), [press("a")], 900)).page.seconds).toBe(5);
  });

  it("begins at 7 µV/mm and goes in the usual steps", () => {
    const steps = (key: string) =>
      Array.from(
        { length: 6 },
        (_, n) => lookOf(open(eeg(10), Array<Turn>(n).fill(press(key)))).microvoltsPerMm,
      );
    expect(steps("+")).toEqual([7, 5, 3, 3, 3, 3]);
    expect(steps("-")).toEqual([7, 10, 15, 20, 30, 30]);
    const bars = [3, 5, 7, 10, 15, 20, 30].map((microvoltsPerMm) =>
      barOf({ ...lookOf(open(eeg(10))), microvoltsPerMm }),
    );
    expect(bars).toEqual([50, 50, 100, 100, 200, 200, 500]);
  });

  it("shows the eighteen derivations, and with L the nineteen channels", () => {
    const names = (sheet: Sheet) => rowsOf(sheet.block, lookOf(sheet)).map(({ name }) => name);
    expect(strips(open(eeg(10)))).toHaveLength(18);
    expect(names(open(eeg(10)))[0]).toBe("Fp1–F7");
    expect(names(open(eeg(10), [press("l")]))[0]).toBe("Fp1-REF");
    const few = eeg(10, 256, ["C3", "C4"]);
    expect(lookOf(open(few)).bipolar).toBe(false);
    expect(lookOf(open(few, [press("l")])).bipolar).toBe(false);
  });

  it("scrolls to its last row where not all are seen", () => {
    const sheet = open(eeg(10), Array<Turn>(40).fill(press("ArrowDown")), 1300, 200);
    const last = strips(sheet).at(-1);
    expect([last?.channel, last?.against].map((at) => NINETEEN[at ?? -1])).toEqual(["T6", "O2"]);
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(170.5);
  });

  it("looks the same at first whatever the values are", () => {
    const quiet = eeg(10);
    const loud = { ...quiet, high: 1e6, values: quiet.values.map((_, at) => at) };
    const { block: _, ...one } = open(quiet);
    const { block: __, ...two } = open(loud);
    expect(two).toEqual(one);
  });
});

describe("what is pointed at on an EEG", () => {
  const sheet = open(eeg(60), [press("ArrowRight")]);
  const [strip] = strips(sheet);

  it("is a derivation and a moment", () => {
    const place = placeOn(sheet, (strip?.x ?? 0) + 30 * MM, (strip?.y ?? 0) + 3);
    expect(place).toMatchObject({ channel: 0, against: 2 });
    expect(place?.seconds).toBeCloseTo(11, 6);
    if (strip) expect(acrossStrip(sheet, strip, 11)).toBeCloseTo(strip.x + 30 * MM, 6);
  });

  it("goes by rows, within what is seen, in steps that a spike is not lost in", () => {
    expect(leadsToPoint(sheet)).toHaveLength(18);
    expect(seenSeconds(sheet, { channel: 0, against: 2 })).toEqual([10, 20]);
    expect(smallStep(sheet)).toBe(0.02);
  });
});

describe("what a row shows", () => {
  const block = eeg(10);
  block.values.fill(30, 0, block.length); // Fp1
  block.values.fill(10, 2 * block.length, 3 * block.length); // F7
  const look = lookOf(open(block, [press("f")]));
  const row = rowsOf(block, look)[0];

  it("is one electrode less the other, in microvolts", () => {
    if (!row) throw new Error("no row");
    const half = Float32Array.from(block.values);
    half.fill(60, 0, block.length / 2);
    const steps = microvoltsOf({ ...block, values: half }, look, row);
    expect((steps[0] ?? 0) - (steps.at(-1) ?? 0)).toBe(30);
  });

  it("stands around its middle without the filter, and around zero with it", () => {
    if (!row) throw new Error("no row");
    expect(microvoltsOf(block, look, row)[100]).toBe(0);
    expect(microvoltsOf(block, { ...look, filtered: true }, row)[100]).toBeCloseTo(0, 9);
  });

  it("is missing where one of the two is missing", () => {
    if (!row) throw new Error("no row");
    const values = Float32Array.from(block.values);
    values[2 * block.length + 7] = Number.NaN;
    expect(microvoltsOf({ ...block, values }, look, row)[7]).toBeNaN();
  });
});
