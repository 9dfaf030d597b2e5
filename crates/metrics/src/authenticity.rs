//! Authenticity: how many synthetic samples are not near-copies of a real one.

use samples::{Arm, Modality};

use crate::instances::{mean, numbers};
use crate::parameter::{DISTANCE, flag};
use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Neighbours, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`authenticity`].
pub const METRIC: Metric = Metric {
    id: "authenticity",
    version: 2,
    title: "Authenticity",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Privacy,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[
        DISTANCE,
        flag(
            "every_ball",
            "Calls a sample a copy when any real sample, not only the nearest, has it nearer than its own nearest.",
        ),
    ],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "how many synthetic samples copy it",
        synthetic: "1 when it is no copy, else 0",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "A. M. Alaa et al., ICML 2022",
    page: include_str!("../../../docs/metrics/authenticity.md"),
    compute: Compute::Neighbours(compute),
};

fn compute(neighbours: &Neighbours, parameters: &Parameters) -> Result<SetOutcome> {
    if parameters.flag("every_ball") {
        authenticity_of_every_ball(neighbours)
    } else {
        authenticity(neighbours)
    }
}

/// Returns the share of synthetic samples that are no copies.
///
/// A synthetic sample is a copy when it is nearer to its nearest real sample than
/// any other real sample is, or equal to it.
///
/// # Value
///
/// 0 to 1; higher is better for privacy. A synthetic sample has 1 (no copy) or 0,
/// whose mean is the value; a real one has the number of its copies. Of several
/// equally near real samples the first counts. Where a real sample has an exact
/// duplicate among the real ones, nothing can be nearer, and only what equals it is
/// a copy of it.
///
/// # Errors
///
/// [`crate::Error::TooFewSamples`] with a single real sample.
///
/// # Source
///
/// A. M. Alaa et al., "How faithful is your synthetic data? Sample-level metrics
/// for evaluating and auditing generative models", ICML 2022.
pub fn authenticity(neighbours: &Neighbours) -> Result<SetOutcome> {
    let is_copy = neighbours.nearer_than_real()?;
    let mut n_copies = vec![0; neighbours.nearest_synthetic().len()];
    for (&copy, &(real, _)) in is_copy.iter().zip(neighbours.nearest_real()) {
        n_copies[real] += u32::from(copy);
    }
    let is_copy: Vec<u32> = is_copy.into_iter().map(u32::from).collect();
    Ok(outcome(&is_copy, &n_copies))
}

/// Returns the share of synthetic samples that no real sample has as near as its
/// own nearest, or nearer: the rule of pyMDMA 0.3.0.
///
/// # Errors
///
/// As [`authenticity`].
fn authenticity_of_every_ball(neighbours: &Neighbours) -> Result<SetOutcome> {
    Ok(outcome(&neighbours.holders(Arm::Synthetic, 1)?, &neighbours.held(Arm::Real, 1)?))
}

/// Makes the outcome of how often each synthetic sample copies and each real one is copied.
fn outcome(copies: &[u32], n_copies: &[u32]) -> SetOutcome {
    let authentic: Vec<f64> = copies.iter().map(|&n| f64::from(u8::from(n == 0))).collect();
    let value = mean(&authentic);
    SetOutcome {
        real: Some(numbers(n_copies)),
        synthetic: Some(authentic),
        mean_of: Some(Arm::Synthetic),
        ..SetOutcome::of(value)
    }
}
