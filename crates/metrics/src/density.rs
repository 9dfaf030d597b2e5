//! Density: how deep synthetic samples lie among real ones.

use samples::{Arm, Modality};

use crate::instances::{mean, numbers};
use crate::parameter::{DISTANCE, k};
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`density`].
pub const METRIC: Metric = Metric {
    id: "density",
    version: 1,
    title: "Density",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Higher,
    parameters: &[DISTANCE, k(5.0)],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "number of synthetic samples in its ball, over k",
        synthetic: "number of real balls it lies in, over k",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "M. F. Naeem et al., ICML 2020",
    page: include_str!("../../../docs/metrics/density.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, parameters: &Parameters) -> Result<SetOutcome> {
    density(neighbours, parameters.whole("k"))
}

/// Returns in how many real balls a synthetic sample lies, on average, over k.
///
/// # Value
///
/// 0 and above, without a bound: about 1 when both sets are alike, more when
/// synthetic samples crowd where real ones are dense. A synthetic sample's value
/// is its number of balls over k, whose mean is the value; a real one's is the
/// number of synthetic samples in its ball over k.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] unless there are k + 1 real samples.
///
/// # Source
///
/// M. F. Naeem et al., "Reliable fidelity and diversity metrics for generative
/// models", ICML 2020 (k = 5).
pub fn density(neighbours: &Neighbours, k: usize) -> Result<SetOutcome> {
    let holders = neighbours.holders(Arm::Synthetic, k)?;
    let per_k = |counts: &[u32]| numbers(counts).iter().map(|n| n / k as f64).collect::<Vec<_>>();
    // The sum is over whole numbers, so that no order of the samples changes a bit.
    let value = mean(&numbers(&holders)) / k as f64;
    Ok(SetOutcome {
        real: Some(per_k(&neighbours.held(Arm::Real, k)?)),
        synthetic: Some(per_k(&holders)),
        mean_of: Some(Arm::Synthetic),
        ..SetOutcome::of(value)
    })
}
