//! The metrics of neighbours, of two arrays.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use metrics::{Metric, Parameters, evaluate_sets, registry};
use samples::{Contents, Vectors};
use serde_json::Map;

use super::{Measured, files, read, seconds_since};
use crate::{Outcome, machine};

/// Measures `real.npy` against `synthetic.npy` by five metrics at once, as a run does.
///
/// Reading the files is not measured.
pub(super) fn run(folder: &Path) -> Outcome<Measured> {
    let files = files(folder)?;
    let vectors = |name: &str| -> Outcome<Vectors> {
        let file = files.iter().find(|file| file.name() == name);
        match read(file.ok_or_else(|| format!("there is no {name}"))?)?.contents {
            Contents::Vectors(vectors) => Ok(vectors),
            _ => Err(format!("{name} holds no vectors")),
        }
    };
    let (real, synthetic) = (vectors("real.npy")?, vectors("synthetic.npy")?);
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
    let n = real.n() + synthetic.n();
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, values })
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
