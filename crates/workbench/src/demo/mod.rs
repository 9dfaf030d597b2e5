//! The main job on the bundled data: import, generate, measure, a blinded session, export.

mod bundled;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jobs::Task;
use samples::{Arm, Modality};
use serde::Serialize;
use store::{JobState, StudyId};
use study::StudyState;

use crate::desk::Scripted;
use crate::people::Who;
use crate::project::{Open, measure, reading};
use crate::wire::{AskedMetric, ExportRequest, MeasureRequest, StudyRequest};
use crate::{Error, Result};

pub(crate) use bundled::make_whole;

/// What the demo draws its chance from.
pub(crate) const SEED: u32 = 2026;
/// Cases of each side that the demo's reader sees.
const CASES: u32 = 6;

/// Where the demo left what it made.
#[derive(Debug, Clone, Serialize)]
pub struct DemoDone {
    /// The project's folder.
    pub project: PathBuf,
    /// One export for each kind of data; that of the images also holds the study and its answers.
    pub exports: Vec<Exported>,
    /// The answers, one row for each reader, presentation and question.
    pub answers: PathBuf,
    /// How many answers were given.
    pub n_answers: usize,
    /// How many values were computed; the exports hold them.
    pub n_values: usize,
    /// What chance was drawn from.
    pub seed: u32,
}

/// An export of the demo.
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// What was measured: `image`, `signal` or `table`.
    pub modality: &'static str,
    /// Its folder.
    pub export: PathBuf,
    /// Its report, as a page that opens anywhere.
    pub report: PathBuf,
    /// The same report for paper.
    pub pdf: PathBuf,
    /// How many values it holds.
    pub n_values: usize,
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
    let open = Arc::new(Open::new(bundled::make(folder, task, seed)?, Who::Anybody));
    let (study, n_answers) = read(&open, seed)?;
    let mut exports = Vec::new();
    for modality in [Modality::Image, Modality::Signal, Modality::Table] {
        let (run, n_values) = measured(&open, task, modality, seed)?;
        let read = modality == Modality::Image;
        let export = open.export(&ExportRequest {
            study: read.then_some(study),
            with_truth: read,
            run: Some(run),
            ..ExportRequest::default()
        })?;
        exports.push(Exported {
            modality: modality.as_str(),
            report: export.join("report.html"),
            pdf: export.join("report.pdf"),
            export,
            n_values,
        });
    }
    let with_study = exports.first().ok_or(Error::Broke)?;
    Ok(DemoDone {
        project: folder.to_path_buf(),
        answers: with_study.export.join("answers.csv"),
        n_answers,
        n_values: exports.iter().map(|export| export.n_values).sum(),
        exports,
        seed,
    })
}

/// Returns the one set of a kind and a side.
fn set_of(open: &Open, modality: Modality, arm: Arm) -> Result<u32> {
    let sets = open.store.sets()?;
    let found = sets.iter().find(|set| set.modality == modality && set.arm == arm);
    found.and_then(|set| u32::try_from(set.id.0).ok()).ok_or(Error::Broke)
}

/// Measures everything that fits; returns the run and how many values it has.
fn measured(open: &Arc<Open>, task: &Task, modality: Modality, seed: u32) -> Result<(u32, usize)> {
    let real = set_of(open, modality, Arm::Real)?;
    let synthetic = set_of(open, modality, Arm::Synthetic)?;
    let id = measure::begin(open, &measure_request(modality, real, synthetic, seed))?;
    measure::measure_run(task, open, id, &|_| None)?;
    open.store.set_run_state(id, JobState::Done)?;
    let run = u32::try_from(id.0).map_err(|_| Error::Broke)?;
    Ok((run, open.store.values(id)?.len()))
}

/// Locks a study of slices and has a script read it; returns the study and how many answers it got.
fn read(open: &Arc<Open>, seed: u32) -> Result<(u32, usize)> {
    let study = open.create_study(&StudyRequest {
        name: words::say("app:demo.study", &[]),
        real: set_of(open, Modality::Image, Arm::Real)?,
        synthetic: vec![set_of(open, Modality::Image, Arm::Synthetic)?],
        n_real: CASES,
        n_synthetic: CASES,
        readers: vec!["R1".to_owned()],
        seed: Some(seed),
        ..StudyRequest::default()
    })?;
    let scripted =
        Scripted { study, reader: "R1".to_owned(), seed: u64::from(seed), most: usize::MAX };
    let n_answers = reading::script(open, &scripted, &mut |_, _| Ok(()))?;
    for state in [StudyState::Sealed, StudyState::DatabaseLocked, StudyState::Unblinded] {
        open.advance(StudyId(study.into()), state, &words::say("app:demo.over", &[]))?;
    }
    Ok((study, n_answers))
}

/// Returns what the demo measures: everything that fits, at its defaults.
pub(crate) fn measure_request(
    modality: Modality,
    real: u32,
    synthetic: u32,
    seed: u32,
) -> MeasureRequest {
    let metrics = metrics::registry::ALL
        .iter()
        .filter(|metric| crate::batch::fits(metric, modality, true, false))
        .map(|metric| AskedMetric {
            id: metric.id.to_owned(),
            parameters: BTreeMap::new(),
            network: None,
        })
        .collect();
    MeasureRequest { real, synthetic: vec![synthetic], metrics, seed }
}

/// Returns a folder that is not there yet, for a demo nobody named a place for.
///
/// # Errors
///
/// Those of the disk.
pub fn folder_for_demo() -> Result<PathBuf> {
    let kept = tempfile::Builder::new().prefix("touchstone-demo-").tempdir();
    let kept = kept.map_err(|error| bundled::unwritten(Path::new("touchstone-demo"), &error))?;
    Ok(kept.keep().join("project"))
}
