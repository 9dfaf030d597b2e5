import type { MetricView, RunView, SetView } from "../core/bindings";

/** A set as the core tells of it, but for what a test cares about. */
export function aSet(own: Partial<SetView>): SetView {
  return {
    id: 1,
    name: "brain slices",
    arm: "real",
    generator: null,
    modality: "image",
    nSamples: 60,
    nSubjects: 1,
    nStrata: 0,
    nDiagnoses: 0,
    nNotes: 0,
    nLeftOut: 0,
    manifest: "3fa9c1d2",
    createdAt: "2026-11-24T03:00:00Z",
    complete: true,
    shape: "181 × 217",
    channels: [],
    ...own,
  };
}

/** A metric as the core tells of it, but for what a test cares about. */
export function aMetric(own: Partial<MetricView>): MetricView {
  return {
    id: "coverage",
    version: 1,
    title: "Coverage",
    modalities: ["image", "table", "vectors"],
    level: ["dataset"],
    reference: "dataset",
    dimension: "diversity",
    unit: "",
    least: 0,
    most: 1,
    better: "higher",
    parameters: [
      {
        name: "k",
        default: 5,
        least: 1,
        most: 50,
        choices: [],
        meaning: "how many neighbours make a ball",
      },
    ],
    interval: "conditional bootstrap",
    source: "Naeem 2020",
    usual: true,
    needs: "",
    page: "# Coverage\n\nThe share of real balls that hold a synthetic sample.",
    ...own,
  };
}

/** A run without values, but for what a test cares about. */
export function aRun(own: Partial<RunView>): RunView {
  return {
    id: 1,
    createdAt: "2026-11-24T03:10:00Z",
    state: "done",
    real: 1,
    realName: "brain slices",
    synthetic: [2],
    seed: 1,
    program: "touchstone 0.1.0",
    feature: "random convolutions v1",
    findings: [],
    results: [],
    closest: [],
    ...own,
  };
}
