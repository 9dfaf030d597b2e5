//! The interval of an agreement coefficient by resampling cases.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::sums::Sums;
use super::{Coefficient, RatingTable};
use crate::check;
use crate::cluster_bootstrap::{LEAST_RESAMPLES, MOST_UNDEFINED, below, percentiles};
use crate::{Error, Interval, Result};

/// An interval by resampling cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgreementBootstrap {
    /// The percentile interval.
    pub interval: Interval,
    /// How many resamples were drawn.
    pub n_resamples: usize,
    /// How many of them had no value, since no case with two ratings was drawn, or all ratings
    /// were the same; they are left out.
    pub n_undefined: usize,
}

/// Returns the percentile bootstrap interval of an agreement coefficient, with cases resampled.
///
/// Each resample draws as many cases as enter the coefficient, with replacement, and takes all
/// ratings of each. Resample i has its own stream of the seeded generator: the bits do not depend
/// on the number of threads.
///
/// # Input
///
/// * `level`: e.g. 0.95.
/// * `n_resamples`: at least 100; 2000 is usual.
///
/// # Errors
///
/// Those of [`super::agreement()`]; [`Error::TooFewResamples`]; [`Error::TooFewCases`] below 2;
/// [`Error::UndefinedResamples`] when more than one in twenty has no value; [`Error::NoSpread`]
/// when all resamples have the same value, as with perfect agreement: a point would claim too much.
///
/// # Source
///
/// K. L. Gwet, "Handbook of Inter-Rater Reliability", 4th edition, 2014, chapter 5; A. C. Davison
/// and D. V. Hinkley, "Bootstrap Methods and their Application", 1997, section 5.3.
pub fn bootstrap_agreement(
    ratings: &RatingTable,
    coefficient: &Coefficient,
    level: f64,
    n_resamples: usize,
    seed: u64,
) -> Result<AgreementBootstrap> {
    check::level(level)?;
    if n_resamples < LEAST_RESAMPLES {
        return Err(Error::TooFewResamples { given: n_resamples, least: LEAST_RESAMPLES });
    }
    let sums = Sums::new(ratings, coefficient)?;
    sums.of_all()?;
    let n = sums.n();
    if n < 2 {
        return Err(Error::TooFewCases { given: n, least: 2 });
    }
    let resampled = |(drawn, scratch): &mut (Vec<usize>, Vec<f64>), resample: u64| {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        chance.set_stream(resample);
        drawn.clear();
        drawn.extend((0..n).map(|_| below(&mut chance, n)));
        sums.of(drawn, scratch).ok().map(|estimate| estimate.value)
    };
    let values: Vec<Option<f64>> = (0..n_resamples as u64)
        .into_par_iter()
        .map_init(|| (Vec::with_capacity(n), Vec::new()), resampled)
        .collect();
    let mut values: Vec<f64> = values.into_iter().flatten().collect();
    let n_undefined = n_resamples - values.len();
    if MOST_UNDEFINED * (n_resamples as f64) < n_undefined as f64 {
        return Err(Error::UndefinedResamples { undefined: n_undefined, all: n_resamples });
    }
    if values.iter().all(|value| (value - values[0]).abs() <= 1e-12) {
        return Err(Error::NoSpread);
    }
    let interval = percentiles(&mut values, level, "case_bootstrap_percentile")?;
    Ok(AgreementBootstrap { interval, n_resamples, n_undefined })
}
