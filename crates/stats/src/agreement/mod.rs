//! Agreement of several raters beyond chance, where some ratings may be missing.

mod bootstrap;
mod distance;
mod fleiss_null;
mod linearised;
mod rating_table;
mod sums;
mod two_raters;
mod weights;

pub use bootstrap::{AgreementBootstrap, bootstrap_agreement};
pub use fleiss_null::{FleissNull, fleiss_null};
pub use rating_table::RatingTable;
pub use two_raters::{CrossTable, agreement_of_table};
pub use weights::{AlphaMetric, Weights};

use crate::check;
use crate::distribution::t_reach;
use crate::{Error, Interval, Result};
use sums::Sums;

/// What agreement is compared with: how often raters would agree by chance.
#[derive(Debug, Clone, PartialEq)]
pub enum Coefficient {
    /// Every category is equally likely: `p_e = Σ w / q²`.
    ///
    /// R. L. Brennan and D. J. Prediger, Educational and Psychological Measurement 41, 1981, 687–699.
    BrennanPrediger(Weights),
    /// Each rater chooses as often as this rater did, which is Cohen's kappa for two raters:
    /// `p_e` is the mean over pairs of raters of `Σ_kl w_kl p_gk p_hl`.
    ///
    /// Raters who rated nothing are left out. A. J. Conger, Psychological Bulletin 88, 1980, 322–328.
    Conger(Weights),
    /// Every rater chooses as often as all did, which is Scott's pi for two raters:
    /// `p_e = Σ_kl w_kl π_k π_l`.
    ///
    /// J. L. Fleiss, Psychological Bulletin 76, 1971, 378–382.
    Fleiss(Weights),
    /// Only cases that are hard to rate are rated by chance: `p_e = Σ w / (q (q - 1)) · Σ π_k (1 - π_k)`.
    ///
    /// AC1 with [`Weights::Identity`], else AC2. It does not fall when nearly all cases belong to
    /// one category, as kappa does (the paradox of prevalence). K. L. Gwet, British Journal of
    /// Mathematical and Statistical Psychology 61, 2008, 29–48.
    Gwet(Weights),
    /// Pairs of ratings differ as any two ratings of the sample: `α = 1 - D_o / D_e`.
    ///
    /// Cases with one rating do not enter. K. Krippendorff, "Computing Krippendorff's
    /// Alpha-Reliability", 2011.
    Krippendorff(AlphaMetric),
}

/// An agreement coefficient `(p_a - p_e) / (1 - p_e)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The coefficient: 1 when all agree, 0 when they agree as by chance.
    pub estimate: f64,
    /// `p_a`, how often two raters of a case agree, with weights; 0 to 1. The raw agreement, to
    /// be read beside the coefficient. For alpha with its correction for small samples.
    pub observed: f64,
    /// `p_e`, how often they would by chance.
    pub expected: f64,
    /// The standard error over samples of cases, with the raters as they are.
    pub se: Option<f64>,
    /// `estimate ± t · se` with one degree of freedom less than cases, not above 1; or
    /// why there is none.
    pub interval: Result<Interval>,
    /// How many cases entered.
    pub n_cases: usize,
    /// How many of them have two ratings or more; the others only say how common categories are.
    pub n_paired: usize,
    /// How many cases had too few ratings to enter.
    pub n_left_out: usize,
}

/// Returns how much several raters agree beyond chance.
///
/// `p_a` is the mean over cases with two ratings or more of
/// `Σ_k r_ik (Σ_l w_kl r_il - 1) / (r_i (r_i - 1))`, where `r_ik` raters put case i into category
/// k; what `p_e` is, says the [`Coefficient`]. Shares `π_k` are means over cases of `r_ik / r_i`.
///
/// # Input
///
/// * `ratings`: cases by raters, some missing; at random, or the value is biased.
/// * `level`: of the interval, e.g. 0.95.
///
/// # Value
///
/// At most 1. The standard error is the linearised one, which allows for missing ratings.
/// Krippendorff's ordinal metric has no formula for it: use [`bootstrap_agreement`].
///
/// # Errors
///
/// [`Error::Level`]; [`Error::NoPairs`] when no case was rated twice; [`Error::OneCategory`] when
/// the scale has one category, or when chance would agree always; [`Error::TooManyCategories`],
/// [`Error::Weights`], [`Error::NegativeValue`] for what weights and metrics do not fit.
///
/// # Source
///
/// K. L. Gwet, "Handbook of Inter-Rater Reliability", 4th edition, 2014, chapters 2 to 6. The
/// standard error of alpha is the one of the R package irrCAC, whose ratio estimator is linearised
/// around `p_a` before the correction for small samples; the Python package differs in the fourth digit.
pub fn agreement(
    ratings: &RatingTable,
    coefficient: &Coefficient,
    level: f64,
) -> Result<Agreement> {
    check::level(level)?;
    let sums = Sums::new(ratings, coefficient)?;
    let estimate = sums.of_all()?;
    let (se, interval) =
        match sums.variance(&estimate).and_then(|v| interval(estimate.value, v, sums.n(), level)) {
            Ok((se, interval)) => (Some(se), Ok(interval)),
            Err(why) => (None, Err(why)),
        };
    Ok(Agreement {
        estimate: estimate.value,
        observed: estimate.observed,
        expected: estimate.expected,
        se,
        interval,
        n_cases: sums.n(),
        n_paired: sums.n_paired(),
        n_left_out: ratings.n_empty() + ratings.n_cases() - sums.n(),
    })
}

/// Returns how often two ratings of a case are the same, 0 to 1: the mean over cases with two or more.
///
/// It has a value also where all ratings are alike, and no coefficient beyond chance has one.
///
/// # Errors
///
/// [`Error::NoPairs`] when no case has two ratings.
pub fn raw_agreement(ratings: &RatingTable) -> Result<f64> {
    let (mut sum, mut n) = (0.0, 0.0);
    for case in ratings.cases() {
        let mut counts = vec![0.0; ratings.n_categories()];
        let mut size = 0.0;
        for place in case.flatten() {
            counts[place] += 1.0;
            size += 1.0;
        }
        if 1.5 < size {
            let same: f64 = counts.iter().map(|count| count * (count - 1.0)).sum();
            sum += same / (size * (size - 1.0));
            n += 1.0;
        }
    }
    if n < 0.5 { Err(Error::NoPairs) } else { Ok(sum / n) }
}

/// Returns the standard error and the interval of a coefficient over `n` cases.
fn interval(value: f64, variance: f64, n: usize, level: f64) -> Result<(f64, Interval)> {
    if n < 2 {
        return Err(Error::TooFewCases { given: n, least: 2 });
    }
    // What is left of rounding when all cases say the same.
    if variance.is_nan() || variance <= 1e-24 {
        return Err(Error::NoSpread);
    }
    let se = variance.sqrt();
    let reach = t_reach(level, Some((n - 1) as f64))? * se;
    let (low, high) = (value - reach, (value + reach).min(1.0));
    Ok((se, Interval { low, high, level, method: "linearised_t" }))
}

#[cfg(test)]
mod tests;
