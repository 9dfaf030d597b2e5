//! pyMDMA's metrics of signals: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours};
use crate::cross_correlation::METRIC;
use crate::instances::mean;

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("CrossCorrelation", "cross_correlation"),
    ("DTW", "dtw"),
    ("SNR", "snr"),
    ("SpectralCoherence", "spectral_coherence"),
    ("SpectralWassersteinDistance", "spectral_wasserstein_distance"),
    ("Uniqueness", "uniqueness"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(id: &str, key: &str, value: &Value) -> Option<Given> {
    match (id, key) {
        ("cross_correlation", "mode" | "reduction") => {
            let parameter = METRIC.parameters.iter().find(|parameter| parameter.name == key)?;
            let word = value.as_str().unwrap_or_default();
            let choice = parameter.choices.iter().position(|choice| *choice == word);
            let choice = choice.ok_or_else(|| format!("the {key} {value}"));
            Some(choice.map(|choice| vec![(parameter.name, choice as f64)]))
        }
        ("spectral_coherence", "valid_freq_range") => {
            let end = |at: usize| value[at].as_f64();
            let ends = end(0).zip(end(1)).ok_or_else(|| format!("the range {value}"));
            Some(ends.map(|(low, high)| vec![("low_hz", low), ("high_hz", high)]))
        }
        _ => None,
    }
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "cross_correlation" => {
            list.one("/reference/mean_all_pairs", Ours::Value, DOUBLE);
            means_of_pairs(list, "/reference/matrix");
        }
        "dtw" => {
            list.one("/reference/exact_mean_all_pairs", Ours::Value, DOUBLE);
            means_of_pairs(list, "/reference/exact_matrix");
            nearest_of_pairs(list, "/reference/exact_matrix");
        }
        "snr" | "uniqueness" => list.all("/output/instance", Ours::Real, Ours::NReal),
        "spectral_coherence" if list.case["reference"].is_object() => {
            list.one("/reference/value", Ours::Value, DOUBLE);
            for (at, of_channels) in list.rows("/reference/per_pair_channel").iter().enumerate() {
                let place = format!("mean of reference.per_pair_channel.{at}");
                list.derived(&place, mean(of_channels), Ours::Synthetic(at), DOUBLE);
            }
        }
        "spectral_coherence" => list.one("/output/dataset", Ours::Value, DOUBLE),
        "spectral_wasserstein_distance" => list.mean_of_channels(),
        _ => return false,
    }
    true
}

/// Expects each signal's mean over a matrix whose rows are synthetic and whose columns are real.
fn means_of_pairs(list: &mut List<'_>, at: &str) {
    let rows = list.rows(at);
    for (place, row) in rows.iter().enumerate() {
        list.derived(
            &format!("mean of row {place} of {at}"),
            mean(row),
            Ours::Synthetic(place),
            DOUBLE,
        );
    }
    for (place, column) in turned(&rows).iter().enumerate() {
        list.derived(
            &format!("mean of column {place} of {at}"),
            mean(column),
            Ours::Real(place),
            DOUBLE,
        );
    }
}

/// Expects the means of the least of each row, and of each column.
fn nearest_of_pairs(list: &mut List<'_>, at: &str) {
    let rows = list.rows(at);
    if rows.is_empty() {
        return;
    }
    for (id, rows) in [("nearest_real", &rows), ("nearest_synthetic", &turned(&rows))] {
        let least = |row: &Vec<f64>| row.iter().copied().fold(f64::INFINITY, f64::min);
        let least: Vec<f64> = rows.iter().map(least).collect();
        list.derived(&format!("{id} of {at}"), mean(&least), Ours::Detail(id), DOUBLE);
    }
}

/// Exchanges rows and columns.
fn turned(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n_columns = rows.first().map_or(0, Vec::len);
    (0..n_columns).map(|at| rows.iter().map(|row| row[at]).collect()).collect()
}
