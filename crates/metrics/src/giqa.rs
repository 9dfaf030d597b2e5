//! GIQA: how likely each synthetic sample is under a mixture of Gaussians of the real ones.

use samples::{Arm, Modality, Vectors};

use crate::instances::mean;
use crate::mixture::{Mixture, Shape};
use crate::parameter::whole;
use crate::pooled::{check, order};
use crate::{
    Better, Compute, Dimension, Error, GoOn, Instances, IntervalKind, Level, Metric, Parameter,
    Parameters, Preset, Range, Reference, Result, SetOutcome, Unit,
};

/// See [`giqa`].
pub const METRIC: Metric = Metric {
    id: "giqa",
    version: 1,
    title: "GIQA quality score",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::ANY,
    better: Better::Higher,
    parameters: &[
        whole("components", 7.0, [1.0, 100.0], "How many Gaussians the mixture has."),
        COVARIANCE,
    ],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "log-density under the mixture that it was fitted with",
        synthetic: "log-density under the mixture of the real samples",
    }),
    details: &[],
    curve: None,
    seeded: true,
    symmetric: false,
    source: "S. Gu et al., ECCV 2020",
    page: include_str!("../../../docs/metrics/giqa.md"),
    compute: Compute::Sets(compute),
};

const COVARIANCE: Parameter = Parameter {
    name: "covariance",
    default: Preset::Number(0.0),
    least: 0.0,
    most: 1.0,
    whole: true,
    odd: false,
    choices: &["full", "diagonal"],
    meaning: "Whether the dimensions of a Gaussian may go together.",
};

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let shape = if parameters.flag("covariance") { Shape::Diagonal } else { Shape::Full };
    giqa(real, synthetic, parameters.whole("components"), shape, parameters.seed(), go_on)
}

/// Returns the mean logarithm of the density of synthetic samples under a mixture of Gaussians that is
/// fitted to the real ones.
///
/// # Value
///
/// Any number, higher for likelier samples; it grows and falls with the unit of the vectors and the number
/// of dimensions, so that only values of one feature and one real set can be compared. Each sample has its own
/// value, whose mean over the synthetic ones is the set's.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooFewSamples`] unless there is a real
/// sample for each component and at least 2 of each set, [`Error::TooLarge`], [`Error::NoDecomposition`],
/// [`Error::Stopped`].
///
/// # Source
///
/// S. Gu, J. Bao, D. Chen and F. Wen, "GIQA: generated image quality assessment", ECCV 2020.
pub(crate) fn giqa(
    real: &Vectors,
    synthetic: &Vectors,
    components: usize,
    shape: Shape,
    seed: u64,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    check(real, synthetic, 2)?;
    if real.n() < components {
        let (input, given, least) = ("real set", real.n(), components);
        return Err(Error::TooFewSamples { input, given, least });
    }
    let (real_order, synthetic_order) = (order(real), order(synthetic));
    let told = || go_on(0, 1);
    let (mixture, real_values) =
        Mixture::fitted(real, &real_order, components, shape, seed, &told)?;
    let synthetic_values = mixture.log_densities(synthetic, &synthetic_order);
    if !go_on(1, 1) {
        return Err(Error::Stopped);
    }
    // The sum is over values in one order, whatever the order of the samples.
    let value = mean(&synthetic_values);
    if !value.is_finite() || real_values.iter().chain(&synthetic_values).any(|v| !v.is_finite()) {
        return Err(Error::TooLarge);
    }
    Ok(SetOutcome {
        real: Some(given_order(&real_order, &real_values)),
        synthetic: Some(given_order(&synthetic_order, &synthetic_values)),
        mean_of: Some(Arm::Synthetic),
        ..SetOutcome::of(value)
    })
}

/// Puts values of rows in `order` back to where the rows stand.
fn given_order(order: &[usize], values: &[f64]) -> Vec<f64> {
    let mut given = vec![0.0; values.len()];
    for (&row, &value) in order.iter().zip(values) {
        given[row] = value;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_gaussian_is_the_textbook_formula() {
        // Mean 1, variance 1 (over n) and the millionth that is always added; x = 0, 1.
        let real = Vectors::new(2, 1, vec![0.0, 2.0]).unwrap();
        let synthetic = Vectors::new(2, 1, vec![1.0, 0.0]).unwrap();
        let outcome = giqa(&real, &synthetic, 1, Shape::Full, 0, &|_, _| true).unwrap();
        let variance: f64 = 1.0 + 1e-6;
        let top = -0.5 * (std::f64::consts::TAU * variance).ln();
        let values = outcome.synthetic.unwrap();
        assert!((values[0] - top).abs() < 1e-12, "{values:?}");
        assert!((values[1] - (top - 0.5 / variance)).abs() < 1e-12, "{values:?}");
        assert!((outcome.value - (top - 0.25 / variance)).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_fitted_is_a_reason() {
        let set = |values: &[f64]| Vectors::new(values.len(), 1, values.to_vec()).unwrap();
        let few = giqa(&set(&[0.0, 1.0]), &set(&[0.0, 1.0]), 3, Shape::Full, 0, &|_, _| true);
        assert_eq!(few, Err(Error::TooFewSamples { input: "real set", given: 2, least: 3 }));
        let huge = set(&[0.0, 1e200, 2e200]);
        assert!(giqa(&huge, &huge, 1, Shape::Full, 0, &|_, _| true).is_err());
        // All at one place: the Gaussian is as narrow as it may be, and has a density all the same.
        let same = set(&[5.0; 4]);
        for shape in [Shape::Full, Shape::Diagonal] {
            let outcome = giqa(&same, &same, 2, shape, 0, &|_, _| true).unwrap();
            let top = -0.5 * (std::f64::consts::TAU * 1e-6).ln();
            assert!((outcome.value - top).abs() < 1e-6, "{}", outcome.value);
        }
    }
}
