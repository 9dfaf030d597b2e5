import { useEffect, useSyncExternalStore } from "react";

// While something is on screen that cannot be shown again, no key and no palette leads away from it.
let held: string | null = null;
const listeners = new Set<() => void>();

/** Holds the page that is shown, or lets go of it. */
function hold(on: boolean): void {
  // A key that was pressed meanwhile leads nowhere, then neither.
  if (held !== null) window.history.replaceState(null, "", held || "#");
  held = on ? window.location.hash : null;
  for (const listener of listeners) listener();
}

/** Holds the page that is shown while something on it must not go away. */
export function useHold(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    hold(true);
    return () => hold(false);
  }, [on]);
}

/** The address that is held; nothing when one may go anywhere. */
export function useHeld(): string | null {
  return useSyncExternalStore(listen, () => held);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
