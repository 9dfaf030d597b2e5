//! The bundled data as a project: real sets, each with a counterpart made on the spot.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jobs::Task;
use samples::SetId;
use serde_json::json;
use store::{JobState, NewJob, Project};

use crate::names::name_of;
use crate::people::Who;
use crate::project::{Open, generate, import};
use crate::wire::{Arm, GenerateRequest, ImportRequest, Rule};
use crate::{Error, Result, clock};

/// The bundled data, with their licences beside them.
static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/demo");

/// A real set of the bundled data, and how its counterpart is made.
struct Bundled {
    path: &'static str,
    name: &'static str,
    subject: Rule,
    /// What the file does not tell: hertz and unit.
    recorded: Option<(f64, &'static str)>,
    method: &'static str,
    counterpart: &'static str,
}

/// Every set of the demo, in the order in which it is shown. Slices and beats are of one person each.
const SETS: &[Bundled] = &[
    Bundled {
        path: "real",
        name: "app:demo.slices",
        subject: Rule::Same,
        recorded: None,
        method: "pca_gaussian",
        counterpart: "app:demo.slicesMade",
    },
    Bundled {
        path: "ecg/mitdb100_beats.npy",
        name: "app:demo.beats",
        subject: Rule::Same,
        recorded: Some((360.0, "mV")),
        method: "pca_gaussian",
        counterpart: "app:demo.beatsMade",
    },
    Bundled {
        path: "table/heart_failure_299.csv",
        name: "app:demo.patients",
        subject: Rule::Each,
        recorded: None,
        method: "gaussian_copula",
        counterpart: "app:demo.patientsMade",
    },
];

/// Makes the demo project in `folder`: every bundled set and its synthetic counterpart.
///
/// # Errors
///
/// Those of the store and of the disk.
pub(super) fn make(folder: &Path, task: &Task, seed: u32) -> Result<Project> {
    let project = Project::create(folder, &words::say("app:demo.name", &[]), &clock::now())?;
    let open = Arc::new(Open::new(project, Who::Anybody));
    let unpacked = tempfile::tempdir().map_err(|error| unwritten(folder, &error))?;
    DATA.extract(unpacked.path()).map_err(|error| unwritten(folder, &error))?;
    for bundled in SETS {
        let real = take(&open, task, unpacked.path().join(bundled.path), bundled)?;
        counterpart(&open, task, real, bundled, seed)?;
    }
    Arc::into_inner(open).map(|open| open.store).ok_or(Error::Broke)
}

/// Makes the demo project beside `folder`, and moves it there whole: half a demo is none.
///
/// # Errors
///
/// Those of the store and of the disk.
pub(crate) fn make_whole(folder: &Path, task: &Task, seed: u32) -> Result<()> {
    let unmade = |error: &std::io::Error| unwritten(folder, error);
    let beside = folder.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(beside).map_err(|error| unmade(&error))?;
    let partial = tempfile::Builder::new().prefix(".touchstone-demo-").tempdir_in(beside);
    let partial = partial.map_err(|error| unmade(&error))?;
    let made = partial.path().join("project");
    drop(make(&made, task, seed)?);
    std::fs::rename(&made, folder).map_err(|error| unmade(&error))
}

pub(super) fn unwritten(folder: &Path, error: &std::io::Error) -> Error {
    Error::File { name: name_of(folder), tried: "written", why: error.to_string() }
}

fn take(open: &Arc<Open>, task: &Task, path: PathBuf, bundled: &Bundled) -> Result<SetId> {
    let request = ImportRequest {
        plan: 0,
        name: words::say(bundled.name, &[]),
        arm: Arm::Real,
        generator: None,
        subject: bundled.subject.clone(),
        stratum: Rule::Unknown,
        diagnosis: Rule::Unknown,
        rate_hz: bundled.recorded.map(|(rate_hz, _)| rate_hz),
        unit: bundled.recorded.map(|(_, unit)| unit.to_owned()),
    };
    import::import_now(open, vec![path], request, task)
}

fn counterpart(
    open: &Arc<Open>,
    task: &Task,
    from: SetId,
    bundled: &Bundled,
    seed: u32,
) -> Result<()> {
    let n = u32::try_from(open.store.n_samples(from)?).map_err(|_| Error::Broke)?;
    let from = u32::try_from(from.0).map_err(|_| Error::Broke)?;
    let name = words::say(bundled.counterpart, &[]);
    let method = bundled.method.to_owned();
    let request = GenerateRequest { from, method, n, seed, name: name.clone() };
    let request = json!({ "title": name, "request": request });
    let new = NewJob { kind: "generate".to_owned(), request };
    let id = open.store.add_job(&new, &clock::now())?;
    let job = open.store.job(id)?;
    generate::work(task, open, &job)?;
    Ok(open.store.set_job_state(id, JobState::Done, None, &clock::now())?)
}
