//! Whether several raters agree more than by chance.

use super::sums::Sums;
use super::{Coefficient, RatingTable, Weights};
use crate::distribution::normal_two_sided;
use crate::{Error, Result};

/// Fleiss' kappa against no agreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FleissNull {
    /// Fleiss' kappa.
    pub kappa: f64,
    /// Its standard error if raters agree by chance only. For an interval use that of
    /// [`super::agreement()`] instead.
    pub se_null: f64,
    /// `kappa / se_null`.
    pub z: f64,
    /// How likely so far from 0, on either side, if raters agree by chance only.
    pub p: f64,
}

/// Tests Fleiss' kappa against agreement by chance.
///
/// `se = √2 / (s √(n m (m - 1))) · √(s² - Σ p_k q_k (q_k - p_k))` with `q = 1 - p`,
/// `s = Σ p_k q_k`, n cases and m ratings of each. The standard error that Fleiss gave in 1971 was
/// wrong; this is the corrected one of 1979.
///
/// # Errors
///
/// Those of [`super::agreement()`], and [`Error::UnequalRatings`] when some ratings are missing.
///
/// # Source
///
/// J. L. Fleiss, J. C. M. Nee and J. R. Landis, Psychological Bulletin 86, 1979, 974–977.
pub fn fleiss_null(ratings: &RatingTable) -> Result<FleissNull> {
    let sums = Sums::new(ratings, &Coefficient::Fleiss(Weights::Identity))?;
    let m = sums.cases[0].size;
    if sums.cases.iter().any(|case| 0.5 < (case.size - m).abs()) {
        return Err(Error::UnequalRatings);
    }
    let kappa = sums.of_all()?.value;
    let n = sums.n() as f64;
    let prevalence = ratings.prevalence();
    let s: f64 = prevalence.iter().map(|p| p * (1.0 - p)).sum();
    let skew: f64 = prevalence.iter().map(|p| p * (1.0 - p) * (1.0 - 2.0 * p)).sum();
    let variance = 2.0 * (s * s - skew) / (s * s * n * m * (m - 1.0));
    if variance.is_nan() || variance <= 1e-24 {
        return Err(Error::NoSpread);
    }
    let se_null = variance.sqrt();
    let z = kappa / se_null;
    Ok(FleissNull { kappa, se_null, z, p: normal_two_sided(z) })
}
