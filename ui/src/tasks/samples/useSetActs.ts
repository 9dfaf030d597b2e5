import { commands, type SetView } from "../../core/bindings";
import { go } from "../../core/place";
import { words } from "../../core/words";
import { useSay } from "../../shared/Toasts";
import { useAct } from "../../shared/useAct";

/** What can be done to a set from its line and from its page. */
export function useSetActs() {
  const act = useAct();
  const say = useSay();
  return {
    /** Removes a set; for a while it can be had back. */
    remove: async (set: SetView) => {
      const removed = await act(() => commands.removeSet(set.id));
      if (removed === undefined) return;
      go("samples");
      say.done(words("samples.removed", { name: set.name }), () => {
        void act(() => commands.restoreSet(set.id));
      });
    },
  };
}
