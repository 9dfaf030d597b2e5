import { commands } from "../core/bindings";
import { useForm } from "./useForm";
import { useShare, wasStopped } from "./useShare";

export type Waiting = ReturnType<typeof useForm> & {
  /** The share done, 0 to 1; nothing while it is not known. */
  share: number | null;
  /** Whether it was stopped: all is as it was. */
  stopped: boolean;
  /** Asks it to stop. */
  stop: () => void;
};

/** A form whose work takes a while in front of the screen: it tells how far it is, and can be stopped. */
export function useWaiting(of: "protecting" | "packing"): Waiting {
  const form = useForm();
  const { busy, failure } = form;
  const share = useShare(of, busy);
  const stopped = wasStopped(failure);
  return {
    ...form,
    failure: stopped ? null : failure,
    share,
    stopped,
    // Not as an act of the page: that would ask again for a project that is closed just now.
    stop: () => void commands.stopWaiting().catch(() => undefined),
  };
}
