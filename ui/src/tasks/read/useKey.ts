import { useLayoutEffect, useRef } from "react";

/**
 * Hears every first key press of the page, before the picture does.
 *
 * It listens from the moment in which the page can be seen: no press is lost between
 * the two. Repeats are left out, but where hands move something: a key held down must
 * not answer two cases.
 */
export function useKey(onKey: (event: KeyboardEvent) => void, repeats = false): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((repeats || !event.repeat) && !event.defaultPrevented) latest.current(event);
    };
    document.addEventListener("keydown", press, { capture: true });
    return () => document.removeEventListener("keydown", press, { capture: true });
  }, [repeats]);
}

/** Whether Enter belongs to what has the focus: a button does what it says. */
export function isOnButton(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest("button") !== null;
}

/** Whether letters belong to what has the focus: someone is writing. */
export function isOnText(event: KeyboardEvent): boolean {
  return (
    event.target instanceof HTMLElement &&
    event.target.closest("textarea, input[type=text]") !== null
  );
}

/** Whether a key is held that makes a key press mean something else. */
export function isHeld(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}
