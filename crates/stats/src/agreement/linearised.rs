//! The variance of a coefficient over samples of cases.

use super::sums::{Estimate, Kind, Sums};
use crate::{Error, Result};

impl Sums<'_> {
    /// Returns the variance of the coefficient: that of the mean of what it is to each case, linearised.
    ///
    /// For case i that is `n/n' (p_ai - p_e) / (1 - p_e) - 2 (1 - κ) (p_ei - p_e) / (1 - p_e)`, with
    /// n' cases of two ratings or more.
    pub(super) fn variance(&self, estimate: &Estimate) -> Result<f64> {
        let n = self.n() as f64;
        if self.n() < 2 {
            return Err(Error::TooFewCases { given: self.n(), least: 2 });
        }
        let (values, middle) = match self.kind {
            Kind::OrdinalAlpha => return Err(Error::NoFormula),
            Kind::Alpha => self.alpha_by_case(estimate),
            _ => {
                let chance = self.chance_by_case(estimate.expected);
                let factor = n / self.n_paired() as f64;
                let rest = 1.0 - estimate.expected;
                let value = |case: &super::sums::Case, chance: f64| {
                    let agrees = 1.0 - case.disagreement - estimate.expected;
                    let paired = if 2.0 <= case.size { factor * agrees } else { 0.0 };
                    (paired - 2.0 * (1.0 - estimate.value) * (chance - estimate.expected)) / rest
                };
                let cases = self.cases.iter().zip(chance);
                (cases.map(|(case, chance)| value(case, chance)).collect(), estimate.value)
            }
        };
        let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
        Ok(squares / (n * (n - 1.0)))
    }

    /// What chance agreement is to each case.
    fn chance_by_case(&self, expected: f64) -> Vec<f64> {
        let all: Vec<usize> = (0..self.n()).collect();
        let mut shares = Vec::new();
        let mean_of = |of: Vec<f64>| {
            let mean = move |case| {
                let sum: f64 = self.counts(case).map(|(k, count)| count * of[k]).sum();
                sum / case.size
            };
            self.cases.iter().map(mean).collect()
        };
        match self.kind {
            Kind::BrennanPrediger => vec![expected; self.n()],
            Kind::Gwet => {
                self.shares(&all, &mut shares);
                mean_of(shares.iter().map(|share| self.gwets_factor() * (1.0 - share)).collect())
            }
            Kind::Conger => self.chance_by_rater_and_case(&all),
            Kind::Fleiss | Kind::Alpha | Kind::OrdinalAlpha => {
                self.shares(&all, &mut shares);
                mean_of(self.distance.to_each(&shares).iter().map(|apart| 1.0 - apart).collect())
            }
        }
    }

    /// `Σ_g (n/n_g) (v_g(x_ig) - (ε_ig - n_g/n) Σ_l v_g(l) p_gl) / (r (r - 1))`, where `v_g(l)` is how
    /// much category l agrees with the shares of all raters but g.
    fn chance_by_rater_and_case(&self, all: &[usize]) -> Vec<f64> {
        let q = self.ratings.n_categories();
        let n = self.n() as f64;
        let mut shares = Vec::new();
        let n_raters = self.shares_by_rater(all, &mut shares);
        let mut sum = vec![0.0; q];
        for shares in shares.chunks_exact(q) {
            sum.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
        }
        let mut n_rated = vec![0.0; self.ratings.n_raters()];
        for case in &self.cases {
            for (rater, rating) in self.ratings.case(case.place).enumerate() {
                n_rated[rater] += f64::from(u8::from(rating.is_some()));
            }
        }
        let mut chance = vec![0.0; self.n()];
        for (rater, own) in shares.chunks_exact(q).enumerate() {
            if n_rated[rater] <= 0.0 {
                continue;
            }
            let others: Vec<f64> =
                sum.iter().zip(own).map(|(sum, own)| (sum - own).max(0.0)).collect();
            let with_others: Vec<f64> =
                self.distance.to_each(&others).iter().map(|apart| n_raters - 1.0 - apart).collect();
            let mean: f64 = with_others.iter().zip(own).map(|(with, own)| with * own).sum();
            for (case, chance) in self.cases.iter().zip(&mut chance) {
                let rating = self.ratings.case(case.place).nth(rater).flatten();
                let with = rating.map_or(0.0, |k| with_others[k] - mean);
                *chance += n / n_rated[rater] * with + mean;
            }
        }
        chance.iter().map(|sum| sum / (n_raters * (n_raters - 1.0))).collect()
    }

    /// What alpha without its correction for small samples is to each case, and that alpha.
    fn alpha_by_case(&self, estimate: &Estimate) -> (Vec<f64>, f64) {
        let n = self.n() as f64;
        let n_ratings: f64 = self.cases.iter().map(|case| case.size).sum();
        let mean_size = n_ratings / n;
        let observed = 1.0 - (1.0 - estimate.observed) / (1.0 - 1.0 / n_ratings);
        let expected = estimate.expected;
        let alpha = (observed - expected) / (1.0 - expected);
        let mut shares = vec![0.0; self.ratings.n_categories()];
        for case in &self.cases {
            self.counts(case).for_each(|(k, count)| shares[k] += count / n_ratings);
        }
        let apart = self.distance.to_each(&shares);
        let value = |case: &super::sums::Case| {
            let more = (case.size - mean_size) / mean_size;
            let agrees = (1.0 - case.disagreement) * case.size / mean_size - observed * more;
            let chance: f64 = self.counts(case).map(|(k, count)| count * (1.0 - apart[k])).sum();
            let chance = chance / mean_size - expected * more;
            (agrees - expected - 2.0 * (1.0 - alpha) * (chance - expected)) / (1.0 - expected)
        };
        (self.cases.iter().map(value).collect(), alpha)
    }
}
