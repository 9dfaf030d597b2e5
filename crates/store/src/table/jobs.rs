//! Long work: what was asked, how far it is, and how it ended.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::column::{self, Json};
use super::{Group, Step};
use crate::{Error, Project, Result};

pub(super) const GROUP: Group =
    Group { name: "jobs", create: &[V1], steps: &[Step { to: 1, sql: V1 }] };

const V1: &str = "
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    request TEXT NOT NULL,
    state TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    message_code TEXT,
    message_params TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
";

/// A job within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(pub i64);

/// How long work stands; runs of metrics have the same states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobState {
    /// It waits for its turn.
    Queued,
    /// It is being done.
    Running,
    /// It came to its end.
    Done,
    /// It could not be done.
    Failed,
    /// Somebody stopped it.
    Stopped,
    /// The program ended before it did.
    Interrupted,
}

impl JobState {
    const ALL: [JobState; 6] = [
        JobState::Queued,
        JobState::Running,
        JobState::Done,
        JobState::Failed,
        JobState::Stopped,
        JobState::Interrupted,
    ];

    /// Returns the word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            JobState::Queued => "queued",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Stopped => "stopped",
            JobState::Interrupted => "interrupted",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        JobState::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Words for people: a code of the catalogue and the values it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Picks the words.
    pub code: String,
    /// The values that the words name.
    pub params: Value,
}

/// A job before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// What kind of work.
    pub kind: String,
    /// What was asked, so that it can be begun again.
    pub request: Value,
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What was asked.
    pub request: Value,
    /// How it stands.
    pub state: JobState,
    /// Items finished.
    pub done: u64,
    /// Items in all; 0 while that is not known.
    pub total: u64,
    /// What there is to say about it.
    pub message: Option<Message>,
    /// When it was asked for.
    pub created_at: String,
    /// When it changed last.
    pub changed_at: String,
}

impl Project {
    /// Keeps a new job, queued.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the disk.
    pub fn add_job(&self, job: &NewJob, now: &str) -> Result<JobId> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO jobs (kind, request, state, done, total, created_at, changed_at)
                 VALUES (?1, ?2, ?3, 0, 0, ?4, ?4)",
                params![job.kind, Json(&job.request), JobState::Queued.as_str(), now],
            )?;
            Ok(JobId(transaction.last_insert_rowid()))
        })
    }

    /// Says how a job stands, and what there is to say about it.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn set_job_state(
        &self,
        job: JobId,
        state: JobState,
        message: Option<&Message>,
        now: &str,
    ) -> Result<()> {
        let code = message.map(|message| &message.code);
        let values = message.map(|message| Json(&message.params));
        self.change_job(
            job,
            "UPDATE jobs SET state = ?2, message_code = ?3, message_params = ?4, changed_at = ?5
             WHERE id = ?1",
            params![job.0, state.as_str(), code, values, now],
        )
    }

    /// Says how far a job is.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn set_job_progress(&self, job: JobId, done: u64, total: u64, now: &str) -> Result<()> {
        self.change_job(
            job,
            "UPDATE jobs SET done = ?2, total = ?3, changed_at = ?4 WHERE id = ?1",
            params![job.0, done, total, now],
        )
    }

    /// Returns a job.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn job(&self, job: JobId) -> Result<Job> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM jobs WHERE id = ?1")?;
            let found = query.query_row([job.0], stored_job).optional()?;
            found.ok_or_else(|| no_such(job))
        })
    }

    /// Returns all jobs, the newest first.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn jobs(&self) -> Result<Vec<Job>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM jobs ORDER BY id DESC")?;
            let jobs = query.query_map([], stored_job)?;
            Ok(jobs.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Marks what the last process left queued or running, and returns how many jobs that were.
    pub(crate) fn interrupt_running(&self, now: &str) -> Result<usize> {
        self.write(|transaction| {
            transaction.execute(
                "UPDATE runs SET state = 'interrupted' WHERE state IN ('queued', 'running')",
                [],
            )?;
            Ok(transaction.execute(
                "UPDATE jobs SET state = 'interrupted', changed_at = ?1
                 WHERE state IN ('queued', 'running')",
                [now],
            )?)
        })
    }

    fn change_job(&self, job: JobId, sql: &str, values: impl rusqlite::Params) -> Result<()> {
        self.write(|transaction| match transaction.execute(sql, values)? {
            0 => Err(no_such(job)),
            _ => Ok(()),
        })
    }
}

fn no_such(job: JobId) -> Error {
    Error::NoSuch { what: "job", id: job.0.to_string() }
}

fn stored_job(row: &Row<'_>) -> rusqlite::Result<Job> {
    let code: Option<String> = row.get("message_code")?;
    let params = column::json_if_any(row, "message_params")?;
    Ok(Job {
        id: JobId(row.get("id")?),
        kind: row.get("kind")?,
        request: column::json(row, "request")?,
        state: column::word(row, "state", JobState::from_word)?,
        done: row.get("done")?,
        total: row.get("total")?,
        message: code.map(|code| Message { code, params: params.unwrap_or_default() }),
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
    })
}
