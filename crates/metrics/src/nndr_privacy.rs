//! Whether synthetic samples single out one real sample among others.

use samples::{Arm, Modality};

use crate::nearness::{details, not_nearer};
use crate::parameter::DISTANCE;
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`nndr_privacy`].
pub const METRIC: Metric = Metric {
    id: "nndr_privacy",
    version: 1,
    title: "Ratio of the two closest records",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Privacy,
    unit: Unit::Percent,
    range: Range::PERCENT,
    better: Better::Higher,
    parameters: &[DISTANCE],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "how many synthetic samples single it out: by a smaller ratio than a quarter of the real have",
        synthetic: "0 when the ratio of its two nearest real samples is below that of a quarter of the real, else 100",
    }),
    details: &details(Range::SHARE),
    curve: None,
    seeded: false,
    symmetric: false,
    source: "Q. Liu et al., Learning Analytics and Knowledge Conference (LAK) 2024",
    page: include_str!("../../../docs/metrics/nndr_privacy.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, _: &Parameters) -> Result<SetOutcome> {
    nndr_privacy(neighbours)
}

/// Returns the percentage of synthetic samples that single out no real one more than real ones do.
///
/// A sample's ratio is its distance to the nearest real sample (other than itself) divided by
/// that to the second nearest. Counted are the synthetic samples whose ratio is not below
/// the 25th percentile of the real ones'.
///
/// # Value
///
/// 0 (all are copies of one real sample each) to 100; some 75 for fresh real samples, since
/// a quarter of those lie below their own 25th percentile. The ratio is 0 for a copy, even
/// of two equal samples. A synthetic sample has 100 or 0, whose mean is the value; a real one
/// has the number of synthetic samples that single it out. The details are of the ratios.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] with fewer than three real samples.
///
/// # Source
///
/// Q. Liu, M. Khalil, R. Shakya and J. Jovanovic, "Scaling while privacy preserving: A
/// comprehensive synthetic tabular data generation and evaluation in learning analytics",
/// LAK 2024.
pub fn nndr_privacy(neighbours: &Neighbours) -> Result<SetOutcome> {
    let (nearest, second) = (neighbours.radii(Arm::Real, 1)?, neighbours.radii(Arm::Real, 2)?);
    let real =
        nearest.iter().zip(&second).map(|(&first, &second)| ratio(neighbours, first, second));
    let synthetic: Vec<f64> = neighbours
        .nearest_two_real()
        .iter()
        .map(|&[first, second]| ratio(neighbours, first, second))
        .collect();
    Ok(not_nearer(real.collect(), &synthetic, neighbours))
}

/// Returns the ratio of two distances; 0 when the first says that both samples are one.
fn ratio(neighbours: &Neighbours, first: f64, second: f64) -> f64 {
    if neighbours.distance().is_nothing(first) { 0.0 } else { (first / second).min(1.0) }
}

#[cfg(test)]
mod tests {
    use samples::Vectors;

    use super::*;
    use crate::{Distance, Error};

    fn found(real: &[f64], synthetic: &[f64]) -> Result<SetOutcome> {
        let line = |values: &[f64]| Vectors::new(values.len(), 1, values.to_vec()).unwrap();
        let (real, synthetic) = (line(real), line(synthetic));
        let go_on = |_, _| true;
        let neighbours = Neighbours::new(&real, &synthetic, Distance::Euclidean, &[1, 2], &go_on)?;
        nndr_privacy(&neighbours)
    }

    #[test]
    fn a_copy_of_two_equal_samples_is_a_copy() {
        // Real ratios: 0 0 (equal), 2/2, 3/5: the 25th percentile is 0.
        let outcome = found(&[0.0, 0.0, 2.0, 5.0], &[0.0, 2.5]).unwrap();
        assert!((outcome.value - 100.0).abs() < 1e-12, "nothing is below 0");
        assert_eq!(outcome.details[4], Ok(0.05 * 0.2), "between a ratio of 0 and one of 1/5");
    }

    #[test]
    fn two_real_samples_have_no_second_nearest() {
        let too_few = Error::TooFewSamples { input: "real set", given: 2, least: 3 };
        assert_eq!(found(&[0.0, 1.0], &[0.5]), Err(too_few));
    }
}
