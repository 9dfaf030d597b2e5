/** Columns that are of use to few are hidden until somebody shows them. */
const FIRST_HIDDEN: readonly string[] = ["leftOut"];

/** The columns that are not shown, from what was remembered. */
export function hiddenColumns(remembered: string | null): ReadonlySet<string> {
  if (remembered === null) return new Set(FIRST_HIDDEN);
  return new Set(remembered.split(",").filter((id) => id !== ""));
}

/** What is remembered of the columns that are not shown. */
export function rememberedText(hidden: ReadonlySet<string>): string {
  return [...hidden].sort().join(",");
}
