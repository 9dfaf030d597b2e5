import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { facts } from "../../core/facts";
import { go, type Place } from "../../core/place";
import { words } from "../../core/words";
import { EmptyState } from "../../shared/EmptyState";
import { FailureNote } from "../../shared/FailureNote";
import { PageHeader } from "../../shared/PageHeader";
import { ExportForm } from "./ExportForm";
import { ExportList } from "./ExportList";

type Props = { id: Place["id"] };

/** Writes what leaves the project, and lists what was written. */
export function ExportPage(_: Props) {
  const studies = useQuery(facts.studies());
  const runs = useQuery(facts.runs());
  const exports = useQuery(facts.exports());
  const failure = studies.error ?? runs.error ?? exports.error;

  if (failure) return <FailureNote failure={failure} />;
  if (!studies.data || !runs.data || !exports.data) return null;
  if (studies.data.length === 0 && runs.data.length === 0) {
    return (
      <EmptyState title={words("export.empty.title")} text={words("export.empty.text")}>
        <Button size="md" onClick={() => go("measure")}>
          {words("export.empty.toMeasure")}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <PageHeader title={words("page.export")} sub={words("export.sub")} />
      <ExportForm
        key={`${studies.data.length}/${runs.data.length}`}
        studies={studies.data}
        runs={runs.data}
      />
      <ExportList exports={exports.data} />
    </>
  );
}
