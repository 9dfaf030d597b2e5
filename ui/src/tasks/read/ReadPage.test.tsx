import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { BlindCase, ItemView } from "../../core/bindings";
import { ReadPage } from "./ReadPage";
import {
  aCase,
  anItem,
  aStimulus,
  COMMENT,
  cases,
  givenIn,
  mockCore,
  picture,
  SOURCE,
} from "./testing";

async function begin() {
  const user = userEvent.setup();
  render(<ReadPage />);
  await screen.findByRole("heading", { name: "Reading" });
  await user.keyboard("{Enter}");
  return user;
}

/** The case with this number is on screen and can be answered. */
async function onCase(number: number, total: number) {
  return onPage(`Case ${number} of ${total}`);
}

async function onPage(name: string) {
  const page = await screen.findByRole("main", { name });
  await waitFor(() => expect(page.querySelector("canvas, dl")).toBeTruthy());
  return page;
}

const point = (number: number) => ({ kind: "point", point: number });
const done = () => screen.findByRole("heading", { name: "All is read. Thank you." });

/** One case with these items; the keys are pressed, and what was saved is returned. */
async function answered(
  items: ItemView[],
  keys: string,
  own: Partial<BlindCase> & { kind?: "image" | "signal" | "card" } = {},
) {
  const { kind = "image", ...rest } = own;
  const core = mockCore({ kind, steps: cases(1, { items, ...rest }) });
  const user = await begin();
  await onCase(1, 1);
  // What is painted first is heard one frame later.
  await new Promise((resolve) => requestAnimationFrame(() => resolve(null)));
  await user.keyboard(keys);
  await done();
  return givenIn(core.saved[0]);
}

describe("a reader with only a keyboard", () => {
  it("finishes a session of pictures", async () => {
    const core = mockCore({ steps: cases(3) });
    const user = await begin();

    await onCase(1, 3);
    await user.keyboard("6{Enter}");
    await onCase(2, 3);
    await user.keyboard("2{Shift>}{Tab}{/Shift}3n");
    await user.keyboard("no ribs{Shift>}{Enter}{/Shift}left{Enter}{Enter}");
    await onCase(3, 3);
    await user.keyboard("1");
    await user.keyboard("n");
    await user.keyboard("clear{Control>}{Enter}{/Control}");

    await done();
    expect(core.saved.map((one) => [one.slot, givenIn(one), one.changes])).toEqual([
      ["slot-0", { source: point(6) }, 0],
      ["slot-1", { source: point(3), comment: { kind: "words", words: "no ribs\nleft" } }, 1],
      ["slot-2", { source: point(1), comment: { kind: "words", words: "clear" } }, 0],
    ]);
    await user.keyboard("{Enter}");
    expect(core.called.at(-1)).toBe("leave_reading");
  });

  it("finishes a session of patient cards", async () => {
    const fields = [
      { name: "Age", value: "63 years" },
      { name: "Ejection fraction", value: null },
    ];
    const core = mockCore({
      kind: "card",
      steps: cases(1, { stimuli: [aStimulus("slot-s0", "", fields)] }),
    });
    const user = await begin();
    const page = await onCase(1, 1);
    expect(within(page).getByText("63 years")).toBeTruthy();
    expect(within(page).getByText("not recorded")).toBeTruthy();
    await user.keyboard("4{Enter}");
    await done();
    expect(core.called).not.toContain("case_pixels");
  });

  it("can choose with Space, as in any group of choices", async () => {
    const core = mockCore({ steps: cases(1) });
    const user = await begin();
    const page = await onCase(1, 1);
    within(page).getAllByRole("radio")[4]?.focus();
    await user.keyboard(" {Enter}");
    await done();
    expect(givenIn(core.saved[0])).toEqual({ source: point(5) });
  });
});

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

describe("an item with a condition", () => {
  const cues = anItem(
    "cues",
    { kind: "several", options: [{ code: "edges", text: "Edges" }], other: false },
    { onlyIf: { item: "source", is: ["4", "5", "6"], atLeast: null, atMost: null } },
  );

  it("is asked when the condition holds", async () => {
    expect(await answered([SOURCE, cues], "51{Enter}")).toEqual({
      source: point(5),
      cues: { kind: "codes", codes: ["edges"], other: null },
    });
  });

  it("is neither seen nor saved when it no longer holds", async () => {
    const core = mockCore({ steps: cases(1, { items: [SOURCE, cues] }) });
    const user = await begin();
    const page = await onCase(1, 1);
    expect(within(page).queryByRole("group", { name: "About cues?" })).toBeNull();
    await user.keyboard("51");
    expect(within(page).getByRole("group", { name: "About cues?" })).toBeTruthy();
    await user.keyboard("{Shift>}{Tab}{/Shift}2{Enter}");
    await done();
    expect(givenIn(core.saved[0])).toEqual({ source: point(2) });
  });
});

describe("the active item", () => {
  const items = ["a", "b", "c"].map((id) =>
    anItem(id, { kind: "likert", points: ["Low", "High"] }),
  );
  const active = (page: HTMLElement) =>
    within(page)
      .getAllByRole("group", { current: true })
      .map((one) => one.getAttribute("aria-labelledby"))
      .map((id) => document.getElementById(id ?? "")?.textContent);

  it("is the next open one after an answer, and Tab changes it", async () => {
    const core = mockCore({ steps: cases(1, { items }) });
    const user = await begin();
    const page = await onCase(1, 1);
    expect(active(page)).toEqual(["About a?"]);
    await user.keyboard("1");
    expect(active(page)).toEqual(["About b?"]);
    await user.keyboard("{Tab}2");
    expect(active(page)).toEqual(["About b?"]);
    await user.keyboard("{Enter}");
    expect(core.saved).toEqual([]);
    expect(within(page).getByText(/Choose an answer first/)).toBeTruthy();
    await user.keyboard("1{Enter}");
    await done();
    expect(givenIn(core.saved[0])).toEqual({ a: point(1), b: point(1), c: point(2) });
  });

  it("loses its answer with Backspace", async () => {
    const core = mockCore({ steps: cases(1, { items: items.slice(0, 1) }) });
    const user = await begin();
    const page = await onCase(1, 1);
    await user.keyboard("1{Backspace}{Enter}");
    expect(core.saved).toEqual([]);
    expect(within(page).queryByRole("radio", { checked: true })).toBeNull();
  });
});

it("a number that does not fit is asked for again, also where it is optional", async () => {
  const item = anItem(
    "q",
    { kind: "number", least: 40, most: 200, decimals: 0, unit: "ms" },
    { optional: true },
  );
  const core = mockCore({ steps: cases(1, { items: [item] }) });
  const user = await begin();
  const page = await onCase(1, 1);
  await user.keyboard("12{Enter}");
  expect(within(page).getByText("A number from 40 to 200 is needed.")).toBeTruthy();
  expect(core.saved).toEqual([]);
  await user.keyboard("0{Enter}");
  await done();
  expect(givenIn(core.saved[0])).toEqual({ q: { kind: "number", number: 120 } });
});

describe("an answer", () => {
  it("is never chosen beforehand, and is seen before it is saved", async () => {
    const core = mockCore({ steps: cases(2) });
    const user = await begin();
    const page = await onCase(1, 2);
    expect(within(page).queryByRole("radio", { checked: true })).toBeNull();

    await user.keyboard("{Enter}");
    expect(within(page).getByText(/Choose an answer first/)).toBeTruthy();
    expect(core.saved).toEqual([]);

    await user.keyboard("5");
    expect(
      within(page).getByRole("radio", { name: "5 Probably synthetic", checked: true }),
    ).toBeTruthy();
    expect(core.saved).toEqual([]);
    await user.keyboard("{Enter}");
    const next = await onCase(2, 2);
    expect(within(next).queryByRole("radio", { checked: true })).toBeNull();
  });

  it("stays on screen when it cannot be saved, and Enter tries again", async () => {
    const core = mockCore({ steps: cases(2) });
    const user = await begin();
    const page = await onCase(1, 2);
    core.failNextSave = "The disk is full.";
    await user.keyboard("2nrib{Escape}{Enter}");

    const alert = await within(page).findByRole("alert");
    expect(alert.textContent).toContain("This answer is not saved yet.");
    expect(alert.textContent).toContain("The disk is full. Free some space.");
    expect(
      within(page).getByRole("radio", { checked: true, name: "2 Probably real" }),
    ).toBeTruthy();

    await user.keyboard("{Enter}");
    await onCase(2, 2);
    expect(core.saved.map(givenIn)).toEqual([
      { source: point(2), comment: { kind: "words", words: "rib" } },
    ]);
  });

  it("whose reply was lost is not asked for twice", async () => {
    const core = mockCore({ steps: cases(2) });
    const user = await begin();
    await onCase(1, 2);
    core.loseNextReply = true;
    await user.keyboard("3{Enter}");
    await screen.findByRole("alert");
    await user.keyboard("{Enter}");
    await onCase(2, 2);
    expect(core.saved).toHaveLength(1);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is timed from the first paint, and marked when the reader was away", async () => {
    const core = mockCore({ steps: cases(2) });
    const user = await begin();
    await onCase(1, 2);
    await user.keyboard("2{Enter}");
    await onCase(2, 2);
    window.dispatchEvent(new Event("blur"));
    await screen.findByRole("dialog", { name: "Paused" });
    await user.keyboard("3");
    await user.keyboard("{Enter}");
    await user.keyboard("4{Enter}");
    await done();
    expect(core.saved.map(({ interrupted }) => interrupted)).toEqual([false, true]);
    expect(core.saved.map(({ changes }) => changes)).toEqual([0, 0]);
    for (const { rtMs, firstAnswerRtMs } of core.saved) {
      expect(firstAnswerRtMs).not.toBeNull();
      expect(firstAnswerRtMs ?? 0).toBeLessThanOrEqual(rtMs);
    }
  });

  it("comes from the first press of a key that is held", async () => {
    const items = ["a", "b"].map((id) => anItem(id, { kind: "likert", points: ["Low", "High"] }));
    mockCore({ steps: cases(1, { items }) });
    const user = await begin();
    const page = await onCase(1, 1);
    await user.keyboard("{2>3/}");
    expect(within(page).getAllByRole("radio", { checked: true })).toHaveLength(1);
  });
});

describe("Esc", () => {
  it("closes the text and keeps it", async () => {
    mockCore({ steps: cases(1) });
    const user = await begin();
    await onCase(1, 1);
    await user.keyboard("n");
    await user.keyboard("rib{Escape}");
    expect(screen.queryByRole("textbox")).toBeNull();
    await user.keyboard("n");
    expect(screen.getByRole("textbox")).toHaveProperty("value", "rib");
  });

  it("closes the keys and does nothing else", async () => {
    mockCore({ steps: cases(1, { items: [SOURCE] }) });
    const user = await begin();
    const page = await onCase(1, 1);
    await user.keyboard("3?");
    await screen.findByRole("dialog", { name: "Keys" });
    await user.keyboard("5{Escape}{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(within(page).getByRole("radio", { checked: true, name: "3 Perhaps real" })).toBeTruthy();
  });
});

describe("on the way through a session", () => {
  it("consent is given with Enter, and Esc leaves without it", async () => {
    const core = mockCore({ steps: [{ step: "consent", text: "You may stop." }, ...cases(1)] });
    const user = await begin();
    await screen.findByText("You may stop.");
    await user.keyboard("{Escape}");
    expect(core.called.at(-1)).toBe("leave_reading");
    expect(core.passed).toEqual([]);
    await user.keyboard("{Enter}");
    await onCase(1, 1);
    expect(core.passed).toEqual(["consent"]);
  });

  const profile = {
    step: "form",
    form: "profile",
    title: "About you",
    items: [
      anItem("specialty", { kind: "text", most: 80 }),
      anItem("years", { kind: "number", least: 0, most: 70, decimals: 0, unit: "years" }),
      anItem("exposure", {
        kind: "choice",
        options: [{ code: "never", text: "Never" }],
        other: false,
      }),
      anItem("cues", { kind: "text", most: 2000 }, { optional: true }),
    ],
  } as const;

  it("a form is filled in by keys alone", async () => {
    const core = mockCore({ steps: [{ ...profile, items: [...profile.items] }, ...cases(1)] });
    const user = await begin();
    const page = await screen.findByRole("main", { name: "About you" });
    await waitFor(() => expect(page.contains(document.activeElement)).toBe(true));
    await user.keyboard("Radiology{Enter}12{Enter}1");
    await user.keyboard("{Escape}{Enter}");
    await onCase(1, 1);
    expect(core.forms.map(({ form }) => form)).toEqual(["profile"]);
    expect(givenIn(core.forms[0])).toEqual({
      specialty: { kind: "words", words: "Radiology" },
      years: { kind: "number", number: 12 },
      exposure: { kind: "code", code: "never", other: null },
    });
  });

  it("a form that cannot be saved keeps what was written", async () => {
    const core = mockCore({ steps: [{ ...profile, items: [...profile.items] }, ...cases(1)] });
    const user = await begin();
    await screen.findByRole("main", { name: "About you" });
    core.failNextSave = "The disk is full.";
    await user.keyboard("Radiology{Enter}12{Enter}1{Escape}{Enter}");
    await screen.findByRole("alert");
    expect(screen.getByText("Radiology")).toBeTruthy();
    await user.keyboard("{Enter}");
    await onCase(1, 1);
    expect(core.forms).toHaveLength(1);
  });

  it("an opening is read, and its words come no earlier", async () => {
    const text = "Some of the images were made by a computer.";
    const core = mockCore({
      steps: [...cases(1, { total: 2 }), { step: "opening", text }, aCase(1, { total: 2 })],
    });
    const user = await begin();
    await onCase(1, 2);
    expect(document.body.textContent).not.toContain("made by a computer");
    await user.keyboard("1{Enter}");
    await screen.findByText(text);
    await user.keyboard("{Enter}");
    await onCase(2, 2);
    expect(core.passed).toEqual(["opening"]);
  });

  it("a break is a good place to go on or to leave", async () => {
    const core = mockCore({ steps: [{ step: "break", done: 12, total: 40 }, aCase(12)] });
    const user = await begin();
    await screen.findByRole("heading", { name: "A good place for a pause" });
    expect(screen.getByText("12 of 40 cases are read.")).toBeTruthy();
    await user.keyboard("l");
    expect(core.called.at(-1)).toBe("leave_reading");
    await user.keyboard("{Enter}");
    await onCase(13, 40);
  });

  it("a practice case stays in sight while it is told what it was", async () => {
    const core = mockCore({
      steps: [
        aCase(0, { practice: true }),
        { step: "feedback", slot: "slot-0", said: "This one was synthetic." },
        ...cases(1),
      ],
    });
    const user = await begin();
    const page = await onPage("Practice case");
    await user.keyboard("4{Enter}");
    await within(page).findByText("This one was synthetic.");
    expect(within(page).getByRole("img", { name: "The case" })).toBeTruthy();
    expect(within(page).getByRole("radio", { checked: true })).toHaveProperty("disabled", true);
    await user.keyboard("1{Enter}");
    await onCase(1, 1);
    expect(core.passed).toEqual(["feedback"]);
  });

  it("what a practice case was is told also after a restart", async () => {
    mockCore({ steps: [{ step: "feedback", slot: "x", said: "It was real." }, ...cases(1)] });
    const user = await begin();
    await screen.findByText("It was real.");
    await user.keyboard("{Enter}");
    await onCase(1, 1);
  });

  it("an example says what it is and asks nothing", async () => {
    const core = mockCore({
      steps: [aCase(0, { show: "example", said: "The best of all.", items: [] }), ...cases(1)],
    });
    const user = await begin();
    const page = await onPage("Example");
    expect(within(page).getByText("The best of all.")).toBeTruthy();
    await user.keyboard("{Enter}");
    await onCase(1, 1);
    expect(core.passed).toEqual(["example"]);
  });

  it("goes on where it stopped, says so, and marks the case seen before", async () => {
    const core = mockCore({ steps: cases(12, {}, 6), view: { resumed: true } });
    const user = userEvent.setup();
    render(<ReadPage />);
    await screen.findByText("6 of 12 are read. You go on where you stopped.");
    await user.keyboard("{Enter}");
    await onCase(7, 12);
    await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Case 7 of 12"));
    await user.keyboard("1{Enter}");
    await onCase(8, 12);
    await user.keyboard("1{Enter}");
    await onCase(9, 12);
    expect(core.saved.map(({ interrupted }) => interrupted)).toEqual([true, false]);
  });

  it("the debrief comes without a start when all cases are read", async () => {
    mockCore({
      steps: [{ step: "form", form: "debrief", title: "At the end", items: [COMMENT] }],
      view: { done: 40, total: 40 },
    });
    const user = userEvent.setup();
    render(<ReadPage />);
    await screen.findByRole("main", { name: "At the end" });
    await user.keyboard("{Escape}{Enter}");
    await done();
  });
});

describe("what is shown together", () => {
  const pair = { show: "pair", stimuli: [aStimulus("slot-a"), aStimulus("slot-b")] };
  const side = anItem("q", { kind: "side", tie: false });

  it("is named by its side, and one of it has the keys", async () => {
    mockCore({ steps: cases(1, { ...pair, items: [side] }) });
    const user = await begin();
    const page = await onCase(1, 1);
    const holder = () => within(page).getByText("has the keys").parentElement?.textContent;
    expect(within(page).getByRole("img", { name: "Left: The case" })).toBeTruthy();
    expect(within(page).getByRole("img", { name: "Right: The case" })).toBeTruthy();
    expect(holder()).toContain("Left");
    await user.keyboard("{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}");
    expect(within(page).getAllByText("brightness +10 %")).toHaveLength(1);
    await user.keyboard("v");
    expect(holder()).toContain("Right");
    await user.keyboard("{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}");
    expect(within(page).getAllByText("brightness +10 %")).toHaveLength(2);
  });

  it("is fetched ahead, all of it, and only once", async () => {
    const core = mockCore({
      steps: [
        aCase(0, { ...pair, total: 2, items: [side] }),
        aCase(1, { ...pair, total: 2, stimuli: [aStimulus("slot-c"), aStimulus("slot-d")] }),
      ],
    });
    const user = await begin();
    await onCase(1, 2);
    await waitFor(() => {
      expect(core.fetched).toEqual(["slot-a", "slot-b", "slot-c", "slot-d"]);
    });
    await user.keyboard("1{Enter}");
    await onCase(2, 2);
    expect(core.fetched).toHaveLength(4);
  });

  it("a set is a numbered grid", async () => {
    const stimuli = Array.from({ length: 16 }, (_, at) => aStimulus(`slot-c${at}`));
    mockCore({ steps: cases(1, { show: "set", stimuli, items: [SOURCE] }) });
    await begin();
    const page = await onCase(1, 1);
    expect(within(page).getAllByRole("img")).toHaveLength(16);
    expect(within(page).getByRole("img", { name: "Case 16" })).toBeTruthy();
  });
});

it("a picture that cannot be fetched is asked for again with Enter", async () => {
  let broken = true;
  const core = mockCore({
    steps: cases(1),
    pixels: () => {
      if (broken) throw { code: "x", params: {}, message: "The case is damaged.", hint: "" };
      return picture();
    },
  });
  const user = await begin();
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The case is damaged.");
  broken = false;
  await user.keyboard("{Enter}");
  await onCase(1, 1);
  expect(core.saved).toEqual([]);
});

it("the page holds no slot", async () => {
  mockCore({ steps: cases(2) });
  await begin();
  await onCase(1, 2);
  expect(document.documentElement.outerHTML).not.toContain("slot-");
});

it("the room speaks the reader's language", async () => {
  mockCore({ steps: cases(1), view: { language: "de" } });
  render(<ReadPage />);
  await screen.findByRole("heading", { name: "Lesen" });
  expect(document.documentElement.lang).toBe("de");
});
