import { useEffect, useState } from "react";
import { commands, events } from "../core/bindings";
import { failureOf } from "../core/call";
import { useForm } from "./useForm";

export type Waiting = ReturnType<typeof useForm> & {
  /** The share done, 0 to 1; nothing while it is not known. */
  share: number | null;
  /** Whether it was stopped: all is as it was. */
  stopped: boolean;
  /** Asks it to stop. */
  stop: () => void;
};

/** What the core says of work that was stopped: the store itself, or the workbench. */
const STOPPED = ["store.stopped", "workbench.stopped"];

/** A form whose work takes a while in front of the screen: it tells how far it is, and can be stopped. */
export function useWaiting(of: "protecting" | "packing"): Waiting {
  const form = useForm();
  const { busy, failure } = form;
  const [share, setShare] = useState<number | null>(null);
  useEffect(() => {
    if (!busy) return;
    setShare(null);
    const listening = events[of].listen(({ payload: { done, total } }) =>
      setShare(total > 0 ? Math.min(1, done / total) : null),
    );
    return () => void listening.then((end) => end());
  }, [busy, of]);
  const stopped = failure !== null && STOPPED.includes(failureOf(failure).code);
  return {
    ...form,
    failure: stopped ? null : failure,
    share,
    stopped,
    // Not as an act of the page: that would ask again for a project that is closed just now.
    stop: () => void commands.stopWaiting().catch(() => undefined),
  };
}
