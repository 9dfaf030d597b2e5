import type { Finding, ResultView, RunHead, RunView } from "../../core/bindings";
import { DIMENSIONS } from "./choosing";

/** Runs with the newest first. */
export function newestFirst(runs: readonly RunHead[]): RunHead[] {
  return [...runs].sort((a, b) => b.id - a.id);
}

/** Which of a run's synthetic sets one is, from 0: it picks its mark, as in the figures. */
export function placesIn({ synthetic }: Pick<RunView, "synthetic">): (set: number) => number {
  return (set) => Math.max(0, synthetic.indexOf(set));
}

/** Findings in the order of the dimensions; within one, those that warn come first. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => placeOf(a) - placeOf(b) || Number(b.warning) - Number(a.warning),
  );
}

/** Values in the order of the dimensions, and within one as they were measured. */
export function valuesInOrder(results: readonly ResultView[]): ResultView[] {
  return [...results].sort((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ dimension }: { dimension: string }): number {
  const at = DIMENSIONS.map(String).indexOf(dimension);
  return at < 0 ? DIMENSIONS.length : at;
}

/** The value of a finding whose single samples can be looked at; nothing when there is none. */
export function samplesBehind(
  finding: Finding,
  results: readonly ResultView[],
): ResultView | undefined {
  return results.find(({ id, hasInstances }) => hasInstances && finding.results.includes(id));
}
