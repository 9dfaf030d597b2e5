import type { SetView, StudyRequest } from "../../core/bindings";

/** What the form holds before it is sent. */
export type Draft = {
  name: string;
  real: number | null;
  synthetic: number[];
  nReal: number | null;
  nSynthetic: number | null;
  readers: string[];
  seed: number | null;
};

/** Looking at a case takes about 5 s, choosing a step of a scale about 6 s more. */
const SECONDS_A_CASE = 11;

/** How long a reader will need, in minutes; a comment takes as long as it takes. */
export function expectedMinutes(draft: Draft): number {
  const cases = (draft.nReal ?? 0) + (draft.nSynthetic ?? 0);
  return Math.max(1, Math.ceil((cases * SECONDS_A_CASE) / 60));
}

/** The code of the next reader: `R1`, `R2`, … */
export function nextCode(readers: readonly string[]): string {
  let at = readers.length + 1;
  while (readers.includes(`R${at}`)) at += 1;
  return `R${at}`;
}

/** Codes as they are kept: without blanks around them, each once. */
export function tidied(readers: readonly string[]): string[] {
  return [...new Set(readers.map((code) => code.trim()).filter((code) => code !== ""))];
}

/** What is still missing or too much; nothing when the study can be made. */
export type Lack =
  | "name"
  | "real"
  | "synthetic"
  | "cases"
  | "tooManyReal"
  | "tooManySynthetic"
  | "readers";

/** What keeps the study from being made, the first thing first. */
export function lackOf(draft: Draft, sets: readonly SetView[]): Lack | null {
  const real = sets.find(({ id }) => id === draft.real);
  const there = sets
    .filter(({ id }) => draft.synthetic.includes(id))
    .reduce((sum, { nSamples }) => sum + nSamples, 0);
  if (!real) return "real";
  if (draft.synthetic.length === 0) return "synthetic";
  if (!draft.nReal || !draft.nSynthetic) return "cases";
  if (real.nSamples < draft.nReal) return "tooManyReal";
  if (there < draft.nSynthetic) return "tooManySynthetic";
  if (tidied(draft.readers).length === 0) return "readers";
  return draft.name.trim() === "" ? "name" : null;
}

/** What the core is asked for; nothing while something is missing. */
export function requestOf(draft: Draft, sets: readonly SetView[]): StudyRequest | null {
  const { real, nReal, nSynthetic } = draft;
  if (lackOf(draft, sets) !== null || real === null || nReal === null || nSynthetic === null) {
    return null;
  }
  return {
    name: draft.name.trim(),
    real,
    synthetic: draft.synthetic,
    nReal,
    nSynthetic,
    readers: tidied(draft.readers),
    seed: draft.seed,
  };
}
