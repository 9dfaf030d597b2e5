import { type RefObject, useLayoutEffect } from "react";
import type { Press } from "./keys";

/** Hears the keys of a picture: wherever the focus is, or only on the picture itself. */
export function useKeysOf<T>(
  canvas: RefObject<HTMLCanvasElement | null>,
  keys: "page" | "picture",
  meant: (press: Press) => T | null,
  act: (meant: T) => void,
): void {
  useLayoutEffect(() => {
    const target: HTMLElement | Document | null = keys === "page" ? document : canvas.current;
    if (!target) return undefined;
    const press = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return;
      if (keys === "page" && isBusy(event.target, event.key)) return;
      const wanted = meant(event);
      if (wanted === null) return;
      event.preventDefault();
      act(wanted);
    };
    target.addEventListener("keydown", press);
    return () => target.removeEventListener("keydown", press);
  }, [canvas, keys, meant, act]);
}

/** Whether what has the focus needs the key itself: text all of them, a scale its arrows. */
function isBusy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("textarea, input, [contenteditable], dialog")) return true;
  return key.startsWith("Arrow") && target.closest("[role=radiogroup]") !== null;
}
