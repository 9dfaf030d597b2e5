import { type RefObject, useEffect } from "react";

/** Measures a picture at first, and whenever its room has changed. */
export function useSizeOf<T>(
  canvas: RefObject<HTMLCanvasElement | null>,
  measured: (canvas: HTMLCanvasElement) => T,
  act: (measured: T) => void,
): void {
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const measure = () => act(measured(element));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas, measured, act]);
}
