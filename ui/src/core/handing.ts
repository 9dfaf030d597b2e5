import { useSyncExternalStore } from "react";

// This stands apart from what the core knows: it must outlive everything that is asked anew, and
// nothing but the coordinator's own hand may undo it.
let handedOver = false;
const listeners = new Set<() => void>();

/** Says that the computer was handed to a reader, or is back with the coordinator. */
export function handOver(over: boolean): void {
  handedOver = over;
  for (const listener of listeners) listener();
}

/** Whether the computer was handed to a reader and is not yet back with the coordinator. */
export function useHandedOver(): boolean {
  return useSyncExternalStore(listen, () => handedOver);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
