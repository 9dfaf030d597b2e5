import { useQuery } from "@tanstack/react-query";
import { type AnalysisView, commands, type Failure } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { facts } from "../../core/facts";
import { useShare, wasStopped } from "../../shared/useShare";

export type AnalysisState = {
  /** What the answers say, once it is known; what was known before stays until there is more. */
  data: AnalysisView | undefined;
  /** Whether the core is at it. */
  busy: boolean;
  /** The share done, 0 to 1; nothing while it is not known. */
  share: number | null;
  /** Why there is nothing; that it was stopped is no failure. */
  failure: Failure | null;
  /** Whether somebody stopped it. */
  stopped: boolean;
  /** Asks the core to stop. */
  stop: () => void;
  /** Asks once more. */
  again: () => void;
};

/** A study's analysis: how far it is while it is worked on, and the way to stop it. */
export function useAnalysis(study: number): AnalysisState {
  const { data, error, isFetching, refetch } = useQuery(facts.analysis(study));
  const share = useShare("analysing", isFetching);
  const stopped = wasStopped(error) && !isFetching;
  return {
    data,
    busy: isFetching,
    share,
    failure: error === null || stopped || isFetching ? null : failureOf(error),
    stopped,
    stop: () => void commands.stopWaiting().catch(() => undefined),
    again: () => void refetch(),
  };
}
