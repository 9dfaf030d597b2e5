//! The report of a study.

use std::path::Path;
use std::time::Instant;

use serde_json::Map;
use workbench::wire::ExportRequest;
use workbench::{Desk, StopSign, Task};

use super::{Measured, seconds_since};
use crate::inputs::{PROJECT, STUDY};
use crate::{Outcome, machine};

/// Writes the report as a page and as PDF, with all that it rests on: the trail is checked, every
/// statistic is computed, and both files are on the disk.
///
/// Opening the project is not measured.
pub(super) fn run(folder: &Path) -> Outcome<Measured> {
    let said = |error: workbench::Error| error.to_string();
    let desk = Desk::open(&folder.join(PROJECT)).map_err(said)?;
    let to = tempfile::tempdir_in(folder).map_err(|error| error.to_string())?;
    let request =
        ExportRequest { study: Some(STUDY), with_truth: true, ..ExportRequest::default() };
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let (files, is_sound) = desk.report(&request, to.path()).map_err(said)?;
    let seconds = seconds_since(start);
    if !is_sound || files.len() != 2 {
        return Err("the report is not whole".to_owned());
    }
    // Computed anew: what stands in the report.
    let task = Task::new(StopSign::default(), |_| {});
    let view = desk.analysis(Some(STUDY), &task).map_err(said)?;
    let findings = || view.sections.iter().flat_map(|section| &section.findings);
    let values = Map::from_iter([
        ("findings".to_owned(), findings().count().into()),
        ("with a value".to_owned(), findings().filter(|f| f.value.is_some()).count().into()),
        ("sentences".to_owned(), view.sentences.len().into()),
    ]);
    Ok(Measured { seconds, n: 1, decoded_bytes: None, bytes_before, gflops: None, values })
}
