/** The standard deviation of the kernel, as a share of the picture's larger side. */
export const SPREAD = 0.05;
/** So many fields the larger side of a map has. */
const FIELDS = 90;
/** So many shades a map has, from nothing to most. */
export const SHADES = 6;

/** How many marks there are to the whole picture around each field, row by row. */
export type Heat = { columns: number; rows: number; values: number[] };

/**
 * The density of marks over a picture.
 *
 * Each mark is spread by a Gaussian kernel; what a kernel would put beyond the
 * edge stays within, so that each mark counts as one wherever it is. The values
 * are marks for each answer and each whole picture: maps of many answers and of
 * few can be compared.
 */
export function heatOf(
  marks: readonly (readonly [number, number])[],
  nAnswers: number,
  [width, height]: readonly [number, number],
): Heat {
  const larger = Math.max(width, height, 1);
  const columns = Math.max(1, Math.round((FIELDS * width) / larger));
  const rows = Math.max(1, Math.round((FIELDS * height) / larger));
  const values = new Array<number>(columns * rows).fill(0);
  for (const [x, y] of marks) {
    const across = kernel(x, columns, (SPREAD * larger) / Math.max(width, 1));
    const down = kernel(y, rows, (SPREAD * larger) / Math.max(height, 1));
    for (const [row, up] of down.entries()) {
      for (const [column, along] of across.entries()) {
        const at = row * columns + column;
        values[at] = (values[at] ?? 0) + up * along;
      }
    }
  }
  const each = (columns * rows) / Math.max(1, nAnswers);
  return { columns, rows, values: values.map((value) => value * each) };
}

/** The share of a mark that each of `n` fields along one side gets; together one. */
function kernel(at: number, n: number, spread: number): number[] {
  const weights = Array.from({ length: n }, (_, field) => {
    const away = ((field + 0.5) / n - at) / spread;
    return Math.exp(-(away ** 2) / 2);
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / all);
}

/** One path for each shade, the lightest first; fields with next to nothing are left out. */
export function shadesOf({ columns, values }: Heat, most: number): string[] {
  const paths = Array.from({ length: SHADES }, () => "");
  const shadeAt = (at: number) =>
    Math.min(SHADES - 1, Math.floor((SHADES + 1) * ((values[at] ?? 0) / most)) - 1);
  if (most <= 0) return paths;
  for (let at = 0, next = 0; at < values.length; at = next) {
    const shade = shadeAt(at);
    // Fields of one shade beside each other are one rectangle.
    do next += 1;
    while (next % columns !== 0 && shadeAt(next) === shade);
    const run = next - at;
    if (shade >= 0) {
      paths[shade] += `M${at % columns} ${Math.floor(at / columns)}h${run}v1h${-run}z`;
    }
  }
  return paths;
}
