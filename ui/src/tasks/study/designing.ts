import type { Choosing, ProtocolView, SampleRef, SetView, StudyRequest } from "../../core/bindings";
import { isOfEeg } from "../../viewport/trace/electrodes";
import { placesOf } from "./places";

/** What the form holds before it is sent. */
export type Draft = {
  name: string;
  real: number | null;
  synthetic: number[];
  nReal: number | null;
  nSynthetic: number | null;
  /** Whether the numbers of cases are the coordinator's own, and no protocol changes them. */
  ownNumbers: boolean;
  readers: string[];
  seed: number | null;
  protocol: string | null;
  language: string | null;
  how: Choosing["how"];
  run: number | null;
  metric: string | null;
  /** Places of the chosen cases, as they were typed, by set. */
  byHand: Places;
  /** Places of the obvious cases, as they were typed, by set. */
  catches: Places;
  groups: number;
  rounds: number;
  washoutDays: number;
  varyPercent: number;
  /** Percent of the cases that come again; null is as the protocol says. */
  repeatPercent: number | null;
};

/** Places in sets, as they were typed, e.g. `1-6, 9`. */
export type Places = { readonly [set: number]: string };

/** Weeks enough to forget a case. */
export const WASHOUT_DAYS = 28;

/** The most cases that come again, in percent. */
export const MOST_REPEATED = 50;

/** The most cases of one side that a study has. */
export const MOST_CASES = 500;

/** The protocols for what a set holds. */
export function protocolsFor(
  protocols: readonly ProtocolView[],
  modality: SetView["modality"] | undefined,
): ProtocolView[] {
  return protocols.filter((protocol) => protocol.modality === modality);
}

/**
 * The protocol that a study begins with: the short one that is shipped, or the first there is. Channels
 * that are mostly electrodes on the head ask for the one for EEG.
 */
export function firstProtocol(
  protocols: readonly ProtocolView[],
  channels: readonly string[] = [],
): ProtocolView | undefined {
  const short = protocols.filter(({ id, shipped }) => shipped && id.endsWith("-short"));
  const isEeg = channels.filter(isOfEeg).length * 2 > channels.length;
  return short.find(({ id }) => isEeg === id.startsWith("eeg-")) ?? short[0] ?? protocols[0];
}

/** The language that readers are asked in when nobody chose one: English, or the first there is. */
export function firstLanguage({ languages }: ProtocolView): string | null {
  return languages.includes("en") ? "en" : (languages[0] ?? null);
}

/** How many cases of each side come before those that count: half and half, the odd one real. */
export function practiceOf(protocol: ProtocolView | undefined): {
  real: number;
  synthetic: number;
} {
  const { nTraining = 0, nExamples = 0 } = protocol ?? {};
  return {
    real: Math.ceil(nTraining / 2) + Math.ceil(nExamples / 2),
    synthetic: Math.floor(nTraining / 2) + Math.floor(nExamples / 2),
  };
}

/** How many cases the chosen sets have for counting, at the most. */
export function roomIn(
  draft: Pick<Draft, "real" | "synthetic">,
  sets: readonly SetView[],
  protocol: ProtocolView | undefined,
): { real: number; synthetic: number } {
  const before = practiceOf(protocol);
  const real = sets.find(({ id }) => id === draft.real)?.nSamples ?? 0;
  const synthetic = sets
    .filter(({ id }) => draft.synthetic.includes(id))
    .reduce((sum, { nSamples }) => sum + nSamples, 0);
  return {
    real: Math.max(0, real - before.real),
    synthetic: Math.max(0, synthetic - before.synthetic),
  };
}

/** The numbers of cases that a protocol is meant for, as far as the sets have them. */
export function sizedBy(
  draft: Draft,
  sets: readonly SetView[],
  protocol: ProtocolView | undefined,
): Draft {
  if (draft.ownNumbers || !protocol) return draft;
  const room = roomIn(draft, sets, protocol);
  return {
    ...draft,
    nReal: Math.max(1, Math.min(protocol.nReal, room.real)),
    nSynthetic: Math.max(1, Math.min(protocol.nSynthetic, room.synthetic)),
  };
}

/** The draft with another protocol, in a language that it has, and as large as it is meant to be. */
export function withProtocol(
  draft: Draft,
  sets: readonly SetView[],
  protocol: ProtocolView,
): Draft {
  const kept = protocol.languages.find((code) => code === draft.language);
  return sizedBy(
    { ...draft, protocol: protocol.id, language: kept ?? firstLanguage(protocol) },
    sets,
    protocol,
  );
}

/** How many cases that count each reader sees. */
export function casesOfReader({
  nReal,
  nSynthetic,
  groups,
}: Pick<Draft, "nReal" | "nSynthetic" | "groups">): number {
  return Math.floor(((nReal ?? 0) + (nSynthetic ?? 0)) / Math.max(1, groups));
}

/** The code of the next reader: `R1`, `R2`, … */
export function nextCode(readers: readonly string[]): string {
  let at = readers.length + 1;
  while (readers.includes(`R${at}`)) at += 1;
  return `R${at}`;
}

/** As many readers as asked for, those that are there first. */
export function asMany(readers: readonly string[], n: number): string[] {
  const all = [...readers];
  while (all.length < n) all.push(nextCode(all));
  return all;
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
  | "protocol"
  | "cases"
  | "tooManyReal"
  | "tooManySynthetic"
  | "readers"
  | "groups"
  | "measure"
  | "byHand"
  | "catches";

/** What keeps the study from being made, the first thing first. */
export function lackOf(
  draft: Draft,
  sets: readonly SetView[],
  protocol: ProtocolView | undefined,
): Lack | null {
  const numbers = numbersOf(draft, sets);
  const room = roomIn(draft, sets, protocol);
  if (!sets.some(({ id }) => id === draft.real)) return "real";
  if (draft.synthetic.length === 0) return "synthetic";
  if (!protocol) return "protocol";
  if (draft.how === "byHand" && numbers === null) return "byHand";
  if (!numbers?.real || !numbers.synthetic) return "cases";
  if (room.real < numbers.real) return "tooManyReal";
  if (room.synthetic < numbers.synthetic) return "tooManySynthetic";
  if (draft.how === "quantiles" && (draft.run === null || draft.metric === null)) return "measure";
  if (refsOf(draft.catches, draft, sets) === null) return "catches";
  const readers = tidied(draft.readers).length;
  if (readers === 0) return "readers";
  if (readers < draft.groups) return "groups";
  return draft.name.trim() === "" ? "name" : null;
}

/** What the core is asked for; nothing while something is missing. */
export function requestOf(
  draft: Draft,
  sets: readonly SetView[],
  protocol: ProtocolView | undefined,
): StudyRequest | null {
  const numbers = numbersOf(draft, sets);
  const choosing = choosingOf(draft, sets);
  const catches = refsOf(draft.catches, draft, sets);
  if (lackOf(draft, sets, protocol) !== null || draft.real === null) return null;
  if (!numbers || !choosing || !catches || !protocol) return null;
  return {
    name: draft.name.trim(),
    real: draft.real,
    synthetic: draft.synthetic,
    nReal: numbers.real,
    nSynthetic: numbers.synthetic,
    readers: tidied(draft.readers),
    seed: draft.seed,
    protocol: protocol.id,
    language: draft.language,
    choosing,
    catches,
    groups: draft.groups,
    rounds: draft.rounds,
    // A first look is often taken twice in a day.
    washoutDays: protocol.id === "quick" && draft.rounds < 2 ? 0 : draft.washoutDays,
    varyPercent: draft.varyPercent,
    repeatPercent: draft.repeatPercent,
  };
}

/** How many cases of each side are asked for; nothing when what was typed cannot be read. */
export function numbersOf(
  draft: Draft,
  sets: readonly SetView[],
): { real: number; synthetic: number } | null {
  if (draft.how !== "byHand") return { real: draft.nReal ?? 0, synthetic: draft.nSynthetic ?? 0 };
  const cases = refsOf(draft.byHand, draft, sets);
  if (cases === null) return null;
  const real = cases.filter(({ set }) => set === draft.real).length;
  return { real, synthetic: cases.length - real };
}

function choosingOf(draft: Draft, sets: readonly SetView[]): Choosing | null {
  const { how, run, metric } = draft;
  if (how === "quantiles") return run === null || metric === null ? null : { how, run, metric };
  if (how !== "byHand") return { how };
  const cases = refsOf(draft.byHand, draft, sets);
  return cases && { how, cases };
}

/** The samples at the typed places of the chosen sets; nothing when a place cannot be read. */
function refsOf(
  typed: Places,
  { real, synthetic }: Pick<Draft, "real" | "synthetic">,
  sets: readonly SetView[],
): SampleRef[] | null {
  const all: SampleRef[] = [];
  for (const { id, nSamples } of sets) {
    if (id !== real && !synthetic.includes(id)) continue;
    const places = placesOf(typed[id] ?? "", nSamples);
    if (places === null) return null;
    all.push(...places.map((ordinal) => ({ set: id, ordinal })));
  }
  return all;
}
