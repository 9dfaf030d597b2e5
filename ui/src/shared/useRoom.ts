import { commands } from "../core/bindings";
import { handOver } from "../core/handing";
import { useAct } from "./useAct";

/** How the reading room of a study is opened for one reader. */
export function useRoom(study: number): (reader: string) => Promise<void> {
  const act = useAct();
  return async (reader) => {
    // Before the room opens: what a reader finds behind it must be gone by then.
    handOver(true);
    const opened = await act(() => commands.openReadingRoom(study, reader));
    if (opened === undefined) handOver(false);
  };
}
