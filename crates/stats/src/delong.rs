//! Areas under the curve of several readers or markers on the same cases.

use crate::check;
use crate::inference::{Estimated, Inference};
use crate::placement::{Placements, check};
use crate::{Error, Result};

/// Areas under the curve, and how they vary together over sets of cases.
#[derive(Debug, Clone, PartialEq)]
pub struct DeLong {
    /// The area of each marker, 0 to 1.
    pub auc: Vec<f64>,
    /// The covariance of each two of them, markers by markers.
    pub covariance: Vec<Vec<f64>>,
}

/// Returns the areas of several markers of the same cases, with DeLong's covariances.
///
/// With V the share of the other kind that each case wins against, counting ties half: the
/// covariance of V over positive cases by their number, plus that over negative ones by theirs, both
/// with n - 1. In m n log n for m markers.
///
/// # Input
///
/// * `markers`: for each marker one score for each case, finite; a higher one is more positive.
/// * `positive`: one for each case.
///
/// # Errors
///
/// [`Error::Empty`] without a marker, [`Error::Uneven`], [`Error::TooFewOfAKind`] below 2 of either
/// kind, [`Error::NotFinite`].
///
/// # Source
///
/// E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44, 1988, 837–845; in n log n:
/// X. Sun and W. Xu, IEEE Signal Processing Letters 21, 2014, 1389–1393.
#[expect(clippy::doc_markdown, reason = "DeLong is a name")]
pub fn delong(markers: &[Vec<f64>], positive: &[bool]) -> Result<DeLong> {
    if markers.is_empty() {
        return Err(Error::Empty);
    }
    let mut placements = Vec::with_capacity(markers.len());
    for scores in markers {
        check::even(scores.len(), positive.len())?;
        let of = |kind: bool| -> Vec<f64> {
            let of_kind = scores.iter().zip(positive).filter(|&(_, &is)| is == kind);
            of_kind.map(|(&score, _)| score).collect()
        };
        let (negative, positive) = (of(false), of(true));
        check(&negative, &positive, 2)?;
        placements.push(Placements::new(&negative, &positive));
    }
    let with = |a: &Placements| placements.iter().map(|b| covariance(a, b)).collect();
    Ok(DeLong {
        auc: placements.iter().map(Placements::area).collect(),
        covariance: placements.iter().map(with).collect(),
    })
}

/// Returns DeLong's covariance of two areas on the same cases.
#[expect(clippy::doc_markdown, reason = "DeLong is a name")]
pub(crate) fn covariance(a: &Placements, b: &Placements) -> f64 {
    let (n_negative, n_positive) = (a.of_negative.len() as f64, a.of_positive.len() as f64);
    products(&a.of_positive, &b.of_positive)
        / (4.0 * n_negative * n_negative * (n_positive - 1.0) * n_positive)
        + products(&a.of_negative, &b.of_negative)
            / (4.0 * n_positive * n_positive * (n_negative - 1.0) * n_negative)
}

/// Returns the sum of products around the means of two lists of counts.
fn products(a: &[u64], b: &[u64]) -> f64 {
    let n = a.len() as f64;
    let mean = |counts: &[u64]| counts.iter().sum::<u64>() as f64 / n;
    let (mean_a, mean_b) = (mean(a), mean(b));
    a.iter().zip(b).map(|(&a, &b)| (a as f64 - mean_a) * (b as f64 - mean_b)).sum()
}

impl DeLong {
    /// Returns the test of one marker's area against one half, and its interval within 0 to 1.
    ///
    /// The normal distribution, with the square root of the marker's variance as standard error.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] for a marker that is not there, [`Error::Level`], [`Error::NoVariance`] for
    /// an area of 0 or 1.
    pub fn area(&self, marker: usize, level: f64) -> Result<Inference> {
        let estimate = *self.auc.get(marker).ok_or(Error::Empty)?;
        let variance = self.covariance[marker][marker];
        let of = Estimated { estimate, null: 0.5, variance, df: None, df_used: None };
        let mut found = Inference::of(of, level, "delong")?;
        found.interval.low = found.interval.low.max(0.0);
        found.interval.high = found.interval.high.min(1.0);
        Ok(found)
    }

    /// Returns by how much the area of marker `a` is above that of `b`, its test against 0 and its
    /// interval.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] for a marker that is not there, [`Error::Level`], [`Error::NoVariance`] when
    /// both place all cases alike.
    pub fn difference(&self, a: usize, b: usize, level: f64) -> Result<(f64, Inference)> {
        let of = |marker: usize| self.auc.get(marker).copied().ok_or(Error::Empty);
        let estimate = of(a)? - of(b)?;
        let of = &self.covariance;
        let variance = of[a][a] + of[b][b] - 2.0 * of[a][b];
        let of = Estimated { estimate, null: 0.0, variance, df: None, df_used: None };
        // Rounding may leave a little less than nothing.
        let of = Estimated { variance: variance.max(0.0), ..of };
        Ok((estimate, Inference::of(of, level, "delong")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITIVE: [bool; 6] = [false, false, false, true, true, true];

    #[test]
    fn three_and_three_cases_are_done_by_hand() {
        // Positive cases win 2, 3, 3 of 3; negative ones are beaten by 3, 3, 2: both variances are
        // (1/9)/3 over 3 cases.
        let found = delong(&[vec![1.0, 2.0, 4.0, 3.0, 5.0, 6.0]], &POSITIVE).unwrap();
        assert!((found.auc[0] - 8.0 / 9.0).abs() < 1e-15);
        assert!((found.covariance[0][0] - 2.0 / 81.0).abs() < 1e-15);
    }

    #[test]
    fn a_perfect_reader_has_an_area_and_no_interval() {
        let found = delong(&[vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]], &POSITIVE).unwrap();
        assert!((found.auc[0] - 1.0).abs() < 1e-15);
        assert_eq!(found.area(0, 0.95), Err(Error::NoVariance));
        assert_eq!(found.area(1, 0.95), Err(Error::Empty));
    }

    #[test]
    fn a_marker_does_not_differ_from_itself() {
        let scores = vec![1.0, 2.0, 4.0, 3.0, 5.0, 6.0];
        let found = delong(&[scores.clone(), scores], &POSITIVE).unwrap();
        assert_eq!(found.difference(0, 1, 0.95), Err(Error::NoVariance));
    }

    #[test]
    fn what_has_no_area_is_a_reason() {
        assert_eq!(delong(&[], &POSITIVE), Err(Error::Empty));
        assert_eq!(delong(&[vec![1.0]], &POSITIVE), Err(Error::Uneven { left: 1, right: 6 }));
        let few = delong(&[vec![1.0, 2.0, 3.0]], &POSITIVE[2..5]);
        assert_eq!(few, Err(Error::TooFewOfAKind { positive: 2, negative: 1, least: 2 }));
        let nan = delong(&[vec![1.0, 2.0, f64::NAN, 1.0, 1.0, 1.0]], &POSITIVE);
        assert_eq!(nan, Err(Error::NotFinite));
    }
}
