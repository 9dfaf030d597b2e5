//! Files to values, one after the other.

use std::path::Path;
use std::time::Instant;

use samples::{Contents, Values};
use serde_json::Map;

use super::{Measured, files, read, seconds_since};
use crate::{Outcome, machine};

/// Reads every file of a folder: bytes from the disk, then values.
///
/// The values are added up, which is not measured.
pub(super) fn run(folder: &Path) -> Outcome<Measured> {
    let files = files(folder)?;
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let (mut seconds, mut decoded_bytes, mut sum) = (0.0, 0, 0.0);
    for file in &files {
        let start = Instant::now();
        let reading = read(file)?;
        seconds += seconds_since(start);
        let (bytes, of_file) = weigh(&reading.contents);
        decoded_bytes += bytes;
        sum += of_file;
    }
    let values = Map::from_iter([("sum of all values".to_owned(), sum.into())]);
    let decoded_bytes = Some(decoded_bytes);
    Ok(Measured { seconds, n: files.len(), decoded_bytes, bytes_before, gflops: None, values })
}

/// Returns how many bytes the values take, and their sum.
fn weigh(contents: &Contents) -> (u64, f64) {
    let of = |values: &[f64]| (size_of_val(values) as u64, values.iter().sum());
    match contents {
        Contents::Image(image) => {
            let values = image.values();
            (size_of_val(values) as u64, values.iter().copied().map(f64::from).sum())
        }
        Contents::Vectors(vectors) => of(vectors.values()),
        Contents::Signals(signals) => signals
            .iter()
            .map(|signal| of(signal.values()))
            .fold((0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1)),
        Contents::Table(table) => {
            let columns = table.columns().iter();
            let sum = |values: &Values| match values {
                Values::Numbers(numbers) => numbers.iter().flatten().sum(),
                Values::Words(_) => 0.0,
            };
            let cells = table.n_rows() * table.columns().len();
            ((cells * size_of::<f64>()) as u64, columns.map(|column| sum(&column.values)).sum())
        }
    }
}
