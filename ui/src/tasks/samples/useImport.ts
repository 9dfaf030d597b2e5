import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type ImportPlan } from "../../core/bindings";
import { facts } from "../../core/facts";
import { useAct } from "../../shared/useAct";

type Importing = {
  /** What was chosen or dropped, until it is started or let go. */
  plan: ImportPlan | null;
  /** Asks the system for a folder, or for files. */
  choose: (folder: boolean) => Promise<void>;
  /** Lets the plan go, unless it was started. */
  close: (started: boolean) => void;
};

/** What is about to be imported. */
export function useImport(): Importing {
  const client = useQueryClient();
  const act = useAct();
  const { data: offered = null } = useQuery(facts.offered());
  const [chosen, setChosen] = useState<ImportPlan | null>(null);
  const plan = offered ?? chosen;
  return {
    plan,
    choose: async (folder) => {
      const answer = await act(() => commands.chooseImport(folder));
      if (answer) setChosen(answer);
    },
    close: (started) => {
      if (plan && !started) void act(() => commands.dropPlan(plan.id));
      if (offered) client.setQueryData<ImportPlan | null>(facts.offered().queryKey, null);
      else setChosen(null);
    },
  };
}
