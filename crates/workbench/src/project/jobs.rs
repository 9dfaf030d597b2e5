//! Long work in a project: started, watched, stopped, taken up again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jobs::{Progress, StopSign, Task};
use serde_json::Value;
use store::{Job, JobId, JobState, Message, NewJob};

use super::Open;
use crate::bench::{Happening, Inner, Workbench};
use crate::error::failure;
use crate::wire::JobView;
use crate::{Error, Result, clock};

/// How often the screens are told of progress, at most.
const TOLD_EVERY: Duration = Duration::from_millis(100);
/// How often progress is written down, at most: it is only for a list after a crash.
const KEPT_EVERY: Duration = Duration::from_secs(2);
/// How long closing waits for work to stop between two items.
const PATIENCE: Duration = Duration::from_secs(20);

/// The jobs that are at work, and those that were taken off the list.
#[derive(Default)]
pub(crate) struct JobList {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    live: BTreeMap<JobId, Live>,
    hidden: BTreeSet<JobId>,
}

struct Live {
    kind: String,
    title: String,
    stop: StopSign,
    started: Instant,
    progress: Progress,
    told: Option<Instant>,
    kept: Instant,
}

impl JobList {
    /// Of earlier sessions only what a person may want to go on with is listed.
    pub(crate) fn new(store: &store::Project) -> Self {
        let over = |job: &Job| matches!(job.state, JobState::Done);
        let earlier = store.jobs().unwrap_or_default();
        let hidden = earlier.iter().filter(|job| over(job)).map(|job| job.id);
        let dismissed = earlier
            .iter()
            .map(|job| job.id)
            .filter(|&id| matches!(store.setting(&dismissed_key(id)), Ok(Some(_))));
        let hidden = hidden.chain(dismissed).collect();
        let state = State { live: BTreeMap::new(), hidden };
        JobList { state: Mutex::new(state), ended: Condvar::new() }
    }

    /// Whether a job of that kind is at work.
    pub(crate) fn is_at(&self, kind: &str) -> bool {
        self.lock().live.values().any(|live| live.kind == kind)
    }

    /// Whether any job is at work.
    pub(crate) fn are_at_work(&self) -> bool {
        !self.lock().live.is_empty()
    }

    /// Stops every job and waits until all have stopped between two items.
    pub(crate) fn stop_all_and_wait(&self) {
        let state = self.lock();
        for live in state.live.values() {
            live.stop.raise();
        }
        let waited = self.ended.wait_timeout_while(state, PATIENCE, |state| !state.live.is_empty());
        drop(waited);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn dismissed_key(job: JobId) -> String {
    format!("job.{}.dismissed", job.0)
}

fn outcome_key(job: JobId) -> String {
    format!("job.{}.outcome", job.0)
}

impl Open {
    /// Notes what comes of a job, so that it can go on there after a crash.
    pub(crate) fn set_outcome(&self, job: JobId, outcome: u32) -> Result<()> {
        Ok(self.store.set_setting(&outcome_key(job), &outcome.to_string())?)
    }

    /// Returns what a job was making.
    pub(crate) fn outcome(&self, job: JobId) -> Option<u32> {
        self.store.setting(&outcome_key(job)).ok().flatten()?.parse().ok()
    }

    fn job_view(&self, job: &Job) -> JobView {
        let state = self.jobs.lock();
        let live = state.live.get(&job.id);
        let progress =
            live.map_or(Progress { done: job.done, total: job.total }, |live| live.progress);
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        JobView {
            id: small(job.id.0.unsigned_abs()),
            kind: job.kind.clone(),
            title: job.request["title"].as_str().unwrap_or_default().to_owned(),
            state: job.state.as_str().to_owned(),
            done: small(progress.done),
            total: small(progress.total),
            seconds_left: live.and_then(|live| seconds_left(live.progress, live.started.elapsed())),
            failure: job.message.as_ref().map(|message| {
                let params = serde_json::from_value(message.params["params"].clone());
                let otherwise = message.params["message"].as_str().unwrap_or_default();
                failure(&message.code, params.unwrap_or_default(), otherwise)
            }),
            outcome: self.outcome(job.id),
        }
    }
}

/// Guesses from what is done how long the rest will take; nothing in the first moments.
fn seconds_left(progress: Progress, elapsed: Duration) -> Option<f64> {
    let known = Duration::from_millis(500) < elapsed && 0 < progress.done;
    let left = progress.total.saturating_sub(progress.done) as f64;
    known.then(|| elapsed.as_secs_f64() / progress.done as f64 * left)
}

impl Workbench {
    /// Lists the jobs, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn jobs(&self) -> Result<Vec<JobView>> {
        let Ok(open) = self.open() else { return Ok(Vec::new()) };
        let mut jobs = open.store.jobs()?;
        jobs.retain(|job| !open.jobs.lock().hidden.contains(&job.id));
        jobs.sort_by_key(|job| std::cmp::Reverse(job.id));
        Ok(jobs.iter().map(|job| open.job_view(job)).collect())
    }

    /// Asks a job to stop; what it finished stays.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] when it is not at work.
    pub fn stop_job(&self, id: u32) -> Result<()> {
        let open = self.open_to_change()?;
        let state = open.jobs.lock();
        let live = state.live.get(&JobId(id.into()));
        live.ok_or(Error::NoSuch { what: "job", id: id.to_string() })?.stop.raise();
        Ok(())
    }

    /// Lets a job go on that was stopped, interrupted or failed.
    ///
    /// # Errors
    ///
    /// [`Error::CannotGoOn`] for one at work or done.
    pub fn resume_job(&self, id: u32) -> Result<()> {
        let open = self.open_to_change()?;
        let job = open.store.job(JobId(id.into()))?;
        let may = matches!(job.state, JobState::Stopped | JobState::Interrupted | JobState::Failed);
        if !may {
            return Err(Error::CannotGoOn { state: job.state.as_str().to_owned() });
        }
        self.0.run_job(&open, &job)
    }

    /// Takes a job that has ended off the list.
    ///
    /// # Errors
    ///
    /// [`Error::StillAtWork`].
    pub fn dismiss_job(&self, id: u32) -> Result<()> {
        let open = self.open_to_change()?;
        let job = JobId(id.into());
        if let Some(live) = open.jobs.lock().live.get(&job) {
            return Err(Error::StillAtWork { title: live.title.clone() });
        }
        open.jobs.lock().hidden.insert(job);
        if !open.read_only() {
            open.store.set_setting(&dismissed_key(job), "1")?;
        }
        Ok(())
    }

    /// Keeps a job and starts it; returns at once.
    pub(crate) fn start_job(&self, kind: &str, request: Value) -> Result<u32> {
        let open = self.open_to_change()?;
        let id = open.store.add_job(&NewJob { kind: kind.to_owned(), request }, &clock::now())?;
        let job = open.store.job(id)?;
        self.0.run_job(&open, &job)?;
        Ok(u32::try_from(id.0).unwrap_or(u32::MAX))
    }
}

impl Inner {
    /// Lets a kept job work, elsewhere.
    fn run_job(self: &Arc<Self>, open: &Arc<Open>, job: &Job) -> Result<()> {
        let stop = StopSign::default();
        let live = Live {
            kind: job.kind.clone(),
            title: job.request["title"].as_str().unwrap_or_default().to_owned(),
            stop: stop.clone(),
            started: Instant::now(),
            progress: Progress { done: job.done, total: job.total },
            told: None,
            kept: Instant::now(),
        };
        {
            let mut state = open.jobs.lock();
            if state.live.contains_key(&job.id) {
                return Err(Error::CannotGoOn { state: JobState::Running.as_str().to_owned() });
            }
            state.live.insert(job.id, live);
        }
        let kept = open.store.set_job_state(job.id, JobState::Running, None, &clock::now());
        if let Err(error) = kept {
            open.jobs.lock().live.remove(&job.id);
            return Err(error.into());
        }
        self.tell_of(open, job.id);
        let (inner, opened, job) = (Arc::clone(self), Arc::clone(open), job.clone());
        (self.spawn)(Box::new(move || inner.work(&opened, &job, stop)));
        Ok(())
    }

    fn work(self: &Arc<Self>, open: &Arc<Open>, job: &Job, stop: StopSign) {
        let (inner, opened, id) = (Arc::clone(self), Arc::clone(open), job.id);
        let task = Task::new(stop, move |progress| inner.progressed(&opened, id, progress));
        // A panic in one job is a defect, but it must not leave the job "running" for ever.
        let worked =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match job.kind.as_str() {
                "import" => super::import::work(&task, open, job),
                "generate" => super::generate::work(&task, open, job),
                "measure" => {
                    let place = |sha256: &str| self.settings.network(sha256);
                    super::measure::work(&task, open, job, &place)
                }
                _ => Err(Error::Broke),
            }));
        let (state, message) = match worked.unwrap_or(Err(Error::Broke)) {
            Ok(()) => (JobState::Done, None),
            Err(Error::Stopped) => (JobState::Stopped, None),
            Err(error) => (JobState::Failed, Some(message(&error))),
        };
        let last = open.jobs.lock().live.get(&job.id).map(|live| live.progress);
        if let Some(Progress { done, total }) = last {
            // The list shows it; the state below is what counts.
            drop(open.store.set_job_progress(job.id, done, total, &clock::now()));
        }
        drop(open.store.set_job_state(job.id, state, message.as_ref(), &clock::now()));
        open.jobs.lock().live.remove(&job.id);
        open.jobs.ended.notify_all();
        self.tell_of(open, job.id);
        self.changed();
    }

    /// Passes progress on, neither too often to the screens nor to the disk.
    fn progressed(&self, open: &Open, id: JobId, progress: Progress) {
        let (tell, keep) = {
            let mut state = open.jobs.lock();
            let Some(live) = state.live.get_mut(&id) else { return };
            live.progress = progress;
            let tell = live.told.is_none_or(|told| TOLD_EVERY <= told.elapsed());
            let keep = KEPT_EVERY <= live.kept.elapsed();
            if tell {
                live.told = Some(Instant::now());
            }
            if keep {
                live.kept = Instant::now();
            }
            (tell, keep)
        };
        if keep {
            drop(open.store.set_job_progress(id, progress.done, progress.total, &clock::now()));
        }
        if tell {
            self.tell_of(open, id);
        }
    }

    fn tell_of(&self, open: &Open, id: JobId) {
        // A job's title names a set, and its failure a file: not for who reads blinded, or nobody.
        if open.may_see().is_ok()
            && let Ok(job) = open.store.job(id)
        {
            (self.tell)(Happening::JobChanged(open.job_view(&job)));
        }
    }
}

/// Keeps an error so that its words can be found again.
pub(super) fn message(error: &Error) -> Message {
    let failure = error.failure();
    Message {
        code: failure.code,
        params: serde_json::json!({ "params": failure.params, "message": failure.message }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_pace() {
        let progress = Progress { done: 25, total: 100 };
        let left = seconds_left(progress, Duration::from_secs(10)).unwrap();
        assert!((left - 30.0).abs() < 1e-9, "a quarter took 10 s");
        assert_eq!(seconds_left(progress, Duration::from_millis(10)), None);
    }
}
