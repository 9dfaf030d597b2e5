//! What a list of numbers is like.

use crate::check;
use crate::{Error, Result};

/// Returns the quantile `p` of an ascending list, between its members when `p` falls there.
///
/// Type 7 of Hyndman and Fan, as R, numpy and spreadsheets compute it: the
/// member at place `(n - 1) · p`, counted from 0, or the point between the two
/// members around it.
///
/// # Input
///
/// * `sorted`: finite, ascending.
/// * `p`: 0 to 1; what lies outside is taken for the nearer end.
///
/// # Errors
///
/// [`Error::Empty`]; [`Error::Level`] when `p` is NaN.
///
/// # Source
///
/// R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages",
/// The American Statistician 50(4), 1996, 361–365.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 <= p <= 1, so the place is an index of the list"
)]
pub fn quantile(sorted: &[f64], p: f64) -> Result<f64> {
    let last = sorted.len().checked_sub(1).ok_or(Error::Empty)?;
    if p.is_nan() {
        return Err(Error::Level { given: p });
    }
    let place = last as f64 * p.clamp(0.0, 1.0);
    let below = place.floor() as usize;
    let above = last.min(below + 1);
    Ok(sorted[below] + (place - below as f64) * (sorted[above] - sorted[below]))
}

/// Returns the median of `values`, in any order.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn median(values: &[f64]) -> Result<f64> {
    check::finite(values)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile(&sorted, 0.5)
}

/// Returns the mean, and the standard deviation with `n - 1`.
///
/// # Value
///
/// The standard deviation of a single value is `None`.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn mean_sd(values: &[f64]) -> Result<(f64, Option<f64>)> {
    check::finite(values)?;
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    // Around the mean, not by sums of squares, which lose the small spread of large values.
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let sd = (1 < values.len()).then(|| (squares / (n - 1.0)).sqrt());
    Ok((mean, sd))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_members() {
        // R: quantile(c(1, 2, 4, 8), c(0, .25, .5, .9, 1), type = 7) is 1, 1.75, 3, 6.8, 8.
        let sorted = [1.0, 2.0, 4.0, 8.0];
        for (p, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 3.0), (0.9, 6.8), (1.0, 8.0)] {
            let value = quantile(&sorted, p).unwrap();
            assert!((value - expected).abs() < 1e-12, "{p}: {value} is not {expected}");
        }
    }

    #[test]
    fn a_single_value_is_all_its_quantiles_and_has_no_spread() {
        assert_eq!(quantile(&[7.0], 0.3), Ok(7.0));
        assert_eq!(mean_sd(&[7.0]), Ok((7.0, None)));
    }

    #[test]
    fn mean_and_spread_are_those_of_the_textbook() {
        // By hand: squares around the mean 5 are 9 1 1 1 0 0 4 16, their sum 32.
        let (mean, sd) = mean_sd(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).unwrap();
        assert!((mean - 5.0).abs() < 1e-12, "the sum is 40");
        assert!((sd.unwrap() - (32.0_f64 / 7.0).sqrt()).abs() < 1e-12, "n - 1 is 7");
    }

    #[test]
    fn the_median_needs_no_order() {
        assert_eq!(median(&[9.0, 1.0, 5.0]), Ok(5.0));
        assert_eq!(median(&[]), Err(Error::Empty));
        assert_eq!(median(&[f64::NAN]), Err(Error::NotFinite));
    }
}
