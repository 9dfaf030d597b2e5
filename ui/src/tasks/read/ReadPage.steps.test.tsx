import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ReadPage } from "./ReadPage";
import { aCase, anItem, COMMENT, cases, givenIn, mockCore } from "./testing";
import { begin, done, onCase, onPage } from "./testingKeys";

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

  it("a form that ends with a text is left by Enter, written or not", async () => {
    for (const written of ["", "By the noise"]) {
      const items = [COMMENT];
      const core = mockCore({
        steps: [{ step: "form", form: "debrief", title: "At the end", items }],
        view: { done: 40, total: 40 },
      });
      const user = userEvent.setup();
      const { unmount } = render(<ReadPage />);
      await screen.findByRole("main", { name: "At the end" });
      await user.keyboard(`${written}{Enter}`);
      expect(core.forms).toEqual([]);
      await user.keyboard("{Enter}");
      await done();
      expect(core.forms).toHaveLength(1);
      unmount();
    }
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
