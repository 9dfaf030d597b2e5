import { useCallback, useRef } from "react";

/** Whoever paints calls it each time: it is heard once, on the clock of `performance.now`. */
export function useFirstPaint(onFirstPaint: ((at: number) => void) | undefined): () => void {
  const heard = useRef(false);
  const hear = useRef(onFirstPaint);
  hear.current = onFirstPaint;
  return useCallback(() => {
    if (heard.current) return;
    heard.current = true;
    hear.current?.(performance.now());
  }, []);
}
