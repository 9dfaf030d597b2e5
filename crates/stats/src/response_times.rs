//! How long readers took.

use crate::check;
use crate::describe::{mean_sd, median, quantile};
use crate::{Error, Result};

/// Makes the median absolute deviation of a normal distribution its standard deviation.
const MAD_TO_SD: f64 = 1.4826;
/// How many of these a time may be away from the median.
const MOST_DEVIATIONS: f64 = 3.0;

/// A summary of times, in their unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseTimes {
    /// How many times there are; none is ever dropped.
    pub n: usize,
    /// The median.
    pub median: f64,
    /// The first quartile, of type 7.
    pub q1: f64,
    /// The third quartile.
    pub q3: f64,
    /// The median absolute deviation from the median, as it is, without a factor.
    pub mad: f64,
    /// The geometric mean; or why there is none.
    pub geometric_mean: Result<f64>,
    /// The standard deviation of the natural logarithms, with n - 1; `None` for a single time, and
    /// where there is no geometric mean.
    pub log_sd: Option<f64>,
    /// The places, from 0, of times more than `3 · 1.4826 · mad` from the median, to be shown and
    /// not dropped; or why none could be marked.
    pub outliers: Result<Vec<usize>>,
}

/// Summarises times by their median, quartiles and geometric mean, and marks outliers.
///
/// A time is marked when `|t - median| > 3 · 1.4826 · MAD`.
///
/// # Input
///
/// * `times`: in one unit, e.g. milliseconds.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`]. Without a geometric mean: [`Error::NotPositive`]. Without
/// marks: [`Error::NoSpread`] when more than half of the times are equal, since every other one
/// would be marked.
///
/// # Source
///
/// C. Leys, C. Ley, O. Klein, P. Bernard and L. Licata, Journal of Experimental Social Psychology 49,
/// 2013, 764–766.
pub fn response_times(times: &[f64]) -> Result<ResponseTimes> {
    check::finite(times)?;
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = quantile(&sorted, 0.5)?;
    let deviations: Vec<f64> = times.iter().map(|time| (time - middle).abs()).collect();
    let mad = median(&deviations)?;
    let most = MOST_DEVIATIONS * MAD_TO_SD * mad;
    let marked = (0..times.len()).filter(|&at| most < deviations[at]).collect();
    let logarithms = match sorted.first().filter(|&&shortest| shortest <= 0.0) {
        Some(&given) => Err(Error::NotPositive { given }),
        None => mean_sd(&times.iter().map(|time| time.ln()).collect::<Vec<_>>()),
    };
    Ok(ResponseTimes {
        n: times.len(),
        median: middle,
        q1: quantile(&sorted, 0.25)?,
        q3: quantile(&sorted, 0.75)?,
        mad,
        geometric_mean: logarithms.map(|(mean, _)| mean.exp()),
        log_sd: logarithms.ok().and_then(|(_, sd)| sd),
        outliers: if 0.0 < mad { Ok(marked) } else { Err(Error::NoSpread) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_time_is_marked_and_kept() {
        // Median 3, deviations 2 1 0 1 97: MAD 1, so that 4.4478 is the most.
        let found = response_times(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap();
        assert_eq!((found.n, found.median, found.mad), (5, 3.0, 1.0));
        assert_eq!(found.outliers, Ok(vec![4]));
        // By hand: the fifth root of 2400.
        assert!((found.geometric_mean.unwrap() - 2400.0_f64.powf(0.2)).abs() < 1e-12);
    }

    #[test]
    fn equal_times_mark_nothing() {
        let found = response_times(&[5.0, 5.0, 5.0, 9.0]).unwrap();
        assert_eq!((found.mad, found.outliers), (0.0, Err(Error::NoSpread)));
        let single = response_times(&[5.0]).unwrap();
        assert_eq!((single.q1, single.q3, single.log_sd), (5.0, 5.0, None));
    }

    #[test]
    fn a_clock_that_was_set_back_has_no_geometric_mean() {
        let found = response_times(&[-2.0, 1.0, 4.0]).unwrap();
        assert_eq!(found.geometric_mean, Err(Error::NotPositive { given: -2.0 }));
        assert_eq!((found.median, found.log_sd), (1.0, None));
        assert_eq!(response_times(&[]), Err(Error::Empty));
        assert_eq!(response_times(&[f64::INFINITY]), Err(Error::NotFinite));
    }
}
