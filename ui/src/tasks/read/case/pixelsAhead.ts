import { casePixels } from "../../../core/reading";
import { isPixels, type PixelBlock, parsePixels } from "../../../viewport/pixels";
import { parseSignal, type SignalBlock } from "../../../viewport/trace/signal";

/** A case that is seen: a picture, or a signal. */
export type Block =
  | { readonly kind: "image"; readonly pixels: PixelBlock }
  | { readonly kind: "signal"; readonly signal: SignalBlock };

/** Fetches what is shown, and what is shown next while this is read. */
export interface PixelsAhead {
  readonly fetchAhead: (slots: readonly string[]) => void;
  readonly take: (slots: readonly string[]) => Promise<Block[]>;
}

/** Returns a place that holds what is shown together at most once ahead. */
export function pixelsAhead(): PixelsAhead {
  let held = new Map<string, Promise<Block>>();
  return {
    fetchAhead(slots) {
      const next = new Map(slots.map((slot) => [slot, held.get(slot) ?? load(slot)]));
      held = next;
      for (const [slot, block] of next) {
        // A failure shows when the case's turn comes, and then it is tried again.
        block.catch(() => {
          if (held.get(slot) === block) held.delete(slot);
        });
      }
    },
    take(slots) {
      const blocks = slots.map((slot) => held.get(slot)?.catch(() => load(slot)) ?? load(slot));
      held = new Map();
      return Promise.all(blocks);
    },
  };
}

async function load(slot: string): Promise<Block> {
  const bytes = await casePixels(slot);
  return isPixels(bytes)
    ? { kind: "image", pixels: parsePixels(bytes) }
    : { kind: "signal", signal: parseSignal(bytes) };
}
