import { Drawer } from "@mantine/core";
import type { JobView } from "../core/bindings";
import { useJobs } from "../core/jobs";
import { go } from "../core/place";
import { words } from "../core/words";
import { JobLine } from "../shared/JobLine";
import styles from "./JobsDrawer.module.css";

type Props = { opened: boolean; onClose: () => void };

/** Everything that takes long, whichever page started it. */
export function JobsDrawer({ opened, onClose }: Props) {
  const jobs = useJobs();
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
          <JobLine key={job.id} job={job} onShow={() => show(job)} />
        ))}
      </div>
    </Drawer>
  );
}
