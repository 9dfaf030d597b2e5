import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { StudyView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go, type Place } from "../../core/place";
import { words } from "../../core/words";
import { EmptyState } from "../../shared/EmptyState";
import { FailureNote } from "../../shared/FailureNote";
import { ofArm } from "../../shared/sets";
import { ReceivedStudy } from "./ReceivedStudy";
import { StudyDetail } from "./StudyDetail";
import { StudyDraft } from "./StudyDraft";
import { StudySetup } from "./StudySetup";

type Props = { id: Place["id"] };

/** The reader studies: one of them, or the form for a new one. */
export function StudyPage({ id }: Props) {
  const { data: studies, error } = useQuery(facts.studies());
  const { data: sets, error: noSets } = useQuery(facts.sets());

  if (error ?? noSets) return <FailureNote failure={error ?? noSets} />;
  if (!studies || !sets) return null;
  const shown = [...studies].sort((a, b) => b.id - a.id);
  const study = shown.find((one) => one.id === id) ?? shown[0];
  const hasBoth = ofArm(sets, "real").length > 0 && ofArm(sets, "synthetic").length > 0;

  if (id === "new" && hasBoth) return <StudySetup sets={sets} taken={studies.length} />;
  if (study) return <OneStudy key={`${study.id} ${pageOf(study)}`} study={study} studies={shown} />;
  return (
    <EmptyState
      title={words("study.empty.title")}
      text={words(hasBoth ? "study.empty.text" : "study.empty.noSets")}
    >
      {hasBoth ? (
        <Button size="md" onClick={() => go("study", "new")} data-testid="new-study">
          {words("study.empty.start")}
        </Button>
      ) : (
        <Button size="md" onClick={() => go("samples")}>
          {words("measure.empty.toSamples")}
        </Button>
      )}
    </EmptyState>
  );
}

function OneStudy({ study, studies }: { study: StudyView; studies: StudyView[] }) {
  switch (pageOf(study)) {
    case "received":
      return <ReceivedStudy study={study} studies={studies} />;
    case "draft":
      return <StudyDraft study={study} studies={studies} />;
    default:
      return <StudyDetail study={study} studies={studies} />;
  }
}

/** What came in a pack is only read here; what is not locked yet can still be changed. */
function pageOf({ received, state }: StudyView): "received" | "draft" | "locked" {
  if (received) return "received";
  return state === "draft" ? "draft" : "locked";
}
