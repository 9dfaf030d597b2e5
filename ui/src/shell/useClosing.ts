import { useQueryClient } from "@tanstack/react-query";
import { commands } from "../core/bindings";
import { dropProjectFacts, facts } from "../core/facts";
import { useAct } from "../shared/useAct";

/** Closes the project and forgets what the screens knew of it. */
export function useClosing(): () => Promise<void> {
  const client = useQueryClient();
  const act = useAct();
  return async () => {
    const closed = await act(() => commands.closeProject());
    if (closed === undefined) return;
    client.setQueryData(facts.project().queryKey, null);
    dropProjectFacts(client);
    window.location.hash = "";
  };
}
