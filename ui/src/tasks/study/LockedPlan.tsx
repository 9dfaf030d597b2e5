import { useQuery } from "@tanstack/react-query";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { PlanRulesPart } from "./PlanRulesPart";
import styles from "./Study.module.css";
import { PARTS } from "./usePlan";

/** The plan of analysis as it was locked: its rules, and its texts. */
export function LockedPlan({ study }: { study: number }) {
  const { data, error } = useQuery(facts.plan(study));
  if (error) return <FailureNote failure={error} />;
  if (!data) return null;
  return (
    <>
      {data.rules && (
        <PlanRulesPart study={study} rules={data.rules} readOnly onChange={() => undefined} />
      )}
      <dl className={styles.facts} data-testid="locked-plan">
        {PARTS.filter((part) => data[part]).map((part) => (
          <div key={part} className={styles.fact}>
            <dt>{words(`study.plan.part.${part}`)}</dt>
            <dd>{data[part]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
