import { invoke } from "@tauri-apps/api/core";
import type { Arm } from "./bindings";

/** The picture of a sample for a list, as PNG bytes, at most `side` pixels wide and high. */
export function thumbnail(set: number, ordinal: number, side: number): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("thumbnail", { set, ordinal, side });
}

/** The picture of a case of an unblinded study as readers saw it, as PNG bytes. */
export function shownThumbnail(study: number, id: string, side: number): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("shown_thumbnail", { study, case: id, side });
}

/** A sample's pixels as a TPX1 block. */
export function samplePixels(set: number, ordinal: number): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("sample_pixels", { set, ordinal });
}

/** The images of one source of a draft laid over each other, as PNG bytes. */
export function maskPicture(id: number, arm: Arm): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("mask_picture", { id, arm });
}

/** A blinded case's pixels as a TPX1 block, by its opaque slot. */
export function casePixels(slot: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("case_pixels", { slot });
}
