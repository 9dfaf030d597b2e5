//! Answers as the search for a model takes them: no gaps in the categories, effects of one size.

use super::fixed::Fixed;
use super::{OrdinalAnswers, OrdinalCoefficient, OrdinalFit};
use crate::check;
use crate::cholesky::Cholesky;
use crate::{Error, Result};

/// Answers with categories 0, 1, ... and effects of mean 0 and mean square 1.
pub(super) struct Coded {
    /// The category of each answer.
    pub(super) category: Vec<usize>,
    /// The effects, by answers.
    pub(super) x: Vec<f64>,
    pub(super) n_effects: usize,
    pub(super) n_thresholds: usize,
    /// What the categories were called.
    names: Vec<usize>,
    /// What was taken from each effect, and then divided by.
    centre: Vec<f64>,
    scale: Vec<f64>,
}

impl Coded {
    pub(super) fn new(answers: &OrdinalAnswers<'_>) -> Result<Self> {
        let n = answers.categories.len();
        if n == 0 {
            return Err(Error::Empty);
        }
        for column in answers.effects {
            check::even(n, column.len())?;
            check::finite(column)?;
        }
        let mut names = answers.categories.to_vec();
        names.sort_unstable();
        names.dedup();
        if names.len() < 2 {
            return Err(Error::AllEqual);
        }
        let category = answers
            .categories
            .iter()
            .map(|answer| names.partition_point(|name| name < answer))
            .collect();

        let n_effects = answers.effects.len();
        let (mut x, mut centre, mut scale) = (vec![0.0; n * n_effects], Vec::new(), Vec::new());
        for (effect, column) in answers.effects.iter().enumerate() {
            let size = column.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            let mean = column.iter().map(|value| value / n as f64).sum::<f64>();
            let square = column.iter().map(|value| ((value - mean) / size).powi(2)).sum::<f64>();
            let spread = size * (square / n as f64).sqrt();
            // What is left of a constant after rounding is no variation.
            if !(1e-12 * size < spread && spread.is_finite()) {
                return Err(Error::Collinear { effect });
            }
            for (at, value) in column.iter().enumerate() {
                x[at * n_effects + effect] = (value - mean) / spread;
            }
            centre.push(mean);
            scale.push(spread);
        }
        let n_thresholds = names.len() - 1;
        let coded = Self { category, x, n_effects, n_thresholds, names, centre, scale };
        coded.distinct()?;
        Ok(coded)
    }

    /// The number of answers.
    pub(super) fn n(&self) -> usize {
        self.category.len()
    }

    /// The effects of one answer.
    pub(super) fn row(&self, answer: usize) -> &[f64] {
        &self.x[answer * self.n_effects..(answer + 1) * self.n_effects]
    }

    /// Checks that no effect follows from those before it.
    fn distinct(&self) -> Result<()> {
        let p = self.n_effects;
        let mut products = vec![0.0; p * p];
        for answer in 0..self.n() {
            let row = self.row(answer);
            for (a, products) in row.iter().zip(products.chunks_exact_mut(p.max(1))) {
                for (b, product) in row.iter().zip(products) {
                    *product += a * b;
                }
            }
        }
        Cholesky::new(p, products).map(|_| ()).map_err(|effect| Error::Collinear { effect })
    }

    /// Returns an estimate in the units that were given.
    pub(super) fn fit(&self, found: &Fixed) -> OrdinalFit {
        let (k, p) = (self.n_thresholds, self.n_effects);
        let width = k + p;
        let covariance = |a: usize, b: usize| found.covariance[a * width + b];
        let effects = (0..p)
            .map(|effect| OrdinalCoefficient {
                estimate: found.at[k + effect] / self.scale[effect],
                se: covariance(k + effect, k + effect).sqrt() / self.scale[effect],
            })
            .collect();
        // A threshold takes back what the centres took from the effects.
        let share: Vec<f64> = self.centre.iter().zip(&self.scale).map(|(c, s)| c / s).collect();
        let thresholds = (0..k)
            .map(|threshold| {
                let mut estimate = found.at[threshold];
                let mut variance = covariance(threshold, threshold);
                for a in 0..p {
                    estimate += share[a] * found.at[k + a];
                    variance += 2.0 * share[a] * covariance(threshold, k + a);
                    for b in 0..p {
                        variance += share[a] * share[b] * covariance(k + a, k + b);
                    }
                }
                OrdinalCoefficient { estimate, se: variance.sqrt() }
            })
            .collect();
        OrdinalFit {
            n: self.n(),
            categories: self.names.clone(),
            thresholds,
            effects,
            random: Vec::new(),
            log_likelihood: found.log_likelihood,
        }
    }
}
