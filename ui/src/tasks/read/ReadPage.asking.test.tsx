import { within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { anItem, cases, givenIn, mockCore, SOURCE } from "./testing";
import { answered, begin, done, onCase, point } from "./testingKeys";

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
