import { useQuery } from "@tanstack/react-query";
import type { JobView } from "./bindings";
import { facts } from "./facts";

/** All jobs, newest first. */
export function useJobs(): JobView[] {
  return useQuery(facts.jobs()).data ?? [];
}

/** Puts a job's news into the list; a job not seen before comes first. */
export function withNews(jobs: JobView[], news: JobView): JobView[] {
  return jobs.some(({ id }) => id === news.id)
    ? jobs.map((job) => (job.id === news.id ? news : job))
    : [news, ...jobs];
}

/** The share done, 0 to 1; nothing while the whole is not known. */
export function shareDone(job: JobView): number | null {
  return job.total > 0 ? Math.min(1, job.done / job.total) : null;
}

/** Whether it is being worked on. */
export function isRunning(job: JobView): boolean {
  return job.state === "running";
}

/** Whether it can be taken up again where it stopped. */
export function canResume(job: JobView): boolean {
  return job.state === "interrupted" || job.state === "stopped";
}
