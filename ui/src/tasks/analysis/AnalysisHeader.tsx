import { Button, Select } from "@mantine/core";
import { useState } from "react";
import type { AnalysisView, StudyView } from "../../core/bindings";
import { go } from "../../core/place";
import { textOf, words } from "../../core/words";
import { PageHeader } from "../../shared/PageHeader";
import { isOpen } from "../../shared/truth";
import { useReadOnly } from "../../shared/useReadOnly";
import styles from "./AnalysisPage.module.css";
import { MarkDone } from "./MarkDone";
import { PlanFold } from "./PlanFold";

type Props = { analysis: AnalysisView; study: StudyView; studies: StudyView[] };

/** Whose analysis it is, the plan that was locked for it, and what comes next. */
export function AnalysisHeader({ analysis, study, studies }: Props) {
  const [marking, setMarking] = useState(false);
  const readOnly = useReadOnly();
  const others = studies.filter((one) => !one.received && (isOpen(one) || one.id === study.id));
  const canMark = study.can.includes("analysed");
  return (
    <>
      <PageHeader
        title={analysis.name}
        sub={
          <>
            {[words("analysis.sub"), textOf("ui", `study.is.${study.state}`) ?? study.state].join(
              " · ",
            )}
            {study.planHash && (
              <>
                {" · "}
                {words("analysis.planHash")} <code className={styles.code}>{study.planHash}</code>
              </>
            )}
          </>
        }
      >
        {others.length > 1 && (
          <Select
            aria-label={words("study.studies")}
            value={String(study.id)}
            w={200}
            data={others.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(value) => value && go("analysis", Number(value))}
            data-testid="studies"
          />
        )}
        <Button variant="default" onClick={() => go("study", study.id)} data-testid="to-study">
          {words("analysis.toStudy")}
        </Button>
        <Button
          variant={canMark ? "default" : "filled"}
          onClick={() => go("export")}
          data-testid="to-export"
        >
          {words("analysis.toExport")}
        </Button>
        {canMark && (
          <Button disabled={readOnly} onClick={() => setMarking(true)} data-testid="mark-done">
            {words("analysis.done.start")}
          </Button>
        )}
      </PageHeader>
      <PlanFold plan={analysis.plan} followed={analysis.followed} />
      <MarkDone study={study} opened={marking} onClose={() => setMarking(false)} />
    </>
  );
}
