import type { PixelBlock } from "./pixels";
import type { Stage } from "./stage";
import { type GreyWindow, levels } from "./window";
import { isSmooth } from "./zoom";

/** Paints one picture on one canvas, again and again. */
export interface Painter {
  readonly paint: (context: CanvasRenderingContext2D, stage: Stage) => void;
}

/**
 * Returns a painter for `block`.
 *
 * The window is applied to the whole picture once, when it changes; zooming
 * and panning only draw that again.
 */
export function painterFor(block: PixelBlock): Painter {
  const sheet = document.createElement("canvas");
  sheet.width = block.columns;
  sheet.height = block.rows;
  const ink = sheet.getContext("2d");
  const image = ink?.createImageData(block.columns, block.rows);
  let shown: { window: GreyWindow; inverted: boolean } | null = null;

  return {
    paint(context, stage) {
      if (!ink || !image) return;
      if (shown?.window !== stage.window || shown.inverted !== stage.inverted) {
        develop(block, stage, new Uint32Array(image.data.buffer));
        ink.putImageData(image, 0, 0);
        shown = { window: stage.window, inverted: stage.inverted };
      }
      const { view, picture, size } = stage;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      context.imageSmoothingEnabled = isSmooth(view);
      context.imageSmoothingQuality = "high";
      const width = picture.width * view.scale;
      const height = picture.height * view.scale;
      context.drawImage(sheet, view.x, view.y, width, height);
    },
  };
}

/** Writes the picture's grey or colour levels as 32-bit pixels: alpha, blue, green, red. */
export function develop(
  { values, channels }: PixelBlock,
  { window, inverted }: Pick<Stage, "window" | "inverted">,
  out: Uint32Array,
): void {
  const table = levels(window, values instanceof Uint8Array ? 256 : 65536, inverted);
  const level = (at: number) => table[values[at] ?? 0] ?? 0;
  if (channels === 1) {
    for (let at = 0; at < out.length; at += 1) {
      out[at] = 0xff000000 | (level(at) * 0x010101);
    }
  } else {
    for (let at = 0, from = 0; at < out.length; at += 1, from += 3) {
      out[at] = 0xff000000 | (level(from + 2) << 16) | (level(from + 1) << 8) | level(from);
    }
  }
}
