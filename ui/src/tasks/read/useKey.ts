import { useLayoutEffect, useRef } from "react";

/**
 * Hears every first key press of the page.
 *
 * It listens from the moment in which the page can be seen: no press is lost between
 * the two. Repeats are left out: a key held down must not answer two cases.
 */
export function useKey(onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.repeat && !event.defaultPrevented) latest.current(event);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

/** Whether Enter belongs to what has the focus: a button does what it says. */
export function isOnButton(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest("button") !== null;
}

/** Whether letters belong to what has the focus: someone is writing. */
export function isOnText(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest("textarea") !== null;
}
