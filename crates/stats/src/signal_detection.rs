//! How well a reader tells signal from noise, and how easily the reader says "signal".

use std::f64::consts::SQRT_2;

use crate::check;
use crate::distribution::{normal_density, normal_quantile};
use crate::{Error, Result};

/// One reader's calls of cases with and without a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalCalls {
    /// Signals that were called signals.
    pub hits: u64,
    /// Signals that were called noise.
    pub misses: u64,
    /// Noise that was called a signal.
    pub false_alarms: u64,
    /// Noise that was called noise.
    pub correct_rejections: u64,
}

/// What is done about rates of 0 and 1, which have no quantile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateCorrection {
    /// Half a call is added to hits and to false alarms and one to the cases of either kind, for
    /// every reader: also where no rate is 0 or 1, so that readers stay comparable.
    LogLinear,
    /// Rates are taken as they are; 0 and 1 are errors.
    None,
}

/// A reader's sensitivity and bias.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignalDetection {
    /// The share of signals that were called so, after the correction.
    pub hit_rate: f64,
    /// The share of noise that was called a signal, after the correction.
    pub false_alarm_rate: f64,
    /// d', in standard deviations of the noise: 0 is chance, below 0 signals look more like noise
    /// than noise does.
    pub d_prime: f64,
    /// c, in the same unit: below 0 the reader says "signal" easily, above 0 seldom.
    pub criterion: f64,
    /// β, the likelihood ratio at the criterion: above 0; 1 is without bias.
    pub beta: f64,
    /// The standard error of d'.
    pub d_prime_se: f64,
}

/// Returns sensitivity and bias of one reader's calls.
///
/// With the hit rate H, the false alarm rate F and the normal quantile z: `d' = z(H) - z(F)`,
/// `c = -(z(H) + z(F))/2`, `β = exp(d' c)`, and the variance of d' is
/// `H(1 - H)/(n φ(z(H))²)` over the n signals plus the same of F over the noise.
///
/// # Errors
///
/// [`Error::TooFewOfAKind`] without a signal or without noise, [`Error::TooMany`] above
/// [`crate::MOST_CALLS`] of a kind, [`Error::PerfectRate`] when a rate is 0 or 1 without correction.
///
/// # Source
///
/// H. Stanislaw and N. Todorov, Behavior Research Methods, Instruments, & Computers 31, 1999,
/// 137–149; the correction: M. J. Hautus, the same journal 27, 1995, 46–51; the variance:
/// V. Gourevitch and E. Galanter, Psychometrika 32, 1967, 25–33.
pub fn signal_detection(given: SignalCalls, correction: RateCorrection) -> Result<SignalDetection> {
    let positive = given.hits.saturating_add(given.misses);
    let negative = given.false_alarms.saturating_add(given.correct_rejections);
    if positive == 0 || negative == 0 {
        return Err(Error::TooFewOfAKind { positive, negative, least: 1 });
    }
    check::calls(positive)?;
    check::calls(negative)?;
    let rate = |count: u64, of: u64| match correction {
        RateCorrection::LogLinear => Ok(log_linear(count, of)),
        RateCorrection::None if count == 0 || count == of => Err(Error::PerfectRate),
        RateCorrection::None => Ok(count as f64 / of as f64),
    };
    let (hit_rate, false_alarm_rate) =
        (rate(given.hits, positive)?, rate(given.false_alarms, negative)?);
    let (z_hit, z_false) = (normal_quantile(hit_rate), normal_quantile(false_alarm_rate));
    // What is left of two numbers that cancel is no criterion.
    let cancelled =
        |sum: f64| if sum.abs() < 1e-12 * z_hit.abs().max(z_false.abs()) { 0.0 } else { sum };
    let d_prime = cancelled(z_hit - z_false);
    let criterion = cancelled(-f64::midpoint(z_hit, z_false));
    let variance = |rate: f64, z: f64, n: u64| {
        rate * (1.0 - rate) / (n as f64 * normal_density(z) * normal_density(z))
    };
    let both = variance(hit_rate, z_hit, positive) + variance(false_alarm_rate, z_false, negative);
    Ok(SignalDetection {
        hit_rate,
        false_alarm_rate,
        d_prime,
        criterion,
        beta: (d_prime * criterion).exp(),
        d_prime_se: both.sqrt(),
    })
}

/// A reader's sensitivity when two are shown and one is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoAlternatives {
    /// d' of the share as it is; nothing when all or none are right.
    pub d_prime: Option<f64>,
    /// d' of the share with half a right and half a wrong call added.
    pub d_prime_log_linear: f64,
}

/// Returns the sensitivity of a reader who chose right `correct` times of `n`, one of two each time.
///
/// `d' = √2 z(P)`, with P the share of right choices: the same d' as of single cases, if the reader
/// leans to neither side.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::TooMany`] above [`crate::MOST_CALLS`], [`Error::MoreThanAll`].
///
/// # Source
///
/// N. A. Macmillan and C. D. Creelman, "Detection Theory: A User's Guide", Lawrence Erlbaum, 2005,
/// chapter 7.
pub fn two_alternatives(correct: u64, n: u64) -> Result<TwoAlternatives> {
    check::calls(n)?;
    if n < correct {
        return Err(Error::MoreThanAll { given: correct, all: n });
    }
    let of = |share: f64| SQRT_2 * normal_quantile(share);
    Ok(TwoAlternatives {
        d_prime: (0 < correct && correct < n).then(|| of(correct as f64 / n as f64)),
        d_prime_log_linear: of(log_linear(correct, n)),
    })
}

fn log_linear(count: u64, of: u64) -> f64 {
    (count as f64 + 0.5) / (of as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLS: SignalCalls =
        SignalCalls { hits: 20, misses: 5, false_alarms: 10, correct_rejections: 15 };

    #[test]
    fn the_textbook_example_comes_out() {
        // H. Stanislaw and N. Todorov 1999, H = 0.8, F = 0.4: d' 1.095, c -0.294.
        let found = signal_detection(CALLS, RateCorrection::None).unwrap();
        assert!((found.d_prime - 1.095).abs() < 5e-4 && (found.criterion + 0.294).abs() < 5e-4);
    }

    #[test]
    fn perfect_readers_have_finite_numbers_or_a_reason() {
        let perfect = SignalCalls { hits: 25, misses: 0, false_alarms: 0, correct_rejections: 25 };
        let found = signal_detection(perfect, RateCorrection::LogLinear).unwrap();
        assert!(found.d_prime.is_finite() && found.d_prime_se.is_finite());
        assert_eq!(signal_detection(perfect, RateCorrection::None), Err(Error::PerfectRate));
        let turned = SignalCalls { hits: 0, misses: 25, false_alarms: 25, correct_rejections: 0 };
        let below = signal_detection(turned, RateCorrection::LogLinear).unwrap();
        assert!((below.d_prime + found.d_prime).abs() < 1e-12, "it is not turned round");
    }

    #[test]
    fn one_kind_of_cases_is_a_reason() {
        let one = SignalCalls { false_alarms: 0, correct_rejections: 0, ..CALLS };
        let found = signal_detection(one, RateCorrection::LogLinear);
        assert_eq!(found, Err(Error::TooFewOfAKind { positive: 25, negative: 0, least: 1 }));
        let most = SignalCalls { hits: u64::MAX, ..CALLS };
        let found = signal_detection(most, RateCorrection::LogLinear);
        assert!(matches!(found, Err(Error::TooMany { .. })));
    }

    #[test]
    fn half_of_the_choices_right_is_chance() {
        let half = two_alternatives(50, 100).unwrap();
        assert!(half.d_prime.unwrap().abs() < 1e-15 && half.d_prime_log_linear.abs() < 1e-15);
        assert_eq!(two_alternatives(40, 40).unwrap().d_prime, None);
        assert_eq!(two_alternatives(0, 0), Err(Error::Empty));
        assert_eq!(two_alternatives(2, 1), Err(Error::MoreThanAll { given: 2, all: 1 }));
    }
}
