//! Agreement of two raters, from their cross table.

use super::distance::Distance;
use super::sums::midranks;
use super::{Agreement, AlphaMetric, Coefficient, RatingTable, interval};
use crate::check;
use crate::{Error, Result};

/// How often each pair of categories was chosen: by one rater, and by the other or a second time.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossTable {
    n_categories: usize,
    /// The values that categories count as.
    scale: Vec<f64>,
    counts: Vec<u64>,
    n_left_out: usize,
}

/// More are counts of nothing that people rate.
const MOST: u64 = 1_000_000_000;

impl CrossTable {
    /// Makes a table from its rows: first category down, second across.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a count; [`Error::Ragged`] unless it is a square; [`Error::TooMany`] above a
    /// thousand million counts in all.
    pub fn new(rows: &[Vec<u64>]) -> Result<CrossTable> {
        let n_categories = rows.len();
        for (at, row) in rows.iter().enumerate() {
            if row.len() != n_categories {
                return Err(Error::Ragged { row: at + 1, given: row.len(), wanted: n_categories });
            }
        }
        let counts = rows.concat();
        let n = counts.iter().fold(0, |sum: u64, &count| sum.saturating_add(count));
        match n {
            0 => return Err(Error::Empty),
            given if MOST < given => return Err(Error::TooMany { given, most: MOST }),
            _ => {}
        }
        Ok(CrossTable { n_categories, scale: ascending(n_categories), counts, n_left_out: 0 })
    }

    /// Counts what two raters said of the same cases, on the scale of their ratings.
    ///
    /// # Errors
    ///
    /// Those of [`CrossTable::of_pairs`].
    pub fn of_raters(ratings: &RatingTable, first: usize, second: usize) -> Result<CrossTable> {
        let [first, second] = [first, second].map(|rater| ratings.of_rater(rater));
        let table = CrossTable::of_pairs(ratings.n_categories(), &first, &second)?;
        Ok(CrossTable { scale: ratings.values().to_vec(), ..table })
    }

    /// Counts pairs of answers in categories that are named by their place, from 0.
    ///
    /// Pairs of which one is missing are left out and counted.
    ///
    /// # Errors
    ///
    /// [`Error::Uneven`] unless both lists are equally long, [`Error::UnknownCategory`],
    /// [`Error::TooManyCategories`] above 1000, [`Error::NoPairs`] when no pair is left.
    pub fn of_pairs(
        n_categories: usize,
        first: &[Option<usize>],
        second: &[Option<usize>],
    ) -> Result<CrossTable> {
        check::even(first.len(), second.len())?;
        let most = super::weights::MOST_CATEGORIES;
        if most < n_categories {
            return Err(Error::TooManyCategories { given: n_categories, most });
        }
        if let Some(&place) =
            first.iter().chain(second).flatten().find(|&&place| n_categories <= place)
        {
            return Err(Error::UnknownCategory { given: place.saturating_add(1), n_categories });
        }
        let mut counts = vec![0; n_categories * n_categories];
        let mut n_left_out = 0;
        for pair in first.iter().zip(second) {
            match pair {
                (&Some(k), &Some(l)) => counts[k * n_categories + l] += 1,
                _ => n_left_out += 1,
            }
        }
        if n_left_out == first.len() {
            return Err(Error::NoPairs);
        }
        Ok(CrossTable { n_categories, scale: ascending(n_categories), counts, n_left_out })
    }

    /// Returns how many categories there are.
    pub fn n_categories(&self) -> usize {
        self.n_categories
    }

    /// Returns how many pairs were counted.
    pub fn n(&self) -> u64 {
        self.counts.iter().fold(0, |sum, &count| sum.saturating_add(count))
    }

    /// Returns how many pairs were left out because an answer was missing.
    pub fn n_left_out(&self) -> usize {
        self.n_left_out
    }

    /// The values that categories count as: 1, 2, 3, … where they are known by their counts.
    pub(crate) fn values(&self) -> &[f64] {
        &self.scale
    }

    /// The share of each cell, row by row, and of each category by the first and by the second.
    pub(crate) fn shares(&self) -> (Vec<f64>, [Vec<f64>; 2]) {
        let (q, n) = (self.n_categories, self.counts.iter().map(|&c| c as f64).sum::<f64>());
        let shares: Vec<f64> = self.counts.iter().map(|&count| count as f64 / n).collect();
        let mut by = [vec![0.0; q], vec![0.0; q]];
        for (at, share) in shares.iter().enumerate() {
            by[0][at / q] += share;
            by[1][at % q] += share;
        }
        (shares, by)
    }
}

/// Returns 1, 2, 3, …
fn ascending(n: usize) -> Vec<f64> {
    (1..=n).map(|value| value as f64).collect()
}

/// Returns how much two raters agree beyond chance, from their cross table.
///
/// [`Coefficient::Conger`] is Cohen's kappa here, and [`Coefficient::Fleiss`] Scott's pi. Categories
/// that are known by their counts count as 1, 2, 3, … where weights measure how far they are apart.
///
/// # Value
///
/// As [`super::agreement()`]; the variances are those for tables, with n and not n - 1 cases in their
/// denominator, as published: `(Σ p_kl t_kl² - (Σ p_kl t_kl)²) / (n (1 - p_e)²)` with
/// `t_kl = w_kl - 2 (1 - κ) e_kl`, where `e_kl` is what chance agreement is to the cell.
///
/// # Errors
///
/// Those of [`super::agreement()`].
///
/// # Source
///
/// K. L. Gwet, "Handbook of Inter-Rater Reliability", 4th edition, 2014, chapters 3 and 5.
pub fn agreement_of_table(
    table: &CrossTable,
    coefficient: &Coefficient,
    level: f64,
) -> Result<Agreement> {
    check::level(level)?;
    let q = table.n_categories;
    if q < 2 {
        return Err(Error::OneCategory);
    }
    let (shares, [first, second]) = table.shares();
    let both: Vec<f64> = first.iter().zip(&second).map(|(a, b)| f64::midpoint(*a, *b)).collect();
    let distance = match coefficient {
        Coefficient::BrennanPrediger(weights)
        | Coefficient::Conger(weights)
        | Coefficient::Fleiss(weights)
        | Coefficient::Gwet(weights) => weights.distance(table.values())?,
        Coefficient::Krippendorff(AlphaMetric::Ordinal) => midranks(&both),
        Coefficient::Krippendorff(metric) => metric.distance(table.values())?,
    };
    let raw = 1.0 - cells(&shares, q).map(|(k, l, p)| p * distance.between(k, l)).sum::<f64>();
    let chance = Chance::new(coefficient, &distance, [&first, &second, &both]);
    let n = table.counts.iter().map(|&count| count as f64).sum::<f64>();
    let observed = match coefficient {
        Coefficient::Krippendorff(_) => raw + (1.0 - raw) / (2.0 * n),
        _ => raw,
    };
    let expected = chance.expected;
    if 1.0 - 1e-12 < expected {
        return Err(Error::OneCategory);
    }
    let of = |observed: f64| (observed - expected) / (1.0 - expected);
    let value = of(observed);
    let term = |k: usize, l: usize| {
        let weight = 1.0 - distance.between(k, l);
        weight - (1.0 - of(raw)) * (chance.rows[k] + chance.columns[l])
    };
    let mean: f64 = cells(&shares, q).map(|(k, l, p)| p * term(k, l)).sum();
    let squares: f64 = cells(&shares, q).map(|(k, l, p)| p * (term(k, l) - mean).powi(2)).sum();
    let variance = squares / (n * (1.0 - expected).powi(2));
    let n_cases = usize::try_from(table.n()).unwrap_or(usize::MAX);
    let (se, interval) = match coefficient {
        Coefficient::Krippendorff(AlphaMetric::Ordinal) => (None, Err(Error::NoFormula)),
        _ => match interval(value, variance, n_cases, level) {
            Ok((se, interval)) => (Some(se), Ok(interval)),
            Err(why) => (None, Err(why)),
        },
    };
    Ok(Agreement {
        estimate: value,
        observed,
        expected,
        se,
        interval,
        n_cases,
        n_paired: n_cases,
        n_left_out: table.n_left_out,
    })
}

/// Chance agreement, and what it is to a cell: the sum of the entries of its row and its column is
/// twice that.
struct Chance {
    expected: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Chance {
    fn new(coefficient: &Coefficient, distance: &Distance, by: [&[f64]; 3]) -> Chance {
        let [first, second, both] = by;
        let q = first.len() as f64;
        let agree = |shares: &[f64]| -> Vec<f64> {
            distance.to_each(shares).iter().map(|apart| 1.0 - apart).collect()
        };
        let mean = |of: &[f64], shares: &[f64]| of.iter().zip(shares).map(|(a, b)| a * b).sum();
        let (rows, columns) = match coefficient {
            Coefficient::Conger(_) => (agree(second), agree(first)),
            Coefficient::Fleiss(_) | Coefficient::Krippendorff(_) => (agree(both), agree(both)),
            Coefficient::BrennanPrediger(_) => {
                let same = vec![1.0 - distance.total() / (q * q); first.len()];
                (same.clone(), same)
            }
            Coefficient::Gwet(_) => {
                let factor = (q * q - distance.total()) / (q * (q - 1.0));
                let hard: Vec<f64> = both.iter().map(|share| factor * (1.0 - share)).collect();
                (hard.clone(), hard)
            }
        };
        let expected = match coefficient {
            Coefficient::Conger(_) => mean(&rows, first),
            _ => mean(&rows, both),
        };
        Chance { expected, rows, columns }
    }
}

/// Walks the cells of a table: row, column, share.
fn cells(shares: &[f64], q: usize) -> impl Iterator<Item = (usize, usize, f64)> {
    shares.iter().enumerate().map(move |(at, &share)| (at / q, at % q, share))
}
