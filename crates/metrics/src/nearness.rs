//! Whether synthetic samples are nearer to real ones than real ones are to each other.

use samples::Arm;

use crate::instances::{mean, numbers};
use crate::scaled::{ends, quantile};
use crate::{Better, Detail, Neighbours, Range, SetOutcome, Unit};

/// What a quarter of the real samples is below.
const QUARTER: f64 = 0.25;
/// The smallest of twenty: where leaks are looked for.
const TWENTIETH: f64 = 0.05;

/// The further numbers, for measures of nearness that lie in `range`.
pub(crate) const fn details(range: Range) -> [Detail; 7] {
    let real = Better::Neither;
    let synthetic = Better::Higher;
    [
        Detail {
            id: "level",
            title: "Shift of the mean: 50 is none, below is nearer",
            unit: Unit::Percent,
            range: Range::PERCENT,
            better: Better::Neither,
        },
        detail("real_5", "5th percentile of the real", range, real),
        detail("real_50", "Median of the real", range, real),
        detail("real_mean", "Mean of the real", range, real),
        detail("synthetic_5", "5th percentile of the synthetic", range, synthetic),
        detail("synthetic_50", "Median of the synthetic", range, synthetic),
        detail("synthetic_mean", "Mean of the synthetic", range, synthetic),
    ]
}

const fn detail(id: &'static str, title: &'static str, range: Range, better: Better) -> Detail {
    Detail { id, title, unit: Unit::Number, range, better }
}

/// Returns the percentage of synthetic samples that are not below the 25th percentile of the real.
///
/// `real` and `synthetic` say for each sample how far it is from real ones; a real sample has
/// at least one.
pub(crate) fn not_nearer(real: Vec<f64>, synthetic: &[f64], neighbours: &Neighbours) -> SetOutcome {
    let mut sorted = real;
    sorted.sort_unstable_by(f64::total_cmp);
    let mut sorted_synthetic = synthetic.to_vec();
    sorted_synthetic.sort_unstable_by(f64::total_cmp);
    let border = quantile(&sorted, QUARTER);

    let mut n_near = vec![0; sorted.len()];
    let mut values = Vec::with_capacity(synthetic.len());
    for (&far, &(nearest, _)) in synthetic.iter().zip(neighbours.nearest_real()) {
        let near = far < border;
        n_near[nearest] += u32::from(near);
        values.push(if near { 0.0 } else { 100.0 });
    }
    // Of sorted values, so that the order of samples does not matter.
    let (of_real, of_synthetic) = (mean(&sorted), mean(&sorted_synthetic));
    let [low, high] = ends(&[ends(&sorted), ends(&sorted_synthetic)].concat());
    let shift = if low < high { (of_synthetic - of_real) / (high - low) } else { 0.0 };
    let details = [
        // A mean may be rounded beyond the ends of what it is of.
        (50.0 * (1.0 + shift)).clamp(0.0, 100.0),
        quantile(&sorted, TWENTIETH),
        quantile(&sorted, 0.5),
        of_real,
        quantile(&sorted_synthetic, TWENTIETH),
        quantile(&sorted_synthetic, 0.5),
        of_synthetic,
    ];
    let value = mean(&values);
    SetOutcome {
        real: Some(numbers(&n_near)),
        synthetic: Some(values),
        mean_of: Some(Arm::Synthetic),
        details: details.map(Ok).into(),
        ..SetOutcome::of(value)
    }
}
