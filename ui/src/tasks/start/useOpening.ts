import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type ProjectView } from "../../core/bindings";
import { call, failureOf } from "../../core/call";
import { dropProjectFacts, facts } from "../../core/facts";
import { go } from "../../core/place";

type Opening = {
  busy: boolean;
  isPreparing: boolean;
  failure: unknown;
  create: (name: string) => Promise<boolean>;
  open: () => Promise<boolean>;
  pack: (passphrase: string) => Promise<boolean>;
  recent: (key: string) => Promise<boolean>;
  demo: () => Promise<boolean>;
  asked: () => Promise<boolean>;
};

/**
 * The ways into a project; each says whether one was opened.
 *
 * One that has users waits for one of them: that is no failure, and the window asks who it is.
 */
export function useOpening(): Opening {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [isPreparing, setPreparing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const enter = async (start: () => Promise<ProjectView | null>): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const project = await call(start());
      if (project === null) return false;
      dropProjectFacts(client);
      // Where a study is only read, that is all there is.
      go(project.steps.length === 1 ? "study" : "samples");
      client.setQueryData(facts.project().queryKey, project);
      return true;
    } catch (problem) {
      if (failureOf(problem).code === "store.locked")
        await client.invalidateQueries({ queryKey: facts.locked().queryKey });
      else setFailure(problem);
      void client.invalidateQueries({ queryKey: facts.recent().queryKey });
      return false;
    } finally {
      setBusy(false);
    }
  };

  const demo = async (): Promise<boolean> => {
    setPreparing(true);
    const opened = await enter(commands.openDemo);
    setPreparing(false);
    return opened;
  };

  return {
    busy,
    isPreparing,
    failure,
    create: (name) => enter(() => commands.createProject(name)),
    open: () => enter(commands.openProject),
    pack: (passphrase) => enter(() => commands.openPack(passphrase)),
    recent: (key) => enter(() => commands.openRecent(key)),
    demo,
    asked: () => enter(commands.openAsked),
  };
}
