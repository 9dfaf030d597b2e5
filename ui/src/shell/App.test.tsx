import { emit } from "@tauri-apps/api/event";
import { cleanup, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { project, reach, sent, show } from "../testing/render";
import { aSet } from "../testing/samples";

test("Ctrl K finds a set and goes to it", async () => {
  const { user } = show("#/export", {
    sets: [aSet({ id: 7, name: "knee scans", modality: "table", nSamples: 0 })],
    table_page: { columns: [], rows: [], first: 0 },
  });
  await screen.findByRole("heading", { name: "Take the results with you" });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByLabelText("Find a page, set, run, study or action"), "knee");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/samples/7"));
});

test("Alt and a digit go to a step, and a question mark shows the keys", async () => {
  const { user } = show("#/samples", {});
  await screen.findByText("Bring in the data");
  await user.keyboard("{Alt>}3{/Alt}");
  expect(await screen.findByText("Let experts read blinded")).toBeTruthy();
  await user.keyboard("{Shift>}?{/Shift}");
  expect(await screen.findByText("Show these keys")).toBeTruthy();
});

test("a running job is shown with its time left and can be stopped", async () => {
  const { user, calls } = show("#/samples", { stop_job: null });
  await screen.findByText("Bring in the data");
  await emit("job-changed", {
    id: 4,
    kind: "import",
    title: "slices",
    state: "running",
    done: 30,
    total: 60,
    secondsLeft: 120,
    failure: null,
    outcome: null,
  });
  expect((await screen.findAllByText("Importing slices")).length).toBeGreaterThan(0);
  expect(screen.getByText("30 of 60 · about 2 min")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Stop slices" }));
  expect(sent(calls, "stop_job")).toEqual({ id: 4 });
});

test("what is dropped on the window is offered for import from any page", async () => {
  const { calls, user } = show("#/export", { drop_plan: null });
  await screen.findByText("Take the results with you");
  await emit("import-offered", {
    id: 9,
    suggestedName: "dropped",
    suggestedArm: "synthetic",
    nFiles: 2,
    formats: { png: 2 },
    bytes: 2000,
    firstNames: [],
    hasFolders: false,
    columns: [],
    list: null,
    identifyingColumns: [],
  });
  const name = await screen.findByTestId("set-name");
  expect(name).toHaveProperty("value", "dropped");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(sent(calls, "drop_plan")).toEqual({ plan: 9 }));
});

test("a project is closed from its menu", async () => {
  let open = true;
  const { user } = show("#/samples", {
    project: () => (open ? project : null),
    close_project: () => {
      open = false;
      return null;
    },
  });
  await reach(user, "project-menu");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByTestId("close-project"));
  expect(await screen.findByTestId("new-project")).toBeTruthy();
});

test("a fault that nobody foresaw is told without its innards", async () => {
  show("#/samples", {
    sets: () => {
      throw new Error("thread 'main' panicked at src/lib.rs");
    },
  });
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("did not foresee");
  expect(alert.textContent).not.toContain("panicked");
});

test("Ctrl Enter presses the page's main button, whatever has the focus", async () => {
  const { user } = show("#/study", {
    sets: [aSet({ id: 1 }), aSet({ id: 2, arm: "synthetic", name: "made" })],
    preview_study: { card: null, levels: null, traces: null, window: null },
  });
  await screen.findByText("Let experts read blinded");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(window.location.hash).toBe("#/study/new"));
});

test("that somebody is there is told only where a project has users", async () => {
  const ana = { name: "Ana", role: "coordinator", since: "2026-11-24T03:00:00Z" } as const;
  for (const you of [null, ana]) {
    const { user, calls } = show("#/samples", { project: { ...project, you } });
    await screen.findByText("Bring in the data");
    await user.keyboard("{Tab}{Tab}");
    const told = calls.filter(({ command }) => command === "touch").length;
    expect(told).toBe(you === null ? 0 : 1);
    cleanup();
  }
});
