import { useQuery } from "@tanstack/react-query";
import type { ProjectView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { useRemembered } from "../../core/remember";
import { OVER, type Progress, progressOf } from "./tour";

type Touring = {
  progress: Progress | null;
  goTo: (step: number) => void;
  end: () => void;
};

const KEY = "tour";

/** How far one is in the tour of the demo; the core remembers it. */
export function useTour(project: ProjectView | null): Touring {
  const { isSuccess } = useQuery(facts.remembered(KEY));
  const [kept, keep] = useRemembered(KEY);
  return {
    // Until the core has told, there is none: an ended tour must not flash up.
    progress: isSuccess && project ? progressOf(kept, project) : null,
    goTo: (step) => keep(String(step)),
    end: () => keep(OVER),
  };
}
