import { useCallback, useSyncExternalStore } from "react";

/** The pages of an open project, in the order of the work. */
export const PAGES = ["samples", "measure", "study", "export"] as const;

export type Page = (typeof PAGES)[number];

/** Where one is: a page, and one thing on it, or the form for a new one. */
export type Place = { page: Page; id: number | "new" | null };

/** Reads a place from the address; what is not one leads to the first page. */
export function placeOf(hash: string): Place {
  const [page = "", id = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = PAGES.find((name) => name === page);
  if (!known) return { page: "samples", id: null };
  if (id === "new") return { page: known, id };
  return { page: known, id: /^\d{1,9}$/.test(id) ? Number(id) : null };
}

/** The address of a place. */
export function hashOf(page: Page, id: Place["id"] = null): string {
  return id === null ? `#/${page}` : `#/${page}/${id}`;
}

/** Goes to a place; the way back is the history's. */
export function go(page: Page, id: Place["id"] = null): void {
  window.location.hash = hashOf(page, id);
}

/** The place shown now. */
export function usePlace(): Place {
  const listen = useCallback((changed: () => void) => {
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);
  return placeOf(useSyncExternalStore(listen, () => window.location.hash));
}
