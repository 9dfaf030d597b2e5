import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Step } from "../../core/bindings";
import { project, reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";

const demo = { ...project, name: "Touchstone demo", isDemo: true };
const measured: Step[] = [{ id: "measure", state: "done", note: "1 run" }];

test("the demo begins with the first step, and Next leads to where the second is done", async () => {
  const { user, calls } = show("#/samples", { project: demo, sets: [aSet({ id: 3 })] });
  expect(await screen.findByText("Look at what came in")).toBeTruthy();
  const next = await reach(user, "tour-next");
  expect(next.textContent).toBe("Next");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Measure the one against the other")).toBeTruthy();
  expect(window.location.hash).toBe("#/measure/new");
  expect(sent(calls, "remember")).toEqual({ key: "tour", value: "1" });
});

test("a step says that it was done, and the last one ends the tour", async () => {
  const { user, calls } = show("#/measure", {
    project: { ...demo, steps: measured },
    remembered: "1",
  });
  expect(await screen.findByText("done")).toBeTruthy();
  for (let step = 0; step < 4; step += 1) await user.click(await screen.findByTestId("tour-next"));
  expect(sent(calls, "remember")).toEqual({ key: "tour", value: "over" });
  await waitFor(() => expect(screen.queryByTestId("tour")).toBeNull());
});

test("an ended tour stays away until it is asked for", async () => {
  const { user } = show("#/samples", { project: demo, remembered: "over" });
  await screen.findByText("Bring in the data");
  expect(screen.queryByTestId("tour")).toBeNull();
  await user.click(screen.getByTestId("project-menu"));
  await user.click(await screen.findByTestId("start-tour"));
  expect(await screen.findByText("Look at what came in")).toBeTruthy();
});

test("a project of one's own has no tour", async () => {
  show("#/samples", {});
  await screen.findByText("Bring in the data");
  expect(screen.queryByTestId("tour")).toBeNull();
});
