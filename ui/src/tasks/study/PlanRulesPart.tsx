import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { PlanRules } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { NumberEntry } from "../../shared/NumberEntry";
import { DiagnosisRules } from "./DiagnosisRules";
import own from "./PlanPart.module.css";
import styles from "./Study.module.css";

type Props = {
  study: number;
  rules: PlanRules;
  readOnly: boolean;
  onChange: (rules: PlanRules) => void;
};

/** The share of obvious cases that the rule begins with, in percent. */
const USUAL_MISSED = 20;

/** What of a plan the program follows by itself: planned analyses, who is left out, right diagnoses. */
export function PlanRulesPart({ study, rules, readOnly, onChange }: Props) {
  const { data: offer, error } = useQuery(facts.planOffer(study));
  const planned = new Set(rules.secondary);
  const plan = (section: string, is: boolean) =>
    onChange({
      ...rules,
      // In the order of the page, as the core keeps them.
      secondary: (offer?.sections ?? [])
        .map((one) => one.section)
        .filter((one) => (one === section ? is : planned.has(one))),
    });
  if (error) return <FailureNote failure={error} />;
  if (!offer) return null;
  return (
    <fieldset className={own.rules} data-testid="plan-rules">
      <legend className={own.legend}>{words("study.plan.rules.title")}</legend>
      <p className={styles.mute}>{words("study.plan.rules.text")}</p>
      <div className={own.label} id="plan-secondary-label">
        {words("study.plan.rules.secondary")}
      </div>
      <div className={own.ticks} role="group" aria-labelledby="plan-secondary-label">
        {offer.sections.map(({ section, title }) => (
          <Checkbox
            key={section}
            size="xs"
            label={title}
            checked={planned.has(section)}
            disabled={readOnly}
            onChange={(event) => plan(section, event.currentTarget.checked)}
            data-testid={`plan-${section}`}
          />
        ))}
      </div>
      <div className={own.leaveOut}>
        <Checkbox
          size="xs"
          label={words("study.plan.rules.leaveOut")}
          checked={rules.mostMissed !== null}
          disabled={readOnly}
          onChange={(event) =>
            onChange({ ...rules, mostMissed: event.currentTarget.checked ? USUAL_MISSED : null })
          }
          data-testid="plan-leave-out"
        />
        <NumberEntry
          size="xs"
          className={own.percent}
          aria-label={words("study.plan.rules.percent")}
          value={rules.mostMissed ?? USUAL_MISSED}
          min={0}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={readOnly || rules.mostMissed === null}
          onChange={(percent) => {
            if (percent !== null && percent !== rules.mostMissed)
              onChange({ ...rules, mostMissed: percent });
          }}
          data-testid="plan-percent"
        />
        <span className={own.unit}>{words("study.plan.rules.ofObvious")}</span>
      </div>
      {offer.diagnoses.length > 0 && (
        <DiagnosisRules
          offer={offer}
          rules={rules.diagnoses}
          readOnly={readOnly}
          onChange={(diagnoses) => onChange({ ...rules, diagnoses })}
        />
      )}
    </fieldset>
  );
}
