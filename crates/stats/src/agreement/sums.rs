//! Sums over cases that the coefficients are made of.
//!
//! What a case adds is prepared once, so that a resample of cases is only additions.

use super::distance::Distance;
use super::{AlphaMetric, Coefficient, RatingTable};
use crate::{Error, Result};

/// Chance agreement above this is complete.
const NEARLY_ALL: f64 = 1.0 - 1e-12;

/// A coefficient and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    pub(super) value: f64,
    pub(super) observed: f64,
    pub(super) expected: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    BrennanPrediger,
    Conger,
    Fleiss,
    Gwet,
    Alpha,
    /// Its distances are made of the ranks in each sample.
    OrdinalAlpha,
}

/// A case that enters.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Its place among the ratings.
    pub(super) place: usize,
    /// Where its counts lie.
    counts: std::ops::Range<usize>,
    /// How many ratings it has.
    pub(super) size: f64,
    /// `Σ_kl r_k r_l d_kl / (r (r - 1))`, how much two of its raters disagree; 0 with one rating.
    pub(super) disagreement: f64,
}

pub(super) struct Sums<'a> {
    pub(super) ratings: &'a RatingTable,
    pub(super) kind: Kind,
    pub(super) distance: Distance,
    /// `Σ_kl d_kl` over the scale.
    pub(super) total: f64,
    pub(super) cases: Vec<Case>,
    /// Case by case, each category that it was put into and how often.
    counts: Vec<(u32, f64)>,
}

impl<'a> Sums<'a> {
    pub(super) fn new(ratings: &'a RatingTable, coefficient: &Coefficient) -> Result<Sums<'a>> {
        let values = ratings.values();
        let (kind, distance) = match coefficient {
            Coefficient::BrennanPrediger(w) => (Kind::BrennanPrediger, w.distance(values)?),
            Coefficient::Conger(w) => (Kind::Conger, w.distance(values)?),
            Coefficient::Fleiss(w) => (Kind::Fleiss, w.distance(values)?),
            Coefficient::Gwet(w) => (Kind::Gwet, w.distance(values)?),
            Coefficient::Krippendorff(AlphaMetric::Ordinal) => {
                (Kind::OrdinalAlpha, AlphaMetric::Ordinal.distance(values)?)
            }
            Coefficient::Krippendorff(metric) => (Kind::Alpha, metric.distance(values)?),
        };
        if values.len() < 2 {
            return Err(Error::OneCategory);
        }
        let fewest = if matches!(kind, Kind::Alpha | Kind::OrdinalAlpha) { 2 } else { 1 };
        let mut sums = Sums {
            ratings,
            kind,
            total: distance.total(),
            distance,
            cases: vec![],
            counts: vec![],
        };
        let mut places: Vec<u32> = Vec::with_capacity(ratings.n_raters());
        for (place, case) in ratings.cases().enumerate() {
            places.clear();
            places.extend(case.flatten().filter_map(|category| u32::try_from(category).ok()));
            if fewest <= places.len() {
                sums.add(place, &mut places);
            }
        }
        if sums.n_paired() == 0 { Err(Error::NoPairs) } else { Ok(sums) }
    }

    fn add(&mut self, place: usize, categories: &mut [u32]) {
        categories.sort_unstable();
        let start = self.counts.len();
        for same in categories.chunk_by(|a, b| a == b) {
            self.counts.push((same[0], same.len() as f64));
        }
        let counts = start..self.counts.len();
        let size = categories.len() as f64;
        let apart = self.distance.among(runs(&self.counts[counts.clone()]));
        let disagreement = if 2 <= categories.len() { apart / (size * (size - 1.0)) } else { 0.0 };
        self.cases.push(Case { place, counts, size, disagreement });
    }

    /// How many cases enter.
    pub(super) fn n(&self) -> usize {
        self.cases.len()
    }

    /// How many of them have two ratings or more.
    pub(super) fn n_paired(&self) -> usize {
        self.cases.iter().filter(|case| 2.0 <= case.size).count()
    }

    /// The counts of a case by category.
    pub(super) fn counts(&self, case: &Case) -> impl Iterator<Item = (usize, f64)> + Clone {
        runs(&self.counts[case.counts.clone()])
    }

    /// Returns the coefficient of all cases.
    pub(super) fn of_all(&self) -> Result<Estimate> {
        let all: Vec<usize> = (0..self.n()).collect();
        self.of(&all, &mut Vec::new())
    }

    /// Returns the coefficient of cases that may repeat; `scratch` may hold anything.
    pub(super) fn of(&self, drawn: &[usize], scratch: &mut Vec<f64>) -> Result<Estimate> {
        scratch.clear();
        let (observed, expected) = match self.kind {
            Kind::Alpha => self.alpha(drawn, scratch),
            Kind::OrdinalAlpha => self.ordinal_alpha(drawn, scratch),
            Kind::Conger => (self.observed(drawn)?, self.chance_by_rater(drawn, scratch)?),
            Kind::BrennanPrediger | Kind::Fleiss | Kind::Gwet => {
                let observed = self.observed(drawn)?;
                self.shares(drawn, scratch);
                (observed, self.chance(scratch))
            }
        };
        if NEARLY_ALL < expected {
            return Err(Error::OneCategory);
        }
        Ok(Estimate { value: (observed - expected) / (1.0 - expected), observed, expected })
    }

    /// The mean agreement of pairs over cases with two ratings or more.
    fn observed(&self, drawn: &[usize]) -> Result<f64> {
        let (mut sum, mut n) = (0.0, 0.0);
        for &at in drawn {
            let case = &self.cases[at];
            sum += case.disagreement;
            n += f64::from(u8::from(2.0 <= case.size));
        }
        if 0.0 < n { Ok(1.0 - sum / n) } else { Err(Error::NoPairs) }
    }

    /// The mean share that cases give to each category.
    pub(super) fn shares(&self, drawn: &[usize], shares: &mut Vec<f64>) {
        shares.resize(self.ratings.n_categories(), 0.0);
        for &at in drawn {
            let case = &self.cases[at];
            for (k, count) in self.counts(case) {
                shares[k] += count / case.size;
            }
        }
        let n = drawn.len() as f64;
        for share in shares {
            *share /= n;
        }
    }

    fn chance(&self, shares: &[f64]) -> f64 {
        let q = shares.len() as f64;
        match self.kind {
            Kind::BrennanPrediger => 1.0 - self.total / (q * q),
            Kind::Gwet => {
                let hard: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
                self.gwets_factor() * hard
            }
            Kind::Conger | Kind::Fleiss | Kind::Alpha | Kind::OrdinalAlpha => {
                1.0 - self.distance.among_all(shares)
            }
        }
    }

    /// `Σ w / (q (q - 1))`.
    pub(super) fn gwets_factor(&self) -> f64 {
        let q = self.ratings.n_categories() as f64;
        (q * q - self.total) / (q * (q - 1.0))
    }

    /// The mean chance agreement of two different raters.
    fn chance_by_rater(&self, drawn: &[usize], scratch: &mut Vec<f64>) -> Result<f64> {
        let q = self.ratings.n_categories();
        let n_raters = self.shares_by_rater(drawn, scratch);
        if n_raters < 2.0 {
            return Err(Error::NoPairs);
        }
        let mut all = vec![0.0; q];
        let mut alone = 0.0;
        for shares in scratch.chunks_exact(q) {
            alone += self.distance.among_all(shares);
            all.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
        }
        let apart = self.distance.among_all(&all) - alone;
        Ok(1.0 - apart / (n_raters * (n_raters - 1.0)))
    }

    /// The share of each rater's ratings in each category, rater by rater; how many rated anything.
    pub(super) fn shares_by_rater(&self, drawn: &[usize], shares: &mut Vec<f64>) -> f64 {
        let q = self.ratings.n_categories();
        shares.resize(self.ratings.n_raters() * q, 0.0);
        for &at in drawn {
            for (rater, rating) in self.ratings.case(self.cases[at].place).enumerate() {
                if let Some(k) = rating {
                    shares[rater * q + k] += 1.0;
                }
            }
        }
        let mut n_raters = 0.0;
        for shares in shares.chunks_exact_mut(q) {
            let n: f64 = shares.iter().sum();
            if 0.0 < n {
                n_raters += 1.0;
                for share in shares {
                    *share /= n;
                }
            }
        }
        n_raters
    }

    fn alpha(&self, drawn: &[usize], counts: &mut Vec<f64>) -> (f64, f64) {
        let (apart, n) = self.pooled(drawn, counts);
        corrected(apart, n, self.distance.among_all(counts))
    }

    fn ordinal_alpha(&self, drawn: &[usize], counts: &mut Vec<f64>) -> (f64, f64) {
        let (_, n) = self.pooled(drawn, counts);
        let ranks = midranks(counts);
        let mut apart = 0.0;
        for &at in drawn {
            let case = &self.cases[at];
            apart += ranks.among(self.counts(case)) / (case.size - 1.0);
        }
        corrected(apart, n, ranks.among_all(counts))
    }

    /// The sum of disagreements over pairable ratings, how many these are, and how many of each category.
    fn pooled(&self, drawn: &[usize], counts: &mut Vec<f64>) -> (f64, f64) {
        counts.resize(self.ratings.n_categories(), 0.0);
        let (mut apart, mut n) = (0.0, 0.0);
        for &at in drawn {
            let case = &self.cases[at];
            apart += case.disagreement * case.size;
            n += case.size;
            for (k, count) in self.counts(case) {
                counts[k] += count;
            }
        }
        (apart, n)
    }
}

/// Returns distances between categories by the ranks of all ratings, which span 0 to 1.
///
/// The ordinal metric between two categories is the squared difference of their middle ranks.
pub(super) fn midranks(counts: &[f64]) -> Distance {
    let mut below = 0.0;
    let rank = |&count: &f64| {
        below += count;
        below - count / 2.0
    };
    Distance::squares(&counts.iter().map(rank).collect::<Vec<_>>())
}

/// Returns observed and expected agreement of alpha, so that it is `1 - D_o / D_e`.
///
/// `D_o = apart / n`, `D_e = among / (n (n - 1))`.
fn corrected(apart: f64, n: f64, among: f64) -> (f64, f64) {
    (1.0 - apart / n * (1.0 - 1.0 / n), 1.0 - among / (n * n))
}

fn runs(counts: &[(u32, f64)]) -> impl Iterator<Item = (usize, f64)> + Clone {
    counts.iter().map(|&(k, count)| (k as usize, count))
}
