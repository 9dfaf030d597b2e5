import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ReadPage } from "./ReadPage";
import { mockCore } from "./testing";

async function begin() {
  const user = userEvent.setup();
  render(<ReadPage />);
  await screen.findByRole("heading", { name: "Reading" });
  await user.keyboard("{Enter}");
  return user;
}

/** The case with this number is on screen and can be answered. */
async function onCase(number: number, total: number) {
  const page = await screen.findByRole("main", { name: `Case ${number} of ${total}` });
  await waitFor(() =>
    expect(within(page).getAllByRole("radio")[0]).toHaveProperty("disabled", false),
  );
  return page;
}

describe("a reader with only a keyboard", () => {
  it("finishes a session of pictures", async () => {
    const core = mockCore({ kind: "image", total: 3 });
    const user = await begin();

    await onCase(1, 3);
    await user.keyboard("6{Enter}");
    await onCase(2, 3);
    await user.keyboard("23nno ribs{Shift>}{Enter}{/Shift}left{Enter}{Enter}");
    await onCase(3, 3);
    await user.keyboard("1");
    await user.keyboard("n");
    await user.keyboard("clear{Control>}{Enter}{/Control}");

    await screen.findByRole("heading", { name: "All cases are read. Thank you." });
    expect(core.saved.map(({ slot, answers, changes }) => [slot, answers, changes])).toEqual([
      ["slot-0", { authenticity: "6" }, 0],
      ["slot-1", { authenticity: "3", comment: "no ribs\nleft" }, 1],
      ["slot-2", { authenticity: "1", comment: "clear" }, 0],
    ]);
    await user.keyboard("{Enter}");
    expect(core.called.at(-1)).toBe("leave_reading");
  });

  it("finishes a session of patient cards", async () => {
    const fields = [
      { name: "Age", value: "63 years" },
      { name: "Ejection fraction", value: null },
    ];
    const core = mockCore({ kind: "card", total: 1, fields });
    const user = await begin();
    const page = await onCase(1, 1);
    expect(within(page).getByText("63 years")).toBeTruthy();
    expect(within(page).getByText("not recorded")).toBeTruthy();
    await user.keyboard("4{Enter}");
    await screen.findByRole("heading", { name: "All cases are read. Thank you." });
    expect(core.called).not.toContain("case_pixels");
  });

  it("can choose with Tab and Space, as in any group of choices", async () => {
    const core = mockCore({ kind: "image", total: 1 });
    const user = await begin();
    const page = await onCase(1, 1);
    within(page).getAllByRole("radio")[4]?.focus();
    await user.keyboard(" {Enter}");
    await screen.findByRole("heading", { name: "All cases are read. Thank you." });
    expect(core.saved[0]?.answers).toEqual({ authenticity: "5" });
  });
});

describe("an answer", () => {
  it("is never chosen beforehand, and is seen before it is saved", async () => {
    const core = mockCore({ kind: "image", total: 2 });
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
    const core = mockCore({ kind: "image", total: 2 });
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
    expect(core.saved.map(({ answers }) => answers)).toEqual([
      { authenticity: "2", comment: "rib" },
    ]);
  });

  it("whose reply was lost is not asked for twice", async () => {
    const core = mockCore({ kind: "image", total: 2 });
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
    const core = mockCore({ kind: "image", total: 2 });
    const user = await begin();
    await onCase(1, 2);
    await user.keyboard("2{Enter}");
    await onCase(2, 2);
    window.dispatchEvent(new Event("blur"));
    await screen.findByRole("dialog", { name: "Paused" });
    await user.keyboard("3");
    await user.keyboard("{Enter}");
    await user.keyboard("4{Enter}");
    await screen.findByRole("heading", { name: "All cases are read. Thank you." });
    expect(core.saved.map(({ interrupted }) => interrupted)).toEqual([false, true]);
    expect(core.saved.map(({ changes }) => changes)).toEqual([0, 0]);
    for (const { rtMs, firstAnswerRtMs } of core.saved) {
      expect(firstAnswerRtMs).not.toBeNull();
      expect(firstAnswerRtMs ?? 0).toBeLessThanOrEqual(rtMs);
    }
  });
});

describe("Esc", () => {
  it("closes the note and keeps its text", async () => {
    mockCore({ kind: "image", total: 1 });
    const user = await begin();
    await onCase(1, 1);
    await user.keyboard("n");
    await user.keyboard("rib{Escape}");
    expect(screen.queryByRole("textbox")).toBeNull();
    await user.keyboard("n");
    expect(screen.getByRole("textbox")).toHaveProperty("value", "rib");
  });

  it("closes the keys and does nothing else", async () => {
    mockCore({ kind: "image", total: 1 });
    const user = await begin();
    const page = await onCase(1, 1);
    await user.keyboard("3?");
    await screen.findByRole("dialog", { name: "Keys" });
    await user.keyboard("5{Escape}{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(within(page).getByRole("radio", { checked: true, name: "3 Perhaps real" })).toBeTruthy();
  });
});

it("a session goes on where it stopped, says so, and marks the case seen before", async () => {
  const core = mockCore({ kind: "image", total: 12, done: 6 });
  const user = userEvent.setup();
  render(<ReadPage />);
  await screen.findByText("6 of 12 are read. You go on with case 7.");
  await user.keyboard("{Enter}");
  await onCase(7, 12);
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("Case 7 of 12"));
  await user.keyboard("1{Enter}");
  await onCase(8, 12);
  await user.keyboard("1{Enter}");
  await onCase(9, 12);
  expect(core.saved.map(({ interrupted }) => interrupted)).toEqual([true, false]);
});

it("the next picture is fetched while this one is read, and only once", async () => {
  const core = mockCore({ kind: "image", total: 2 });
  const user = await begin();
  await onCase(1, 2);
  await waitFor(() => {
    expect(core.called.filter((name) => name === "case_pixels")).toHaveLength(2);
  });
  await user.keyboard("1{Enter}");
  await onCase(2, 2);
  expect(core.called.filter((name) => name === "case_pixels")).toHaveLength(2);
});

it("a picture that cannot be fetched is asked for again with Enter", async () => {
  let broken = true;
  const core = mockCore({
    kind: "image",
    total: 1,
    pixels: () => {
      if (broken) throw { code: "x", params: {}, message: "The case is damaged.", hint: "" };
      return Uint8Array.from([
        84, 80, 88, 49, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 127, 67, 9,
      ]).buffer;
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
  mockCore({ kind: "image", total: 2 });
  await begin();
  await onCase(1, 2);
  expect(document.documentElement.outerHTML).not.toContain("slot-");
});
