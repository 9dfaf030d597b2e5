import { useEffect, useState } from "react";
import { events } from "../core/bindings";
import { failureOf } from "../core/call";

/** What the core says of work that was stopped: the store itself, or the workbench. */
const STOPPED = ["store.stopped", "workbench.stopped"];

/** Whether work did not fail, but was stopped: all is as it was. */
export function wasStopped(failure: unknown): boolean {
  return failure !== null && failure !== undefined && STOPPED.includes(failureOf(failure).code);
}

/** How far work in front of the screen is, 0 to 1; nothing while it is not known. */
export function useShare(of: "protecting" | "packing" | "analysing", busy: boolean): number | null {
  const [share, setShare] = useState<number | null>(null);
  useEffect(() => {
    if (!busy) return;
    setShare(null);
    const listening = events[of].listen(({ payload: { done, total } }) =>
      setShare(total > 0 ? Math.min(1, done / total) : null),
    );
    return () => void listening.then((end) => end());
  }, [busy, of]);
  return share;
}
