import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { LockedView, ProjectView } from "../../core/bindings";
import { call, failureOf } from "../../core/call";
import { facts } from "../../core/facts";
import { handOver } from "../../core/handing";
import { go } from "../../core/place";

type Entering = {
  busy: boolean;
  failure: unknown;
  /** Seconds until the next try; 0: now. */
  wait: number;
  /** Says whether the project was opened. */
  enter: (start: () => Promise<ProjectView>) => Promise<boolean>;
};

/** The ways into a locked project. After too many tries, there is a while to wait. */
export function useEntering({ waitSeconds }: LockedView): Entering {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [wait, restart] = useCountdown(waitSeconds);

  const enter = async (start: () => Promise<ProjectView>): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const project = await call(start());
      // Whoever has a passphrase has the computer back.
      handOver(false);
      // Where a study is only read, that is all there is.
      if (project.steps.length === 1) go("study");
      client.setQueryData(facts.project().queryKey, project);
      return true;
    } catch (problem) {
      // That one has to wait is said by the seconds themselves.
      if (failureOf(problem).code !== "workbench.tooManyTries") setFailure(problem);
      const now = await client.fetchQuery(facts.locked()).catch(() => null);
      restart(now?.waitSeconds ?? 0);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, wait, enter };
}

/** Counts whole seconds down to 0. */
function useCountdown(from: number): [number, (from: number) => void] {
  const [end, setEnd] = useState(() => performance.now() + from * 1000);
  const [left, setLeft] = useState(from);
  useEffect(() => {
    const look = () => {
      const now = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setLeft(now);
      if (now === 0) window.clearInterval(clock);
    };
    const clock = window.setInterval(look, 250);
    return () => window.clearInterval(clock);
  }, [end]);
  const restart = (seconds: number) => {
    setLeft(seconds);
    setEnd(performance.now() + seconds * 1000);
  };
  return [left, restart];
}
