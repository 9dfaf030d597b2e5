//! Intervals of a share of independent calls.
//!
//! Calls of several readers, or on the same cases, are not independent: there these intervals are
//! too narrow, and describe one reader at a time.

use crate::check;
use crate::distribution::{beta_quantile, normal_reach};
use crate::{Error, Interval, Result};

/// The most calls of a share: far more than anybody counts, and few enough for every digit.
const MOST: u64 = 1_000_000_000;

/// Returns Wilson's score interval of a share of `x` among `n`.
///
/// `(p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n)`, with p = x/n and z the normal quantile:
/// the shares that the score test does not reject.
///
/// # Input
///
/// * `level`: between 0 and 1, e.g. 0.95.
///
/// # Value
///
/// Within 0 to 1; exactly 0 below when `x` is 0, exactly 1 above when `x` is `n`.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::TooMany`] above a thousand million, [`Error::MoreThanAll`],
/// [`Error::Level`].
///
/// # Source
///
/// E. B. Wilson, Journal of the American Statistical Association 22, 1927, 209–212.
pub fn wilson(x: u64, n: u64, level: f64) -> Result<Interval> {
    check(x, n, level)?;
    let (share, z, n_calls) = (x as f64 / n as f64, normal_reach(level)?, n as f64);
    let z2 = z * z;
    let middle = (share + z2 / (2.0 * n_calls)) / (1.0 + z2 / n_calls);
    let reach = z / (1.0 + z2 / n_calls)
        * (share * (1.0 - share) / n_calls + z2 / (4.0 * n_calls * n_calls)).sqrt();
    let low = if x == 0 { 0.0 } else { middle - reach };
    let high = if x == n { 1.0 } else { middle + reach };
    Ok(Interval { low, high, level, method: "wilson" })
}

/// Returns the exact interval of a share of `x` among `n`.
///
/// The shares that neither one-sided binomial test at half of what is left rejects: quantiles of
/// Beta(x, n - x + 1) and Beta(x + 1, n - x).
///
/// # Errors
///
/// As [`wilson`], whose input and value are alike.
///
/// # Source
///
/// C. J. Clopper and E. S. Pearson, Biometrika 26, 1934, 404–413.
pub fn clopper_pearson(x: u64, n: u64, level: f64) -> Result<Interval> {
    check(x, n, level)?;
    let tail = (1.0 - level) / 2.0;
    let (right, wrong) = (x as f64, (n - x) as f64);
    Ok(Interval {
        low: if x == 0 { 0.0 } else { beta_quantile(right, wrong + 1.0, tail) },
        high: if x == n { 1.0 } else { beta_quantile(right + 1.0, wrong, 1.0 - tail) },
        level,
        method: "clopper_pearson",
    })
}

/// Returns Agresti and Coull's interval of a share of `x` among `n`.
///
/// Wald's interval after z²/2 calls were added to either side: `p ± z √(p(1 - p)/m)` with
/// m = n + z² and p = (x + z²/2)/m, cut at 0 and 1.
///
/// # Errors
///
/// As [`wilson`], whose input and value are alike.
///
/// # Source
///
/// A. Agresti and B. A. Coull, The American Statistician 52, 1998, 119–126.
pub fn agresti_coull(x: u64, n: u64, level: f64) -> Result<Interval> {
    check(x, n, level)?;
    let z = normal_reach(level)?;
    let more = n as f64 + z * z;
    let share = (x as f64 + z * z / 2.0) / more;
    let reach = z * (share * (1.0 - share) / more).sqrt();
    Ok(Interval {
        low: (share - reach).max(0.0),
        high: (share + reach).min(1.0),
        level,
        method: "agresti_coull",
    })
}

/// Returns Jeffreys's interval of a share of `x` among `n`.
///
/// The equal-tailed interval of Beta(x + ½, n - x + ½), from 0 when `x` is 0 and to 1 when `x` is
/// `n`.
///
/// # Errors
///
/// As [`wilson`], whose input and value are alike.
///
/// # Source
///
/// L. D. Brown, T. T. Cai and A. Das Gupta, Statistical Science 16, 2001, 101–133.
pub fn jeffreys(x: u64, n: u64, level: f64) -> Result<Interval> {
    check(x, n, level)?;
    let tail = (1.0 - level) / 2.0;
    let (right, wrong) = (x as f64 + 0.5, (n - x) as f64 + 0.5);
    Ok(Interval {
        low: if x == 0 { 0.0 } else { beta_quantile(right, wrong, tail) },
        high: if x == n { 1.0 } else { beta_quantile(right, wrong, 1.0 - tail) },
        level,
        method: "jeffreys",
    })
}

/// Checks that `x` of `n` is a share, and `level` one of an interval.
pub(crate) fn check(x: u64, n: u64, level: f64) -> Result<()> {
    match n {
        0 => return Err(Error::Empty),
        given if MOST < given => return Err(Error::TooMany { given, most: MOST }),
        _ => {}
    }
    if n < x {
        return Err(Error::MoreThanAll { given: x, all: n });
    }
    check::level(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Method = fn(u64, u64, f64) -> Result<Interval>;

    fn all() -> [Method; 4] {
        [wilson, clopper_pearson, agresti_coull, jeffreys]
    }

    #[test]
    fn all_right_has_the_interval_of_the_formula() {
        // The lower end is the n-th root of the tail.
        let interval = clopper_pearson(10, 10, 0.95).unwrap();
        assert!((interval.low - 0.025_f64.powf(0.1)).abs() < 1e-12 && interval.high >= 1.0);
        let none = clopper_pearson(0, 10, 0.95).unwrap();
        assert!((1.0 - none.high - interval.low).abs() < 1e-12 && none.low <= 0.0);
    }

    #[test]
    fn other_levels_are_those_of_another_program() {
        // statsmodels 0.15.0, proportion_confint(7, 50, alpha = 0.1): wilson, beta, agresti_coull,
        // jeffreys.
        let expected = [
            [0.077_720_897_820_629_95, 0.239_238_995_945_484_6],
            [0.067_596_699_003_557_2, 0.246_935_201_731_209_23],
            [0.075_739_378_077_698_81, 0.241_220_515_688_416],
            [0.074_826_719_334_474_18, 0.235_117_615_215_100_3],
        ];
        for (method, [low, high]) in all().iter().zip(expected) {
            let interval = method(7, 50, 0.9).unwrap();
            assert!((interval.low - low).abs() < 1e-12, "{interval:?}");
            assert!((interval.high - high).abs() < 1e-12, "{interval:?}");
        }
    }

    #[test]
    fn wrong_calls_have_the_mirrored_interval() {
        for method in all() {
            for x in [0, 1, 8, 20] {
                let right = method(x, 20, 0.95).unwrap();
                let wrong = method(20 - x, 20, 0.95).unwrap();
                assert!((right.low + wrong.high - 1.0).abs() < 1e-12, "{right:?} {wrong:?}");
                assert!(0.0 <= right.low && right.low < right.high && right.high <= 1.0);
            }
        }
    }

    #[test]
    fn next_to_certainty_the_interval_is_nearly_all() {
        for method in all() {
            let interval = method(1, 2, 1.0 - f64::EPSILON).unwrap();
            assert!(0.0 <= interval.low && interval.low < 0.02, "{interval:?}");
            assert!(0.98 < interval.high && interval.high <= 1.0, "{interval:?}");
        }
    }

    #[test]
    fn what_is_no_share_is_a_reason() {
        for method in all() {
            assert_eq!(method(0, 0, 0.95), Err(Error::Empty));
            assert_eq!(method(3, 2, 0.95), Err(Error::MoreThanAll { given: 3, all: 2 }));
            assert_eq!(method(1, 2, 1.0), Err(Error::Level { given: 1.0 }));
            assert!(matches!(method(1, 2, f64::NAN), Err(Error::Level { .. })));
            assert!(matches!(method(1, MOST + 1, 0.95), Err(Error::TooMany { .. })));
            // With many calls all of them are the normal interval.
            let many = method(250_000_000, 1_000_000_000, 0.95).unwrap();
            let half = 1.959_963_984_540_054 * (0.25 * 0.75 / 1e9_f64).sqrt();
            let ends = [many.low - (0.25 - half), many.high - (0.25 + half)];
            assert!(ends.iter().all(|end| end.abs() < 5e-9), "{many:?}");
        }
    }
}
