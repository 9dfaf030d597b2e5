//! Samples of a project, drawn small.

use std::path::Path;
use std::time::Instant;

use formats::{Input, Limits};
use samples::Contents;
use serde_json::Map;

use super::{Measured, files, import, seconds_since, workbench_in};
use crate::{Outcome, machine};

/// The longest side of a thumbnail.
const SIDE: u32 = 256;

/// Draws every sample as the window asks for it: stored bytes with their hash, pixels, PNG.
///
/// The import is not measured.
pub(super) fn run(folder: &Path) -> Outcome<Measured> {
    let said = |error: workbench::Error| error.to_string();
    let place = tempfile::tempdir_in(folder.parent().unwrap_or(folder));
    let place = place.map_err(|error| error.to_string())?;
    let workbench = workbench_in(place.path());
    workbench.create_project(place.path(), "Bench").map_err(said)?;
    let set = import(&workbench, folder.to_owned())?;
    let n = files(folder)?.len();
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let mut thumbnails = Vec::with_capacity(n);
    for ordinal in (0..).take(n) {
        thumbnails.push(workbench.thumbnail(set, ordinal, SIDE).map_err(said)?);
    }
    let seconds = seconds_since(start);
    let (mut pixels, mut levels) = (0, 0.0);
    for thumbnail in &thumbnails {
        let input = Input::alone("thumbnail.png", thumbnail);
        let reading =
            formats::read(&input, &Limits::default()).map_err(|error| error.to_string())?;
        if let Contents::Image(image) = reading.contents {
            pixels += image.values().len();
            levels += image.values().iter().copied().map(f64::from).sum::<f64>();
        }
    }
    let values = Map::from_iter([
        ("pixels".to_owned(), pixels.into()),
        ("mean level".to_owned(), (levels / pixels as f64).into()),
    ]);
    workbench.close_project();
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, gflops: None, values })
}
