//! How much better one item is than another, from preferences between pairs of them.

mod bradley_terry;
mod counts;
mod davidson;
mod sign_test;

pub use bradley_terry::bradley_terry;
pub use counts::preference_groups;
pub use davidson::{Davidson, davidson};
pub use sign_test::{SignTest, sign_test};

use crate::inference::Estimated;
use crate::{Error, Inference, Result};

/// The worth of items, on the scale of log odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Worths {
    /// The item whose log worth is 0, from 0.
    pub reference: usize,
    /// The log worth of each item: item i is preferred to item j with odds exp(λᵢ - λⱼ).
    pub log_worth: Vec<f64>,
    /// The standard error of each log worth, which is that of its distance to the reference;
    /// `None` for the reference itself.
    pub se: Vec<Option<f64>>,
    /// The covariance of the log worths, by rows; 0 in row and column of the reference.
    pub covariance: Vec<Vec<f64>>,
    /// The logarithm of the likelihood, without the constants of the counts.
    pub log_likelihood: f64,
    /// How many comparisons it rests on.
    pub n: f64,
}

impl Worths {
    /// Returns how much better item `first` is than item `second`: the difference of their log worths,
    /// above 0 when the first is better, its test against 0 and its interval.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchItem`], also when the two are one; [`Error::Level`]; [`Error::NoVariance`] when
    /// so much was compared that no variance is left.
    pub fn advantage(&self, first: usize, second: usize, level: f64) -> Result<(f64, Inference)> {
        let items = self.log_worth.len();
        for given in [first, second] {
            if items <= given || first == second {
                return Err(Error::NoSuchItem { given, items });
            }
        }
        let estimate = self.log_worth[first] - self.log_worth[second];
        let of = &self.covariance;
        let variance = of[first][first] + of[second][second] - 2.0 * of[first][second];
        let of = Estimated { estimate, null: 0.0, variance, df: None, df_used: None };
        Ok((estimate, Inference::of(of, level, "wald")?))
    }

    /// Spreads what was estimated for all items but the reference over all of them.
    fn new(
        reference: usize,
        free: &[f64],
        covariance: &[f64],
        log_likelihood: f64,
        n: f64,
    ) -> Self {
        let items = free_items(free.len() + 1, reference);
        let size = items.len() + 1;
        // More may have been estimated than worths: they stand in the last rows.
        let width = covariance.len().isqrt();
        let mut log_worth = vec![0.0; size];
        let mut full = vec![vec![0.0; size]; size];
        let mut se = vec![None; size];
        for (a, &i) in items.iter().enumerate() {
            log_worth[i] = free[a];
            se[i] = Some(covariance[a * width + a].sqrt());
            for (b, &j) in items.iter().enumerate() {
                full[i][j] = covariance[a * width + b];
            }
        }
        Self { reference, log_worth, se, covariance: full, log_likelihood, n }
    }
}

/// Returns all items but the reference.
fn free_items(items: usize, reference: usize) -> Vec<usize> {
    (0..items).filter(|&item| item != reference).collect()
}
