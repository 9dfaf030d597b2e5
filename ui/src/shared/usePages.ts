import { type QueryKey, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { call } from "../core/call";

/** How many rows are asked for at once. */
export const PAGE_SIZE = 200;

/** The pages that hold the rows from `first` to `last`, both included. */
export function pagesFor(first: number, last: number, total: number): number[] {
  if (total === 0 || last < first) return [];
  const from = Math.floor(first / PAGE_SIZE);
  const to = Math.floor(Math.min(last, total - 1) / PAGE_SIZE);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/**
 * Of a long list, the pages that are on screen, by their numbers.
 *
 * Pages that left the screen are forgotten after a while, so that a list of
 * 100,000 can be scrolled through in a small memory.
 */
export function usePages<Page>(
  [first, last]: readonly [number, number],
  total: number,
  key: QueryKey,
  ask: (first: number, n: number) => Promise<Page>,
): { pages: Map<number, Page>; failure: unknown } {
  const wanted = useMemo(() => pagesFor(first, last, total), [first, last, total]);
  const found = useQueries({
    queries: wanted.map((at) => ({
      queryKey: [...key, at * PAGE_SIZE, PAGE_SIZE],
      queryFn: () => call(ask(at * PAGE_SIZE, PAGE_SIZE)),
      gcTime: 60_000,
    })),
  });
  const pages = new Map<number, Page>();
  for (const [at, { data }] of found.entries()) {
    const number = wanted[at];
    if (number !== undefined && data !== undefined) pages.set(number, data);
  }
  return { pages, failure: found.find(({ error }) => error !== null)?.error ?? null };
}
