//! pyMDMA's metrics of sets of vectors: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("Authenticity", "authenticity"),
    ("Coverage", "coverage"),
    ("DCRPrivacy", "dcr_privacy"),
    ("Density", "density"),
    ("FrechetDistance", "frechet_distance"),
    ("ImprovedPrecision", "improved_precision"),
    ("ImprovedRecall", "improved_recall"),
    ("NNDRPrivacy", "nndr_privacy"),
];

/// The 5th percentile, the median and the mean of each side.
const REAL: [&str; 3] = ["real_5", "real_50", "real_mean"];
const SYNTHETIC: [&str; 3] = ["synthetic_5", "synthetic_50", "synthetic_mean"];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(_id: &str, _key: &str, _value: &Value) -> Option<Given> {
    None
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "improved_precision" | "improved_recall" | "density" | "coverage" => of_balls(list, id),
        "authenticity" if list.case["reference"].is_object() => {
            list.one("/reference/value", Ours::Value, DOUBLE);
            list.all("/reference/per_fake", Ours::Synthetic, Ours::NSynthetic);
        }
        "authenticity" => {
            list.one("/output/dataset", Ours::Value, DOUBLE);
            list.all("/output/instance", Ours::Synthetic, Ours::NSynthetic);
        }
        "dcr_privacy" | "nndr_privacy" => {
            list.one("/reference/privacy_empirical", Ours::Value, DOUBLE);
            for (side, ids) in [("real", REAL), ("fake", SYNTHETIC)] {
                for (at, id) in ["_p5_p50/0", "_p5_p50/1", "_mean"].into_iter().zip(ids) {
                    list.one(&format!("/reference/{side}{at}"), Ours::Detail(id), DOUBLE);
                }
            }
        }
        "frechet_distance" => list.one("/reference/value", Ours::Value, DOUBLE),
        _ => return false,
    }
    true
}

/// The metrics that share one reference, and whose instance values pyMDMA gives for fakes.
fn of_balls(list: &mut List<'_>, id: &str) {
    let name = id.trim_start_matches("improved_");
    list.one(&format!("/reference/{name}"), Ours::Value, DOUBLE);
    list.one("/output/dataset", Ours::Value, DOUBLE);
    list.all("/output/instance", Ours::Synthetic, Ours::NSynthetic);
    if matches!(id, "improved_recall" | "coverage") {
        list.all(&format!("/reference/{name}_per_real"), Ours::Real, Ours::NReal);
    }
}
