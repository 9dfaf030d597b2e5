//! The metrics of neighbours, of two arrays.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use metrics::{Distance, Metric, Neighbours, Parameters, evaluate_sets, registry};
use samples::{Arm, Contents, Vectors};
use serde_json::Map;

use super::{Measured, files, read, seconds_since};
use crate::{Outcome, machine};

/// Measures `real.npy` against `synthetic.npy` by five metrics at once, as a run does.
///
/// Reading the files is not measured.
pub(super) fn run(folder: &Path) -> Outcome<Measured> {
    let [real, synthetic] = both(folder)?;
    let asked = asked()?;
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let outcomes = evaluate_sets(&asked, &real, &synthetic, &|_, _| true);
    let seconds = seconds_since(start);
    let outcomes = outcomes.map_err(|error| error.to_string())?;
    let mut values = Map::new();
    for ((metric, _), outcome) in asked.iter().zip(outcomes) {
        let outcome = outcome.map_err(|error| format!("{}: {error}", metric.id))?;
        values.insert(metric.id.to_owned(), outcome.value.into());
    }
    let gflops = Some(needed(&real, &synthetic) / seconds / 1e9);
    let n = real.n() + synthetic.n();
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, gflops, values })
}

/// Finds how far each real sample is from the nearest other, and each synthetic one from the two
/// nearest real ones.
///
/// Reading the files is not measured.
pub(super) fn distances(folder: &Path) -> Outcome<Measured> {
    let [real, synthetic] = both(folder)?;
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let found = Neighbours::new(&real, &synthetic, Distance::Euclidean, &[1], &|_, _| true);
    let found = found.map_err(|error| error.to_string())?;
    let seconds = seconds_since(start);
    let own = found.radii(Arm::Real, 1).map_err(|error| error.to_string())?;
    let two = found.nearest_two_real();
    let mean = |values: &mut dyn Iterator<Item = f64>, n: usize| values.sum::<f64>() / n as f64;
    let values = Map::from_iter([
        ("real to real".to_owned(), mean(&mut own.iter().copied(), own.len()).into()),
        ("synthetic to real".to_owned(), mean(&mut two.iter().map(|t| t[0]), two.len()).into()),
        (
            "nearest to second".to_owned(),
            mean(&mut two.iter().map(|t| t[0] / t[1]), two.len()).into(),
        ),
    ]);
    let n = real.n() + synthetic.n();
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, gflops: None, values })
}

/// Reads `real.npy` and `synthetic.npy`.
pub(super) fn both(folder: &Path) -> Outcome<[Vectors; 2]> {
    Ok([vectors(folder, "real.npy")?, vectors(folder, "synthetic.npy")?])
}

/// Reads an array of a folder.
pub(super) fn vectors(folder: &Path, name: &str) -> Outcome<Vectors> {
    let files = files(folder)?;
    let file = files.iter().find(|file| file.name() == name);
    match read(file.ok_or_else(|| format!("there is no {name}"))?)?.contents {
        Contents::Vectors(vectors) => Ok(vectors),
        _ => Err(format!("{name} holds no vectors")),
    }
}

/// Returns how many multiplications and additions all distances take as products of matrices.
///
/// A distance within a set is needed once for both of its samples.
fn needed(real: &Vectors, synthetic: &Vectors) -> f64 {
    let (n, m) = (real.n() as f64, synthetic.n() as f64);
    2.0 * real.d() as f64 * (n * n / 2.0 + m * m / 2.0 + n * m)
}

/// Returns the five metrics, with the peer's presets.
fn asked() -> Outcome<Vec<(&'static Metric, Parameters)>> {
    let five = ("k", 5.0);
    [
        ("authenticity", ("every_ball", 1.0)),
        ("coverage", five),
        ("density", five),
        ("improved_precision", five),
        ("improved_recall", five),
    ]
    .into_iter()
    .map(|(id, (name, value))| {
        let metric = registry::find(id).ok_or_else(|| format!("there is no metric {id}"))?;
        let given = BTreeMap::from([(name.to_owned(), value)]);
        let parameters = Parameters::for_metric(metric, &given);
        Ok((metric, parameters.map_err(|error| error.to_string())?))
    })
    .collect()
}
