import type { ExposureView } from "../../core/bindings";
import { words } from "../../core/words";
import { listed } from "../../shared/numbers";

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
    const text = [readerText(line), line.subject, line.set, placeText(line)]
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
  if (by === "n") return a.n - b.n;
  const text = { ...LIKE_IT_IS, reader: personFirst, studies: placeText }[by];
  return inOrder.compare(text(a), text(b));
}

/** Codes of one person stand together. */
const personFirst = ({ person, reader }: ExposureView) => `${person} ${reader}`;

const LIKE_IT_IS = {
  subject: ({ subject }: ExposureView) => subject,
  set: ({ set }: ExposureView) => set,
  firstAt: ({ firstAt }: ExposureView) => firstAt,
  lastAt: ({ lastAt }: ExposureView) => lastAt,
};

/** A reader, with the person they are, and their code in another project. */
export function readerText({ reader, person, there }: ExposureView): string {
  const own = person === reader ? reader : words("study.exposure.isPerson", { reader, person });
  return there !== null && there !== reader
    ? words("study.exposure.hasCode", { reader: own, there })
    : own;
}

/** Where it was seen: the studies, or the other project. */
export function placeText({ studies, elsewhere }: ExposureView): string {
  return elsewhere === null
    ? listed(studies)
    : words("study.exposure.elsewhere", { project: elsewhere });
}
