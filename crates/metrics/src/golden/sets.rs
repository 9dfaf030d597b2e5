//! pyMDMA's metrics of sets of vectors: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours, SINGLE, Tolerance};
use crate::Kernel;

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("Authenticity", "authenticity"),
    ("CosineSimilarity", "cosine_similarity"),
    ("Coverage", "coverage"),
    ("DCRPrivacy", "dcr_privacy"),
    ("Density", "density"),
    ("FrechetDistance", "frechet_distance"),
    ("GIQA", "giqa"),
    ("GeometryScore", "geometry_score"),
    ("ImprovedPrecision", "improved_precision"),
    ("ImprovedRecall", "improved_recall"),
    ("MMD", "mmd"),
    ("MultiScaleIntrinsicDistance", "multi_scale_intrinsic_distance"),
    ("NNDRPrivacy", "nndr_privacy"),
    ("PrecisionRecallDistribution", "precision_recall_distribution"),
    ("WassersteinDistance", "wasserstein_distance"),
];

/// The 5th percentile, the median and the mean of each side.
const REAL: [&str; 3] = ["real_5", "real_50", "real_mean"];
const SYNTHETIC: [&str; 3] = ["synthetic_5", "synthetic_50", "synthetic_mean"];

/// pyMDMA's names of kernels that have another here.
const KERNELS: &[(&str, &str)] = &[("gaussian", "rbf"), ("poly", "polynomial")];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(id: &str, key: &str, value: &Value) -> Option<Given> {
    match (id, key) {
        ("precision_recall_distribution", "num_angles") => Some(of_name("angles", value)),
        ("precision_recall_distribution", "num_clusters") => Some(of_name("clusters", value)),
        ("multi_scale_intrinsic_distance", "k_neighbours") => {
            Some(value.as_f64().map(|k| vec![("k", k)]).ok_or_else(|| format!("k is {value}")))
        }
        // Ours needs no random vectors.
        ("multi_scale_intrinsic_distance", "niters" | "m_steps") => Some(Ok(Vec::new())),
        ("mmd", "kernel") => Some(kernel(value.as_str().unwrap_or_default())),
        _ => None,
    }
}

fn of_name(name: &'static str, value: &Value) -> Given {
    value.as_f64().map(|value| vec![(name, value)]).ok_or_else(|| format!("`{name}` is {value}"))
}

/// The Gaussian of several widths is compared as pyMDMA takes it: without the pairs of a sample with itself.
fn kernel(theirs: &str) -> Given {
    let renamed = KERNELS.iter().find(|(name, _)| *name == theirs);
    let name = renamed.map_or(theirs, |(_, ours)| ours);
    let choice = Kernel::CHOICES.iter().position(|choice| *choice == name);
    let choice = choice.ok_or_else(|| format!("the kernel `{theirs}`"))?;
    let unbiased = f64::from(u8::from(name == "multi_gaussian"));
    Ok(vec![("kernel", choice as f64), ("unbiased", unbiased)])
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
        "cosine_similarity" => list.one("/output/dataset", Ours::Value, SINGLE),
        "mmd" if list.case["init"]["kernel"] == "multi_gaussian" => {
            list.one("/reference/unbiased", Ours::Value, DOUBLE);
        }
        // The ratios are of halves that pyMDMA draws in its own way.
        "mmd" => list.one("/reference/biased", Ours::Value, DOUBLE),
        "wasserstein_distance" => {
            list.one("/reference/squared_W2", Ours::Detail("squared"), DOUBLE);
            // The root of a square that is off by rounding is off by the root of that.
            list.one("/reference/W2", Ours::Value, Tolerance::absolute(1e-7));
        }
        "precision_recall_distribution" => {
            let n = list.case["init"]["num_angles"].as_u64().and_then(|n| usize::try_from(n).ok());
            for at in 0..n.unwrap_or(0) {
                let path = "/output/dataset";
                list.one(&format!("{path}/recall_values/{at}"), Ours::Curve(0, at), DOUBLE);
                list.one(&format!("{path}/precision_values/{at}"), Ours::Curve(1, at), DOUBLE);
            }
            list.one("/reference/max_f_beta", Ours::Detail("max_f_beta"), DOUBLE);
            list.one("/reference/max_f_beta_inv", Ours::Detail("max_f_beta_inv"), DOUBLE);
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

/// Returns the shares of real and of synthetic samples in the clusters that pyMDMA drew, when a case names them.
///
/// Which clusters are drawn is chance; what follows from them is not.
pub(super) fn histograms(case: &Value) -> Option<[Vec<f64>; 2]> {
    let shares = |name: &str| -> Option<Vec<f64>> {
        case["intermediates"][name].as_array()?.iter().map(Value::as_f64).collect()
    };
    Some([shares("ref_dist")?, shares("eval_dist")?])
}
