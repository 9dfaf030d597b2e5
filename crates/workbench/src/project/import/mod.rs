//! Bringing files into a project.

mod notes;
mod taking;

use std::path::PathBuf;

use formats::{Found, Limits, Loaded, Reading};
use jobs::Task;
use rayon::prelude::*;
use samples::SetId;
use serde::{Deserialize, Serialize};
use store::Job;

use super::Open;
use super::jobs::message;
use super::list::List;
use crate::error::BesideError;
use crate::wire::{ImportRequest, Rule};
use crate::{Error, Result, annotations, clock};

use taking::Taking;

/// How many files are read at once.
const AT_ONCE: usize = 32;

/// What a job needs to import, now or after a crash.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Work {
    pub(super) title: String,
    pub(super) paths: Vec<PathBuf>,
    /// The hash of the table that lists the files, as it was looked at.
    #[serde(default)]
    pub(super) list: Option<String>,
    pub(super) request: ImportRequest,
}

impl Work {
    /// Checks that the table that lists the files is the one that was looked at, where it is read.
    fn check_list(&self, list: Option<&List>) -> Result<()> {
        let is_read = self.request.rules().iter().any(|rule| matches!(rule, Rule::Column(_)));
        match &self.list {
            Some(wanted)
                if is_read && list.map(|list| list.hash().to_string()).as_ref() != Some(wanted) =>
            {
                Err(BesideError::ListChanged.into())
            }
            _ => Ok(()),
        }
    }
}

/// Imports what a job asks for; what an earlier attempt kept is not read again.
pub(crate) fn work(task: &Task, open: &Open, job: &Job) -> Result<()> {
    let work: Work = serde_json::from_value(job.request.clone()).map_err(|_| Error::Broke)?;
    let mut walk = formats::walk(&work.paths);
    let taken = annotations::take(&mut walk.files);
    let mut taking = match open.outcome(job.id) {
        Some(set) => Taking::resume(open, &work.request, SetId(set.into()))?,
        None => Taking::new(&work.request)?,
    };
    if taking.is_complete(open)? {
        return Ok(());
    }
    taking.beside = taken.beside;
    let lists = List::take(&mut walk.files);
    taking.list = lists.list;
    work.check_list(taking.list.as_ref())?;
    for file in lists.others {
        if !taking.has(&file.relative) {
            taking.leave_out(&file.relative, &BesideError::OneList.into());
        }
    }
    for (file, error) in taken.left_out {
        if !taking.has(&file.relative) {
            taking.leave_out(&file.relative, &error);
        }
    }
    for left in walk.left_out {
        if !taking.has(&left.relative) {
            taking.leave_out(&left.relative, &left.error.into());
        }
    }
    let todo: Vec<&Found> = walk.files.iter().filter(|file| !taking.has(&file.relative)).collect();
    let (before, total) = ((walk.files.len() - todo.len()) as u64, walk.files.len() as u64);
    let mut done = before;
    for some in formats::portions(&todo, AT_ONCE, formats::BYTES_AT_ONCE) {
        task.reached(done, total).inspect_err(|_| {
            // What is read so far is kept, so that going on does not read it again.
            drop(taking.flush(open));
        })?;
        let read: Vec<Result<(Loaded, Reading)>> = some.par_iter().map(|file| read(file)).collect();
        for (file, read) in some.iter().zip(read) {
            match read {
                Ok((loaded, reading)) => taking.take(open, job, file, &loaded, &reading)?,
                Err(error) => taking.leave_out(&file.relative, &error),
            }
        }
        done += some.len() as u64;
        taking.flush_when_due(open)?;
    }
    taking.finish(open, &work.title)?;
    Ok(task.reached(total, total)?)
}

fn read(file: &Found) -> Result<(Loaded, Reading)> {
    let limits = Limits::default();
    let loaded = file.load(&limits)?;
    let reading = formats::read(&loaded.input(), &limits)?;
    Ok((loaded, reading))
}

/// Imports at once, for the terminal and the demo.
pub(crate) fn import_now(
    open: &Open,
    paths: Vec<PathBuf>,
    request: ImportRequest,
    task: &Task,
) -> Result<SetId> {
    let work = Work { title: request.name.clone(), paths, list: None, request };
    let request = serde_json::to_value(work).map_err(|_| Error::Broke)?;
    let new = store::NewJob { kind: "import".to_owned(), request };
    let id = open.store.add_job(&new, &clock::now())?;
    let job = open.store.job(id)?;
    if let Err(error) = self::work(task, open, &job) {
        let said = message(&error);
        open.store.set_job_state(id, store::JobState::Failed, Some(&said), &clock::now())?;
        return Err(error);
    }
    open.store.set_job_state(id, store::JobState::Done, None, &clock::now())?;
    open.outcome(id).map(|set| SetId(set.into())).ok_or(Error::Broke)
}
