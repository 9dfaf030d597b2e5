import { render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ReadPage } from "./ReadPage";
import { aStimulus, cases, givenIn, mockCore, picture } from "./testing";
import { begin, done, onCase, point } from "./testingKeys";

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
