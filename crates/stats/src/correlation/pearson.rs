//! Pearson's product-moment correlation.

use super::{Correlation, PERFECT, fisher_interval, pairs};
use crate::distribution::t_two_sided;
use crate::{Error, Result};

/// Returns Pearson's correlation r, with Fisher's interval.
///
/// r = Σ (xᵢ - x̄) (yᵢ - ȳ) / √(Σ (xᵢ - x̄)² Σ (yᵢ - ȳ)²). The interval is normal on the scale of
/// artanh r, with variance 1 / (n - 3); p is that of t = r √((n - 2) / (1 - r²)) with n - 2 degrees
/// of freedom. Both suppose that the two are normal together.
///
/// # Input
///
/// * `x`, `y`: finite, equally long, pair by pair, at least 3 pairs.
///
/// # Errors
///
/// [`Error::Uneven`], [`Error::Empty`], [`Error::NotFinite`], [`Error::TooFewPairs`] below 3,
/// [`Error::AllEqual`] when one list does not vary, [`Error::Level`]. The interval alone:
/// [`Error::TooFewPairs`] below 4, [`Error::Perfect`] when r is 1 or -1.
///
/// # Source
///
/// R. A. Fisher, Metron 1, 1921, 3–32.
pub fn pearson(x: &[f64], y: &[f64], level: f64) -> Result<Correlation> {
    pairs(x, y, 3)?;
    let estimate = product_moment(x, y).ok_or(Error::AllEqual)?;
    let interval = fisher_interval(estimate, x.len(), 1.0, 3, level, "fisher_z")?;
    Ok(Correlation {
        estimate,
        n: x.len(),
        interval,
        p: student_p(estimate, x.len()),
        p_method: "t",
    })
}

/// Returns the correlation of two lists of one length; none when one does not vary.
pub(crate) fn product_moment(x: &[f64], y: &[f64]) -> Option<f64> {
    // Scaled first: squares of very large or small values would overflow or vanish.
    let scaled = |values: &[f64]| -> Option<Vec<f64>> {
        let most = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let scale = if 0.0 < most { most } else { return None };
        let mean = values.iter().map(|value| value / scale).sum::<f64>() / values.len() as f64;
        let off: Vec<f64> = values.iter().map(|value| value / scale - mean).collect();
        // What is left of equal values after rounding is no variation.
        let first = values[0];
        values.iter().any(|value| *value < first || first < *value).then_some(off)
    };
    let (x, y) = (scaled(x)?, scaled(y)?);
    let sum = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let below = (sum(&x, &x) * sum(&y, &y)).sqrt();
    (0.0 < below).then(|| (sum(&x, &y) / below).clamp(-1.0, 1.0))
}

/// Returns the two-sided p value of a correlation by Student's distribution.
pub(super) fn student_p(r: f64, n: usize) -> f64 {
    if PERFECT <= r.abs() {
        return 0.0;
    }
    let df = n as f64 - 2.0;
    t_two_sided(r * (df / (1.0 - r * r)).sqrt(), Some(df))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_pairs_have_a_value_and_no_interval() {
        // By hand: deviations -1 0 1 and -4/3 -1/3 5/3: 3 / √(2 · 42/9).
        let found = pearson(&[1.0, 2.0, 3.0], &[1.0, 2.0, 4.0], 0.95).unwrap();
        assert!((found.estimate - 3.0 / (2.0_f64 * 42.0 / 9.0).sqrt()).abs() < 1e-14);
        assert_eq!(found.interval, Err(Error::TooFewPairs { given: 3, least: 4 }));
    }

    #[test]
    fn a_line_is_perfect_and_its_interval_has_no_width() {
        let found = pearson(&[1.0, 2.0, 3.0, 5.0], &[-2.0, -4.0, -6.0, -10.0], 0.95).unwrap();
        assert!((found.estimate + 1.0).abs() < 1e-14 && found.p < 1e-12);
        assert_eq!(found.interval, Err(Error::Perfect));
    }

    #[test]
    fn the_size_of_the_values_does_not_matter() {
        let (x, y) = ([1.0, 4.0, 2.0, 8.0], [3.0, 1.0, 4.0, 9.0]);
        let small = product_moment(&x, &y).unwrap();
        for scale in [1e-200, 1e200] {
            let large = product_moment(&x.map(|x| x * scale), &y.map(|y| y * scale)).unwrap();
            assert!((small - large).abs() < 1e-14, "{scale}");
        }
    }

    #[test]
    fn what_cannot_be_correlated_is_a_reason() {
        assert_eq!(pearson(&[0.1; 5], &[1.0, 2.0, 3.0, 4.0, 5.0], 0.95), Err(Error::AllEqual));
        assert_eq!(pearson(&[0.0; 3], &[0.0; 3], 0.95), Err(Error::AllEqual));
        assert_eq!(pearson(&[], &[], 0.95), Err(Error::Empty));
        let two = pearson(&[1.0, 2.0], &[1.0, 2.0], 0.95);
        assert_eq!(two, Err(Error::TooFewPairs { given: 2, least: 3 }));
        let odd = pearson(&[1.0, 2.0], &[1.0], 0.95);
        assert_eq!(odd, Err(Error::Uneven { left: 2, right: 1 }));
        assert_eq!(pearson(&[1.0, 2.0, f64::NAN], &[1.0; 3], 0.95), Err(Error::NotFinite));
    }
}
