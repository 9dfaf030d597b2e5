//! Whether one of two items is preferred more often.

use crate::check;
use crate::distribution::binomial_at_least;
use crate::{Interval, Result, clopper_pearson};

/// A test of whether one of two items is preferred more often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignTest {
    /// How many comparisons were decided.
    pub n: u64,
    /// The share that prefers the first item.
    pub share: f64,
    /// Its exact interval (Clopper-Pearson).
    pub interval: Interval,
    /// How likely a share so far from one half is without a preference, exact and two-sided.
    pub p: f64,
}

/// Tests whether the first of two items is preferred more often than the second.
///
/// Given that a comparison is decided, it is a coin's throw without a preference: p is twice the
/// smaller tail of the binomial distribution with one half, at most 1. Undecided comparisons are
/// left out, and whoever shows the result says how many.
///
/// # Input
///
/// * `first`, `second`: how many independent comparisons preferred each.
///
/// # Errors
///
/// [`crate::Error::Empty`] when nothing is decided, [`crate::Error::TooMany`], [`crate::Error::Level`].
///
/// # Source
///
/// W. J. Dixon and A. M. Mood, Journal of the American Statistical Association 41, 1946, 557–566.
pub fn sign_test(first: u64, second: u64, level: f64) -> Result<SignTest> {
    let n = first.saturating_add(second);
    check::calls(n)?;
    Ok(SignTest {
        n,
        share: first as f64 / n as f64,
        interval: clopper_pearson(first, n, level)?,
        p: (2.0 * binomial_at_least(first.max(second), n, 0.5)).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn few_comparisons_are_counted_by_hand() {
        // 8 or more of 10: (45 + 10 + 1) / 1024, twice.
        let test = sign_test(2, 8, 0.95).unwrap();
        assert!((test.p - 0.109_375).abs() < 1e-12 && (test.share - 0.2).abs() < 1e-15);
        assert!((sign_test(3, 3, 0.95).unwrap().p - 1.0).abs() < 1e-15, "none leads");
    }

    #[test]
    fn nothing_decided_is_a_reason() {
        assert_eq!(sign_test(0, 0, 0.95), Err(Error::Empty));
        assert!(matches!(sign_test(u64::MAX, 1, 0.95), Err(Error::TooMany { .. })));
    }
}
