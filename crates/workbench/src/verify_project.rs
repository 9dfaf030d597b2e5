//! Is a project what was written? Looked through from the database to the last byte.

use std::path::Path;

use jobs::Task;
use serde::Serialize;
use store::{Astray, Project, TrailCheck};

use crate::people::{SignIn, check_newest, signed_in};
use crate::{Error, Result, clock};

/// What came of looking through a project.
#[derive(Debug, Clone, Serialize)]
pub struct ProjectCheck {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// How many records the trail has.
    pub records: u64,
    /// The hash of its last record: compare it with one that was noted elsewhere.
    pub head: String,
    /// What was looked at.
    pub checks: Vec<Check>,
}

/// What came of looking at one part of a project.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// `database`, `trail`, `answers`, `studies`, `sets` or `samples`.
    pub id: &'static str,
    /// `holds`, `wrong` or `not checked`.
    pub status: &'static str,
    /// How many records, answers, studies, sets or files were looked at.
    pub n: u64,
    /// What is wrong, in sentences.
    pub wrong: Vec<String>,
}

/// Looks through a project: database, trail, answers, locked studies, sets, and every byte.
///
/// It changes nothing, unless the project was not closed: then its last changes are merged. In a
/// project with users, `by` is one who may see everything.
///
/// # Errors
///
/// Those of the store when there is no project or somebody has it open, and a stop; what is wrong
/// with a project is a value, not an error.
pub fn verify_project(task: &Task, folder: &Path, by: Option<&SignIn>) -> Result<ProjectCheck> {
    let key = match by {
        Some(by) if store::vault_of(folder)?.is_some() => Some(auditing(folder, by)?),
        _ => None,
    };
    let opened = match Project::open_read_only_with(folder, key.as_ref()) {
        Err(store::Error::Unmerged | store::Error::ReadOnly | store::Error::Unfinished) => {
            Project::open_with(folder, key.as_ref(), &clock::now())
        }
        opened => opened,
    };
    match opened {
        Ok(project) => {
            let vault = store::vault_of(folder)?;
            check_newest(&project, vault.as_ref().zip(key.as_ref()))?;
            look_through(task, &project)
        }
        Err(store::Error::Damaged { detail }) => Ok(damaged(detail)),
        Err(error) => Err(error.into()),
    }
}

/// Returns the key of a project for a user who may look at everything.
fn auditing(folder: &Path, by: &SignIn) -> Result<store::Key> {
    let (user, key) = signed_in(folder, by)?;
    let role = user.role;
    if role.may_see() { Ok(key) } else { Err(Error::NotYourRole { role: role.to_string() }) }
}

/// Nothing in a damaged file is worth a look.
fn damaged(detail: String) -> ProjectCheck {
    let others = ["trail", "answers", "studies", "sets", "samples"];
    let unchecked = |id| Check { id, status: "not checked", n: 0, wrong: Vec::new() };
    let mut checks = vec![check("database", 1, vec![detail])];
    checks.extend(others.map(unchecked));
    ProjectCheck { sound: false, records: 0, head: String::new(), checks }
}

fn look_through(task: &Task, project: &Project) -> Result<ProjectCheck> {
    let database = project.check_database()?;
    let trail = match project.verify_trail() {
        Err(store::Error::Damaged { detail }) => return Ok(damaged(detail)),
        checked => checked?,
    };
    let studies = project.studies()?;
    let mut n_answers = 0;
    for study in &studies {
        n_answers += project.answers(study.id)?.len();
    }
    let (n_sets, sets) = sets(project)?;
    let (n_blobs, blobs) = blobs(task, project)?;
    let checks = vec![
        check("database", 1, database),
        check("trail", trail.n, broken_at(&trail)),
        check("answers", n_answers as u64, answers(&trail)),
        check("studies", studies.len() as u64, astray(&trail)),
        check("sets", n_sets, sets),
        check("samples", n_blobs, blobs),
    ];
    let sound = checks.iter().all(|check| check.wrong.is_empty());
    Ok(ProjectCheck { sound, records: trail.n, head: trail.head, checks })
}

fn check(id: &'static str, n: u64, wrong: Vec<String>) -> Check {
    Check { id, status: if wrong.is_empty() { "holds" } else { "wrong" }, n, wrong }
}

fn broken_at(trail: &TrailCheck) -> Vec<String> {
    let say = |at: &i64| words::say("app:check.trail", &[("at", &at.to_string())]);
    trail.broken_at.iter().map(say).collect()
}

fn answers(trail: &TrailCheck) -> Vec<String> {
    let say = |at: &i64| words::say("app:check.answers", &[("at", &at.to_string())]);
    trail.answers_astray.iter().map(say).collect()
}

fn astray(trail: &TrailCheck) -> Vec<String> {
    let say = |(study, what): &(i64, Astray)| {
        words::say(&format!("app:check.{}", what.as_str()), &[("study", &study.to_string())])
    };
    trail.studies_astray.iter().map(say).collect()
}

fn sets(project: &Project) -> Result<(u64, Vec<String>)> {
    let sets = [project.sets()?, project.removed_sets()?].concat();
    let mut wrong = Vec::new();
    for set in &sets {
        let Some(manifest) = set.manifest else { continue };
        if samples::Manifest::of(project.content_hashes(set.id)?) != manifest {
            wrong.push(words::say("app:check.manifest", &[("set", &set.id.to_string())]));
        }
    }
    Ok((sets.len() as u64, wrong))
}

fn blobs(task: &Task, project: &Project) -> Result<(u64, Vec<String>)> {
    let hashes: Vec<samples::ContentHash> = project.blob_hashes()?.into_iter().collect();
    let n = hashes.len() as u64;
    let mut wrong = Vec::new();
    for hash in task.each(hashes) {
        let hash = hash?;
        if let Err(error) = project.blobs().get(&hash) {
            wrong.push(Error::from(error).failure().message);
        }
    }
    Ok((n, wrong))
}
