import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { commands, type JobView } from "../core/bindings";
import { failureOf } from "../core/call";
import { facts } from "../core/facts";
import { canResume, isRunning, shareDone } from "../core/jobs";
import { textOf, words } from "../core/words";
import styles from "./JobLine.module.css";
import { count, timeLeft } from "./numbers";
import { Progress } from "./Progress";
import { useAct } from "./useAct";

type Props = { job: JobView; onShow?: (() => void) | undefined };

/** What a job is called: what it does, and to what. */
export function jobName({ kind, state, title }: JobView): string {
  const tense = state === "done" ? "done" : "doing";
  return textOf("ui", `job.${tense}.${kind}`, { title }) ?? title;
}

/** One job: what it is at, how far, and the button that fits. */
export function JobLine({ job, onShow }: Props) {
  const act = useAct();
  const client = useQueryClient();
  const dismiss = async () => {
    await act(() => commands.dismissJob(job.id));
    await client.invalidateQueries({ queryKey: facts.jobs().queryKey });
  };
  return (
    <div className={styles.line} data-state={job.state} data-testid={`job-${job.id}`}>
      <div className={styles.words}>
        <div className={styles.name}>{jobName(job)}</div>
        <div className={styles.about}>{stateText(job)}</div>
        {isRunning(job) && <Progress share={shareDone(job)} label={jobName(job)} width="100%" />}
      </div>
      {isRunning(job) && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={words("job.stopNamed", { title: job.title })}
          onClick={() => act(() => commands.stopJob(job.id))}
        >
          {words("action.stop")}
        </Button>
      )}
      {canResume(job) && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={words("job.resumeNamed", { title: job.title })}
          onClick={() => act(() => commands.resumeJob(job.id))}
        >
          {words("action.resume")}
        </Button>
      )}
      {onShow && job.state === "done" && job.outcome !== null && (
        <Button variant="default" size="compact-sm" onClick={onShow}>
          {words("action.show")}
        </Button>
      )}
      {!isRunning(job) && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={dismiss}>
          {words("action.dismiss")}
        </Button>
      )}
    </div>
  );
}

/** How far a job is, e.g. `120 of 400 · about 2 min`, or why it ended. */
export function stateText(job: JobView): string {
  if (job.state === "failed" && job.failure) {
    const { message, hint } = failureOf(job.failure);
    return `${message} ${hint}`.trim();
  }
  const far =
    job.total > 0 ? words("job.of", { done: count(job.done), total: count(job.total) }) : "";
  if (isRunning(job)) {
    return [far || words("job.looking"), timeLeft(job.secondsLeft)].filter(Boolean).join(" · ");
  }
  return [textOf("ui", `job.state.${job.state}`) ?? "", far].filter(Boolean).join(" · ");
}
