import type { Arm, ImportPlan, ImportRequest, Rule } from "../../core/bindings";

/** What the form holds before it is sent. */
export type Draft = {
  name: string;
  arm: Arm;
  generator: string;
  subject: Rule;
  stratum: Rule;
  diagnosis: Rule;
  /** For signals that do not say it: values of a channel in a second, and their unit. */
  rateHz: number | null;
  unit: string;
};

/** What is read of each sample besides the sample itself. */
export type Known = "subject" | "stratum" | "diagnosis";

/** Where it can be read from. */
export type Source = Rule["from"];

/** What a plan suggests; what is not known stays unknown until somebody says so. */
export function firstDraft({ suggestedName, suggestedArm, hasSubjects }: ImportPlan): Draft {
  return {
    name: suggestedName,
    arm: suggestedArm,
    generator: "",
    subject: { from: hasSubjects ? "header" : "unknown" },
    stratum: { from: "unknown" },
    diagnosis: { from: "unknown" },
    rateHz: null,
    unit: "",
  };
}

/** The sources that make sense for what is imported. */
export function sourcesFor(plan: ImportPlan, of: Known): Source[] {
  const hasColumns = plan.columns.length > 0;
  return [
    "unknown",
    ...(of === "subject" && plan.hasSubjects ? (["header"] as const) : []),
    ...(of === "subject" ? (["same", "each"] as const) : []),
    ...(plan.hasFolders ? (["folder"] as const) : []),
    ...(hasColumns ? (["column"] as const) : []),
    ...(hasColumns && plan.list === null ? [] : (["pattern"] as const)),
  ];
}

/** Names of columns that hold what is looked for, more often than not. */
const LIKELY: { [of in Known]: RegExp } = {
  subject: /patient|subject|person/i,
  stratum: /site|centre|center|group|strat/i,
  diagnosis: /diagnos|finding|label|class|\bdx\b|reference/i,
};

/** The rule that a chosen source begins with. */
export function ruleFor(source: Source, plan: ImportPlan, of: Known): Rule {
  switch (source) {
    case "pattern":
      return { from: "pattern", value: "^([^_-]+)" };
    case "column":
      return {
        from: "column",
        value: plan.columns.find((column) => LIKELY[of].test(column)) ?? plan.columns[0] ?? "",
      };
    default:
      return { from: source };
  }
}

/** Whether the rule reads something that can be shown beforehand. */
export function hasPreview(rule: Rule): boolean {
  return !["unknown", "same", "each", "header"].includes(rule.from);
}

/** What the core is asked for; nothing while something is missing. */
export function requestOf(plan: ImportPlan, draft: Draft): ImportRequest | null {
  const name = draft.name.trim();
  const generator = draft.generator.trim();
  if (name === "") return null;
  const rules = [draft.subject, draft.stratum, draft.diagnosis];
  if (rules.some((rule) => "value" in rule && rule.value.trim() === "")) return null;
  return {
    plan: plan.id,
    name,
    arm: draft.arm,
    generator: draft.arm === "synthetic" && generator !== "" ? generator : null,
    subject: draft.subject,
    stratum: draft.stratum,
    diagnosis: draft.diagnosis,
    rateHz: plan.lacksScale ? draft.rateHz : null,
    unit: plan.lacksScale && draft.unit.trim() !== "" ? draft.unit.trim() : null,
  };
}

/** Columns that sound as if they identified people and would be kept: of a list, only what is read from it. */
export function identifyingOf(plan: ImportPlan, draft: Draft): string[] {
  if (plan.list === null) return plan.identifyingColumns;
  const rules = [draft.subject, draft.stratum, draft.diagnosis];
  const read = rules.flatMap((rule) => (rule.from === "column" ? [rule.value] : []));
  return plan.identifyingColumns.filter((column) => read.includes(column));
}

/** What lies in the folder, most frequent first, e.g. `60 png, 2 txt`. */
export function formatsText(formats: ImportPlan["formats"]): string {
  return Object.entries(formats)
    .map(([name, n]) => ({ name, n: n ?? 0 }))
    .sort((a, b) => b.n - a.n)
    .map(({ name, n }) => `${n} ${name}`)
    .join(", ");
}
