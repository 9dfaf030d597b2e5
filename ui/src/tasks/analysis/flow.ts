import type { FlowView, ReaderFlowView } from "../../core/bindings";

/** The numbers of one kind of all readers together. */
export function sumOf(
  readers: readonly ReaderFlowView[],
  kind: "nDue" | "nRead" | "nAnswers" | "nExcluded",
): number {
  return readers.reduce((sum, reader) => sum + reader[kind], 0);
}

/** Why answers do not count, each reason once, with how many of each reader. */
export function excludedOf({
  excluded,
}: Pick<FlowView, "excluded">): { why: string; byReader: Map<string, number> }[] {
  const reasons = new Map<string, Map<string, number>>();
  for (const { why, reader, n } of excluded) {
    const byReader = reasons.get(why) ?? new Map<string, number>();
    byReader.set(reader, (byReader.get(reader) ?? 0) + n);
    reasons.set(why, byReader);
  }
  return [...reasons].map(([why, byReader]) => ({ why, byReader }));
}
