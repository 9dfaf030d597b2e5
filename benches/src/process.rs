//! One measured job in a process of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Outcome;

/// Who does the job.
#[derive(Clone, Copy)]
pub(crate) enum Who<'a> {
    Ours,
    /// The peer, by this Python.
    Peer(&'a Path),
}

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

/// Does a job on the inputs of `folder`; the time to start the process is not in what it measures.
pub(crate) fn run(who: Who<'_>, job: &str, threads: usize, folder: &Path) -> Outcome<Run> {
    let threads_word = threads.to_string();
    let mut command = match who {
        Who::Ours => {
            let own = std::env::current_exe().map_err(|error| error.to_string())?;
            let mut command = Command::new(own);
            command.arg("run");
            command
        }
        Who::Peer(python) => {
            let mut command = Command::new(python);
            command.arg(peers().join("peer.py"));
            for library in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
                command.env(library, &threads_word);
            }
            command
        }
    };
    let document = document(command.arg(job).arg(&threads_word).arg(folder))?;
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
    document(&mut command).map(drop)
}

/// Returns the folder of what runs the peers.
fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

fn document(command: &mut Command) -> Outcome<Value> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.output().map_err(|error| format!("{name} did not start: {error}"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        return Err(format!("{name} failed ({}): {said}", done.status));
    }
    serde_json::from_slice(&done.stdout).map_err(|error| format!("{name}: {error}"))
}
