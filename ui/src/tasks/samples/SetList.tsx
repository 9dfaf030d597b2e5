import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { SetView } from "../../core/bindings";
import { canResume, isRunning, useJobs } from "../../core/jobs";
import { words } from "../../core/words";
import { EmptyState } from "../../shared/EmptyState";
import { JobLine } from "../../shared/JobLine";
import { count } from "../../shared/numbers";
import { PageHeader } from "../../shared/PageHeader";
import { useReadOnly } from "../../shared/useReadOnly";
import { SetLine } from "./SetLine";
import styles from "./SetList.module.css";

type Props = { sets: SetView[]; onImport: (folder: boolean) => void };

/** All sets of the project, and what is being imported or generated. */
export function SetList({ sets, onImport }: Props) {
  const jobs = useJobs().filter(
    (job) => job.kind !== "measure" && (isRunning(job) || canResume(job) || job.state === "failed"),
  );
  const readOnly = useReadOnly();
  useHotkeys([["I", () => !readOnly && onImport(true)]]);
  const buttons = (
    <>
      <Button
        variant="default"
        onClick={() => onImport(false)}
        data-testid="import-files"
        disabled={readOnly}
      >
        {words("samples.importFiles")}
      </Button>
      <Button
        onClick={() => onImport(true)}
        data-testid="import-folder"
        disabled={readOnly}
        title="I"
      >
        {words("samples.importFolder")}
      </Button>
    </>
  );
  const running = jobs.length > 0 && (
    <section className={styles.jobs} aria-label={words("shell.jobs")}>
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </section>
  );

  if (sets.length === 0) {
    return (
      <>
        {running}
        <EmptyState title={words("samples.empty.title")} text={words("samples.empty.text")}>
          <Button
            size="md"
            onClick={() => onImport(true)}
            data-testid="import-folder"
            disabled={readOnly}
            title="I"
          >
            {words("samples.importFolder")}
          </Button>
          <Button
            variant="subtle"
            size="md"
            onClick={() => onImport(false)}
            data-testid="import-files"
            disabled={readOnly}
          >
            {words("samples.importFiles")}
          </Button>
          <p className={styles.drop}>{words("samples.drop")}</p>
        </EmptyState>
      </>
    );
  }
  const total = sets.reduce((sum, { nSamples }) => sum + nSamples, 0);
  return (
    <>
      <PageHeader
        title={words("page.samples")}
        sub={`${words("count.sets", { count: sets.length })} · ${words("count.samples", { count: total, n: count(total) })} · ${words("samples.drop")}`}
      >
        {buttons}
      </PageHeader>
      {running}
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{words("samples.set")}</th>
            <th>{words("samples.generator")}</th>
            <th className={styles.number}>{words("samples.n")}</th>
            <th className={styles.number}>{words("samples.patients")}</th>
            <th>{words("samples.shape")}</th>
            <th className={styles.number}>{words("samples.notes")}</th>
            <th>
              <span className={styles.hidden}>{words("samples.more")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sets.map((set) => (
            <SetLine key={set.id} set={set} />
          ))}
        </tbody>
      </table>
    </>
  );
}
