//! Whether a share is another than by chance.

use crate::check;
use crate::distribution::{binomial_at_least, binomial_at_most, binomial_log_probability};
use crate::{Error, Result};

/// How much more likely another count may be and still count as equally likely: rounding.
const EQUAL: f64 = 1e-7;

/// Returns the two-sided p of the exact test that `x` of `n` independent calls are as many as by
/// `chance`.
///
/// The probability of all counts that are no more likely than `x`. For one half these are both tails
/// from the distance of `x` on. A large p is no evidence that the share is at chance: see
/// [`crate::equivalence`].
///
/// # Input
///
/// * `chance`: the share of right calls by chance, 0 to 1, e.g. 0.5.
///
/// # Value
///
/// 0 to 1.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::TooMany`] above [`crate::MOST_CALLS`], [`Error::MoreThanAll`],
/// [`Error::Probability`].
///
/// # Source
///
/// By the order of probabilities, as R's `binom.test`: K. F. Hirji, "Exact Analysis of Discrete Data",
/// Chapman & Hall, 2006.
pub fn binomial_test(x: u64, n: u64, chance: f64) -> Result<f64> {
    check::calls(n)?;
    check::probability("chance", chance)?;
    if n < x {
        return Err(Error::MoreThanAll { given: x, all: n });
    }
    let log = |count| binomial_log_probability(count, n, chance);
    if log(x) == f64::NEG_INFINITY {
        return Ok(0.0);
    }
    let as_unlikely = |count: u64| log(count) <= log(x) + EQUAL;
    let expected = chance * n as f64;
    // Probabilities rise up to the expected count and fall after it.
    let p = if (x as f64) < expected {
        let from = first_after(expected, n, as_unlikely);
        binomial_at_most(x, n, chance) + from.map_or(0.0, |y| binomial_at_least(y, n, chance))
    } else if expected < x as f64 {
        let to = last_before(expected, as_unlikely);
        binomial_at_least(x, n, chance) + to.map_or(0.0, |y| binomial_at_most(y, n, chance))
    } else {
        1.0
    };
    Ok(p.min(1.0))
}

/// Returns the first count from the expected one on that fits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to n")]
fn first_after(expected: f64, n: u64, fits: impl Fn(u64) -> bool) -> Option<u64> {
    crate::binomial_power::first(expected.ceil() as u64..=n, fits)
}

/// Returns the last count up to the expected one that fits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to n")]
fn last_before(expected: f64, fits: impl Fn(u64) -> bool) -> Option<u64> {
    let most = expected.floor() as u64;
    let beyond = crate::binomial_power::first(0..=most, |count| !fits(count));
    beyond.map_or(Some(most), |beyond| beyond.checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_heads_of_five_are_counted_by_hand() {
        // 0, 1, 4, 5 of 5: (1 + 5 + 5 + 1) / 32.
        assert!((binomial_test(4, 5, 0.5).unwrap() - 0.375).abs() < 1e-15);
        assert!((binomial_test(1, 5, 0.5).unwrap() - 0.375).abs() < 1e-15);
        assert!((binomial_test(2, 4, 0.5).unwrap() - 1.0).abs() < 1e-15);
        assert!((binomial_test(2, 5, 0.5).unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn other_chances_are_those_of_another_program() {
        // scipy 1.12.0, binomtest.
        for (x, n, chance, p) in [
            (3, 20, 0.3, 0.220_418_267_380_709_1),
            (12, 20, 0.3, 0.005_936_084_198_097_523),
            (7, 200, 0.05, 0.416_820_356_796_246_3),
            (50, 60, 0.7, 0.023_838_731_565_106_34),
            (481, 1000, 0.5, 0.241_969_336_188_870_67),
            (2, 7, 0.25, 1.0),
            (20, 50, 0.4, 1.0),
        ] {
            let got = binomial_test(x, n, chance).unwrap();
            assert!((got - p).abs() < 1e-10, "{x} of {n} at {chance}: {got}");
        }
    }

    #[test]
    fn certain_chance_leaves_one_count() {
        assert!((binomial_test(5, 5, 1.0).unwrap() - 1.0).abs() < 1e-15);
        assert!(binomial_test(4, 5, 1.0).unwrap() <= 0.0);
        assert!((binomial_test(0, 5, 0.0).unwrap() - 1.0).abs() < 1e-15);
        assert!(binomial_test(1, 5, 0.0).unwrap() <= 0.0);
    }

    #[test]
    fn what_is_no_share_is_a_reason() {
        assert_eq!(binomial_test(0, 0, 0.5), Err(Error::Empty));
        assert_eq!(binomial_test(3, 2, 0.5), Err(Error::MoreThanAll { given: 3, all: 2 }));
        assert!(matches!(binomial_test(1, 2, f64::NAN), Err(Error::Probability { .. })));
        assert!(matches!(binomial_test(1, 50_001, 0.5), Err(Error::TooMany { .. })));
    }
}
