import { Kbd, Menu, UnstyledButton } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { commands, type ProjectView } from "../core/bindings";
import { canResume, isRunning, shareDone, useJobs } from "../core/jobs";
import { go } from "../core/place";
import { words } from "../core/words";
import { DownIcon, LockIcon, WarnIcon } from "../shared/icons";
import { jobName } from "../shared/JobLine";
import { timeLeft } from "../shared/numbers";
import { Progress } from "../shared/Progress";
import { useSay } from "../shared/Toasts";
import { useAct } from "../shared/useAct";
import { PersonMenu } from "./PersonMenu";
import styles from "./TopBar.module.css";
import { useTour } from "./tour/useTour";
import { useClosing } from "./useClosing";

type Props = { project: ProjectView; onJobs: () => void; onLock: () => void };

/** The project's name, where it lies, what is going on, the way to anything, and who is there. */
export function TopBar({ project, onJobs, onLock }: Props) {
  const act = useAct();
  const say = useSay();
  const close = useClosing();
  const tour = useTour(project);
  const saveCopy = async () => {
    const place = await act(() => commands.saveCopy());
    if (place) say.done(words("shell.copySaved", { place }));
  };
  return (
    <header className={styles.bar}>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <UnstyledButton className={styles.project} data-testid="project-menu">
            <span className={styles.name}>{project.name}</span>
            <DownIcon size={14} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={saveCopy}>{words("shell.saveCopy")}</Menu.Item>
          <Menu.Item onClick={() => go("protection")} data-testid="protection">
            {words("page.protection")}
          </Menu.Item>
          {project.isDemo && (
            <Menu.Item onClick={() => tour.goTo(0)} data-testid="start-tour">
              {words("tour.start")}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item onClick={close} data-testid="close-project">
            {words("shell.close")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className={styles.mute}>{words("shell.place", { place: project.place })}</span>
      {project.encrypted && (
        <span className={styles.encrypted} title={words("shell.encryptedHint")}>
          <LockIcon size={14} />
          {words("shell.encrypted")}
        </span>
      )}
      {project.readOnly && (
        <span className={styles.readOnly} title={words(readOnlyHint(project))}>
          {words("shell.readOnly")}
        </span>
      )}
      <span className={styles.space} />
      <JobsButton onJobs={onJobs} />
      <UnstyledButton className={styles.find} onClick={() => spotlight.open()}>
        {words("shell.find")} <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      {project.you && <PersonMenu you={project.you} onLock={onLock} />}
    </header>
  );
}

function readOnlyHint({ you }: ProjectView) {
  return you?.role === "auditor" ? "shell.auditorHint" : "shell.readOnlyHint";
}

function JobsButton({ onJobs }: { onJobs: () => void }) {
  const jobs = useJobs();
  const running = jobs.filter(isRunning);
  const waiting = jobs.filter((job) => canResume(job) || job.state === "failed");
  const [first] = running;
  if (!first && waiting.length === 0) {
    return (
      <UnstyledButton className={styles.jobs} onClick={onJobs} data-testid="jobs">
        {words("shell.jobs")}
      </UnstyledButton>
    );
  }
  return (
    <UnstyledButton className={styles.jobs} onClick={onJobs} data-testid="jobs">
      {first ? (
        <>
          <span className={styles.job}>
            {running.length === 1
              ? jobName(first)
              : words("shell.running", { count: running.length })}
          </span>
          <Progress share={shareDone(first)} label={jobName(first)} />
          <span>{timeLeft(first.secondsLeft)}</span>
        </>
      ) : (
        <>
          <WarnIcon size={14} />
          <span>{words("shell.waiting", { count: waiting.length })}</span>
        </>
      )}
    </UnstyledButton>
  );
}
