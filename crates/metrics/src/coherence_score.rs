//! Whether the columns of two tables go together in the same way.

use rayon::prelude::*;
use samples::{Modality, Table};

use crate::columns::{constant, known_numbers, matched, mean_of, numbers};
use crate::rank_correlation::{kendall, ranks};
use crate::scaled::{ends, standardized};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameter, Parameters, Preset,
    Range, Reference, Result, TableOutcome, Unit,
};

/// See [`coherence_score`].
pub const METRIC: Metric = Metric {
    id: "coherence_score",
    version: 1,
    title: "Coherence of columns",
    modalities: &[Modality::Table],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[Parameter {
        name: "correlation",
        default: Preset::Number(0.0),
        least: 0.0,
        most: 2.0,
        whole: true,
        odd: false,
        choices: &["pearson", "spearman", "kendall"],
        meaning: "Which correlations are compared: of values, of ranks, or of orders of pairs (tau-b).",
    }],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "CorrelationSimilarity of SDMetrics; K. Pearson, 1895; C. Spearman, 1904; M. G. Kendall, 1945; W. R. Knight, 1966",
    page: include_str!("../../../docs/metrics/coherence_score.md"),
    compute: Compute::Tables(compute),
};

fn compute(real: &Table, synthetic: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    let correlation = match parameters.whole("correlation") {
        0 => Correlation::Pearson,
        1 => Correlation::Spearman,
        _ => Correlation::Kendall,
    };
    coherence_score(real, synthetic, correlation)
}

/// How two columns are said to go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correlation {
    /// Of values.
    Pearson,
    /// Of ranks; equal values share the mean of theirs.
    Spearman,
    /// Of the orders of pairs, tau-b.
    Kendall,
}

/// Returns how alike the correlations of each number column are in both tables; for the tables, the mean.
///
/// For a column, 1 less half the mean difference of its correlations with each other
/// column, over the rows in which neither cell of the pair is missing.
///
/// # Value
///
/// 0 (what rose together falls together) to 1 (the same correlations).
///
/// # Errors
///
/// [`Error::TooFewColumns`] unless two number columns vary in both tables. A column that
/// is constant in either table, empty, no number or in one table only says so in its place,
/// and so does one that is constant wherever another is known.
#[expect(clippy::missing_panics_doc, reason = "each column that varies has a sum")]
pub fn coherence_score(
    real: &Table,
    synthetic: &Table,
    correlation: Correlation,
) -> Result<TableOutcome> {
    let sides: Vec<(&str, Result<[Side<'_>; 2]>)> = matched(real, synthetic)
        .into_par_iter()
        .map(|(name, pair)| {
            let sides = pair.and_then(|(real, synthetic)| {
                let side = |column| Side::of(column, correlation);
                Ok([side(real)?, side(synthetic)?])
            });
            (name, sides)
        })
        .collect();
    let varying: Vec<&[Side<'_>; 2]> =
        sides.iter().filter_map(|(_, sides)| sides.as_ref().ok()).collect();
    if varying.len() < 2 {
        let wanted = "number columns that vary in both tables";
        return Err(Error::TooFewColumns { wanted, given: varying.len(), least: 2 });
    }

    let n = varying.len();
    let pairs: Vec<(usize, usize)> = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).collect();
    let difference = |&(a, b): &(usize, usize)| {
        let of = |side: usize| varying[a][side].correlation(&varying[b][side], correlation);
        Some((of(0)? - of(1)?).abs())
    };
    let differences: Vec<Option<f64>> = pairs.par_iter().map(difference).collect();
    let mut sums = vec![(0.0, 0.0); n];
    for (&(a, b), difference) in pairs.iter().zip(differences) {
        if let Some(difference) = difference {
            for at in [a, b] {
                sums[at].0 += difference;
                sums[at].1 += 1.0;
            }
        }
    }
    let mut sums = sums.into_iter();
    let columns = sides.iter().map(|(name, sides)| {
        let value = sides.as_ref().map_err(Clone::clone).and_then(|_| {
            let (sum, known) = sums.next().expect("one for each column that varies");
            let constant = || Error::ConstantColumn { column: (*name).to_owned() };
            (0.0 < known).then(|| 1.0 - sum / known / 2.0).ok_or_else(constant)
        });
        ((*name).to_owned(), value)
    });
    mean_of(columns.collect(), "number columns that vary together in both tables")
}

/// A column of one table.
struct Side<'a> {
    numbers: &'a [Option<f64>],
    /// All values or ranks, less their mean and of length 1, when none is missing.
    standardized: Option<Vec<f64>>,
}

impl<'a> Side<'a> {
    fn of(column: &'a samples::Column, correlation: Correlation) -> Result<Self> {
        let known = known_numbers(column)?;
        let [low, high] = ends(&known);
        if high <= low {
            return Err(constant(column));
        }
        let numbers = numbers(column)?;
        let complete = known.len() == numbers.len() && correlation != Correlation::Kendall;
        let standardized = if complete { standardized_by(known, correlation) } else { None };
        Ok(Side { numbers, standardized })
    }

    /// Returns the correlation over the rows where both are known; `None` when one is constant there.
    fn correlation(&self, other: &Side<'_>, correlation: Correlation) -> Option<f64> {
        if let (Some(a), Some(b)) = (&self.standardized, &other.standardized) {
            return Some(product(a, b));
        }
        let rows = self.numbers.iter().zip(other.numbers);
        let (a, b): (Vec<f64>, Vec<f64>) = rows.filter_map(|(&a, &b)| a.zip(b)).unzip();
        match correlation {
            Correlation::Kendall => kendall(&a, &b),
            by_values => {
                let (a, b) = (standardized_by(a, by_values)?, standardized_by(b, by_values)?);
                Some(product(&a, &b))
            }
        }
    }
}

fn standardized_by(values: Vec<f64>, correlation: Correlation) -> Option<Vec<f64>> {
    match correlation {
        Correlation::Spearman => standardized(ranks(&values)),
        Correlation::Pearson | Correlation::Kendall => standardized(values),
    }
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>().clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use samples::{Column, ColumnKind, Values};

    use super::*;

    fn table(columns: &[(&str, &[Option<f64>])]) -> Table {
        let column = |&(name, values): &(&str, &[Option<f64>])| Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(values.to_vec()),
        };
        Table::new(columns.iter().map(column).collect()).unwrap()
    }

    #[test]
    fn what_rose_together_falls_together() {
        let up = [Some(1.0), Some(2.0), Some(3.0), None];
        let down = [Some(3.0), Some(2.0), Some(1.0), Some(9.0)];
        let still = [Some(5.0); 4];
        let real = table(&[("a", &up), ("b", &up), ("still", &still)]);
        let synthetic = table(&[("still", &up), ("b", &down), ("a", &up)]);
        for correlation in [Correlation::Pearson, Correlation::Spearman, Correlation::Kendall] {
            let outcome = coherence_score(&real, &synthetic, correlation).unwrap();
            assert!(outcome.value.abs() < 1e-15, "{correlation:?}: 1 became -1");
            assert!(matches!(outcome.columns[2].1, Err(Error::ConstantColumn { .. })), "still");
            let same = coherence_score(&real, &real, correlation).unwrap();
            assert!((same.value - 1.0).abs() <= 0.0, "{correlation:?}");
        }
    }
}
