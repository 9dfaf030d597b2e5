/**
 * Reads places in a set, e.g. `1-3, 0007`, which are shown from 1 and kept from 0.
 *
 * Nothing when it cannot be read, or when a place is not in a set of `n` samples.
 */
export function placesOf(typed: string, n: number): number[] | null {
  const found = new Set<number>();
  for (const part of typed.split(/[\s,;]+/).filter((one) => one !== "")) {
    const [, from, to] = /^(\d{1,7})(?:[-–](\d{1,7}))?$/.exec(part) ?? [];
    if (from === undefined) return null;
    const [first, last] = [Number(from), Number(to ?? from)];
    if (first < 1 || last < first || n < last) return null;
    for (let place = first; place <= last; place += 1) found.add(place - 1);
  }
  return [...found].sort((a, b) => a - b);
}
