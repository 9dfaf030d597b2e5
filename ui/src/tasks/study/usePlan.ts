import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type PlanView } from "../../core/bindings";
import { call } from "../../core/call";
import { facts } from "../../core/facts";

/** The parts of a plan of analysis, in the order in which they are written. */
export const PARTS = ["primary", "secondary", "exclusions", "missing", "notes"] as const;

export type Part = (typeof PARTS)[number];

export type PlanForm = {
  /** What stands in each part; nothing while the core has not told. */
  text: { [part in Part]: string } | undefined;
  state: "same" | "changed" | "saving" | "saved";
  failure: unknown;
  set: (part: Part, text: string) => void;
  /** Keeps what was changed; fails when it cannot be kept. */
  save: () => Promise<void>;
};

/** A draft's plan of analysis, kept when one leaves a field. */
export function usePlan(study: number): PlanForm {
  const client = useQueryClient();
  const { data, error } = useQuery(facts.plan(study));
  const [own, setOwn] = useState<{ [part in Part]?: string }>({});
  const [state, setState] = useState<"idle" | "saving" | "saved">("idle");
  const [failure, setFailure] = useState<unknown>(null);
  const changed = data !== undefined && PARTS.some((part) => isOther(part, own, data));

  const save = async () => {
    if (!data || !changed) return;
    setState("saving");
    try {
      const kept = await call(commands.setPlan(study, { ...data, ...own }));
      client.setQueryData(facts.plan(study).queryKey, kept);
      setFailure(null);
      setState("saved");
    } catch (problem) {
      setFailure(problem);
      setState("idle");
      throw problem;
    }
  };

  return {
    text: data && textsOf({ ...data, ...own }),
    state: state === "saving" ? state : changed ? "changed" : state === "saved" ? state : "same",
    failure: error ?? failure,
    set: (part, text) => setOwn((before) => ({ ...before, [part]: text })),
    save,
  };
}

function isOther(part: Part, own: { [part in Part]?: string }, plan: PlanView): boolean {
  return own[part] !== undefined && own[part] !== (plan[part] ?? "");
}

function textsOf(plan: PlanView): { [part in Part]: string } {
  const { primary = "", secondary = "", exclusions = "", missing = "", notes = "" } = plan;
  return { primary, secondary, exclusions, missing, notes };
}
