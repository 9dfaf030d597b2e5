import type { CaseReaderView, ReadCasesView } from "../../../core/bindings";
import { type Source, sourceKey } from "../cases/sources";

/** What readers are sorted by. */
export type By = "code" | "right" | "agreement";

/** The cases of one source, side by side. */
export type Group = { source: Source; first: number; n: number };

/** The order of a matrix: which reader stands in which row, which case in which column. */
export type Order = {
  rows: number[];
  columns: number[];
  /** The sources, each with its columns. */
  groups: Group[];
};

/** The sides of cells, and the gap between two sources. */
export type Sides = { width: number; height: number; gap: number };

/** A cell by its row and its column, as they are shown. */
export type Cell = { row: number; column: number };

/** Rows by what they are sorted by, columns by source and then by the experts' mean point. */
export function orderOf(read: ReadCasesView, sources: readonly Source[], by: By): Order {
  const groups: Group[] = [];
  const columns: number[] = [];
  for (const source of sources) {
    const own = read.cases
      .map((_, at) => at)
      .filter((at) => {
        const one = read.cases[at];
        return one !== undefined && sourceKey(one) === source.key;
      })
      .toSorted((a, b) => pointOf(read, a) - pointOf(read, b) || a - b);
    groups.push({ source, first: columns.length, n: own.length });
    columns.push(...own);
  }
  return { rows: rowsBy(read.readers, by), columns, groups };
}

function pointOf({ cases }: ReadCasesView, at: number): number {
  return cases[at]?.point ?? 0;
}

/** The best first; readers without a number last, and equal ones by their codes. */
function rowsBy(readers: readonly CaseReaderView[], by: By): number[] {
  const worth = ({ nRight, nCalls, withOthers }: CaseReaderView) => {
    if (by === "code") return 0;
    return by === "right" ? nRight / nCalls : (withOthers ?? -2);
  };
  return readers
    .map((reader, at) => ({ reader, at }))
    .toSorted(
      (a, b) =>
        worth(b.reader) - worth(a.reader) ||
        a.reader.reader.localeCompare(b.reader.reader, "en", { numeric: true }),
    )
    .map(({ at }) => at);
}

/** Cells as wide as there is room, as long as they can be hit and are no larger than needed. */
export function sidesOf(room: number, nColumns: number, nGroups: number, nRows: number): Sides {
  const gap = 8;
  const free = room - gap * Math.max(0, nGroups - 1);
  const width = Math.min(20, Math.max(5, Math.floor(free / Math.max(1, nColumns))));
  return { width, height: nRows > 20 ? 16 : 20, gap };
}

/** How far a column is from the left. */
export function leftOf(column: number, groups: readonly Group[], { width, gap }: Sides): number {
  const before = groups.filter(({ first, n }) => n > 0 && first + n <= column).length;
  return column * width + before * gap;
}

/** The cell at a place; nothing between two sources and beside the matrix. */
export function cellAt(
  { x, y }: { x: number; y: number },
  { rows, columns, groups }: Order,
  sides: Sides,
): Cell | null {
  const row = Math.floor(y / sides.height);
  const column = columns.findIndex((_, at) => {
    const left = leftOf(at, groups, sides);
    return left <= x && x < left + sides.width;
  });
  return 0 <= row && row < rows.length && 0 <= column ? { row, column } : null;
}

/** The cell that a key leads to; nothing for a key that is none of its own. */
export function cellForKey(
  key: string,
  withControl: boolean,
  { row, column }: Cell,
  { rows, columns }: Order,
): Cell | null {
  const [bottom, right] = [rows.length - 1, columns.length - 1];
  const to: { [key: string]: Cell } = {
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    Home: { row: withControl ? 0 : row, column: 0 },
    End: { row: withControl ? bottom : row, column: right },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
  };
  const next = to[key];
  if (!next) return null;
  return { row: within(next.row, bottom), column: within(next.column, right) };
}

function within(value: number, last: number): number {
  return Math.min(Math.max(value, 0), Math.max(last, 0));
}

/** What is drawn of a matrix: one path for each point, one for missing cells, one for wrong calls. */
export type Drawn = { points: string[]; missing: string; wrong: string };

/**
 * All cells as few paths, so that 10,000 of them are drawn as quickly as ten.
 *
 * A cell that is called synthetic is round, one that is called real has corners: the call can be told
 * without its colour.
 */
export function drawn(read: ReadCasesView, order: Order, sides: Sides): Drawn {
  const points = Array.from({ length: read.nPoints }, () => "");
  let [missing, wrong] = ["", ""];
  const { width, height } = sides;
  const [w, h] = [width - 1, height - 1];
  for (const [column, at] of order.columns.entries()) {
    const one = read.cases[at];
    const x = leftOf(column, order.groups, sides);
    for (const [row, reader] of order.rows.entries()) {
      const y = row * height;
      const point = one?.points[reader] ?? null;
      if (point === null) {
        missing += `M${x} ${y}h${w}v${h}h${-w}z`;
        continue;
      }
      const place = Math.min(read.nPoints, Math.max(1, Math.round(point))) - 1;
      const saysSynthetic = read.syntheticFrom <= point;
      points[place] += saysSynthetic ? round(x, y, w, h) : `M${x} ${y}h${w}v${h}h${-w}z`;
      if (saysSynthetic !== one?.synthetic)
        wrong += dot(x + w / 2, y + h / 2, Math.min(2.5, w / 3));
    }
  }
  return { points, missing, wrong };
}

function round(x: number, y: number, w: number, h: number): string {
  const r = Math.min(w, h) / 2;
  return `M${x} ${y + r}a${w / 2} ${r} 0 0 1 ${w} 0v${h - 2 * r}a${w / 2} ${r} 0 0 1 ${-w} 0z`;
}

function dot(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** Darker and bluer, the surer that it is real; yellower, the surer that it is synthetic. */
const REAL = ["#00517f", "#4a94c4", "#b3d3e8"];
const SYNTHETIC = ["#fbe8c0", "#f3c565", "#e69f00"];
const MIDDLE = "#e3e6e9";

/** The colour of a point: as far from the middle as readers were sure. */
export function shadeOf(point: number, nPoints: number): string {
  const middle = (nPoints + 1) / 2;
  if (point === middle) return MIDDLE;
  const half = Math.floor(nPoints / 2);
  const isReal = point < middle;
  const fromEnd = isReal ? point - 1 : nPoints - point;
  const step = half <= 1 ? 0 : Math.round((2 * fromEnd) / (half - 1));
  return (isReal ? REAL[step] : SYNTHETIC[2 - step]) ?? MIDDLE;
}
