import type { ProjectView, SetView, StepState } from "../../core/bindings";
import type { Page, Place } from "../../core/place";

/** The steps of the tour, in the order of the work. */
export const TOUR = ["look", "measure", "understand", "read", "export"] as const;

export type Stop = (typeof TOUR)[number];

/** How far one is in the tour; nothing: it was ended, or does not belong here. */
export type Progress = { at: number; stop: Stop };

/** What stands for a tour that was ended. */
export const OVER = "over";

/** Reads how far one is: the demo begins with the first step, other projects have no tour. */
export function progressOf(kept: string | null, project: Pick<ProjectView, "isDemo">) {
  if (!project.isDemo || kept === OVER) return null;
  const at = Math.min(Math.max(Number.parseInt(kept ?? "0", 10) || 0, 0), TOUR.length - 1);
  return { at, stop: TOUR[at] ?? "look" } satisfies Progress;
}

/** The page that a step is about. */
export function pageOf(stop: Stop): Page {
  const pages = {
    look: "samples",
    measure: "measure",
    understand: "measure",
    read: "study",
    export: "export",
  } as const;
  return pages[stop];
}

/** Where a step is done, given what the project holds already. */
export function placeOf(stop: Stop, steps: ProjectView["steps"], sets: SetView[]): Place {
  const page = pageOf(stop);
  if (stop === "look") return { page, id: sets.find(isBeats)?.id ?? null };
  if (stop === "measure") return { page, id: "new" };
  if (stop === "read" && stateOf(page, steps) === "empty") return { page, id: "new" };
  return { page, id: null };
}

/** Whether what a step asks for was done. Looking cannot be seen from here: a step of looking never is. */
export function isDone(stop: Stop, steps: ProjectView["steps"]): boolean {
  return stop !== "look" && stop !== "understand" && stateOf(pageOf(stop), steps) === "done";
}

function isBeats({ modality, arm }: SetView): boolean {
  return modality === "signal" && arm === "real";
}

function stateOf(page: Page, steps: ProjectView["steps"]): StepState {
  return steps.find(({ id }) => id === page)?.state ?? "empty";
}
