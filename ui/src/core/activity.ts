/** What a person at the screen does. */
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "scroll"] as const;

/** So often the core is told at most, in milliseconds. */
export const EVERY = 20_000;

/** Tells that somebody is there: at their first sign, and then at most every twenty seconds. */
export function watchActivity(page: Window, tell: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  const see = () => {
    const now = performance.now();
    if (now - last < EVERY) return;
    last = now;
    tell();
  };
  const how = { capture: true, passive: true };
  for (const sign of SIGNS) page.addEventListener(sign, see, how);
  return () => {
    for (const sign of SIGNS) page.removeEventListener(sign, see, how);
  };
}
