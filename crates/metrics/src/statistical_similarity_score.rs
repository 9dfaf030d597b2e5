//! How alike the columns of two tables are distributed, one by one.

use rayon::prelude::*;
use samples::{Column, ColumnKind, Modality, Table};

use crate::columns::{category_shares, known_numbers, matched, mean_of, not_measured};
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    TableOutcome, Unit,
};

/// See [`statistical_similarity_score`].
pub const METRIC: Metric = Metric {
    id: "statistical_similarity_score",
    version: 1,
    title: "Similarity of columns",
    modalities: &[Modality::Table],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "KSComplement and TVComplement of SDMetrics; the two-sample distance of Kolmogorov and Smirnov, and total variation",
    page: include_str!("../../../docs/metrics/statistical_similarity_score.md"),
    compute: Compute::Tables(compute),
};

fn compute(real: &Table, synthetic: &Table, _: &Parameters) -> Result<TableOutcome> {
    statistical_similarity_score(real, synthetic)
}

/// Returns how alike each column is distributed in both tables; for the tables, the mean.
///
/// Of numbers, 1 less the largest distance, either way, between their two distribution
/// functions; of categories, 1 less half the summed differences of their shares, over all
/// that occur in either table. Missing cells are left out, column by column.
///
/// # Value
///
/// 0 (nothing in common) to 1 (the same distribution).
///
/// # Errors
///
/// [`crate::Error::TooFewColumns`] when no column can be compared. A column that is text,
/// empty, of two kinds or in one table only says so in its place.
pub fn statistical_similarity_score(real: &Table, synthetic: &Table) -> Result<TableOutcome> {
    let columns = matched(real, synthetic)
        .into_par_iter()
        .map(|(name, pair)| {
            (name.to_owned(), pair.and_then(|(real, synthetic)| similarity(real, synthetic)))
        })
        .collect();
    mean_of(columns, "columns that can be compared")
}

fn similarity(real: &Column, synthetic: &Column) -> Result<f64> {
    let distance = match real.kind {
        ColumnKind::Number => {
            let (mut real, mut synthetic) = (known_numbers(real)?, known_numbers(synthetic)?);
            real.sort_unstable_by(f64::total_cmp);
            synthetic.sort_unstable_by(f64::total_cmp);
            largest_distance(&real, &synthetic)
        }
        ColumnKind::Category => {
            let [real, synthetic] = category_shares(real, synthetic)?;
            real.iter().zip(&synthetic).map(|(p, q)| (p - q).abs()).sum::<f64>() / 2.0
        }
        ColumnKind::Text => return Err(not_measured(real)),
    };
    Ok((1.0 - distance).clamp(0.0, 1.0))
}

/// Returns the largest distance between the distribution functions of two sorted lists.
fn largest_distance(a: &[f64], b: &[f64]) -> f64 {
    let (mut at, mut bt, mut largest) = (0, 0, 0.0_f64);
    while let (Some(&x), Some(&y)) = (a.get(at), b.get(bt)) {
        // Past all that equal the lesser of the two: a distribution function jumps once there.
        let value = x.min(y);
        at += a[at..].iter().take_while(|&&it| it <= value).count();
        bt += b[bt..].iter().take_while(|&&it| it <= value).count();
        largest = largest.max((at as f64 / a.len() as f64 - bt as f64 / b.len() as f64).abs());
    }
    largest
}

#[cfg(test)]
mod tests {
    use samples::Values;

    use super::*;
    use crate::Error;

    #[test]
    fn ties_jump_together_and_the_way_of_a_shift_does_not_matter() {
        assert!(largest_distance(&[1.0, 1.0, 2.0], &[1.0, 1.0, 2.0]).abs() <= 0.0);
        let (low, high) = ([0.0, 1.0, 2.0], [2.0, 3.0, 4.0]);
        for (a, b) in [(low, high), (high, low)] {
            assert!((largest_distance(&a, &b) - 2.0 / 3.0).abs() < 1e-15, "two of three below");
        }
    }

    #[test]
    fn new_categories_and_lacking_columns_are_seen() {
        let word = |name: &str, kind, words: &[&str]| Column {
            name: name.to_owned(),
            kind,
            decimals: 0,
            values: Values::Words(words.iter().map(|word| Some((*word).to_owned())).collect()),
        };
        let grade = |words| word("grade", ColumnKind::Category, words);
        let real = Table::new(vec![
            grade(&["a", "a", "b", "b"]),
            word("note", ColumnKind::Text, &["x", "y", "z", "u"]),
            word("gone", ColumnKind::Category, &["x", "y", "z", "u"]),
        ])
        .unwrap();
        let synthetic = Table::new(vec![
            word("new", ColumnKind::Category, &["x"; 4]),
            grade(&["a", "c", "c", "c"]),
            word("note", ColumnKind::Text, &["x", "y", "z", "u"]),
        ])
        .unwrap();
        let outcome = statistical_similarity_score(&real, &synthetic).unwrap();
        // Shares 1/2 1/2 0 and 1/4 0 3/4: half of 1/4 + 1/2 + 3/4.
        assert_eq!(outcome.columns[0], ("grade".to_owned(), Ok(0.25)));
        assert!(matches!(outcome.columns[1].1, Err(Error::KindNotMeasured { .. })), "text");
        for (at, name, input) in [(2, "gone", "synthetic table"), (3, "new", "real table")] {
            let lacking = Error::NoSuchColumn { column: name.to_owned(), input };
            assert_eq!(outcome.columns[at].1, Err(lacking));
        }
    }
}
