//! Gaussian copula: the columns' own distributions, tied by normal correlations.

use std::cmp::Ordering;

use rayon::prelude::*;
use samples::{Column, ColumnKind, Modality, Table, Values};

use crate::normal::{Draws, quantile};
use crate::{Error, Method, Result};

/// See [`GaussianCopula`].
pub(crate) const METHOD: Method = Method {
    id: "gaussian_copula",
    version: 1,
    title: "Gaussian copula",
    modalities: &[Modality::Table],
    source: "R. B. Nelsen, \"An Introduction to Copulas\", 2nd ed., Springer 2006, section 2.3; \
             N. Patki, R. Wedge and K. Veeramachaneni, \"The Synthetic Data Vault\", \
             IEEE DSAA 2016, 399–410",
    meaning: "Keeps each column's distribution and how columns rise and fall together in pairs. \
              Loses everything that depends on three columns at once or is not monotone, and \
              republishes values of real patients: it protects no one's privacy.",
};

/// Ties among equal values are broken by draws under this seed, so that a fit is a function of
/// its table.
const TIES_SEED: u64 = 0x7469_6573;

/// How much of the identity is mixed into the correlations, so that columns that determine each
/// other still give a positive definite matrix.
const RIDGE: f64 = 1e-6;

/// A table's columns and the normal correlations between them.
///
/// Each column of numbers or categories is put in order: numbers by size,
/// categories by the alphabet, missing cells last. Its cells get ranks, equal
/// cells in random order, and each rank becomes the normal score
/// `Φ⁻¹((rank − ½) / n)`. The scores' correlation matrix is the model. A
/// synthetic row is a draw from the normal distribution with that matrix, taken
/// back through each column's empirical distribution: its cells are values
/// that the column holds, with the column's kind and decimals.
///
/// Columns of text are left out and listed by [`GaussianCopula::left_out`].
#[derive(Debug, Clone, PartialEq)]
pub struct GaussianCopula {
    margins: Vec<Margin>,
    /// The Cholesky factor of the correlations: row by row, the lower triangle.
    factor: Vec<Vec<f64>>,
    left_out: Vec<String>,
}

impl GaussianCopula {
    /// Fits the model to a table.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] below two rows, [`Error::NothingToModel`] when every
    /// column is text, [`Error::NotFinite`].
    pub fn fit(table: &Table) -> Result<Self> {
        let n = table.n_rows();
        if n < 2 {
            return Err(Error::TooFew { wanted: 2, given: n });
        }
        let (text, modelled): (Vec<&Column>, Vec<&Column>) =
            table.columns().iter().partition(|column| column.kind == ColumnKind::Text);
        if modelled.is_empty() {
            return Err(Error::NothingToModel);
        }

        let by_rank: Vec<f64> =
            (0..n).map(|rank| quantile((rank as f64 + 0.5) / n as f64)).collect();
        let (mut margins, mut scores) = (Vec::new(), Vec::new());
        for (index, column) in modelled.into_iter().enumerate() {
            let (margin, column_scores) = Margin::of(column, index as u64, &by_rank)?;
            margins.push(margin);
            scores.push(column_scores);
        }
        let factor = cholesky(&correlations(&margins, &scores));
        let left_out = text.into_iter().map(|column| column.name.clone()).collect();
        Ok(GaussianCopula { margins, factor, left_out })
    }

    /// Returns the names of the columns that are text and not modelled.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Returns `n` synthetic rows.
    ///
    /// Row `i` depends on the model, `seed` and `i` only.
    ///
    /// # Errors
    ///
    /// [`Error::NoneWanted`] when `n` is 0.
    pub fn sample(&self, n: usize, seed: u64) -> Result<Table> {
        if n == 0 {
            return Err(Error::NoneWanted);
        }
        let rows: Vec<Vec<usize>> = (0..n)
            .into_par_iter()
            .map(|row| self.states(&mut Draws::of(seed, row as u64)))
            .collect();
        let columns = self
            .margins
            .iter()
            .enumerate()
            .map(|(at, margin)| margin.column(rows.iter().map(|row| row[at])))
            .collect();
        Ok(Table::new(columns)?)
    }

    /// Draws one row: for each column, which of its states.
    fn states(&self, draws: &mut Draws) -> Vec<usize> {
        let normal: Vec<f64> = self.margins.iter().map(|_| draws.normal()).collect();
        self.factor
            .iter()
            .zip(&self.margins)
            .map(|(weights, margin)| margin.state_at(dot(weights, &normal)))
            .collect()
    }
}

/// One column: its name, and its distribution as states in order.
#[derive(Debug, Clone, PartialEq)]
struct Margin {
    name: String,
    kind: ColumnKind,
    decimals: u8,
    states: States,
    /// For each state but the last, the normal score at which the next one begins.
    ends: Vec<f64>,
}

/// The different cells of a column in order; a missing cell is the last one.
#[derive(Debug, Clone, PartialEq)]
enum States {
    Numbers(Vec<Option<f64>>),
    Words(Vec<Option<String>>),
}

impl Margin {
    /// Returns a column's distribution and the normal score of each of its rows.
    fn of(column: &Column, index: u64, by_rank: &[f64]) -> Result<(Self, Vec<f64>)> {
        let n = by_rank.len();
        let mut rows: Vec<usize> = (0..n).collect();
        shuffle(&mut rows, &mut Draws::of(TIES_SEED, index));
        // The sort is stable: equal cells keep their shuffled order.
        match &column.values {
            Values::Numbers(numbers) => {
                if numbers.iter().flatten().any(|number| !number.is_finite()) {
                    return Err(Error::NotFinite { what: format!("column `{}`", column.name) });
                }
                rows.sort_by(|&a, &b| {
                    missing_last(numbers[a], numbers[b], |a, b| number_order(*a, *b))
                });
            }
            Values::Words(words) => {
                rows.sort_by(|&a, &b| missing_last(words[a].as_ref(), words[b].as_ref(), Ord::cmp));
            }
        }

        let mut scores = vec![0.0; n];
        let (mut firsts, mut ends) = (Vec::new(), Vec::new());
        for (rank, &row) in rows.iter().enumerate() {
            scores[row] = by_rank[rank];
            let begins = rank == 0 || column.cell(rows[rank - 1]) != column.cell(row);
            if begins {
                firsts.push(row);
                if 0 < rank {
                    ends.push(quantile(rank as f64 / n as f64));
                }
            }
        }
        let states = match &column.values {
            Values::Numbers(numbers) => {
                States::Numbers(firsts.iter().map(|&row| numbers[row]).collect())
            }
            Values::Words(words) => {
                States::Words(firsts.iter().map(|&row| words[row].clone()).collect())
            }
        };
        let (name, kind, decimals) = (column.name.clone(), column.kind, column.decimals);
        Ok((Margin { name, kind, decimals, states, ends }, scores))
    }

    fn is_constant(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the state that a normal score falls in.
    fn state_at(&self, score: f64) -> usize {
        self.ends.partition_point(|&end| end <= score)
    }

    fn column(&self, states: impl Iterator<Item = usize>) -> Column {
        let values = match &self.states {
            States::Numbers(numbers) => {
                Values::Numbers(states.map(|state| numbers[state]).collect())
            }
            States::Words(words) => {
                Values::Words(states.map(|state| words[state].clone()).collect())
            }
        };
        Column { name: self.name.clone(), kind: self.kind, decimals: self.decimals, values }
    }
}

/// Returns the correlation matrix of the normal scores; a constant column correlates with none.
///
/// Each column holds the same scores in another order, so that all have mean 0
/// and one variance.
fn correlations(margins: &[Margin], scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let variance = dot(&scores[0], &scores[0]);
    (0..scores.len())
        .into_par_iter()
        .map(|i| {
            (0..=i)
                .map(|j| {
                    if i == j {
                        1.0
                    } else if margins[i].is_constant() || margins[j].is_constant() {
                        0.0
                    } else {
                        (1.0 - RIDGE) * dot(&scores[i], &scores[j]) / variance
                    }
                })
                .collect()
        })
        .collect()
}

/// Returns the lower triangle `L` with `L Lᵀ` = the matrix whose lower triangle is given.
fn cholesky(lower: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(lower.len());
    for (i, row) in lower.iter().enumerate() {
        let mut weights = Vec::with_capacity(i + 1);
        for j in 0..i {
            let known = dot(&weights, &factor[j]);
            weights.push((row[j] - known) / factor[j][j]);
        }
        // At least the ridge, but for rounding.
        let rest = row[i] - dot(&weights, &weights);
        weights.push(rest.max(RIDGE / 2.0).sqrt());
        factor.push(weights);
    }
    factor
}

/// Sums in order, over the shorter of the two.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Orders two cells, the missing one last.
fn missing_last<T>(
    left: Option<T>,
    right: Option<T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => order(&left, &right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// Orders finite numbers; minus zero is zero.
fn number_order(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or(Ordering::Equal)
}

/// Fisher and Yates.
fn shuffle(rows: &mut [usize], draws: &mut Draws) {
    for last in (1..rows.len()).rev() {
        rows.swap(last, draws.below(last + 1));
    }
}
