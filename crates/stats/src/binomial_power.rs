//! How likely a count of right calls is to differ from chance.

use crate::Result;
use crate::check;
use crate::distribution::{binomial_at_least, binomial_at_most};

/// The values of the other side that count against chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// Only more than by chance.
    Greater,
    /// Both, half of the level on each.
    Two,
}

/// The rule of an exact test, and how often it rejects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinomialPower {
    /// This many or fewer reject; nothing when no count does.
    pub low: Option<u64>,
    /// This many or more reject; nothing when no count does.
    pub high: Option<u64>,
    /// How likely it rejects under the truth, 0 to 1.
    pub power: f64,
    /// How likely it rejects by chance alone: at most the level.
    pub size: f64,
}

/// Returns the exact power of the binomial test of `n` independent calls.
///
/// Calls of one reader, or on one case, are not independent: see [`crate::design_effect`].
///
/// # Input
///
/// * `truth`, `chance`: the probability of a right call, in truth and by chance.
/// * `level`: how likely chance alone may reject.
///
/// # Errors
///
/// [`crate::Error::Empty`] without a call, [`crate::Error::TooMany`] above [`crate::MOST_CALLS`],
/// [`crate::Error::Probability`].
///
/// # Source
///
/// C. J. Clopper and E. S. Pearson, Biometrika 26, 1934, 404–413, for the tails; the power is their definition.
pub fn binomial_power(
    n: u64,
    truth: f64,
    chance: f64,
    level: f64,
    sides: Sides,
) -> Result<BinomialPower> {
    check::calls(n)?;
    for (name, given) in [("truth", truth), ("chance", chance), ("level", level)] {
        check::probability(name, given)?;
    }
    let tail = if sides == Sides::Two { level / 2.0 } else { level };
    let high = first(0..=n, |x| binomial_at_least(x, n, chance) <= tail);
    // The fewest that do not reject, less one.
    let kept = first(0..=n, |x| tail < binomial_at_most(x, n, chance)).unwrap_or(0);
    let low = kept.checked_sub(1).filter(|_| sides == Sides::Two);
    let rejects = |p: f64| {
        high.map_or(0.0, |high| binomial_at_least(high, n, p))
            + low.map_or(0.0, |low| binomial_at_most(low, n, p))
    };
    Ok(BinomialPower { low, high, power: rejects(truth), size: rejects(chance) })
}

/// Returns the first number of a range that fits, where all after it fit, too.
pub(crate) fn first(
    range: std::ops::RangeInclusive<u64>,
    fits: impl Fn(u64) -> bool,
) -> Option<u64> {
    let (mut low, last) = (*range.start(), *range.end());
    if last < low || !fits(last) {
        return None;
    }
    let mut high = last;
    while low < high {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn two_throws_can_never_reject() {
        // Both heads have a quarter, which is more than 5 %.
        let power = binomial_power(2, 0.9, 0.5, 0.05, Sides::Greater).unwrap();
        assert_eq!((power.low, power.high), (None, None));
        assert!(power.power <= 0.0 && power.size <= 0.0);
    }

    #[test]
    fn five_heads_in_a_row_reject_on_one_side() {
        let one = binomial_power(5, 1.0, 0.5, 0.05, Sides::Greater).unwrap();
        assert_eq!(one.high, Some(5));
        assert!((one.size - 1.0 / 32.0).abs() < 1e-15 && (one.power - 1.0).abs() < 1e-15);
        let two = binomial_power(5, 1.0, 0.5, 0.05, Sides::Two).unwrap();
        assert_eq!((two.low, two.high), (None, None));
    }

    #[test]
    fn what_is_no_probability_is_named() {
        let wrong = binomial_power(5, 1.1, 0.5, 0.05, Sides::Two);
        assert_eq!(wrong, Err(Error::Probability { name: "truth", given: 1.1 }));
        let wrong = binomial_power(5, 0.6, 0.5, f64::NAN, Sides::Two);
        assert!(matches!(wrong, Err(Error::Probability { name: "level", .. })));
        assert_eq!(binomial_power(0, 0.6, 0.5, 0.05, Sides::Two), Err(Error::Empty));
        let many = binomial_power(50_001, 0.6, 0.5, 0.05, Sides::Two);
        assert_eq!(many, Err(Error::TooMany { given: 50_001, most: 50_000 }));
    }
}
