import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { StudyView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go, type Place } from "../../core/place";
import { words } from "../../core/words";
import { EmptyState } from "../../shared/EmptyState";
import { FailureNote } from "../../shared/FailureNote";
import { PageHeader } from "../../shared/PageHeader";
import { Analysing } from "./Analysing";
import { AnalysisDetail } from "./AnalysisDetail";
import { analysedOf } from "./arranging";
import { useAnalysis } from "./useAnalysis";

type Props = { id: Place["id"] };

/** What the answers of a study say: one study whose truth is open, or the way there. */
export function AnalysisPage({ id }: Props) {
  const { data: studies, error } = useQuery(facts.studies());
  if (error) return <FailureNote failure={error} />;
  if (!studies) return null;
  const study = analysedOf(studies, id);
  if (study) return <OneAnalysis key={study.id} study={study} studies={studies} />;
  return (
    <EmptyState title={words("analysis.empty.title")} text={words("analysis.empty.text")}>
      <Button size="md" onClick={() => go("study")} data-testid="to-studies">
        {words("analysis.empty.toStudies")}
      </Button>
    </EmptyState>
  );
}

function OneAnalysis({ study, studies }: { study: StudyView; studies: StudyView[] }) {
  const analysis = useAnalysis(study.id);
  const { data, failure, stopped, busy } = analysis;

  if (data) {
    return (
      <>
        {busy && <Analysing analysis={analysis} />}
        {failure !== null && <FailureNote failure={failure} />}
        <AnalysisDetail analysis={data} study={study} studies={studies} />
      </>
    );
  }
  if (busy) {
    return (
      <>
        <PageHeader title={study.name} sub={words("analysis.sub")} />
        <Analysing analysis={analysis} />
      </>
    );
  }
  if (failure?.code === "workbench.stillBlinded") {
    return (
      <EmptyState
        title={words("analysis.blinded.title", { name: study.name })}
        text={words("analysis.blinded.text")}
      >
        <Button size="md" onClick={() => go("study", study.id)} data-testid="to-study">
          {words("analysis.blinded.toStudy")}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader title={study.name}>
        <Button variant="default" onClick={() => go("study", study.id)} data-testid="to-study">
          {words("analysis.toStudy")}
        </Button>
        <Button onClick={analysis.again} data-testid="analyse-again">
          {words(stopped ? "analysis.start" : "action.again")}
        </Button>
      </PageHeader>
      {stopped && <p role="status">{words("analysis.stopped")}</p>}
      <FailureNote failure={failure} />
    </>
  );
}
