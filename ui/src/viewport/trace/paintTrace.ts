import type { Strip } from "./sheet";

/**
 * Draws a stretch of a trace: every value where it fits, and else the least and the largest of a
 * pixel.
 *
 * `perPixel`: how many values lie in a pixel; `place`: how far down a value stands.
 */
export function paintTrace(
  context: CanvasRenderingContext2D,
  values: Float32Array | Float64Array,
  strip: Strip,
  perPixel: number,
  place: (value: number) => number,
): void {
  const step = strip.width / Math.max(1, strip.to - strip.from);
  context.beginPath();
  context.lineJoin = "round";
  let drawing = false;
  const to = (x: number, y: number) => {
    if (drawing) context.lineTo(x, y);
    else context.moveTo(x, y);
    drawing = true;
  };
  const together = Math.max(1, Math.floor(perPixel / 2));
  for (let at = strip.from; at < strip.to; at += together) {
    let [low, high, lowAt, highAt] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, at, at];
    for (let one = at; one < Math.min(strip.to, at + together); one += 1) {
      const value = values[one] ?? Number.NaN;
      if (value < low) [low, lowAt] = [value, one];
      if (high < value) [high, highAt] = [value, one];
    }
    if (high < low) {
      drawing = false; // a gap stays a gap
      continue;
    }
    const x = strip.x + (at - strip.from) * step;
    if (low === high) {
      to(x, place(low));
    } else {
      const [first, second] = lowAt < highAt ? [low, high] : [high, low];
      to(x, place(first));
      to(x, place(second));
    }
  }
  context.stroke();
}
