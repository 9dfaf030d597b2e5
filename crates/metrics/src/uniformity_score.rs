//! Which columns of a table take their values unevenly.

use rayon::prelude::*;
use samples::{Column, ColumnKind, Modality, Table};

use crate::columns::{category_counts, constant, known_numbers, mean_of, not_measured};
use crate::instances::mean;
use crate::parameter::number;
use crate::scaled::{ends, quantile, safe};
use crate::{
    Better, Compute, Detail, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, TableOutcome, Unit,
};

/// See [`uniformity_score`].
pub const METRIC: Metric = Metric {
    id: "uniformity_score",
    version: 1,
    title: "Unevenness",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset],
    dimension: Dimension::Quality,
    unit: Unit::Percent,
    range: Range::PERCENT,
    better: Better::Neither,
    parameters: &[
        number(
            "closeness",
            0.8,
            [0.0, 1.0],
            "A column is even by its distribution when it is closer to the uniform one than this.",
        ),
        number(
            "entropy",
            0.95,
            [0.0, 1.0],
            "A column is even by its entropy when it has more than this share of the largest possible.",
        ),
    ],
    interval: IntervalKind::None(
        "a column's value is 0, 50 or 100: it jumps, and resampled values do not center on it",
    ),
    instances: None,
    details: &[
        detail("closeness", "Closeness to the uniform distribution, mean over columns"),
        detail("entropy", "Share of the largest entropy, mean over columns"),
    ],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "pyMDMA 0.3.0; the one-sample distance of Kolmogorov and Smirnov; C. E. Shannon, 1948; D. Freedman and P. Diaconis, 1981; H. A. Sturges, 1926",
    page: include_str!("../../../docs/metrics/uniformity_score.md"),
    compute: Compute::Table(compute),
};

const fn detail(id: &'static str, title: &'static str) -> Detail {
    Detail { id, title, unit: Unit::Share, range: Range::SHARE, better: Better::Neither }
}

fn compute(table: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    uniformity_score(table, parameters.fixed("closeness"), parameters.fixed("entropy"))
}

/// Returns for each column by how many of two rules it is uneven, in per cent; for the table, the mean.
///
/// The rules are [`Evenness::closeness`] and [`Evenness::entropy`], each above its
/// threshold in a column that is even. Missing cells are left out, column by column.
///
/// # Value
///
/// 0 (even by both rules), 50 or 100 for a column. The details are the means of the
/// two numbers over the columns.
///
/// # Errors
///
/// [`Error::TooFewColumns`] unless a column of numbers or categories varies. A column
/// that is constant, empty or text says so in its place.
pub fn uniformity_score(table: &Table, closeness: f64, entropy: f64) -> Result<TableOutcome> {
    let evenness: Vec<(String, Result<Evenness>)> =
        table.columns().par_iter().map(|column| (column.name.clone(), evenness(column))).collect();
    let details = [|it: &Evenness| it.closeness, |it: &Evenness| it.entropy].map(|of| {
        let values = evenness.iter().filter_map(|(_, it)| it.as_ref().ok().map(of));
        Ok(mean(&values.collect::<Vec<f64>>()))
    });
    let level = |it: Evenness| {
        50.0 * (f64::from(u8::from(it.closeness <= closeness))
            + f64::from(u8::from(it.entropy <= entropy)))
    };
    let columns = evenness.into_iter().map(|(name, it)| (name, it.map(level))).collect();
    let outcome = mean_of(columns, "columns that vary")?;
    Ok(TableOutcome { details: details.into(), ..outcome })
}

/// How evenly a column takes its values; 1 is as even as can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evenness {
    /// Of numbers: 1 less the largest distance between their distribution function and the
    /// straight line from the least to the greatest.
    /// Of k categories: 1 less `Σ k (share − 1/k)² / (k − 1)`, which is 0 when all are one.
    pub closeness: f64,
    /// The entropy of the shares of categories, or of the bins of a histogram, divided by
    /// the logarithm of their number.
    pub entropy: f64,
}

/// Returns how evenly a column takes its values.
///
/// # Errors
///
/// [`Error::KindNotMeasured`] for text, [`Error::NoKnownCell`], [`Error::ConstantColumn`].
pub fn evenness(column: &Column) -> Result<Evenness> {
    match column.kind {
        ColumnKind::Number => {
            let mut values = safe(known_numbers(column)?);
            values.sort_unstable_by(f64::total_cmp);
            of_numbers(&values).ok_or_else(|| constant(column))
        }
        ColumnKind::Category => {
            let counts: Vec<f64> =
                category_counts([column]).into_iter().map(|[count]| count as f64).collect();
            if counts.is_empty() {
                return Err(Error::NoKnownCell { column: column.name.clone() });
            }
            of_categories(&counts).ok_or_else(|| constant(column))
        }
        ColumnKind::Text => Err(not_measured(column)),
    }
}

fn of_categories(counts: &[f64]) -> Option<Evenness> {
    if counts.len() < 2 {
        return None;
    }
    let (k, n) = (counts.len() as f64, counts.iter().sum::<f64>());
    let squares: f64 = counts.iter().map(|count| (count / n - 1.0 / k).powi(2)).sum();
    let closeness = (1.0 - k * squares / (k - 1.0)).clamp(0.0, 1.0);
    Some(Evenness { closeness, entropy: relative_entropy(counts, n, k) })
}

fn of_numbers(sorted: &[f64]) -> Option<Evenness> {
    let [low, high] = ends(sorted);
    if high <= low {
        return None;
    }
    let n = sorted.len() as f64;
    let distance = |(at, value): (usize, &f64)| {
        let line = (value - low) / (high - low);
        ((at + 1) as f64 / n - line).max(line - at as f64 / n)
    };
    let farthest = sorted.iter().enumerate().map(distance).fold(0.0, f64::max);
    let n_bins = n_bins(sorted, [low, high]);
    // A single bin holds all values of any column: that tells nothing against it.
    let entropy = if n_bins < 2.0 {
        1.0
    } else {
        relative_entropy(&counts_in_bins(sorted, [low, high], n_bins), n, n_bins)
    };
    Some(Evenness { closeness: (1.0 - farthest).clamp(0.0, 1.0), entropy })
}

/// Returns the entropy of counts that add up to `n`, divided by that of `k` equal ones.
fn relative_entropy(counts: &[f64], n: f64, k: f64) -> f64 {
    let share_by_log = |count: &f64| count / n * (count / n).ln();
    (-counts.iter().filter(|&&count| 0.0 < count).map(share_by_log).sum::<f64>() / k.ln())
        .clamp(0.0, 1.0)
}

/// Returns how many bins of one width there are: the narrower width of two rules counts,
/// that of Freedman and Diaconis unless the quartiles are equal, and that of Sturges.
fn n_bins(sorted: &[f64], [low, high]: [f64; 2]) -> f64 {
    let n = sorted.len() as f64;
    let by_count = (high - low) / (n.log2() + 1.0);
    let by_quartiles = 2.0 * (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / n.cbrt();
    let width = if 0.0 < by_quartiles { by_quartiles.min(by_count) } else { by_count };
    ((high - low) / width).ceil()
}

/// Returns how many values each bin holds that holds any; there may be far more bins than values.
fn counts_in_bins(sorted: &[f64], [low, high]: [f64; 2], n_bins: f64) -> Vec<f64> {
    let step = (high - low) / n_bins;
    let edge = |bin: f64| low + bin * step;
    let bin_of = |value: f64| {
        let bin = ((value - low) * (n_bins / (high - low))).floor().clamp(0.0, n_bins - 1.0);
        // A value on an edge belongs to the bin above it, but to the last at the upper end.
        if value < edge(bin) {
            bin - 1.0
        } else if bin < n_bins - 1.0 && edge(bin + 1.0) <= value {
            bin + 1.0
        } else {
            bin
        }
    };
    let bins: Vec<f64> = sorted.iter().map(|&value| bin_of(value)).collect();
    bins.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(|values| values.len() as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_even_as_can_be_is_1_and_all_in_one_is_constant() {
        let even = of_categories(&[5.0, 5.0]).unwrap();
        assert!((even.closeness - 1.0).abs() < 1e-15, "{even:?}");
        assert!((even.entropy - 1.0).abs() < 1e-15, "{even:?}");
        assert_eq!(of_categories(&[5.0]), None);
        // Shares 3/4 and 1/4: 1 - 2 · 2 / 16 = 3/4; entropy in bits 2 - 3/4 · log2 3.
        let uneven = of_categories(&[3.0, 1.0]).unwrap();
        assert!((uneven.closeness - 0.75).abs() < 1e-15, "{uneven:?}");
        assert!((uneven.entropy - (2.0 - 0.75 * 3.0_f64.log2())).abs() < 1e-15, "{uneven:?}");
    }

    #[test]
    fn an_outlier_that_makes_a_billion_bins_costs_nothing() {
        let mut values: Vec<f64> = (0..100).map(f64::from).collect();
        values.push(1e12);
        let evenness = of_numbers(&values).unwrap();
        assert!(evenness.closeness < 0.02, "nearly all values are at one end: {evenness:?}");
        assert!(0.0 < evenness.entropy && evenness.entropy < 0.3, "{evenness:?}");
    }
}
