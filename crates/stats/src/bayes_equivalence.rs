//! How likely a share is as good as chance, given a prior.

use crate::distribution::{beta_below, beta_quantile};
use crate::proportion::check;
use crate::{Error, Interval, Result};

/// The prior of Jeffreys: half a call on either side.
pub const JEFFREYS_PRIOR: [f64; 2] = [0.5, 0.5];

/// What is believed of a share after the calls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BayesEquivalence {
    /// How likely the share lies within the region of practical equivalence, 0 to 1.
    pub within: f64,
    /// How likely it lies above it.
    pub above: f64,
    /// How likely it lies below it.
    pub below: f64,
    /// The mean of what is believed, 0 to 1.
    pub mean: f64,
    /// The interval that leaves equal tails, in which the share lies with the probability `level`.
    pub interval: Interval,
}

/// Returns how likely the share behind `x` of `n` independent calls lies within a region of
/// practical equivalence.
///
/// With a prior Beta(a, b) the share has the distribution Beta(a + x, b + n - x) after the calls:
/// `within` is its mass between the two ends of the region.
///
/// # Input
///
/// * `prior`: a and b, above 0 and at most a million; [`JEFFREYS_PRIOR`] unless the plan says
///   otherwise.
/// * `region`: its two ends, 0 to 1, the lower first, e.g. 0.4 and 0.6.
/// * `level`: of the interval, between 0 and 1, e.g. 0.95.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::TooMany`] above a thousand million, [`Error::MoreThanAll`],
/// [`Error::Level`], [`Error::Prior`], [`Error::Region`].
///
/// # Source
///
/// J. K. Kruschke, Advances in Methods and Practices in Psychological Science 1, 2018, 270–280.
pub fn bayes_equivalence(
    x: u64,
    n: u64,
    prior: [f64; 2],
    region: [f64; 2],
    level: f64,
) -> Result<BayesEquivalence> {
    check(x, n, level)?;
    if let Some(&given) = prior.iter().find(|&&part| !(0.0 < part && part <= 1e6)) {
        return Err(Error::Prior { given });
    }
    let [low, high] = region;
    if !(0.0 <= low && low < high && high <= 1.0) {
        return Err(Error::Region { low, high });
    }
    let (a, b) = (prior[0] + x as f64, prior[1] + (n - x) as f64);
    let (below, above) = (beta_below(a, b, low), beta_below(b, a, 1.0 - high));
    let tail = (1.0 - level) / 2.0;
    Ok(BayesEquivalence {
        within: (1.0 - below - above).clamp(0.0, 1.0),
        above,
        below,
        mean: a / (a + b),
        interval: Interval {
            low: beta_quantile(a, b, tail),
            high: beta_quantile(a, b, 1.0 - tail),
            level,
            method: "beta_posterior",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_prior_and_one_call_are_a_triangle() {
        // Beta(2, 1) has the distribution function x².
        let one = bayes_equivalence(1, 1, [1.0, 1.0], [0.4, 0.6], 0.5).unwrap();
        assert!((one.below - 0.16).abs() < 1e-14 && (one.above - 0.64).abs() < 1e-14);
        assert!((one.within - 0.2).abs() < 1e-14 && (one.mean - 2.0 / 3.0).abs() < 1e-14);
        assert!((one.interval.low - 0.5).abs() < 1e-12);
        assert!((one.interval.high - 0.75_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn all_of_it_lies_between_0_and_1() {
        let all = bayes_equivalence(0, 9, JEFFREYS_PRIOR, [0.0, 1.0], 0.95).unwrap();
        assert!((all.within - 1.0).abs() < 1e-15 && all.below <= 0.0 && all.above <= 0.0);
    }

    #[test]
    fn what_makes_no_sense_is_a_reason() {
        let of = |prior, region| bayes_equivalence(1, 2, prior, region, 0.95);
        assert_eq!(of([0.0, 1.0], [0.4, 0.6]), Err(Error::Prior { given: 0.0 }));
        assert!(matches!(of([0.5, f64::NAN], [0.4, 0.6]), Err(Error::Prior { .. })));
        let turned = of(JEFFREYS_PRIOR, [0.6, 0.4]);
        assert_eq!(turned, Err(Error::Region { low: 0.6, high: 0.4 }));
        assert!(matches!(of(JEFFREYS_PRIOR, [f64::NAN, 0.4]), Err(Error::Region { .. })));
        let empty = bayes_equivalence(0, 0, JEFFREYS_PRIOR, [0.4, 0.6], 0.95);
        assert_eq!(empty, Err(Error::Empty));
    }
}
