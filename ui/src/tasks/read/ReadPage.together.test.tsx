import { waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aCase, anItem, aStimulus, cases, mockCore, SOURCE } from "./testing";
import { begin, onCase } from "./testingKeys";

describe("what is shown together", () => {
  const pair = { show: "pair", stimuli: [aStimulus("slot-a"), aStimulus("slot-b")] };
  const side = anItem("q", { kind: "side", tie: false });

  it.each(["pair", "rivals", "nearest"])(
    "is named by its side, and one of it has the keys: %s",
    async (show) => {
      mockCore({ steps: cases(1, { ...pair, show, items: [side] }) });
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
    },
  );

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
