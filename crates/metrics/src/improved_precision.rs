//! Improved precision: how much of the synthetic set looks real.

use samples::{Arm, Modality};

use crate::instances::{flags, mean, numbers};
use crate::parameter::{DISTANCE, k};
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`improved_precision`].
pub const METRIC: Metric = Metric {
    id: "improved_precision",
    version: 1,
    title: "Improved precision",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[DISTANCE, k(3.0)],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "how many synthetic samples lie in its ball",
        synthetic: "1 when it lies in the ball of a real sample, else 0",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "T. Kynkäänniemi et al., NeurIPS 2019",
    page: include_str!("../../../docs/metrics/improved_precision.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, parameters: &Parameters) -> Result<SetOutcome> {
    improved_precision(neighbours, parameters.whole("k"))
}

/// Returns the share of synthetic samples that lie in the ball of at least one real sample.
///
/// # Value
///
/// 0 to 1; higher is better. A synthetic sample has 1 or 0, whose mean is the
/// value; a real one has the number of synthetic samples in its ball.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] unless there are k + 1 real samples.
///
/// # Source
///
/// T. Kynkäänniemi et al., "Improved precision and recall metric for assessing
/// generative models", Advances in Neural Information Processing Systems 32, 2019 (k = 3).
pub fn improved_precision(neighbours: &Neighbours, k: usize) -> Result<SetOutcome> {
    let inside = flags(&neighbours.holders(Arm::Synthetic, k)?);
    let held = numbers(&neighbours.held(Arm::Real, k)?);
    let value = mean(&inside);
    Ok(SetOutcome {
        real: Some(held),
        synthetic: Some(inside),
        mean_of: Some(Arm::Synthetic),
        ..SetOutcome::of(value)
    })
}
