//! Limits of agreement of two measurements of the same cases.

use crate::check;
use crate::describe::mean_sd;
use crate::distribution::t_reach;
use crate::{Error, Interval, Result};

/// Bias and limits of agreement, in the unit of the values.
#[derive(Debug, Clone, PartialEq)]
pub struct BlandAltman {
    /// How many pairs entered.
    pub n: usize,
    /// How many were left out because a value is missing.
    pub n_left_out: usize,
    /// The mean difference, first less second.
    pub bias: f64,
    /// The standard deviation of differences.
    pub sd: f64,
    /// `bias - multiplier · sd`.
    pub low: f64,
    /// `bias + multiplier · sd`.
    pub high: f64,
    /// The standard error of the bias.
    pub se_bias: f64,
    /// The standard error of each limit.
    pub se_limit: f64,
    /// Intervals of bias and limits; or why there are none.
    pub intervals: Result<LimitIntervals>,
}

/// How sure bias and limits of agreement are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitIntervals {
    /// Of the bias.
    pub bias: Interval,
    /// Of the lower limit.
    pub low: Interval,
    /// Of the upper limit.
    pub high: Interval,
}

/// Returns bias and limits of agreement between two measurements of the same cases.
///
/// The limits are `d̄ ± m · s` of the differences; standard errors `s / √n` of the bias and
/// `√(s² / n + m² s² / (2 (n - 1)))` of a limit; intervals by Student's t with n - 1 degrees of freedom.
///
/// # Input
///
/// * `first`, `second`: values of the same cases in one unit; pairs with a missing one are left out
///   and counted.
/// * `multiplier`: 1.96 for limits that hold 95 % of differences; 2 as in the paper of 1986.
/// * `level`: of the intervals, e.g. 0.95.
///
/// # Value
///
/// The limits hold only where differences do not grow with the values: look at the plot.
///
/// # Errors
///
/// [`Error::Level`], [`Error::Uneven`], [`Error::NotFinite`], [`Error::TooFewCases`] below 2 pairs,
/// [`Error::NotPositive`] for the multiplier. Without intervals: [`Error::NoSpread`] when all
/// differences are equal.
///
/// # Source
///
/// J. M. Bland and D. G. Altman, Lancet i, 1986, 307–310, and Statistical Methods in Medical
/// Research 8, 1999, 135–160.
pub fn bland_altman(
    first: &[Option<f64>],
    second: &[Option<f64>],
    multiplier: f64,
    level: f64,
) -> Result<BlandAltman> {
    check::level(level)?;
    if !multiplier.is_finite() || multiplier <= 0.0 {
        return Err(Error::NotPositive { given: multiplier });
    }
    check::even(first.len(), second.len())?;
    let pairs = first.iter().zip(second);
    let differences: Vec<f64> = pairs.filter_map(|(a, b)| Some((*a)? - (*b)?)).collect();
    if differences.len() < 2 {
        return Err(Error::TooFewCases { given: differences.len(), least: 2 });
    }
    let n = differences.len() as f64;
    let (bias, sd) = mean_sd(&differences)?;
    let sd = sd.ok_or(Error::TooFewCases { given: 1, least: 2 })?;
    if !(bias.abs() + multiplier * sd).is_finite() {
        return Err(Error::NotFinite);
    }
    let (low, high) = (bias - multiplier * sd, bias + multiplier * sd);
    let se_bias = sd / n.sqrt();
    let se_limit = sd * (1.0 / n + multiplier * multiplier / (2.0 * (n - 1.0))).sqrt();
    let t = t_reach(level, Some(n - 1.0))?;
    let around = |value: f64, se: f64| Interval {
        low: value - t * se,
        high: value + t * se,
        level,
        method: "student_t",
    };
    let intervals = LimitIntervals {
        bias: around(bias, se_bias),
        low: around(low, se_limit),
        high: around(high, se_limit),
    };
    Ok(BlandAltman {
        n: differences.len(),
        n_left_out: first.len() - differences.len(),
        bias,
        sd,
        low,
        high,
        se_bias,
        se_limit,
        intervals: if 0.0 < sd { Ok(intervals) } else { Err(Error::NoSpread) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn limits_of_four_pairs_are_those_by_hand() {
        // Differences 1, 3, -1, 5: mean 2, squares 1 1 9 9, variance 20/3; t(3) is 3.182446.
        let found =
            bland_altman(&some(&[2.0, 5.0, 1.0, 9.0]), &some(&[1.0, 2.0, 2.0, 4.0]), 2.0, 0.95);
        let found = found.unwrap();
        let sd = (20.0_f64 / 3.0).sqrt();
        assert!((found.bias - 2.0).abs() < 1e-12 && (found.sd - sd).abs() < 1e-12);
        assert!((found.low - (2.0 - 2.0 * sd)).abs() < 1e-12);
        assert!((found.se_limit - (sd * sd / 4.0 + 4.0 * sd * sd / 6.0).sqrt()).abs() < 1e-12);
        let bias = found.intervals.unwrap().bias;
        assert!((bias.high - (2.0 + 3.182_446_305_284 * sd / 2.0)).abs() < 1e-9, "{bias:?}");
    }

    #[test]
    fn pairs_with_a_missing_value_are_left_out_and_counted() {
        let first = [Some(1.0), None, Some(3.0), Some(4.0)];
        let second = [Some(0.0), Some(1.0), None, Some(1.0)];
        let found = bland_altman(&first, &second, 1.96, 0.95).unwrap();
        assert_eq!((found.n, found.n_left_out), (2, 2));
        assert!((found.bias - 2.0).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_limits_is_said() {
        let limits = |a: &[f64], b: &[f64]| bland_altman(&some(a), &some(b), 1.96, 0.95);
        assert_eq!(limits(&[1.0], &[2.0]), Err(Error::TooFewCases { given: 1, least: 2 }));
        assert_eq!(limits(&[], &[]), Err(Error::TooFewCases { given: 0, least: 2 }));
        assert_eq!(limits(&[1.0], &[]), Err(Error::Uneven { left: 1, right: 0 }));
        assert_eq!(limits(&[1.0, f64::NAN], &[1.0, 1.0]), Err(Error::NotFinite));
        assert_eq!(limits(&[1e308, -1e308], &[-1e308, 1e308]), Err(Error::NotFinite));
        assert_eq!(limits(&[1e300, -1e300], &[0.0, 0.0]), Err(Error::NotFinite));
        let equal = limits(&[3.0, 4.0], &[1.0, 2.0]).unwrap();
        assert_eq!((equal.bias, equal.intervals), (2.0, Err(Error::NoSpread)));
        let multiplier = bland_altman(&some(&[1.0, 2.0]), &some(&[1.0, 1.0]), 0.0, 0.95);
        assert_eq!(multiplier, Err(Error::NotPositive { given: 0.0 }));
    }
}
