import type { Arm, ImportPlan, ImportRequest, Rule } from "../../core/bindings";

/** What the form holds before it is sent. */
export type Draft = {
  name: string;
  arm: Arm;
  generator: string;
  subject: Rule;
  stratum: Rule;
};

/** Where a patient or a stratum can be read from. */
export type Source = Rule["from"];

/** What a plan suggests; what is not known stays unknown until somebody says so. */
export function firstDraft({ suggestedName, suggestedArm }: ImportPlan): Draft {
  return {
    name: suggestedName,
    arm: suggestedArm,
    generator: "",
    subject: { from: "unknown" },
    stratum: { from: "unknown" },
  };
}

/** The sources that make sense for what is imported. */
export function sourcesFor(plan: ImportPlan, of: "subject" | "stratum"): Source[] {
  const isTable = plan.columns.length > 0;
  return [
    "unknown",
    ...(of === "subject" ? (["same", "each"] as const) : []),
    ...(plan.hasFolders ? (["folder"] as const) : []),
    ...(isTable ? (["column"] as const) : (["pattern"] as const)),
  ];
}

/** The rule that a chosen source begins with. */
export function ruleFor(source: Source, plan: ImportPlan): Rule {
  switch (source) {
    case "pattern":
      return { from: "pattern", value: "^([^_-]+)" };
    case "column":
      return { from: "column", value: plan.columns[0] ?? "" };
    default:
      return { from: source };
  }
}

/** Whether the rule reads something that can be shown beforehand. */
export function hasPreview(rule: Rule): boolean {
  return rule.from !== "unknown" && rule.from !== "same" && rule.from !== "each";
}

/** What the core is asked for; nothing while something is missing. */
export function requestOf(plan: ImportPlan, draft: Draft): ImportRequest | null {
  const name = draft.name.trim();
  const generator = draft.generator.trim();
  if (name === "") return null;
  if ([draft.subject, draft.stratum].some((rule) => "value" in rule && rule.value.trim() === "")) {
    return null;
  }
  return {
    plan: plan.id,
    name,
    arm: draft.arm,
    generator: draft.arm === "synthetic" && generator !== "" ? generator : null,
    subject: draft.subject,
    stratum: draft.stratum,
  };
}

/** What lies in the folder, most frequent first, e.g. `60 png, 2 txt`. */
export function formatsText(formats: ImportPlan["formats"]): string {
  return Object.entries(formats)
    .map(([name, n]) => ({ name, n: n ?? 0 }))
    .sort((a, b) => b.n - a.n)
    .map(({ name, n }) => `${n} ${name}`)
    .join(", ");
}
