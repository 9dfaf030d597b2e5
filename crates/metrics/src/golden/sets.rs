//! pyMDMA's metrics of sets of vectors: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("Authenticity", "authenticity"),
    ("Coverage", "coverage"),
    ("Density", "density"),
    ("FrechetDistance", "frechet_distance"),
    ("GeometryScore", "geometry_score"),
    ("ImprovedPrecision", "improved_precision"),
    ("ImprovedRecall", "improved_recall"),
    ("MultiScaleIntrinsicDistance", "multi_scale_intrinsic_distance"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(id: &str, key: &str, value: &Value) -> Option<Given> {
    match (id, key) {
        ("multi_scale_intrinsic_distance", "k_neighbours") => {
            Some(value.as_f64().map(|k| vec![("k", k)]).ok_or_else(|| format!("k is {value}")))
        }
        // Ours needs no random vectors.
        ("multi_scale_intrinsic_distance", "niters" | "m_steps") => Some(Ok(Vec::new())),
        _ => None,
    }
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
        "frechet_distance" => list.one("/reference/value", Ours::Value, DOUBLE),
        // pyMDMA draws the landmarks of both sets independently: equal ones score its noise.
        "geometry_score" if list.case["inputs"]["real"] == list.case["inputs"]["fake"] => {
            list.sampled("/output/dataset", "", Ours::Detail("noise"));
        }
        "geometry_score" if list.case["intermediates"].is_object() => {
            list.sampled("/intermediates/mean", "/intermediates/sd", Ours::Value);
        }
        "geometry_score" => list.sampled("/output/dataset", "", Ours::Value),
        // pyMDMA's own values are drawn by chance; the reference is exact.
        "multi_scale_intrinsic_distance" => {
            list.one("/reference/max", Ours::Value, DOUBLE);
            list.one("/reference/l2", Ours::Detail("l2"), DOUBLE);
        }
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
