import { invoke } from "@tauri-apps/api/core";

/** The picture of a sample for a list, as PNG bytes, at most `side` pixels wide and high. */
export function thumbnail(set: number, ordinal: number, side: number): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("thumbnail", { set, ordinal, side });
}

/** A sample's pixels as a TPX1 block. */
export function samplePixels(set: number, ordinal: number): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("sample_pixels", { set, ordinal });
}

/** A blinded case's pixels as a TPX1 block, by its opaque slot. */
export function casePixels(slot: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("case_pixels", { slot });
}
