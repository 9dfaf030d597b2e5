import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { commands, type PlanRules, type PlanView } from "../../core/bindings";
import { call } from "../../core/call";
import { facts } from "../../core/facts";

/** The parts of a plan of analysis, in the order in which they are written. */
export const PARTS = ["primary", "secondary", "exclusions", "missing", "notes"] as const;

export type Part = (typeof PARTS)[number];

export type PlanForm = {
  /** What stands in each part; nothing while the core has not told. */
  text: { [part in Part]: string } | undefined;
  /** What of it the program follows by itself. */
  rules: PlanRules | undefined;
  state: "same" | "changed" | "saving" | "saved";
  failure: unknown;
  set: (part: Part, text: string) => void;
  /** Changes the rules, and keeps them at once with what was written. */
  follow: (rules: PlanRules) => void;
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

  // One after the other, each on what the core kept of the one before, however fast the ticks.
  const turn = useRef<{ last: number; before: Promise<PlanView | undefined> }>(undefined);

  const keep = async (change: Partial<PlanView>) => {
    if (!data) return;
    const { last, before } = turn.current ?? { last: 0, before: Promise.resolve(data) };
    const sent = before.then((kept) =>
      call(commands.setPlan(study, { ...data, ...kept, ...change })),
    );
    const own = last + 1;
    turn.current = { last: own, before: sent.catch(() => before) };
    setState("saving");
    try {
      const kept = await sent;
      if (turn.current.last !== own) return;
      client.setQueryData(facts.plan(study).queryKey, kept);
      // What was typed meanwhile stays; what was kept is told by the core from now on.
      setOwn((now) => withoutKept(now, change));
      setFailure(null);
      setState("saved");
    } catch (problem) {
      setFailure(problem);
      setState("idle");
      throw problem;
    }
  };
  const save = async () => {
    if (changed) await keep(own);
  };
  const follow = (rules: PlanRules) => {
    if (!data) return;
    // The next tick builds on this one, whether the core has answered or not.
    client.setQueryData(facts.plan(study).queryKey, { ...data, rules });
    keep({ ...own, rules }).catch(() => client.invalidateQueries(facts.plan(study)));
  };

  return {
    text: data && textsOf({ ...data, ...own }),
    state: state === "saving" ? state : changed ? "changed" : state === "saved" ? state : "same",
    rules: data?.rules ?? undefined,
    failure: error ?? failure,
    set: (part, text) => setOwn((before) => ({ ...before, [part]: text })),
    follow,
    save,
  };
}

/** What was typed, but for what stands in the plan that was kept. */
function withoutKept(
  own: { [part in Part]?: string },
  kept: Partial<PlanView>,
): { [part in Part]?: string } {
  return Object.fromEntries(
    PARTS.filter((part) => own[part] !== undefined && own[part] !== kept[part]).map((part) => [
      part,
      own[part],
    ]),
  );
}

function isOther(part: Part, own: { [part in Part]?: string }, plan: PlanView): boolean {
  return own[part] !== undefined && own[part] !== (plan[part] ?? "");
}

function textsOf(plan: PlanView): { [part in Part]: string } {
  const { primary = "", secondary = "", exclusions = "", missing = "", notes = "" } = plan;
  return { primary, secondary, exclusions, missing, notes };
}
