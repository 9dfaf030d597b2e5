/**
 * Returns how many pixels of the display an element covers, at least one each way.
 *
 * Its edges are put on whole pixels, each by itself. A canvas of any other size is drawn anew to fit, and
 * is softer than its neighbour that happens to begin on a whole pixel.
 */
export function devicePixels(element: Element): { width: number; height: number } {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const between = (from: number, to: number) =>
    Math.max(1, Math.round(to * devicePixelRatio) - Math.round(from * devicePixelRatio));
  return { width: between(left, right), height: between(top, bottom) };
}
