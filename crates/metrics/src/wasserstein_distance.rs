//! Wasserstein distance: what it takes to move one set of vectors onto another.

use samples::{Modality, Vectors};

use crate::all_distances::squared_distances;
use crate::pooled::{check, order};
use crate::ratios::{self, DISPERSION, RATIOS, halves, not_asked};
use crate::transport::cheapest;
use crate::{
    Better, Compute, Detail, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// See [`squared_wasserstein_distance`].
pub const METRIC: Metric = Metric {
    id: "wasserstein_distance",
    version: 1,
    title: "Wasserstein distance",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Distance,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[RATIOS],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[SQUARED, DISPERSION, ratios::DISTANCE],
    curve: None,
    // The halves of the ratios are drawn; the distance itself is not.
    seeded: true,
    symmetric: true,
    source: "C. Villani, Optimal Transport, 2009",
    page: include_str!("../../../docs/metrics/wasserstein_distance.md"),
    compute: Compute::Sets(compute),
};

/// What is moved, squared: the number that pyMDMA gives, and of which the ratios are.
const SQUARED: Detail = Detail {
    id: "squared",
    title: "Squared distance",
    unit: Unit::SquaredDistance,
    range: Range::FROM_0,
    better: Better::Lower,
};

/// The most samples of a set: the costs of transport take the square of it.
const MOST: usize = 3000;
/// The distance itself, and the four of the ratios.
const STEPS: u64 = 5;

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    check(real, synthetic, 2)?;
    let squared = squared_wasserstein_distance(real, synthetic, &|| go_on(0, STEPS))?;
    let ratios = if parameters.flag("ratios") {
        let half = |set: &Vectors| {
            halves(set, parameters.seed())
                .map(|rows| set.select(&rows).expect("two samples or more"))
        };
        let (real, synthetic) = (half(real), half(synthetic));
        let distance =
            |a: &Vectors, b: &Vectors| squared_wasserstein_distance(a, b, &|| go_on(1, STEPS));
        ratios::ratios(real.each_ref(), synthetic.each_ref(), &distance)?
    } else {
        not_asked()
    };
    if !go_on(STEPS, STEPS) {
        return Err(Error::Stopped);
    }
    let details = std::iter::once(Ok(squared)).chain(ratios).collect();
    Ok(SetOutcome { details, ..SetOutcome::of(squared.sqrt()) })
}

/// Returns the squared Wasserstein distance of order 2 between two sets of equally weighted vectors.
///
/// It is the least mean of squared Euclidean distances over all ways to move one set onto the
/// other; the plan is exact. `go_on` says whether to go on.
///
/// # Value
///
/// 0 for equal sets, and above. Its root is a distance: it is symmetric, and never longer than
/// the way over a third set.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::TooFewSamples`], [`Error::TooManySamples`],
/// [`Error::NotFinite`], [`Error::TooLarge`], [`Error::Stopped`].
///
/// # Source
///
/// C. Villani, "Optimal Transport: Old and New", Springer, 2009: the second Wasserstein distance.
pub fn squared_wasserstein_distance(
    real: &Vectors,
    synthetic: &Vectors,
    go_on: &dyn Fn() -> bool,
) -> Result<f64> {
    check(real, synthetic, 1)?;
    for (input, set) in [("real set", real), ("synthetic set", synthetic)] {
        if MOST < set.n() {
            return Err(Error::TooManySamples { input, given: set.n(), most: MOST });
        }
    }
    // The cheapest plan is found on one way or another, which ends in other roundings.
    let [rows, columns] = [real, synthetic]
        .map(|set| -> Vec<&[f64]> { order(set).into_iter().map(|row| set.row(row)).collect() });
    let costs = squared_distances(&rows, &columns);
    let squared = cheapest(real.n(), synthetic.n(), costs, go_on).ok_or(Error::Stopped)?;
    if squared.is_finite() { Ok(squared) } else { Err(Error::TooLarge) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(d: usize, values: &[f64]) -> Vectors {
        Vectors::new(values.len() / d, d, values.to_vec()).unwrap()
    }

    fn outcome(real: &Vectors, synthetic: &Vectors) -> Result<SetOutcome> {
        compute(real, synthetic, &Parameters::preset(&METRIC), &|_, _| true)
    }

    #[test]
    fn a_set_moved_as_a_whole_moves_that_far() {
        let set = vectors(2, &[0.0, 0.0, 5.0, 1.0, 2.0, 8.0]);
        let moved = vectors(2, &[5.0, 12.0, 3.0, 4.0, 8.0, 5.0]);
        let outcome = outcome(&set, &moved).unwrap();
        assert!((outcome.value - 5.0).abs() < 1e-12, "{}", outcome.value);
        assert_eq!(outcome.details[0], Ok(25.0));
    }

    #[test]
    fn a_set_is_no_way_from_itself_and_its_ratios_are_1() {
        let values: Vec<f64> = (0..60).map(|i| f64::from(i * i % 101)).collect();
        let set = vectors(3, &values);
        let outcome = outcome(&set, &set).unwrap();
        assert!(outcome.value.abs() <= 0.0, "{}", outcome.value);
        assert_eq!(outcome.details, [Ok(0.0), Ok(1.0), Ok(1.0)]);
    }

    #[test]
    fn what_cannot_be_moved_is_a_reason() {
        let huge = vectors(1, &[1e200, -1e200]);
        assert_eq!(outcome(&huge, &vectors(1, &[0.0, 1.0])), Err(Error::TooLarge));
        let many = vectors(1, &vec![0.0; MOST + 1]);
        let reason = outcome(&huge, &many);
        assert!(matches!(reason, Err(Error::TooManySamples { .. })), "{reason:?}");
        let stopped = squared_wasserstein_distance(&huge, &huge, &|| false);
        assert!(stopped.is_err(), "{stopped:?}");
    }
}
