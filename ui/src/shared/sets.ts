import type { Modality, SetView } from "../core/bindings";

/** The sets of one side that hold something. */
export function ofArm(sets: readonly SetView[], arm: SetView["arm"]): SetView[] {
  return sets.filter((set) => set.arm === arm);
}

/** The synthetic sets that can stand beside a real one: of its kind, and complete. */
export function companions(sets: readonly SetView[], real: SetView | undefined): SetView[] {
  if (!real) return [];
  return ofArm(sets, "synthetic").filter(
    ({ modality, complete }) => complete && modality === real.modality,
  );
}

/** Why a synthetic set cannot stand beside a real one; nothing when it can. */
export function whyNotBeside(
  set: SetView,
  modality: Modality | undefined,
): "incomplete" | "otherKind" | null {
  if (!set.complete) return "incomplete";
  return modality !== undefined && set.modality !== modality ? "otherKind" : null;
}

/** Whether a sample can be seen: as a picture, or as a trace. */
export function isSeen(set: SetView | undefined): boolean {
  return set?.modality === "image" || set?.modality === "signal";
}
