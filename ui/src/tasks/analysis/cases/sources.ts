import type { Arm, ReadCaseView } from "../../../core/bindings";
import { words } from "../../../core/words";

/** Whose cases: all real ones, or those of one generator. */
export type Source = {
  key: string;
  arm: Arm;
  /** What made them; nothing for real ones, and where nobody said. */
  generator: string | null;
  /** Which of the generators it is, for its mark. */
  place: number;
  /** How many cases it has. */
  n: number;
};

type Made = Pick<ReadCaseView, "synthetic" | "generator">;

/** Names the source of a case. */
export function sourceKey({ synthetic, generator }: Made): string {
  return synthetic ? `synthetic ${generator ?? ""}` : "real";
}

/** The sources of cases, real ones first, then the generators in the order of their names. */
export function sourcesOf(cases: readonly Made[]): Source[] {
  const found = new Map<string, Source>();
  for (const one of cases) {
    const key = sourceKey(one);
    const { synthetic, generator } = one;
    const known = found.get(key);
    if (known) known.n += 1;
    else found.set(key, { key, arm: synthetic ? "synthetic" : "real", generator, place: 0, n: 1 });
  }
  const made = [...found.values()].filter(({ arm }) => arm === "synthetic");
  const named = made.toSorted((a, b) => compare(a.generator ?? "", b.generator ?? ""));
  const real = found.get("real");
  return [...(real ? [real] : []), ...named.map((source, place) => ({ ...source, place }))];
}

/** The source of a case, among those there are. */
export function sourceOf(one: Made, sources: readonly Source[]): Source | undefined {
  return sources.find(({ key }) => key === sourceKey(one));
}

/** What a source is called. */
export function sourceName({ arm, generator }: Pick<Source, "arm" | "generator">): string {
  return generator ?? words(`arm.${arm}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(b < a);
}
