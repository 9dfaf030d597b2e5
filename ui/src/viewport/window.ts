import type { PixelBlock } from "./pixels";

/** Which values are shown from black to white. */
export interface GreyWindow {
  readonly center: number;
  readonly width: number;
}

/** The values a window may move over: all that are stored or stated. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** A drag over this many CSS pixels changes the window by its first width. */
const DRAG_PIXELS = 400;

/** Returns the smallest range that holds the stated one and every value. */
export function extentOf(block: PixelBlock): Extent {
  const { low, high } = valueRange(block);
  return { low: Math.min(low, block.low), high: Math.max(high, block.high) };
}

/**
 * Returns the window a picture is first shown in.
 *
 * The stated range, or, where the values lie in less than a quarter of it,
 * from the least value to the largest. One rule for every picture: a window
 * that depended on anything else could tell where the picture comes from.
 */
export function initialWindow(block: PixelBlock): GreyWindow {
  const { low, high } = valueRange(block);
  const stated = block.high - block.low;
  const narrow = !(0 < stated) || high - low < stated / 4;
  return narrow ? between(low, high) : between(block.low, block.high);
}

/** Returns the window after a drag: to the right is less contrast, upwards is brighter. */
export function dragWindow(
  from: GreyWindow,
  first: GreyWindow,
  extent: Extent,
  dx: number,
  dy: number,
): GreyWindow {
  const step = first.width / DRAG_PIXELS;
  const most = 4 * Math.max(1, extent.high - extent.low);
  return {
    width: clamp(from.width + dx * step, Math.min(1, first.width), most),
    // Dragging up lowers the center, so that the picture gets brighter.
    center: clamp(from.center + dy * step, extent.low, extent.high),
  };
}

/**
 * Returns the grey level, 0 to 255, of every storable value below `size`.
 *
 * Values outside of the window are black or white.
 */
export function levels(window: GreyWindow, size: number, inverted: boolean): Uint8ClampedArray {
  const table = new Uint8ClampedArray(size);
  const low = window.center - window.width / 2;
  const slope = 255 / window.width;
  for (let value = 0; value < size; value += 1) {
    const level = (value - low) * slope;
    table[value] = inverted ? 255 - level : level; // the array clamps and rounds
  }
  return table;
}

function valueRange({ values }: PixelBlock): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (high < value) high = value;
  }
  return { low, high };
}

/** Returns the window from black at `low` to white at `high`. */
export function between(low: number, high: number): GreyWindow {
  // A flat picture has no width; one step keeps the table finite.
  return { center: (low + high) / 2, width: Math.max(1, high - low) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
