import { commands } from "../core/bindings";
import { useAct } from "../shared/useAct";

/** Locks the project: what the screens know of it goes with the core's word that it is locked. */
export function useLocking(): () => void {
  const act = useAct();
  return () => void act(() => commands.lockProject());
}
