//! Whether synthetic samples are nearer to real ones than those are to each other.

use samples::{Arm, Modality};

use crate::nearness::{details, not_nearer};
use crate::parameter::DISTANCE;
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`dcr_privacy`].
pub const METRIC: Metric = Metric {
    id: "dcr_privacy",
    version: 1,
    title: "Distance to the closest record",
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
        real: "how many synthetic samples lie near it: nearer than a quarter of the real lie to their nearest",
        synthetic: "0 when it is nearer to a real sample than a quarter of the real are to their nearest, else 100",
    }),
    details: &details(Range::FROM_0),
    curve: None,
    seeded: false,
    symmetric: false,
    source: "Q. Liu et al., Learning Analytics and Knowledge Conference (LAK) 2024",
    page: include_str!("../../../docs/metrics/dcr_privacy.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, _: &Parameters) -> Result<SetOutcome> {
    dcr_privacy(neighbours)
}

/// Returns the percentage of synthetic samples that are no nearer to a real one than real ones are.
///
/// That is, whose distance to the nearest real sample is not below the 25th percentile of
/// the distances of real samples to their nearest other.
///
/// # Value
///
/// 0 (all are copies or nearly so) to 100; some 75 for fresh real samples, since a quarter
/// of those lie below their own 25th percentile. A synthetic sample has 100 or 0, whose
/// mean is the value; a real one has the number of synthetic samples that are too near and
/// nearest to it. The details are of the distances.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] with a single real sample.
///
/// # Source
///
/// Q. Liu, M. Khalil, R. Shakya and J. Jovanovic, "Scaling while privacy preserving: A
/// comprehensive synthetic tabular data generation and evaluation in learning analytics",
/// LAK 2024.
pub fn dcr_privacy(neighbours: &Neighbours) -> Result<SetOutcome> {
    let real = neighbours.radii(Arm::Real, 1)?;
    let synthetic: Vec<f64> = neighbours.nearest_real().iter().map(|&(_, far)| far).collect();
    Ok(not_nearer(real, &synthetic, neighbours))
}
