import { Drawer } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { commands, type JobView } from "../core/bindings";
import { facts } from "../core/facts";
import { useJobs } from "../core/jobs";
import { go } from "../core/place";
import { words } from "../core/words";
import { JobLine } from "../shared/JobLine";
import { useAct } from "../shared/useAct";
import styles from "./JobsDrawer.module.css";

type Props = { opened: boolean; onClose: () => void };

/** Everything that takes long, whichever page started it. */
export function JobsDrawer({ opened, onClose }: Props) {
  const jobs = useJobs();
  const act = useAct();
  const client = useQueryClient();
  const dismiss = async ({ id }: JobView) => {
    await act(() => commands.dismissJob(id));
    await client.invalidateQueries({ queryKey: facts.jobs().queryKey });
  };
  const show = ({ kind, outcome }: JobView) => {
    go(kind === "measure" ? "measure" : "samples", outcome);
    onClose();
  };
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={words("shell.jobs")}
      size={420}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {jobs.length === 0 && <p className={styles.none}>{words("shell.noJobs")}</p>}
      <div className={styles.list}>
        {jobs.map((job) => (
          <JobLine key={job.id} job={job} onShow={() => show(job)} onDismiss={() => dismiss(job)} />
        ))}
      </div>
    </Drawer>
  );
}
