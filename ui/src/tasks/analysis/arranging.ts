import type {
  AnalysisView,
  CurveView,
  FindingView,
  PointsView,
  SectionView,
  StudyView,
} from "../../core/bindings";
import type { Place } from "../../core/place";
import { isOpen } from "../../shared/truth";

/** A column of a table: one kind of number. */
export type Column = { quantity: string; title: string };

/** A row of a table: numbers of one question, and of one reader, generator or part. */
export type Row = {
  key: string;
  /** The question as it was asked; empty where a number belongs to none. */
  question: string;
  /** Of whom or of what; empty for all readers and cases. */
  of: string;
  /** How its first number was found. */
  method: string;
  cells: Map<string, FindingView>;
};

/** Where a number that is tested stands: the claim, what was planned beside it, or what came after. */
export type Rank = "primary" | "secondary" | "exploratory";

/** The study whose analysis is shown: the one that was asked for, else the latest whose truth is open. */
export function analysedOf(studies: readonly StudyView[], id: Place["id"]): StudyView | undefined {
  const own = studies.filter(({ received }) => !received).toSorted((a, b) => b.id - a.id);
  return own.find((study) => study.id === id) ?? own.find(isOpen) ?? own[0];
}

/** The findings of a section by its word; none where the section is not there. */
export function findingsOf({ sections }: AnalysisView, section: string): FindingView[] {
  return sections.find((one) => one.section === section)?.findings ?? [];
}

/** What stands behind the metrics on the page. */
const AFTER_METRICS = ["subgroups", "catches", "times"];

/**
 * The parts of numbers, by their words, in the order of the page.
 *
 * Metrics have a place also where nothing was measured: that tells what to do.
 */
export function partsOf({ sections, readCases }: AnalysisView): string[] {
  const parts = sections.map(({ section }) => section);
  if (readCases.length === 0 || parts.includes("concordance")) return parts;
  const at = parts.findIndex((part) => AFTER_METRICS.includes(part));
  return parts.toSpliced(at < 0 ? parts.length : at, 0, "concordance");
}

/** The kinds of numbers, each once, in their order. */
export function columnsOf(findings: readonly FindingView[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { quantity, title } of findings) columns.set(quantity, { quantity, title });
  return [...columns.values()];
}

/**
 * Numbers as the rows of a table.
 *
 * Two numbers of one kind about the same never share a cell: the second one,
 * found in another way, begins a row of its own.
 */
export function rowsOf(findings: readonly FindingView[], byMethod = false): Row[] {
  const rows = new Map<string, Row>();
  for (const finding of findings) {
    const { question, questionText, of, method, methodTitle, quantity } = finding;
    const about = [question ?? "", of, ...(byMethod ? [method] : [])].join("\n");
    let key = about;
    for (let more = 2; rows.get(key)?.cells.has(quantity); more += 1) key = `${about}\n${more}`;
    const row = rows.get(key) ?? {
      key,
      question: questionText,
      of,
      method: methodTitle,
      cells: new Map<string, FindingView>(),
    };
    row.cells.set(quantity, finding);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** Sorts rows by a kind of number; rows without one go last, whichever way. */
export function sortedBy(rows: readonly Row[], quantity: string, down: boolean): Row[] {
  const numberIn = (row: Row) => row.cells.get(quantity)?.value ?? null;
  return rows.toSorted((a, b) => {
    const [left, right] = [numberIn(a), numberIn(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return down ? right - left : left - right;
  });
}

/** The rank that all of these have, or nothing where they differ. */
export function rankOf(findings: Iterable<Pick<FindingView, "rank">>): Rank | null {
  const ranks = new Set([...findings].map(({ rank }) => rank));
  const [only] = ranks;
  return ranks.size === 1 ? ((only as Rank | undefined) ?? null) : null;
}

/** A number apart from its interval, as both are shown: `0.51` and `[0.36, 0.66]`. */
export function parted(shown: string): [number: string, interval: string] {
  const at = shown.indexOf(" [");
  return at < 0 ? [shown, ""] : [shown.slice(0, at), shown.slice(at + 1)];
}

/** The end of a margin, or what is tested against, as sentences write it: `0.4`. */
export function plain(value: number): string {
  return String(Number(value.toFixed(4))).replace("-", "\u2212");
}

/** A sentence whose intervals and tests do not break at the end of a line. */
export function unbroken(text: string): string {
  return text
    .replace(/\[[^\]]*\]/g, (interval) => interval.replaceAll(" ", "\u00a0"))
    .replace(/\b(p) ([=<]) /g, "$1\u00a0$2\u00a0");
}

/** One question of real or synthetic, with all that is drawn of it. */
export type Claim = {
  question: string;
  questionText: string;
  curves: CurveView[];
  points: PointsView[];
  /** Area and share right of each reader. */
  readers: { reader: string; auc?: FindingView; right?: FindingView }[];
  /** Area and balanced accuracy of all readers: those that the claim rests on. */
  auc: FindingView | undefined;
  balanced: FindingView | undefined;
};

/** The questions of real or synthetic, in the order of their curves. */
export function claimsOf(analysis: AnalysisView): Claim[] {
  const calls = findingsOf(analysis, "calls");
  const readers = findingsOf(analysis, "readers");
  const { curves, points } = analysis;
  const asked = [...curves, ...points, ...calls].flatMap(({ question }) => question ?? []);
  return [...new Set(asked)].map((question) => {
    const own = calls.filter((finding) => finding.question === question);
    const each = readers.filter((finding) => finding.question === question);
    const codes = [...new Set(each.flatMap(({ reader }) => reader ?? []))];
    const find = (reader: string, quantity: string) =>
      each.find((finding) => finding.reader === reader && finding.quantity === quantity);
    return {
      question,
      questionText: [...own, ...each][0]?.questionText ?? question,
      curves: curves.filter((curve) => curve.question === question),
      points: points.filter((one) => one.question === question),
      readers: codes.map((reader) => {
        const [auc, right] = [find(reader, "auc"), find(reader, "accuracy")];
        return { reader, ...(auc && { auc }), ...(right && { right }) };
      }),
      auc: leading(own, "auc"),
      balanced: leading(own, "balanced_accuracy"),
    };
  });
}

/** Of all that were found, the one that ranks first; the core lists it first. */
function leading(findings: readonly FindingView[], quantity: string): FindingView | undefined {
  const all = findings.filter((finding) => finding.quantity === quantity);
  return all.find(({ rank }) => rank === "primary") ?? all[0];
}

/** A question of choices: a row for each that could be chosen, a column for each source. */
export type Choices = {
  question: string;
  sources: Source[];
  rows: { choice: string; label: string; shares: (FindingView | undefined)[] }[];
};

/** Whose cases a share is of: all real ones, all synthetic ones, or those of one generator. */
export type Source = { arm: "real" | "synthetic"; generator: string | null };

/** What was chosen, question by question. */
export function choicesOf({ findings }: SectionView): Choices[] {
  const generators = [...new Set(findings.flatMap(({ generator }) => generator ?? []))];
  return apart(findings, ({ question }) => question ?? "").map(([, own]) => {
    const has = ({ arm, generator }: Source) => own.some((one) => isOf(one, arm, generator));
    const all: Source[] = [
      { arm: "real", generator: null },
      { arm: "synthetic", generator: null },
      ...generators.map((generator) => ({ arm: "synthetic" as const, generator })),
    ];
    const sources = all.filter(has);
    return {
      question: own[0]?.questionText ?? "",
      sources,
      rows: apart(own, ({ choice }) => choice ?? "").map(([choice, shares]) => ({
        choice,
        label: shares.find(({ generator }) => generator === null)?.of ?? choice,
        shares: sources.map(({ arm, generator }) =>
          shares.find((one) => isOf(one, arm, generator)),
        ),
      })),
    };
  });
}

function isOf({ quantity, generator }: FindingView, arm: string, whose: string | null): boolean {
  return quantity === `${arm}_share` && generator === whose;
}

/** The part of the study that a number is about, as its name tells: `quarter`, `speed`, `stratum`. */
export function partOf({ id }: Pick<FindingView, "id">): string {
  return /\/(\w+)=[^/]*$/.exec(id)?.[1] ?? "";
}

/** Findings by what they have in common, in the order in which each first comes. */
export function apart(
  findings: readonly FindingView[],
  by: (finding: FindingView) => string,
): [string, FindingView[]][] {
  const groups = new Map<string, FindingView[]>();
  for (const finding of findings) {
    const own = groups.get(by(finding));
    if (own) own.push(finding);
    else groups.set(by(finding), [finding]);
  }
  return [...groups];
}
