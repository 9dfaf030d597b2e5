//! Improved recall: how much of the real set the synthetic one reaches.

use samples::{Arm, Modality};

use crate::instances::{flags, mean, numbers};
use crate::parameter::{DISTANCE, k};
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`improved_recall`].
pub const METRIC: Metric = Metric {
    id: "improved_recall",
    version: 1,
    title: "Improved recall",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Diversity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[DISTANCE, k(3.0)],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "1 when it lies in the ball of a synthetic sample, else 0",
        synthetic: "how many real samples lie in its ball",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "T. Kynkäänniemi et al., NeurIPS 2019",
    page: include_str!("../../../docs/metrics/improved_recall.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, parameters: &Parameters) -> Result<SetOutcome> {
    improved_recall(neighbours, parameters.whole("k"))
}

/// Returns the share of real samples that lie in the ball of at least one synthetic sample.
///
/// # Value
///
/// 0 to 1; higher is better. A real sample has 1 or 0, whose mean is the value;
/// a synthetic one has the number of real samples in its ball.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] unless there are k + 1 synthetic samples.
///
/// # Source
///
/// T. Kynkäänniemi et al., "Improved precision and recall metric for assessing
/// generative models", Advances in Neural Information Processing Systems 32, 2019 (k = 3).
pub fn improved_recall(neighbours: &Neighbours, k: usize) -> Result<SetOutcome> {
    let inside = flags(&neighbours.holders(Arm::Real, k)?);
    let held = numbers(&neighbours.held(Arm::Synthetic, k)?);
    let value = mean(&inside);
    Ok(SetOutcome {
        real: Some(inside),
        synthetic: Some(held),
        mean_of: Some(Arm::Real),
        ..SetOutcome::of(value)
    })
}
