import { describe, expect, it } from "vitest";
import { anItem, aStimulus, trace } from "./testing";
import { answered, point } from "./testingKeys";

describe("each kind of item is answered by keys", () => {
  const yesNo = [
    { code: "yes", text: "Yes" },
    { code: "no", text: "No" },
  ];
  const twelve = Array.from({ length: 12 }, (_, at) => ({ code: `c${at}`, text: `Choice ${at}` }));

  it("a scale, by its points", async () => {
    const item = anItem("q", { kind: "likert", points: ["Poor", "Fair", "Good"] });
    expect(await answered([item], "3{Enter}")).toEqual({ q: point(3) });
  });

  it("a line, in tens, exactly, all the way, and more finely", async () => {
    const line = (id: string) => anItem(id, { kind: "vas", low: "Not at all", high: "Completely" });
    const items = ["a", "b", "c", "d", "e"].map(line);
    const keys = "5{Enter}70,,{Enter}100{Enter}{End}.{Enter}0{Enter}";
    expect(await answered(items, keys)).toEqual({
      a: { kind: "number", number: 50 },
      b: { kind: "number", number: 68 },
      c: { kind: "number", number: 100 },
      d: { kind: "number", number: 100 },
      e: { kind: "number", number: 0 },
    });
  });

  it("one of several, with letters after nine, and something else in words", async () => {
    const items = [
      anItem("a", { kind: "choice", options: yesNo, other: false }),
      anItem("b", { kind: "choice", options: twelve, other: true }),
      anItem("c", { kind: "diagnosis", options: yesNo }),
    ];
    expect(await answered(items, "2bo rare {Enter}{Enter}")).toEqual({
      a: { kind: "code", code: "no", other: null },
      b: { kind: "code", code: "c9", other: null },
      c: { kind: "code", code: "other", other: "rare" },
    });
  });

  it("any number of several, none, and something else", async () => {
    const items = ["a", "b", "c"].map((id) =>
      anItem(id, { kind: "several", options: twelve, other: true }),
    );
    expect(await answered(items, "d1{Enter}0{Enter}2o2odd{Enter}2{Enter}")).toEqual({
      a: { kind: "codes", codes: ["c0", "c11"], other: null },
      b: { kind: "codes", codes: [], other: null },
      c: { kind: "codes", codes: ["other"], other: "2odd" },
    });
  });

  it("a number, typed and corrected", async () => {
    const item = anItem("q", { kind: "number", least: -5, most: 99, decimals: 1, unit: "mm" });
    expect(await answered([item], "13{Backspace}2.5{Enter}")).toEqual({
      q: { kind: "number", number: 12.5 },
    });
  });

  it("a text, which Enter keeps and Esc too", async () => {
    const items = ["a", "b"].map((id) => anItem(id, { kind: "text", most: 80 }));
    expect(await answered(items, "n one{Enter}n two 2{Escape}{Enter}")).toEqual({
      a: { kind: "words", words: "one" },
      b: { kind: "words", words: "two 2" },
    });
  });

  it("a side of a pair", async () => {
    const two = [aStimulus("slot-l", "Left"), aStimulus("slot-r", "Right")];
    const side = anItem("q", { kind: "side", tie: false });
    expect(await answered([side], "2{Enter}", { show: "pair", stimuli: two })).toEqual({
      q: { kind: "code", code: "right", other: null },
    });
  });

  it("no preference, where that is an answer", async () => {
    const two = [aStimulus("slot-l"), aStimulus("slot-r")];
    const side = anItem("q", { kind: "side", tie: true });
    expect(await answered([side], "3{Enter}", { show: "rivals", stimuli: two })).toEqual({
      q: { kind: "code", code: "none", other: null },
    });
  });

  it("a match of X", async () => {
    const three = ["A", "B", "X"].map((label) => aStimulus(`slot-${label}`, label));
    const match = anItem("q", { kind: "match" });
    expect(await answered([match], "1{Enter}", { show: "abx", stimuli: three })).toEqual({
      q: { kind: "code", code: "a", other: null },
    });
  });

  it("marks, moved by arrows, set, and taken back", async () => {
    const item = anItem("q", { kind: "mark", most: 2 });
    const given = await answered(
      [item],
      "m {ArrowRight}{ArrowDown}{Enter}{Backspace}{Shift>}{ArrowLeft}{/Shift} {Escape}{Enter}",
    );
    const marks = given.q?.kind === "marks" ? given.q.marks : [];
    expect(marks).toHaveLength(2);
    expect(marks[0]).toEqual([50, 40]);
    expect(marks[1]?.[0]).toBeLessThan(50);
    expect(marks[1]?.[1]).toBeGreaterThan(40);
  });

  it("no more marks than there may be", async () => {
    const item = anItem("q", { kind: "mark", most: 1 });
    const given = await answered([item], "m  {Escape}{Enter}");
    expect(given.q).toEqual({ kind: "marks", marks: [[50, 40]] });
  });

  it("no mark while the case is hidden", async () => {
    const item = anItem("q", { kind: "mark", most: 3 });
    const given = await answered([item], "mp{Enter} {Escape}{Enter}");
    expect(given.q).toEqual({ kind: "marks", marks: [[50, 40]] });
  });

  it("stretches of all leads and of one", async () => {
    const item = anItem("q", { kind: "span", most: 3 });
    const given = await answered(
      [item],
      "s {ArrowRight}{ArrowRight} {ArrowDown}{ArrowDown} {Shift>}{ArrowRight}{/Shift} {Escape}{Enter}",
      { kind: "signal" },
    );
    const spans = given.q?.kind === "spans" ? given.q.spans : [];
    expect(spans.map(({ lead }) => lead)).toEqual([null, 2]);
    expect(spans.map(({ from, to }) => Math.round(1000 * (to - from)))).toEqual([80, 200]);
  });

  it("stretches of a derivation of an EEG, and of an electrode as it was recorded", async () => {
    const names = "Fp1 Fp2 F7 F3 Fz F4 F8 T3 C3 Cz C4 T4 T5 P3 Pz P4 T6 O1 O2".split(" ");
    const pixels = () => trace(names.map((name) => ({ name: `EEG ${name}-REF`, unit: "uV" })));
    const item = anItem("q", { kind: "span", most: 3 });
    const given = await answered(
      [item],
      // The second row is F7 less T3. With L the row is another one, and all are pointed at again.
      "s{ArrowDown}{ArrowDown} {ArrowRight}{ArrowRight} l{ArrowDown}{ArrowDown} {ArrowRight} {Escape}{Enter}",
      { kind: "signal", pixels },
    );
    const spans = given.q?.kind === "spans" ? given.q.spans : [];
    expect(spans.map(({ lead, against }) => [lead, against])).toEqual([
      [3, 8],
      [2, null],
    ]);
    expect(spans.map(({ from, to }) => Math.round(1000 * (to - from)))).toEqual([40, 20]);
  });

  const fields = ["Age", "Sex", "Pulse", "Beta blocker"].map((name) => ({ name, value: "1" }));
  const card = { kind: "card", stimuli: [aStimulus("slot-s0", "", fields)] } as const;

  it("fields of a card", async () => {
    const item = anItem("q", { kind: "fields" });
    const keys = "m {ArrowDown} {ArrowRight} {Backspace}{ArrowLeft}{ArrowUp}{Escape}{Enter}";
    expect(await answered([item], keys, { ...card, stimuli: [...card.stimuli] })).toEqual({
      q: { kind: "fields", fields: ["Age", "Sex"] },
    });
  });

  it("pairs of fields, with a reason", async () => {
    const reasons = [
      { code: "physiology", text: "Physiology" },
      { code: "time", text: "Order in time" },
    ];
    const item = anItem("q", { kind: "field_pairs", reasons, most: 5 });
    const keys = "m {ArrowRight} 2{Escape}{Enter}";
    expect(await answered([item], keys, { ...card, stimuli: [...card.stimuli] })).toEqual({
      q: { kind: "field_pairs", pairs: [{ fields: ["Age", "Pulse"], reason: "time" }] },
    });
  });

  it("duplicates of a set, by number and by arrows", async () => {
    const stimuli = Array.from({ length: 16 }, (_, at) => aStimulus(`slot-c${at}`));
    const item = anItem("q", { kind: "duplicates" });
    const given = await answered([item], "m12 3 2 {ArrowRight} {Escape}{Enter}", {
      show: "set",
      stimuli,
    });
    expect(given).toEqual({
      q: {
        kind: "duplicates",
        pairs: [
          [3, 12],
          [2, 3],
        ],
      },
    });
  });

  it("what cannot be judged", async () => {
    const items = ["a", "b"].map((id) =>
      anItem(id, { kind: "likert", points: ["Poor", "Good"] }, { cannotJudge: true }),
    );
    expect(await answered(items, "x1{Shift>}{Tab}{Tab}{/Shift}2{Tab}x{Enter}")).toEqual({
      a: point(2),
      b: { kind: "cannot_judge" },
    });
  });
});
