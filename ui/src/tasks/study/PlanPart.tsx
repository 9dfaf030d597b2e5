import { Textarea } from "@mantine/core";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import own from "./PlanPart.module.css";
import { PlanRulesPart } from "./PlanRulesPart";
import styles from "./Study.module.css";
import { PARTS, type PlanForm } from "./usePlan";

type Props = { study: number; plan: PlanForm; readOnly: boolean };

/** How the answers will be analysed: written before anybody reads, and locked with the design. */
export function PlanPart({ study, plan, readOnly }: Props) {
  const { text, state, failure } = plan;
  return (
    <section aria-label={words("study.plan.title")}>
      <div className={own.head}>
        <h2 className={styles.heading}>{words("study.plan.title")}</h2>
        <span className={styles.mute} role="status" data-testid="plan-state">
          {state !== "same" && words(`study.plan.${state}`)}
        </span>
      </div>
      <p className={styles.mute}>{words("study.plan.text")}</p>
      {plan.rules && (
        <PlanRulesPart
          study={study}
          rules={plan.rules}
          readOnly={readOnly}
          onChange={plan.follow}
        />
      )}
      {text && (
        <div className={own.parts}>
          {PARTS.map((part) => (
            <Textarea
              key={part}
              size="sm"
              label={words(`study.plan.part.${part}`)}
              value={text[part]}
              autosize
              minRows={1}
              maxRows={12}
              maxLength={8000}
              readOnly={readOnly}
              onChange={(event) => plan.set(part, event.currentTarget.value)}
              onBlur={() => void plan.save().catch(() => undefined)}
              data-testid={`plan-${part}`}
            />
          ))}
        </div>
      )}
      <FailureNote failure={failure} />
    </section>
  );
}
