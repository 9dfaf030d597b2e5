import { useEffect, useState } from "react";
import { commands, events } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { useHold } from "../../core/holding";
import { useForm } from "../../shared/useForm";

type Sealing = ReturnType<typeof useForm> & {
  /** The share done, 0 to 1; nothing while it is not known. */
  share: number | null;
  /** Whether it was stopped: the project is as it was. */
  stopped: boolean;
  /** Asks it to stop. */
  stop: () => void;
};

/** How the project's bytes are changed: a form that takes a while, tells how far it is, and can be stopped. */
export function useSealing(): Sealing {
  const form = useForm();
  const { busy, failure } = form;
  const [share, setShare] = useState<number | null>(null);
  // The project is closed meanwhile: a page that was left for another would find nothing there.
  useHold(busy);
  useEffect(() => {
    if (!busy) return;
    setShare(null);
    const listening = events.protecting.listen(({ payload: { done, total } }) =>
      setShare(total > 0 ? Math.min(1, done / total) : null),
    );
    return () => void listening.then((end) => end());
  }, [busy]);
  const stopped = failure !== null && failureOf(failure).code === "workbench.stopped";
  return {
    ...form,
    failure: stopped ? null : failure,
    share,
    stopped,
    // Not as an act of the page: that would ask again for a project that is closed just now.
    stop: () => void commands.stopProtecting().catch(() => undefined),
  };
}
