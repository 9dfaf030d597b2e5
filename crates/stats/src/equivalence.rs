//! Whether a share is as good as chance: two one-sided tests.

use crate::binomial_power::first;
use crate::check;
use crate::distribution::{binomial_at_least, binomial_at_most};
use crate::{Error, Interval, Result, clopper_pearson};

/// A share, or a mean of shares or areas, beside a margin around its centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equivalence {
    /// How likely so much or more is when the truth is the lower end of the margin.
    pub p_lower: f64,
    /// How likely so little or less is when it is the upper end.
    pub p_upper: f64,
    /// The larger of the two: equivalent below the level.
    pub p: f64,
    /// The interval at level 1 - 2α, which lies within the margin when they are equivalent.
    pub interval: Interval,
    /// Whether the share is equivalent to the centre.
    pub equivalent: bool,
}

/// What is compared: a centre, a margin around it, and how likely a wrong claim may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// e.g. 0.5, what a coin gives.
    pub centre: f64,
    /// How far from the centre is still as good as at it, e.g. 0.1.
    pub margin: f64,
    /// α, e.g. 0.05.
    pub level: f64,
}

impl Margin {
    /// Returns the ends of the margin.
    pub(crate) fn ends(self) -> Result<[f64; 2]> {
        check::probability("centre", self.centre)?;
        if !(0.0 < self.level && self.level < 0.5) {
            return Err(Error::Level { given: self.level });
        }
        let ends = [self.centre - self.margin, self.centre + self.margin];
        let holds = 0.0 < self.margin && 0.0 <= ends[0] && ends[1] <= 1.0;
        if holds { Ok(ends) } else { Err(Error::Margin { given: self.margin }) }
    }
}

/// Tests whether `x` of `n` independent calls are as many as at the centre, by two exact one-sided tests.
///
/// A test that does not find a difference is no evidence of equivalence; this one is.
///
/// # Errors
///
/// [`Error::Empty`] without a call, [`Error::TooMany`] above a thousand million,
/// [`Error::MoreThanAll`], [`Error::Probability`], [`Error::Margin`], and [`Error::Level`] unless it
/// lies between 0 and one half.
///
/// # Source
///
/// D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987, 657–680.
pub fn equivalence(x: u64, n: u64, margin: Margin) -> Result<Equivalence> {
    let [low, high] = margin.ends()?;
    let interval = clopper_pearson(x, n, 1.0 - 2.0 * margin.level)?;
    let (p_lower, p_upper) = (binomial_at_least(x, n, low), binomial_at_most(x, n, high));
    let p = p_lower.max(p_upper);
    Ok(Equivalence { p_lower, p_upper, p, interval, equivalent: p < margin.level })
}

/// The rule of an equivalence test, and how often it finds equivalence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EquivalencePower {
    /// Counts from the first to the second are equivalent; nothing when none is.
    pub accepted: Option<(u64, u64)>,
    /// How likely equivalence is found under the truth, 0 to 1.
    pub power: f64,
}

/// Returns the exact power of [`equivalence`] when each call is right with probability `truth`.
///
/// # Errors
///
/// As [`equivalence`].
pub fn equivalence_power(n: u64, truth: f64, margin: Margin) -> Result<EquivalencePower> {
    let [low, high] = margin.ends()?;
    check::probability("truth", truth)?;
    check::calls(n)?;
    let least = first(0..=n, |x| binomial_at_least(x, n, low) < margin.level);
    let beyond = first(0..=n, |x| margin.level <= binomial_at_most(x, n, high)).unwrap_or(n + 1);
    let accepted = least.zip(beyond.checked_sub(1)).filter(|(least, most)| least <= most);
    let power = accepted.map_or(0.0, |(least, most)| {
        1.0 - binomial_at_least(most + 1, n, truth)
            - least.checked_sub(1).map_or(0.0, |below| binomial_at_most(below, n, truth))
    });
    Ok(EquivalencePower { accepted, power: power.max(0.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENTH: Margin = Margin { centre: 0.5, margin: 0.1, level: 0.05 };

    #[test]
    fn a_few_calls_are_never_equivalent() {
        let power = equivalence_power(10, 0.5, TENTH).unwrap();
        assert_eq!(power.accepted, None);
        assert!(power.power <= 0.0);
    }

    #[test]
    fn the_power_is_the_sum_over_what_is_accepted() {
        let power = equivalence_power(100, 0.5, TENTH).unwrap();
        let (least, most) = power.accepted.unwrap();
        for x in 0..=100 {
            let found = equivalence(x, 100, TENTH).unwrap();
            assert_eq!(found.equivalent, (least..=most).contains(&x), "{x}");
            let inside = 0.4 < found.interval.low && found.interval.high < 0.6;
            assert_eq!(found.equivalent, inside, "{x}: the interval says the same");
        }
    }

    #[test]
    fn a_margin_beyond_a_share_is_refused() {
        let margin = |margin| Margin { margin, ..TENTH };
        assert_eq!(equivalence(1, 2, margin(0.6)), Err(Error::Margin { given: 0.6 }));
        assert_eq!(equivalence(1, 2, margin(0.0)), Err(Error::Margin { given: 0.0 }));
        assert_eq!(equivalence(3, 2, TENTH), Err(Error::MoreThanAll { given: 3, all: 2 }));
    }
}
