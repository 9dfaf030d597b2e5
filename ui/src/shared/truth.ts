import type { StudyView } from "../core/bindings";

/** Whether the truth of a study is open. */
export function isOpen({ state }: Pick<StudyView, "state">): boolean {
  return state === "unblinded" || state === "analysed";
}
