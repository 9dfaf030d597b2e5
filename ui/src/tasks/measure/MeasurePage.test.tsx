import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ResultView } from "../../core/bindings";
import { reach, sent, show } from "../../testing/render";
import { aMetric, aRun, aSet } from "../../testing/samples";

const sets = [
  aSet({ id: 1, modality: "table" }),
  aSet({ id: 2, name: "A", arm: "synthetic", modality: "table" }),
];

const result: ResultView = {
  id: 5,
  metric: "coverage",
  version: 1,
  title: "Coverage",
  dimension: "diversity",
  better: "higher",
  unit: "",
  set: 2,
  setName: "A",
  arm: "synthetic",
  value: 0.64,
  shown: "0.64",
  reason: null,
  parameters: { k: 5 },
  interval: { low: 0.6, high: 0.68, level: 0.95, method: "conditional bootstrap" },
  noInterval: null,
  network: null,
  yardstick: null,
  nReal: 60,
  nSynthetic: 60,
  nLeftOut: 0,
  summary: "",
  hasInstances: true,
  hasFigure: true,
  details: [],
  columns: [],
  notes: [],
  faults: [],
  nFaults: 0,
};

const head = {
  id: 1,
  createdAt: "2026-11-24T03:10:00Z",
  state: "done",
  realName: "brain slices",
  syntheticNames: ["A"],
  nResults: 1,
};

test("what is usual is measured by keyboard alone", async () => {
  const { user, calls } = show("#/measure", {
    sets,
    metric_catalogue: [aMetric({}), aMetric({ id: "psnr", reference: "instance", needs: "pairs" })],
    start_measure: 4,
  });
  await reach(user, "new-measure");
  await user.keyboard("{Enter}");
  await reach(user, "start-measure");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("What do the measures say?")).toBeTruthy();
  expect(sent(calls, "start_measure")).toEqual({
    request: {
      real: 1,
      synthetic: [2],
      metrics: [{ id: "coverage", parameters: {}, network: null }],
      seed: 1,
    },
  });
});

test("a run says its findings first, and a value leads to its samples", async () => {
  const finding = {
    dimension: "diversity",
    sentence: "A misses about a third of the real cases.",
    detail: "Coverage 0.64 [0.60, 0.68].",
    warning: false,
    figure: "",
    results: [5],
  };
  const { user } = show("#/measure", {
    sets,
    runs: [head],
    run: aRun({ findings: [finding], results: [result] }),
    result_figure: "<svg xmlns='http://www.w3.org/2000/svg'/>",
    instances: [{ set: 1, ordinal: 7, label: "R-0007", value: 0, shown: "0", reason: null }],
  });
  expect(await screen.findByText(finding.sentence)).toBeTruthy();
  const value = screen.getByRole("button", { name: /^Coverage of A: 0.64/ });
  expect(screen.getByTestId("values").textContent).toContain("[0.60, 0.68]");
  value.focus();
  await user.keyboard("{Enter}");
  expect(await screen.findByText("R-0007")).toBeTruthy();
  await user.keyboard("{Escape}");
});

test("a value that there is not says why", async () => {
  const reason = { code: "none.such", params: {}, message: "fewer than k + 1 samples", hint: "" };
  show("#/measure", {
    sets,
    runs: [head],
    run: aRun({ results: [{ ...result, value: null, shown: "", interval: null, reason }] }),
  });
  expect(await screen.findByText("fewer than k + 1 samples")).toBeTruthy();
});
