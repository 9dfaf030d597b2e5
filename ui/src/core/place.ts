import { useCallback, useSyncExternalStore } from "react";
import { useHeld } from "./holding";

/** The pages of an open project, in the order of the work. */
export const PAGES = ["samples", "measure", "study", "analysis", "export"] as const;

/** Pages that belong to the project and not to the way through it. */
const ASIDE = ["protection"] as const;

const ALL = [...PAGES, ...ASIDE];

export type Page = (typeof ALL)[number];

/** Where one is: a page, and one thing on it, or the form for a new one. */
export type Place = { page: Page; id: number | "new" | null };

/** Reads a place from the address; what is not one leads to the first page. */
export function placeOf(hash: string): Place {
  const [page = "", id = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = ALL.find((name) => name === page);
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
  const hash = useSyncExternalStore(listen, () => window.location.hash);
  return placeOf(useHeld() ?? hash);
}
