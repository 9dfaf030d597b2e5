//! One measured job in a process of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::Outcome;

/// What one run of a job took and found.
pub(crate) struct Run {
    pub(crate) seconds: f64,
    pub(crate) n: u64,
    pub(crate) peak_bytes: Option<f64>,
    pub(crate) bytes_before: Option<f64>,
    pub(crate) decoded_bytes: Option<f64>,
    /// How many thousand million multiplications and additions a second: of ours in the job, of the
    /// peer in one product of matrices right after it.
    pub(crate) gflops: Option<f64>,
    pub(crate) values: BTreeMap<String, f64>,
    /// Values that are shown and not compared.
    pub(crate) beside: BTreeMap<String, f64>,
}

/// How a peer says that it is not installed.
const NOT_INSTALLED: i32 = 3;

/// Does a job on the inputs of `folder`; the time to start the process is not in what it measures.
pub(crate) fn run(job: &str, threads: usize, folder: &Path) -> Outcome<Run> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let done = output(Command::new(own).args(["run", job, &threads.to_string()]).arg(folder))?;
    told(&document(&done)?)
}

/// As [`run`], by the peer; nothing when it is not installed.
pub(crate) fn run_peer(
    python: &Path,
    job: &str,
    threads: usize,
    folder: &Path,
) -> Outcome<Option<Run>> {
    let threads = threads.to_string();
    let mut command = Command::new(python);
    command.arg(peers().join("peer.py")).args([job, &threads]).arg(folder);
    for library in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        command.env(library, &threads);
    }
    let done = output(&mut command)?;
    if done.status.code() == Some(NOT_INSTALLED) {
        return Ok(None);
    }
    told(&document(&done)?).map(Some)
}

fn told(document: &Value) -> Outcome<Run> {
    let number = |key: &str| document[key].as_f64();
    let values = |key: &str| {
        let entries = document[key].as_object().into_iter().flatten();
        entries.filter_map(|(name, value)| Some((name.clone(), value.as_f64()?))).collect()
    };
    Ok(Run {
        seconds: number("seconds").ok_or("the job did not say how long it took")?,
        n: document["n"].as_u64().unwrap_or_default(),
        peak_bytes: number("peak_bytes"),
        bytes_before: number("bytes_before"),
        decoded_bytes: number("decoded_bytes"),
        gflops: number("gflops"),
        values: values("values"),
        beside: values("beside"),
    })
}

/// Lets the peer make inputs that it alone can, from others.
pub(crate) fn make(python: &Path, what: &str, from: &Path, to: &Path) -> Outcome {
    let mut command = Command::new(python);
    command.arg(peers().join("peer.py")).arg(format!("make-{what}")).arg(from).arg(to);
    document(&output(&mut command)?).map(drop)
}

/// Returns the folder of what runs the peers.
fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

fn output(command: &mut Command) -> Outcome<Output> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.output().map_err(|error| format!("{name} did not start: {error}"))
}

fn document(done: &Output) -> Outcome<Value> {
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        return Err(format!("a job failed ({}): {said}", done.status));
    }
    serde_json::from_slice(&done.stdout).map_err(|error| error.to_string())
}
