import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { facts } from "../../core/facts";
import { canResume, isRunning, useJobs } from "../../core/jobs";
import { go, type Place } from "../../core/place";
import { words } from "../../core/words";
import { EmptyState } from "../../shared/EmptyState";
import { FailureNote } from "../../shared/FailureNote";
import { JobLine } from "../../shared/JobLine";
import { ofArm } from "../../shared/sets";
import styles from "./MeasurePage.module.css";
import { MeasureSetup } from "./MeasureSetup";
import { RunPage } from "./RunPage";
import { newestFirst } from "./telling";

type Props = { id: Place["id"] };

/** What the measures say, or the form that asks them. */
export function MeasurePage({ id }: Props) {
  const { data: runs, error } = useQuery(facts.runs());
  const { data: sets, error: noSets } = useQuery(facts.sets());
  const jobs = useJobs().filter(
    (job) => job.kind === "measure" && (isRunning(job) || canResume(job) || job.state === "failed"),
  );

  if (error ?? noSets) return <FailureNote failure={error ?? noSets} />;
  if (!runs || !sets) return null;
  const shown = newestFirst(runs);
  const run = id === "new" ? undefined : (shown.find((one) => one.id === id) ?? shown[0]);
  const running = jobs.length > 0 && (
    <section className={styles.jobs} aria-label={words("shell.jobs")}>
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </section>
  );

  if (ofArm(sets, "real").length === 0) {
    return (
      <EmptyState title={words("measure.empty.title")} text={words("measure.empty.noReal")}>
        <Button size="md" onClick={() => go("samples")}>
          {words("measure.empty.toSamples")}
        </Button>
      </EmptyState>
    );
  }
  if (id === "new") return <MeasureSetup sets={sets} />;
  if (!run) {
    return (
      <>
        {running}
        {jobs.length === 0 && (
          <EmptyState title={words("measure.empty.title")} text={words("measure.empty.text")}>
            <Button size="md" onClick={() => go("measure", "new")} data-testid="new-measure">
              {words("measure.empty.start")}
            </Button>
          </EmptyState>
        )}
      </>
    );
  }
  return (
    <>
      {running}
      <RunPage key={run.id} id={run.id} runs={shown} sets={sets} />
    </>
  );
}
