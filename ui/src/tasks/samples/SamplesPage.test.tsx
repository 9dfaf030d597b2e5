import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ImportPlan } from "../../core/bindings";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";

const plan: ImportPlan = {
  id: 3,
  suggestedName: "slices",
  suggestedArm: "real",
  nFiles: 60,
  formats: { png: 60 },
  bytes: 1_400_000,
  firstNames: ["p01_z030.png"],
  hasFolders: false,
  hasSubjects: false,
  lacksScale: false,
  columns: [],
  list: null,
  identifyingColumns: [],
};

test("a folder is imported as a synthetic set by keyboard alone", async () => {
  const { user, calls } = show("#/samples", { choose_import: plan, start_import: 1 });
  await screen.findByText("Bring in the data");
  await user.keyboard("i");
  const name = await screen.findByTestId("set-name");
  await waitFor(() => expect(document.activeElement).toBe(name));
  await user.clear(name);
  await user.keyboard("A diffusion");
  await reach(user, "set-arm");
  await user.keyboard("{ArrowRight}");
  await reach(user, "set-generator");
  await user.keyboard("diffusion 1.5");
  await reach(user, "start-import");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByTestId("set-name")).toBeNull());
  expect(sent(calls, "start_import")).toEqual({
    request: {
      plan: 3,
      name: "A diffusion",
      arm: "synthetic",
      generator: "diffusion 1.5",
      subject: { from: "unknown" },
      stratum: { from: "unknown" },
      diagnosis: { from: "unknown" },
      rateHz: null,
      unit: null,
    },
  });
  expect(calls.some(({ command }) => command === "drop_plan")).toBe(false);
});

test("a set that was removed can be had back", async () => {
  const { user, calls } = show("#/samples/1", {
    sets: [aSet({ id: 1, modality: "table" })],
    table_page: { columns: [{ name: "age", number: true, nMissing: 0 }], rows: [["41"]], first: 0 },
    remove_set: null,
    restore_set: null,
  });
  await user.click(await screen.findByRole("button", { name: "More for brain slices" }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
  await user.click(await screen.findByTestId("undo"));
  expect(sent(calls, "restore_set")).toEqual({ set: 1 });
});

test("a table is shown with its rows", async () => {
  show("#/samples/1", {
    sets: [aSet({ id: 1, modality: "table", nSamples: 2 })],
    table_page: {
      columns: [{ name: "age", number: true, nMissing: 1 }],
      rows: [["41"], [null]],
      first: 0,
    },
  });
  expect(await screen.findByText("41")).toBeTruthy();
  expect(screen.getByText("missing")).toBeTruthy();
});
