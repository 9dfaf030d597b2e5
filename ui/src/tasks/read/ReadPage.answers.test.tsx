import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { anItem, cases, givenIn, mockCore, SOURCE } from "./testing";
import { begin, done, onCase, point } from "./testingKeys";

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
