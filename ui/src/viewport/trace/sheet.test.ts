import { describe, expect, it } from "vitest";
import { MM } from "./millimetre";
import { firstSheet, leadsOf, type Sheet, shownLength, strips, type Turn, turned } from "./sheet";
import type { SignalBlock } from "./signal";

const LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"];

function signal(names: string[], seconds: number, rateHz: number | null = 500): SignalBlock {
  const length = Math.round(seconds * (rateHz ?? 100));
  return {
    channels: names.map((name) => ({ name, unit: rateHz === null ? null : "mV" })),
    rateHz,
    length,
    low: -1,
    high: 1,
    values: new Float32Array(names.length * length),
  };
}

function open(block: SignalBlock, ...turns: Turn[]): Sheet {
  const sized: Turn = { kind: "resize", width: 1000, height: 500 };
  return [sized, ...turns].reduce(turned, firstSheet(block));
}

describe("a signal that says its rate and unit", () => {
  it("is 25 mm a second wide", () => {
    const sheet = open(signal(["MLII"], 60));
    expect(sheet.times).toBe(1);
    const [strip] = strips(sheet);
    const seconds = ((strip?.to ?? 0) - (strip?.from ?? 0)) / 500;
    expect((strip?.width ?? 0) / seconds / MM).toBeCloseTo(25, 1);
  });

  it("is twice as wide a second when it is magnified twice", () => {
    const sheet = open(signal(["MLII"], 60), { kind: "larger" });
    expect(shownLength(sheet)).toBe(Math.floor(shownLength(open(signal(["MLII"], 60))) / 2));
  });

  it("is magnified at first when it is a single beat, whatever its values are", () => {
    const beat = signal(["MLII"], 0.8);
    expect(open(beat).times).toBe(4);
    expect(open({ ...beat, values: beat.values.map(() => 5) }).times).toBe(4);
  });

  it("shows the twelve leads in three rows of four, and II below", () => {
    const sheet = open(signal(LEADS, 10));
    const names = strips(sheet).map(({ channel }) => LEADS[channel]);
    expect(names).toEqual("I aVR V1 V4 II aVL V2 V5 III aVF V3 V6 II".split(" "));
    const stacked = strips(turned(sheet, { kind: "layout" }));
    expect(stacked.map(({ channel }) => LEADS[channel])).toEqual(LEADS.slice(0, stacked.length));
  });

  it("scrolls to its end and not beyond", () => {
    const sheet = open(signal(["MLII"], 60), { kind: "end" }, { kind: "scroll", share: 1 });
    expect(sheet.from + shownLength(sheet)).toBe(30_000);
    expect(turned(sheet, { kind: "reset" }).from).toBe(0);
  });
});

it("a signal without rate or unit fills the width and has no leads", () => {
  const block = signal(LEADS, 3, null);
  expect(leadsOf(block)).toBeNull();
  const [strip] = strips(open(block));
  expect([strip?.from, strip?.to]).toEqual([0, 300]);
});
