//! The main job on the bundled data: import, generate, measure, a blinded session, export.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jobs::Task;
use samples::SetId;
use serde::Serialize;
use serde_json::json;
use store::{JobState, NewJob, Project};

use crate::bench::name_of;
use crate::desk::Scripted;
use crate::project::{Open, generate, import, measure, reading};
use crate::wire::{
    Arm, AskedMetric, ExportRequest, GenerateRequest, ImportRequest, MeasureRequest, Rule,
    StudyRequest,
};
use crate::{Error, Result, clock};

/// The bundled data, with their licences beside them.
static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/demo");

/// What the demo draws its chance from.
const SEED: u32 = 2026;
/// Cases of each side that the demo's reader sees.
const CASES: u32 = 6;

/// Where the demo left what it made.
#[derive(Debug, Clone, Serialize)]
pub struct DemoDone {
    /// The project's folder.
    pub project: PathBuf,
    /// The folder of the export of the images: their values, the study, the report.
    pub export: PathBuf,
    /// Its report.
    pub report: PathBuf,
    /// The folder of the export of the table: its values and their report.
    pub export_table: PathBuf,
    /// Its report.
    pub report_table: PathBuf,
    /// The answers, one row for each reader, presentation and question.
    pub answers: PathBuf,
    /// How many answers were given.
    pub n_answers: usize,
    /// How many values were computed; the two exports hold them.
    pub n_values: usize,
    /// What chance was drawn from.
    pub seed: u32,
}

/// Makes the demo project in `folder`: two real sets and their synthetic counterparts.
///
/// # Errors
///
/// Those of the store and of the disk.
fn make(folder: &Path, task: &Task, seed: u32) -> Result<Project> {
    let project = Project::create(folder, &words::say("app:demo.name", &[]), &clock::now())?;
    let open = Arc::new(Open::new(project));
    let unpacked = tempfile::tempdir().map_err(|error| unwritten(folder, &error))?;
    DATA.extract(unpacked.path()).map_err(|error| unwritten(folder, &error))?;

    let slices = take(&open, task, unpacked.path().join("real"), "app:demo.slices", Rule::Same)?;
    let table = unpacked.path().join("table/heart_failure_299.csv");
    let patients = take(&open, task, table, "app:demo.patients", Rule::Each)?;
    counterpart(&open, task, slices, ("pca_gaussian", seed), "app:demo.slicesMade")?;
    counterpart(&open, task, patients, ("gaussian_copula", seed), "app:demo.patientsMade")?;
    Arc::into_inner(open).map(|open| open.store).ok_or(Error::Broke)
}

/// Makes the demo project beside `folder`, and moves it there whole: half a demo is none.
///
/// # Errors
///
/// Those of the store and of the disk.
pub(crate) fn make_whole(folder: &Path, task: &Task) -> Result<()> {
    let unmade = |error: &std::io::Error| unwritten(folder, error);
    let beside = folder.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(beside).map_err(|error| unmade(&error))?;
    let partial = tempfile::Builder::new().prefix(".touchstone-demo-").tempdir_in(beside);
    let partial = partial.map_err(|error| unmade(&error))?;
    let made = partial.path().join("project");
    drop(make(&made, task, SEED)?);
    std::fs::rename(&made, folder).map_err(|error| unmade(&error))
}

/// Does the whole job in `folder` with no window: makes the project, measures, reads, exports.
///
/// The reader is scripted and guesses: its answers come from the seed and say nothing of people.
///
/// Chance is drawn from `seed`, or from the one the demo always has.
///
/// # Errors
///
/// Those of every step.
pub fn demo(task: &Task, folder: &Path, seed: Option<u32>) -> Result<DemoDone> {
    let seed = seed.unwrap_or(SEED);
    let open = Arc::new(Open::new(make(folder, task, seed)?));
    let sets = open.store.sets()?;
    let of = |modality: samples::Modality, arm: samples::Arm| {
        let found = sets.iter().find(|set| set.modality == modality && set.arm == arm);
        found.and_then(|set| u32::try_from(set.id.0).ok()).ok_or(Error::Broke)
    };
    let mut n_values = 0;
    let mut measured = |modality: samples::Modality| -> Result<Option<u32>> {
        let real = of(modality, samples::Arm::Real)?;
        let synthetic = of(modality, samples::Arm::Synthetic)?;
        let request = measure_request(modality, real, synthetic, seed);
        let id = measure::begin(&open, &request)?;
        measure::measure_run(task, &open, id)?;
        open.store.set_run_state(id, JobState::Done)?;
        n_values += open.store.values(id)?.len();
        Ok(u32::try_from(id.0).ok())
    };
    let of_table = measured(samples::Modality::Table)?;
    let of_images = measured(samples::Modality::Image)?;

    let image = samples::Modality::Image;
    let study = open.create_study(&StudyRequest {
        name: words::say("app:demo.study", &[]),
        real: of(image, samples::Arm::Real)?,
        synthetic: vec![of(image, samples::Arm::Synthetic)?],
        n_real: CASES,
        n_synthetic: CASES,
        readers: vec!["R1".to_owned()],
        seed: Some(seed),
    })?;
    let scripted =
        Scripted { study, reader: "R1".to_owned(), seed: u64::from(seed), most: usize::MAX };
    let n_answers = reading::script(&open, &scripted, &mut |_, _| Ok(()))?;
    let export_table = open.export(&ExportRequest {
        study: None,
        with_truth: false,
        before_the_end: false,
        run: of_table,
    })?;
    let export = open.export(&ExportRequest {
        study: Some(study),
        with_truth: true,
        before_the_end: false,
        run: of_images,
    })?;
    Ok(DemoDone {
        project: folder.to_path_buf(),
        report: export.join("report.html"),
        answers: export.join("answers.csv"),
        export,
        report_table: export_table.join("report.html"),
        export_table,
        n_answers,
        n_values,
        seed,
    })
}

/// Returns what the demo measures: everything that fits, at its defaults.
pub(crate) fn measure_request(
    modality: samples::Modality,
    real: u32,
    synthetic: u32,
    seed: u32,
) -> MeasureRequest {
    let metrics = metrics::registry::ALL
        .iter()
        .filter(|metric| crate::batch::fits(metric, modality, true, false))
        .map(|metric| AskedMetric { id: metric.id.to_owned(), parameters: BTreeMap::new() })
        .collect();
    MeasureRequest { real, synthetic: vec![synthetic], metrics, seed }
}

fn unwritten(folder: &Path, error: &std::io::Error) -> Error {
    Error::File { name: name_of(folder), tried: "written", why: error.to_string() }
}

fn take(open: &Arc<Open>, task: &Task, path: PathBuf, name: &str, subject: Rule) -> Result<SetId> {
    let request = ImportRequest {
        plan: 0,
        name: words::say(name, &[]),
        arm: Arm::Real,
        generator: None,
        subject,
        stratum: Rule::Unknown,
        rate_hz: None,
        unit: None,
    };
    import::import_now(open, vec![path], request, task)
}

fn counterpart(
    open: &Arc<Open>,
    task: &Task,
    from: SetId,
    (method, seed): (&str, u32),
    name: &str,
) -> Result<()> {
    let n = u32::try_from(open.store.n_samples(from)?).map_err(|_| Error::Broke)?;
    let from = u32::try_from(from.0).map_err(|_| Error::Broke)?;
    let name = words::say(name, &[]);
    let request = GenerateRequest { from, method: method.to_owned(), n, seed, name: name.clone() };
    let request = json!({ "title": name, "request": request });
    let new = NewJob { kind: "generate".to_owned(), request };
    let id = open.store.add_job(&new, &clock::now())?;
    let job = open.store.job(id)?;
    generate::work(task, open, &job)?;
    Ok(open.store.set_job_state(id, JobState::Done, None, &clock::now())?)
}

/// Returns a folder that is not there yet, for a demo nobody named a place for.
///
/// # Errors
///
/// Those of the disk.
pub fn folder_for_demo() -> Result<PathBuf> {
    let kept = tempfile::Builder::new().prefix("touchstone-demo-").tempdir();
    let kept = kept.map_err(|error| unwritten(Path::new("touchstone-demo"), &error))?;
    Ok(kept.keep().join("project"))
}
