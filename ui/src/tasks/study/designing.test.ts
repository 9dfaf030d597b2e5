import { expect, test } from "vitest";
import { aSet } from "../../testing/samples";
import { aProtocol } from "../../testing/studies";
import {
  asMany,
  type Draft,
  firstLanguage,
  firstProtocol,
  lackOf,
  nextCode,
  practiceOf,
  protocolsFor,
  requestOf,
  sizedBy,
  withProtocol,
} from "./designing";

const sets = [aSet({ id: 1 }), aSet({ id: 2, arm: "synthetic", nSamples: 9 })];
const protocol = aProtocol({});
const draft: Draft = {
  name: "Pilot",
  real: 1,
  synthetic: [2],
  nReal: 6,
  nSynthetic: 5,
  ownNumbers: false,
  readers: ["R1", " R2", "R2", ""],
  seed: null,
  protocol: "images-short",
  language: "en",
  how: "random",
  run: null,
  metric: null,
  byHand: {},
  catches: {},
  groups: 1,
  rounds: 1,
  washoutDays: 28,
  varyPercent: 0,
  repeatPercent: null,
};

test("a study that lacks nothing is asked for with each reader once", () => {
  expect(requestOf(draft, sets, protocol)).toMatchObject({ name: "Pilot", readers: ["R1", "R2"] });
});

test("a study cannot have more cases than its sets, less those for practice", () => {
  expect(lackOf({ ...draft, nSynthetic: 6 }, sets, protocol)).toBe("tooManySynthetic");
  expect(lackOf({ ...draft, nReal: 57 }, sets, protocol)).toBe("tooManyReal");
  expect(lackOf({ ...draft, nReal: 56 }, sets, protocol)).toBeNull();
});

test("what is missing is named", () => {
  expect(lackOf({ ...draft, name: " " }, sets, protocol)).toBe("name");
  expect(lackOf({ ...draft, readers: [" "] }, sets, protocol)).toBe("readers");
  expect(lackOf({ ...draft, real: null }, sets, protocol)).toBe("real");
  expect(lackOf(draft, sets, undefined)).toBe("protocol");
  expect(lackOf({ ...draft, groups: 3 }, sets, protocol)).toBe("groups");
  expect(lackOf({ ...draft, how: "quantiles" }, sets, protocol)).toBe("measure");
  expect(lackOf({ ...draft, catches: { 2: "10" } }, sets, protocol)).toBe("catches");
  expect(lackOf({ ...draft, how: "byHand", byHand: { 1: "x" } }, sets, protocol)).toBe("byHand");
  expect(lackOf({ ...draft, how: "byHand", byHand: { 1: "1" } }, sets, protocol)).toBe("cases");
  expect(requestOf({ ...draft, nReal: null }, sets, protocol)).toBeNull();
});

test("places in a set that was taken out again do not count", () => {
  const request = requestOf({ ...draft, catches: { 2: "1", 7: "nonsense" } }, sets, protocol);
  expect(request?.catches).toEqual([{ set: 2, ordinal: 0 }]);
});

test("half of the cases for practice is of each side, and the odd one real", () => {
  expect(practiceOf(aProtocol({ nTraining: 7, nExamples: 1 }))).toEqual({ real: 5, synthetic: 3 });
  expect(practiceOf(undefined)).toEqual({ real: 0, synthetic: 0 });
});

test("a protocol sets the numbers as far as the sets have them, unless they were typed", () => {
  expect(sizedBy(draft, sets, protocol)).toMatchObject({ nReal: 20, nSynthetic: 5 });
  expect(sizedBy({ ...draft, ownNumbers: true }, sets, protocol)).toMatchObject({ nReal: 6 });
});

test("the language stays when the protocol has it, else it is English, else the first", () => {
  const kept = withProtocol({ ...draft, language: "pt" }, sets, protocol);
  expect(kept.language).toBe("pt");
  expect(withProtocol({ ...draft, language: "es" }, sets, protocol).language).toBe("en");
  expect(firstLanguage(aProtocol({ languages: ["de", "pt"] }))).toBe("de");
  expect(firstLanguage(aProtocol({ languages: [] }))).toBeNull();
});

test("the first protocol is the short one that is shipped for what the set holds", () => {
  const all = [
    aProtocol({ id: "quick" }),
    aProtocol({ id: "own-short", shipped: false }),
    protocol,
    aProtocol({ id: "ecg-short", modality: "signal" }),
  ];
  expect(firstProtocol(protocolsFor(all, "image"))?.id).toBe("images-short");
  expect(firstProtocol(protocolsFor(all.slice(0, 2), "image"))?.id).toBe("quick");
  expect(firstProtocol(protocolsFor(all, "vectors"))).toBeUndefined();
});

test("electrodes on the head ask for the protocol for EEG, whatever stands first", () => {
  const signals = ["eeg-short", "ecg-short"].map((id) => aProtocol({ id, modality: "signal" }));
  const eeg = ["EEG Fp1-REF", "C3", "T3", "ECG"];
  expect(firstProtocol(signals, eeg)?.id).toBe("eeg-short");
  expect(firstProtocol(signals, ["I", "II", "V1", "C3"])?.id).toBe("ecg-short");
  expect(firstProtocol(signals, [])?.id).toBe("ecg-short");
});

test("the next reader's code is free", () => {
  expect(nextCode([])).toBe("R1");
  expect(nextCode(["R1", "R3"])).toBe("R4");
  expect(nextCode(["R2"])).toBe("R3");
  expect(asMany(["R1", "X"], 4)).toEqual(["R1", "X", "R3", "R4"]);
});
