import type {
  PilotView,
  PowerRequest,
  PowerView,
  ProtocolView,
  VarianceView,
} from "../../core/bindings";
import { words } from "../../core/words";
import { count } from "../../shared/numbers";

/** What a sample size is judged by, as it stands in the form. */
export type Assumed = {
  claim: "equivalence" | "difference";
  /** How far from one half is still chance. */
  margin: number | null;
  accuracy: number | null;
  withinReader: number | null;
  withinCase: number | null;
  /** The study that shows how readers vary, in place of both correlations. */
  pilot: number | null;
};

/** The power that a study should have. */
export const WANTED = 0.8;

/** What a protocol's own size is judged by. */
export function assumedBy(protocol: ProtocolView | undefined): Assumed {
  const {
    margin = 0.1,
    accuracy = 0.5,
    withinReader = 0.005,
    withinCase = 0.05,
  } = protocol?.assumed ?? {};
  return {
    claim: margin === null ? "difference" : "equivalence",
    margin: margin ?? 0.1,
    accuracy,
    withinReader,
    withinCase,
    pilot: null,
  };
}

/** What a study says of a claim: of balanced accuracy for equivalence, of the area for a difference. */
export function varianceFor(claim: Assumed["claim"], pilot: PilotView): VarianceView | null {
  return claim === "equivalence" ? pilot.accuracy : pilot.area;
}

/** Why it says nothing of it. */
export function whyNotFor(claim: Assumed["claim"], pilot: PilotView): string {
  const why = claim === "equivalence" ? pilot.noAccuracy : pilot.noArea;
  return why?.message ?? words("study.size.unknown");
}

/** The pilot that was chosen, if it says anything of the claim. */
export function chosenPilot(
  { claim, pilot }: Assumed,
  pilots: readonly PilotView[],
): VarianceView | null {
  const chosen = pilots.find(({ study }) => study === pilot);
  return chosen ? varianceFor(claim, chosen) : null;
}

/** What the core is asked; nothing while a number is missing. */
export function powerRequestOf(
  readers: number,
  cases: number,
  { claim, margin, accuracy, withinReader, withinCase }: Assumed,
  pilot: VarianceView | null = null,
): PowerRequest | null {
  if (readers < 1 || cases < 2) return null;
  if (accuracy === null) return null;
  if (pilot === null && (withinReader === null || withinCase === null)) return null;
  if (claim === "equivalence" && margin === null) return null;
  return {
    readers,
    cases,
    margin: claim === "equivalence" ? margin : null,
    accuracy,
    withinReader: withinReader ?? 0,
    withinCase: withinCase ?? 0,
    pilot,
  };
}

/** How likely the claim is found, e.g. `87 %`, on one line; never a certainty that it is not. */
export function likely(power: number | null): string {
  if (power === null) return words("study.size.unknown");
  const whole = Math.round(power * 100);
  if (whole === 100 && power < 1) return ">\u00a099\u00a0%";
  return whole === 0 && power > 0 ? "<\u00a01\u00a0%" : `${whole}\u00a0%`;
}

/** What a size can find, as a sentence. */
export function powerSentence({ readers, cases }: PowerRequest, { power }: PowerView): string {
  return words("study.size.sentence", {
    count: readers,
    cases: count(cases),
    power: likely(power),
  });
}

/** What it would take, when it is not enough; and what all calls are worth. */
export function powerHint(view: PowerView): string {
  const { power, worth, fixedReaders, fewestCases, fewestReaders } = view;
  const worthText =
    worth !== null
      ? words("study.size.worth", { count: worth, n: count(worth) })
      : fixedReaders !== null
        ? words("study.size.fixedReaders", { power: likely(fixedReaders) })
        : "";
  if (power !== null && WANTED <= power) return worthText;
  const ways = [
    fewestCases === null ? null : words("study.size.ofCases", { n: count(fewestCases) }),
    fewestReaders === null ? null : words("study.size.ofReaders", { n: count(fewestReaders) }),
  ].filter((way) => way !== null);
  const wanted =
    ways.length === 0
      ? words("study.size.outOfReach", {
          cases: count(view.mostCases),
          readers: count(view.mostReaders),
        })
      : words("study.size.takes", { ways: ways.join(words("study.size.or")) });
  return `${wanted} ${worthText}`.trim();
}
