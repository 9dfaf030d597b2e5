//! A folder of files into a project.

use std::path::Path;
use std::time::Instant;

use serde_json::Map;

use super::{Measured, import, seconds_since, workbench_in};
use crate::{Outcome, machine};

/// Makes a project beside the folder's files and imports all of them.
///
/// Everything is measured that a person waits for: the plan, the reading, the hashes, the database.
pub(super) fn run(folder: &Path) -> Outcome<Measured> {
    let place = tempfile::tempdir_in(folder.parent().unwrap_or(folder));
    let place = place.map_err(|error| error.to_string())?;
    let workbench = workbench_in(place.path());
    workbench.create_project(place.path(), "Bench").map_err(|error| error.to_string())?;
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let set = import(&workbench, folder.to_owned())?;
    let seconds = seconds_since(start);
    let sets = workbench.sets().map_err(|error| error.to_string())?;
    let n = sets.iter().find(|view| view.id == set).map_or(0, |view| view.n_samples as usize);
    let values = Map::from_iter([("samples".to_owned(), n.into())]);
    workbench.close_project();
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, gflops: None, values })
}
