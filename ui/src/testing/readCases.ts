import type { CaseMetricView, ReadCasesView, ReadCaseView } from "../core/bindings";

/** A case that two readers read, but for what a test cares about. */
export function aReadCase(id: string, own: Partial<ReadCaseView>): ReadCaseView {
  return {
    case: id,
    sample: { set: 1, ordinal: 0 },
    label: "0001",
    synthetic: false,
    generator: null,
    stratum: null,
    point: 1,
    nCalls: 2,
    nSynthetic: 0,
    points: [1, 1],
    ...own,
  };
}

/** A metric of four cases, but for what a test cares about. */
export function aCaseMetric(metric: string, own: Partial<CaseMetricView>): CaseMetricView {
  return {
    metric,
    title: metric,
    unit: "",
    turned: true,
    known: true,
    values: [0.9, 0.7, 0.2, 0.4],
    apart: [0, 0.25, -0.75, 0.5],
    agreement: 0.4,
    interval: { low: -0.2, high: 0.8, level: 0.95, method: "bonett_wright" },
    shown: "0.40 [−0.20, 0.80]",
    reason: null,
    verdict: "notShown",
    test: "p = 0.210",
    withEach: 0.35,
    place: 1,
    placeShown: "1.00 [1.00, 2.00]",
    first: 0.83,
    n: 4,
    ...own,
  };
}

/** Four cases of a question with three points, read by two readers; two metrics of them. */
export function someReadCases(own: Partial<ReadCasesView>): ReadCasesView {
  return {
    question: "q_real",
    questionText: "Real or synthetic?",
    nPoints: 3,
    syntheticFrom: 2.5,
    readers: [
      { reader: "R1", nCalls: 4, nRight: 3, withOthers: 0.4 },
      { reader: "R2", nCalls: 3, nRight: 3, withOthers: 0.6 },
    ],
    cases: [
      aReadCase("c1", { point: 1, points: [1, 1] }),
      aReadCase("c2", { point: 1.5, points: [1, 2], sample: { set: 1, ordinal: 1 } }),
      aReadCase("c3", {
        point: 3,
        points: [3, 3],
        nSynthetic: 2,
        synthetic: true,
        generator: "GAN",
        sample: { set: 2, ordinal: 0 },
      }),
      aReadCase("c4", {
        point: 1,
        points: [1, null],
        nCalls: 1,
        synthetic: true,
        generator: "copula",
        sample: { set: 2, ordinal: 1 },
      }),
    ],
    metrics: [
      aCaseMetric("giqa", { title: "GIQA", verdict: "agrees", test: "p = 0.003" }),
      aCaseMetric("density", {
        title: "Density",
        known: false,
        turned: false,
        values: [0.1, null, 0.3, 0.2],
        apart: [0.1, null, -0.2, 0.3],
        place: 2,
        n: 3,
      }),
    ],
    ceiling: { lower: 0.5, upper: 0.62, repeats: 0.71, reason: null },
    ...own,
  };
}
