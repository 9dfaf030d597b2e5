//! Coverage: how many real samples have a synthetic one near them.

use samples::{Arm, Modality};

use crate::instances::{flags, mean, numbers};
use crate::parameter::{DISTANCE, k};
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`coverage`].
pub const METRIC: Metric = Metric {
    id: "coverage",
    version: 1,
    title: "Coverage",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Diversity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[DISTANCE, k(5.0)],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "1 when a synthetic sample lies in its ball, else 0",
        synthetic: "number of real balls it lies in",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "M. F. Naeem et al., ICML 2020",
    page: include_str!("../../../docs/metrics/coverage.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, parameters: &Parameters) -> Result<SetOutcome> {
    coverage(neighbours, parameters.whole("k"))
}

/// Returns the share of real samples whose ball holds at least one synthetic sample.
///
/// # Value
///
/// 0 to 1; higher is better. A real sample has 1 or 0, whose mean is the value;
/// a synthetic one has the number of real balls it lies in.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] unless there are k + 1 real samples.
///
/// # Source
///
/// M. F. Naeem et al., "Reliable fidelity and diversity metrics for generative
/// models", ICML 2020 (k = 5).
pub fn coverage(neighbours: &Neighbours, k: usize) -> Result<SetOutcome> {
    let covered = flags(&neighbours.held(Arm::Real, k)?);
    let holders = numbers(&neighbours.holders(Arm::Synthetic, k)?);
    let value = mean(&covered);
    Ok(SetOutcome {
        real: Some(covered),
        synthetic: Some(holders),
        mean_of: Some(Arm::Real),
        ..SetOutcome::of(value)
    })
}
