//! How many columns of a table go together.

use samples::{ColumnKind, Modality, Table, Values};

use crate::parameter::number;
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, TableOutcome, Unit,
};

/// See [`correlation_score`].
pub const METRIC: Metric = Metric {
    id: "correlation_score",
    version: 1,
    title: "Correlated columns",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset],
    dimension: Dimension::Quality,
    unit: Unit::Percent,
    range: Range::PERCENT,
    better: Better::Neither,
    parameters: &[number(
        "threshold",
        0.5,
        [0.0, 1.0],
        "Two columns go together when their correlation is stronger than this, either way.",
    )],
    interval: IntervalKind::None(
        "a count of pairs above a threshold jumps; its resampled values do not center on it",
    ),
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "Pearson correlation; S. Shrestha, American Journal of Applied Mathematics and Statistics 8(2), 2020, 39–42",
    page: include_str!("../../../docs/metrics/correlation_score.md"),
    compute: Compute::Table(compute),
};

fn compute(table: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    correlation_score(table, parameters.fixed("threshold"))
}

/// Returns, for each number column, with what percentage of the others it goes together.
///
/// Pearson's correlation over the rows in which neither is missing. The value of
/// the table is the mean over its columns.
///
/// # Value
///
/// 0 (all columns are on their own) to 100. Not rounded.
///
/// # Errors
///
/// [`Error::TooFewColumns`] unless two number columns vary. A column that is
/// constant, or has no row in common with any other, says so in its place and is
/// not counted among the others.
pub fn correlation_score(table: &Table, threshold: f64) -> Result<TableOutcome> {
    let mut names = Vec::new();
    let mut varying: Vec<&[Option<f64>]> = Vec::new();
    for column in table.columns() {
        if let (ColumnKind::Number, Values::Numbers(numbers)) = (column.kind, &column.values) {
            let varies = correlation(numbers, numbers).is_some();
            names.push((column.name.clone(), varies.then_some(varying.len())));
            if varies {
                varying.push(numbers);
            }
        }
    }
    if varying.len() < 2 {
        let wanted = "number columns that vary";
        return Err(Error::TooFewColumns { wanted, given: varying.len(), least: 2 });
    }

    let mut strong = vec![0_u32; varying.len()];
    let mut known = vec![0_u32; varying.len()];
    for a in 0..varying.len() {
        for b in a + 1..varying.len() {
            if let Some(r) = correlation(varying[a], varying[b]) {
                for at in [a, b] {
                    known[at] += 1;
                    strong[at] += u32::from(threshold < r.abs());
                }
            }
        }
    }
    let columns: Vec<(String, Result<f64>)> = names
        .into_iter()
        .map(|(name, at)| {
            let value = at
                .filter(|&at| 0 < known[at])
                .map(|at| 100.0 * f64::from(strong[at]) / f64::from(known[at]))
                .ok_or_else(|| Error::ConstantColumn { column: name.clone() });
            (name, value)
        })
        .collect();
    let values: Vec<f64> = columns.iter().filter_map(|(_, value)| value.clone().ok()).collect();
    if values.is_empty() {
        let wanted = "number columns that vary together";
        return Err(Error::TooFewColumns { wanted, given: 0, least: 2 });
    }
    let value = values.iter().sum::<f64>() / values.len() as f64;
    Ok(TableOutcome { columns, ..TableOutcome::of(value) })
}

/// Returns Pearson's correlation over the rows where both are known; `None` when one is constant there.
fn correlation(a: &[Option<f64>], b: &[Option<f64>]) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = a.iter().zip(b).filter_map(|(&a, &b)| a.zip(b)).collect();
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (a_mean, b_mean) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in &pairs {
        let (a, b) = (a - a_mean, b - b_mean);
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    // Equal values of 0.1 have a mean that is not quite 0.1: that is no variation.
    let varies =
        |squares: f64, mean: f64| (1e-12 * mean.abs()) * (1e-12 * mean.abs()) * n < squares;
    if !(varies(aa, a_mean) && varies(bb, b_mean)) {
        return None;
    }
    let r = ab / aa.sqrt() / bb.sqrt();
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use samples::Column;

    use super::*;

    fn table(columns: &[(&str, &[f64])]) -> Table {
        let column = |&(name, values): &(&str, &[f64])| Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 1,
            values: Values::Numbers(values.iter().copied().map(Some).collect()),
        };
        Table::new(columns.iter().map(column).collect()).unwrap()
    }

    #[test]
    fn a_constant_column_says_so_and_does_not_count() {
        let table =
            table(&[("a", &[1.0, 2.0, 3.0]), ("b", &[2.0, 4.0, 6.0]), ("c", &[0.1, 0.1, 0.1])]);
        let outcome = correlation_score(&table, 0.5).unwrap();
        assert_eq!(outcome.columns[0], ("a".to_owned(), Ok(100.0)));
        let constant = Error::ConstantColumn { column: "c".to_owned() };
        assert_eq!(outcome.columns[2], ("c".to_owned(), Err(constant)));
        assert!((outcome.value - 100.0).abs() < 1e-12, "a and b go together");
    }

    #[test]
    fn one_column_goes_together_with_nothing() {
        let value = correlation_score(&table(&[("a", &[1.0, 2.0])]), 0.5);
        assert!(matches!(value, Err(Error::TooFewColumns { given: 1, .. })), "one varies");
    }
}
