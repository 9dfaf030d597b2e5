import type { PlanView } from "../../core/bindings";
import { words } from "../../core/words";
import { Fold } from "../../shared/Fold";
import styles from "./AnalysisPage.module.css";

const PARTS = ["primary", "secondary", "exclusions", "missing", "notes"] as const;

/** The plan that was locked before anybody read, in its own words. */
export function PlanFold({ plan, followed }: { plan: PlanView; followed: string[] }) {
  return (
    <Fold title={words("study.plan.title")} note={words("analysis.planNote")} testId="plan">
      <dl className={styles.plan}>
        {PARTS.filter((part) => plan[part]).map((part) => (
          <div key={part}>
            <dt>{words(`study.plan.part.${part}`)}</dt>
            <dd>{plan[part]}</dd>
          </div>
        ))}
        {followed.length > 0 && (
          <div>
            <dt>{words("study.plan.rules.followed")}</dt>
            <dd>{followed.join("; ")}</dd>
          </div>
        )}
        {plan.hash && (
          <div>
            <dt>{words("analysis.sha")}</dt>
            <dd>
              <code className={styles.code}>{plan.hash}</code>
            </dd>
          </div>
        )}
      </dl>
    </Fold>
  );
}
