import { casePixels } from "../../core/reading";
import { isPixels, type PixelBlock, parsePixels } from "../../viewport/pixels";
import { parseSignal, type SignalBlock } from "../../viewport/trace/signal";

/** A case that is seen: a picture, or a signal. */
export type Block =
  | { readonly kind: "image"; readonly pixels: PixelBlock }
  | { readonly kind: "signal"; readonly signal: SignalBlock };

/** Fetches the pixels of cases, the next one's while this one is read. */
export interface PixelsAhead {
  readonly fetchAhead: (slot: string) => void;
  readonly take: (slot: string) => Promise<Block>;
}

/** Returns a place that holds the pixels of at most one case ahead. */
export function pixelsAhead(): PixelsAhead {
  let held: { slot: string; block: Promise<Block> } | null = null;
  return {
    fetchAhead(slot) {
      if (held?.slot === slot) return;
      const block = load(slot);
      held = { slot, block };
      // A failure shows when the case's turn comes, and then it is tried again.
      block.catch(() => {
        if (held?.block === block) held = null;
      });
    },
    take(slot) {
      const block = held?.slot === slot ? held.block.catch(() => load(slot)) : load(slot);
      held = null;
      return block;
    },
  };
}

async function load(slot: string): Promise<Block> {
  const bytes = await casePixels(slot);
  return isPixels(bytes)
    ? { kind: "image", pixels: parsePixels(bytes) }
    : { kind: "signal", signal: parseSignal(bytes) };
}
