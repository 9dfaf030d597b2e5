//! Single jobs, each measured once.

mod decode;
mod import;
mod measure;
mod neighbours;
mod readers;
mod report;
mod thumbnails;

use std::path::{Path, PathBuf};
use std::time::Instant;

use formats::{Found, Limits, Reading};
use serde_json::{Map, Value, json};
use workbench::Workbench;
use workbench::wire::{Arm, ImportRequest, Rule};

use crate::{Outcome, machine};

/// How the name of a job begins that measures: the names of metrics follow, with a `+` between them.
const MEASURE: &str = "measure:";
/// How the name of a job begins that computes a statistic of readers.
const READERS: &str = "stats:";

/// What a job took, and what it found.
struct Measured {
    seconds: f64,
    /// How many items were worked on.
    n: usize,
    /// What the decoded items take, where the job is to decode.
    decoded_bytes: Option<u64>,
    /// What the process had in memory before it began.
    bytes_before: Option<u64>,
    /// How many thousand million multiplications and additions a second it did, where it does little else.
    gflops: Option<f64>,
    values: Map<String, Value>,
}

/// Does one job and returns what it took, as a document.
pub(crate) fn run(job: &str, threads: usize, folder: &Path) -> Outcome<Value> {
    workbench::use_threads(threads).map_err(|error| error.to_string())?;
    let measured = match job {
        _ if job.starts_with(MEASURE) => measure::run(&job[MEASURE.len()..], folder),
        _ if job.starts_with(READERS) => readers::run(&job[READERS.len()..], folder),
        "decode" => decode::run(folder),
        "distances" => neighbours::distances(folder),
        "import" => import::run(folder),
        "neighbours" => neighbours::run(folder),
        "report" => report::run(folder),
        "thumbnails" => thumbnails::run(folder),
        _ => Err(format!("there is no job {job}")),
    }?;
    Ok(json!({
        "seconds": measured.seconds,
        "n": measured.n,
        "decoded_bytes": measured.decoded_bytes,
        "bytes_before": measured.bytes_before,
        "peak_bytes": machine::peak_bytes(),
        "gflops": measured.gflops,
        "values": measured.values,
    }))
}

/// Returns the files of a folder, as an import finds them.
fn files(folder: &Path) -> Outcome<Vec<Found>> {
    let walk = formats::walk(&[folder.to_owned()]);
    match walk.left_out.first() {
        Some(left) => Err(format!("{}: {}", left.relative, left.error)),
        None if walk.files.is_empty() => Err(format!("{} holds no file", folder.display())),
        None => Ok(walk.files),
    }
}

/// Reads a file, as an import does.
fn read(file: &Found) -> Outcome<Reading> {
    let limits = Limits::default();
    let loaded = file.load(&limits).map_err(|error| error.to_string())?;
    formats::read(&loaded.input(), &limits).map_err(|error| format!("{}: {error}", file.relative))
}

fn seconds_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64()
}

/// Returns a workbench that keeps its settings in `folder`; a job is done when it is started.
fn workbench_in(folder: &Path) -> Workbench {
    let documents = folder.join("documents");
    Workbench::new(&folder.join("settings"), documents, Box::new(|work| work()), Box::new(|_| ()))
}

/// Imports a folder into the open project and returns the set.
fn import(workbench: &Workbench, folder: PathBuf) -> Outcome<u32> {
    let said = |error: workbench::Error| error.to_string();
    let plan = workbench.plan_import(vec![folder]).map_err(said)?;
    let request = ImportRequest {
        plan: plan.id,
        name: plan.suggested_name,
        arm: Arm::Real,
        generator: None,
        subject: Rule::Unknown,
        stratum: Rule::Unknown,
        diagnosis: Rule::Unknown,
        rate_hz: None,
        unit: None,
    };
    workbench.start_import(request).map_err(said)?;
    let sets = workbench.sets().map_err(said)?;
    sets.iter().map(|set| set.id).max().ok_or_else(|| "nothing was imported".to_owned())
}
