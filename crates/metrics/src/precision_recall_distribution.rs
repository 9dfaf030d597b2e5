//! Precision and recall for distributions: how much of each set the other has, along a curve.

use std::f64::consts::FRAC_PI_2;

use samples::{Modality, Vectors};

use crate::k_means::k_means;
use crate::parameter::{number, whole};
use crate::pooled::{Pooled, check, order};
use crate::{
    Better, Compute, Detail, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`precision_recall_distribution`].
pub const METRIC: Metric = Metric {
    id: "precision_recall_distribution",
    version: 1,
    title: "Precision and recall for distributions",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[
        whole("angles", 1001.0, [3.0, 10_001.0], "How many points the curve has."),
        number(
            "beta",
            8.0,
            [1.0, 100.0],
            "How many times as much recall counts in the first F value, and precision in the second.",
        ),
        whole(
            "clusters",
            20.0,
            [2.0, 1000.0],
            "How many clusters both sets together are parted into.",
        ),
        whole(
            "runs",
            10.0,
            [1.0, 100.0],
            "How many times clusters are drawn; the curves are averaged.",
        ),
    ],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[
        f_value("max_f_beta", "Largest F, recall first"),
        f_value("max_f_beta_inv", "Largest F, precision first"),
    ],
    curve: Some(["recall", "precision"]),
    seeded: true,
    symmetric: false,
    source: "M. S. M. Sajjadi et al., NeurIPS 2018",
    page: include_str!("../../../docs/metrics/precision_recall_distribution.md"),
    compute: Compute::Sets(compute),
};

const fn f_value(id: &'static str, title: &'static str) -> Detail {
    Detail { id, title, unit: Unit::Share, range: Range::SHARE, better: Better::Higher }
}

/// How far the first and the last angle are from the axes, where the slope is 0 or has no value.
const EDGE: f64 = 1e-10;

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let histograms = histograms(
        real,
        synthetic,
        parameters.whole("clusters"),
        parameters.whole("runs"),
        parameters.seed(),
        go_on,
    )?;
    Ok(precision_recall_distribution(
        &histograms,
        parameters.whole("angles"),
        parameters.fixed("beta"),
    ))
}

/// The share of real and of synthetic samples in each cluster.
pub(crate) type Histograms = [Vec<f64>; 2];

/// Returns the histograms of both sets over the clusters of both together, for each of several runs.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooFewSamples`] unless both sets together
/// have a sample for each cluster, [`Error::TooLarge`], [`Error::Stopped`].
fn histograms(
    real: &Vectors,
    synthetic: &Vectors,
    clusters: usize,
    runs: usize,
    seed: u64,
    go_on: &GoOn<'_>,
) -> Result<Vec<Histograms>> {
    check(real, synthetic, 2)?;
    let given = real.n() + synthetic.n();
    if given < clusters {
        return Err(Error::TooFewSamples { input: "union of both sets", given, least: clusters });
    }
    // Chance draws from the samples in the order of their values, whichever set they are of, so that
    // neither the order of samples nor that of the sets changes what is drawn.
    let both = Vectors::new(given, real.d(), [real.values(), synthetic.values()].concat())
        .expect("both have vectors of one length");
    let order = order(&both);
    let rows = Pooled::new(&[(&both, &order)])?;
    let labels = k_means(&rows, clusters, runs, seed, &|| go_on(0, 1))?;
    if !go_on(1, 1) {
        return Err(Error::Stopped);
    }
    let of_run = |labels: &Vec<u32>| {
        let mut counts = [vec![0_u32; clusters], vec![0_u32; clusters]];
        for (&row, &cluster) in order.iter().zip(labels) {
            counts[usize::from(real.n() <= row)][cluster as usize] += 1;
        }
        let [real_counts, synthetic_counts] = counts;
        let share = |counts: Vec<u32>, n: usize| -> Vec<f64> {
            counts.into_iter().map(|count| f64::from(count) / n as f64).collect()
        };
        [share(real_counts, real.n()), share(synthetic_counts, synthetic.n())]
    };
    Ok(labels.iter().map(of_run).collect())
}

/// Returns the area under the curve of precision and recall of two histograms over the same clusters.
///
/// For every slope λ the precision is the sum over clusters of the smaller of λ times the real and the
/// synthetic share, and the recall is that over λ. Slopes are those of `angles` angles, evenly spaced
/// between the axes; curves of several `histograms` are averaged angle by angle.
///
/// # Value
///
/// A share of 0 to 1: 1 when histograms are equal, 0 when no cluster has samples of both. The paper gives
/// a curve and no single number; the area under it is ours. Beside it stand the largest F values along the
/// curve: `max_f_beta` is low where real samples are missing, `max_f_beta_inv` where synthetic ones are odd.
///
/// # Source
///
/// M. S. M. Sajjadi et al., "Assessing generative models via precision and recall", `NeurIPS` 2018
/// (20 clusters, 1001 angles, 10 runs, beta 8).
pub(crate) fn precision_recall_distribution(
    histograms: &[Histograms],
    angles: usize,
    beta: f64,
) -> SetOutcome {
    let mut curve = Vec::with_capacity(angles);
    for at in 0..angles {
        let angle = EDGE + (FRAC_PI_2 - 2.0 * EDGE) * at as f64 / (angles - 1) as f64;
        let slope = angle.tan();
        let mut point = [0.0; 2];
        for [real, synthetic] in histograms {
            let shares = real.iter().zip(synthetic);
            let precision: f64 = shares.map(|(real, synth)| (slope * real).min(*synth)).sum();
            point[0] += (precision / slope).clamp(0.0, 1.0) / histograms.len() as f64;
            point[1] += precision.clamp(0.0, 1.0) / histograms.len() as f64;
        }
        curve.push(point);
    }
    let largest = |beta: f64| {
        let squared = beta * beta;
        let f = |&[recall, precision]: &[f64; 2]| {
            let below = squared * precision + recall;
            if below <= 0.0 { 0.0 } else { (1.0 + squared) * precision * recall / below }
        };
        curve.iter().map(f).fold(0.0, f64::max).min(1.0)
    };
    let details = vec![Ok(largest(beta)), Ok(largest(1.0 / beta))];
    // Recall falls along the curve. Its ends lie on the axes but for the edge.
    let area: f64 = curve.windows(2).map(|w| (w[0][0] - w[1][0]) * (w[0][1] + w[1][1]) / 2.0).sum();
    SetOutcome { details, curve, ..SetOutcome::of(area.clamp(0.0, 1.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(real: &[f64], synthetic: &[f64]) -> SetOutcome {
        precision_recall_distribution(&[[real.to_vec(), synthetic.to_vec()]], 1001, 8.0)
    }

    #[test]
    fn equal_histograms_have_all_and_separate_ones_nothing() {
        let same = outcome(&[0.25, 0.75], &[0.25, 0.75]);
        assert!((same.value - 1.0).abs() < 1e-9, "{}", same.value);
        assert!((same.details[0].clone().unwrap() - 1.0).abs() < 1e-9);
        let apart = outcome(&[1.0, 0.0], &[0.0, 1.0]);
        assert!(apart.value.abs() <= 0.0, "{}", apart.value);
        assert_eq!(apart.details, [Ok(0.0), Ok(0.0)]);
    }

    #[test]
    fn what_is_missing_costs_recall_and_what_is_odd_costs_precision() {
        // Half of the real samples have no synthetic ones near: precision stays 1, recall reaches 1/2.
        let missing = outcome(&[0.5, 0.5], &[1.0, 0.0]);
        let [recall, precision] =
            [missing.details[0].clone().unwrap(), missing.details[1].clone().unwrap()];
        // By hand at the corner, precision 1 and recall 1/2: 65 · 1/2 / (64 + 1/2), and the same with 1/64.
        assert!((recall - 32.5 / 64.5).abs() < 2e-3, "{recall}");
        assert!((precision - (65.0 / 64.0) * 0.5 / (1.0 / 64.0 + 0.5)).abs() < 2e-3, "{precision}");
        let odd = outcome(&[1.0, 0.0], &[0.5, 0.5]);
        assert!((odd.details[0].clone().unwrap() - precision).abs() < 1e-9);
        assert!((odd.details[1].clone().unwrap() - recall).abs() < 1e-9);
        assert!((missing.value - 0.5).abs() < 2e-3, "{}", missing.value);
    }

    #[test]
    fn runs_are_averaged_along_the_angles() {
        let (one, other) = ([vec![1.0, 0.0], vec![1.0, 0.0]], [vec![1.0, 0.0], vec![0.0, 1.0]]);
        let both = precision_recall_distribution(&[one, other], 101, 8.0);
        let middle = both.curve[50];
        assert!((middle[0] - 0.5).abs() < 1e-12 && (middle[1] - 0.5).abs() < 1e-12, "{middle:?}");
    }

    #[test]
    fn a_set_beside_itself_has_all_whatever_is_drawn() {
        let values: Vec<f64> = (0..90).map(|i| f64::from(i * i % 101)).collect();
        let set = Vectors::new(30, 3, values).unwrap();
        for seed in 0..3 {
            let parameters = Parameters::preset(&METRIC).seeded(seed);
            let outcome = compute(&set, &set, &parameters, &|_, _| true).unwrap();
            assert!((outcome.value - 1.0).abs() < 1e-9, "{}", outcome.value);
        }
        let few = Vectors::new(3, 3, vec![0.0; 9]).unwrap();
        let reason = compute(&few, &few, &Parameters::preset(&METRIC), &|_, _| true);
        assert!(matches!(reason, Err(Error::TooFewSamples { given: 6, .. })), "{reason:?}");
    }
}
