import type { FindingView, MarkMapView, SectionView, StageView } from "../../../core/bindings";
import { apart, choicesOf } from "../arranging";

/** A code that was chosen, and how often of one source. */
export type Cue = { label: string; share: FindingView };

/** How many codes stand beside a map. */
const MOST = 5;

/** The maps of each question that asks for marks. */
export function questionsOf(maps: readonly MarkMapView[]): MarkMapView[][] {
  const ids = [...new Set(maps.map(({ question }) => question))];
  return ids.map((id) => maps.filter(({ question }) => question === id));
}

/** What was chosen most of one source, in questions of several codes of the same stage: the cues. */
export function cuesOf(
  section: SectionView | undefined,
  stages: readonly StageView[],
  { question, synthetic, generator }: Pick<MarkMapView, "question" | "synthetic" | "generator">,
): Cue[] {
  if (!section) return [];
  const stage = stages
    .map(({ tasks }) => tasks.flatMap(({ items }) => items))
    .find((items) => items.some(({ id }) => id === question));
  const several = new Set(
    stage?.flatMap(({ id, answer }) => (answer.kind === "several" ? [id] : [])),
  );
  const own = section.findings.filter(({ question }) => several.has(question ?? ""));
  const arm = synthetic ? "synthetic" : "real";
  const cues = apart(own, ({ question }) => question ?? "").flatMap(([, findings]) =>
    choicesOf({ ...section, findings }).flatMap(({ sources, rows }) => {
      // With one generator its cases are all synthetic ones.
      const named = sources.findIndex((one) => one.arm === arm && one.generator === generator);
      const all = sources.findIndex((one) => one.arm === arm && one.generator === null);
      return rows.flatMap(({ label, shares }): Cue[] => {
        const share = shares[named < 0 ? all : named];
        return share && typeof share.value === "number" ? [{ label, share }] : [];
      });
    }),
  );
  const worth = ({ share }: Cue) => share.value ?? 0;
  return cues
    .filter((cue) => worth(cue) > 0)
    .toSorted((a, b) => worth(b) - worth(a))
    .slice(0, MOST);
}
