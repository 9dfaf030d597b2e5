import type { ExposureView } from "../../core/bindings";

/** The columns of the ledger, in their order. */
export const COLUMNS = ["reader", "subject", "set", "studies", "n", "firstAt", "lastAt"] as const;

export type Column = (typeof COLUMNS)[number];

export type Sorting = { by: Column; down: boolean };

/** The lines that hold all of the words, in this order; equal ones by reader and patient. */
export function shownLines(
  lines: readonly ExposureView[],
  filter: string,
  { by, down }: Sorting,
): ExposureView[] {
  const wanted = filter.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
  const has = (line: ExposureView) => {
    const text = [line.reader, line.subject, line.set, ...line.studies]
      .join(" ")
      .toLocaleLowerCase("en");
    return wanted.every((word) => text.includes(word));
  };
  const sign = down ? -1 : 1;
  return lines
    .filter(has)
    .toSorted(
      (a, b) => sign * compare(a, b, by) || compare(a, b, "reader") || compare(a, b, "subject"),
    );
}

/** The next order when a column's head is pressed: upwards first, then downwards. */
export function sortedBy({ by, down }: Sorting, column: Column): Sorting {
  return { by: column, down: by === column && !down };
}

const inOrder = new Intl.Collator("en", { numeric: true });

function compare(a: ExposureView, b: ExposureView, by: Column): number {
  return by === "n" ? a.n - b.n : inOrder.compare(String(a[by]), String(b[by]));
}
