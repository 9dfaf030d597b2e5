//! How many rows of a table share the attributes that an outsider may know, at least.

use std::collections::BTreeMap;

use samples::{Column, ColumnKind, Modality, Table, Values};

use crate::columns::{codes, not_measured};
use crate::parameter::whole;
use crate::{
    Better, Compute, Detail, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, TableOutcome, Unit,
};

/// See [`k_anonymity_score`].
pub const METRIC: Metric = Metric {
    id: "k_anonymity_score",
    version: 1,
    title: "k-anonymity",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset],
    dimension: Dimension::Privacy,
    unit: Unit::Number,
    range: Range { low: Some(1.0), high: None },
    better: Better::Higher,
    parameters: &[whole(
        "whole_numbers",
        // Ages in years have no more.
        120.0,
        [0.0, 1e6],
        "A column of whole numbers counts as known to outsiders when it holds at most this many different ones, as ages in years do; 0: none does.",
    )],
    interval: IntervalKind::None(
        "the smallest group of a sample of rows says little about that of all",
    ),
    instances: None,
    details: &[
        detail("n_columns", "Columns taken as known to outsiders", Better::Neither),
        detail("n_groups", "Groups of rows that are alike in them", Better::Neither),
        detail("n_alone", "Rows that are like no other", Better::Lower),
    ],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "L. Sweeney, International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5), 2002, 557–570",
    page: include_str!("../../../docs/metrics/k_anonymity_score.md"),
    compute: Compute::Table(compute),
};

const fn detail(id: &'static str, title: &'static str, better: Better) -> Detail {
    Detail { id, title, unit: Unit::Number, range: Range::FROM_0, better }
}

fn compute(table: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    k_anonymity_score(table, parameters.whole("whole_numbers"))
}

/// Returns how many rows the smallest group of rows has that are alike in all quasi-identifiers.
///
/// Quasi-identifiers, which an outsider may know of a person, are all categories, and the
/// columns of whole numbers that hold at most `whole_numbers` different ones. Measured
/// values and texts are not. Missing cells are alike.
///
/// # Value
///
/// 1 (someone is like nobody else) to the number of rows. A column's value is the same
/// for that column alone.
///
/// # Errors
///
/// [`Error::TooFewColumns`] without a quasi-identifier. A column that is none says so in
/// its place.
pub fn k_anonymity_score(table: &Table, whole_numbers: usize) -> Result<TableOutcome> {
    let mut columns = Vec::new();
    let mut groups = Groups::all(table.n_rows());
    let mut n_columns = 0;
    for column in table.columns() {
        let name = column.name.clone();
        match quasi_identifier(column, whole_numbers) {
            Err(reason) => columns.push((name, Err(reason))),
            Ok(codes) => {
                n_columns += 1;
                groups.split(&codes);
                let mut alone = Groups::all(table.n_rows());
                alone.split(&codes);
                columns.push((name, Ok(alone.smallest() as f64)));
            }
        }
    }
    if n_columns == 0 {
        let wanted = "columns of categories or of few whole numbers";
        return Err(Error::TooFewColumns { wanted, given: 0, least: 1 });
    }
    let n_alone = groups.sizes.iter().filter(|&&size| size == 1).count();
    let details = [n_columns, groups.sizes.len(), n_alone].map(|n| Ok(n as f64)).into();
    Ok(TableOutcome { columns, details, ..TableOutcome::of(groups.smallest() as f64) })
}

/// Returns the numbers of a column's different cells if it is a quasi-identifier.
fn quasi_identifier(column: &Column, whole_numbers: usize) -> Result<Vec<usize>> {
    let is_whole = |value: &f64| value.fract().abs() <= 0.0;
    match (column.kind, &column.values) {
        (ColumnKind::Category, _) => Ok(codes(column).0),
        (ColumnKind::Number, Values::Numbers(numbers))
            if numbers.iter().flatten().all(is_whole) =>
        {
            let (codes, n) = codes(column);
            let n_known = n - usize::from(column.n_missing() != 0);
            if n_known <= whole_numbers { Ok(codes) } else { Err(not_measured(column)) }
        }
        _ => Err(not_measured(column)),
    }
}

/// Rows that are alike so far.
struct Groups {
    of_row: Vec<usize>,
    sizes: Vec<usize>,
}

impl Groups {
    /// All rows as one group.
    fn all(n_rows: usize) -> Self {
        Groups { of_row: vec![0; n_rows], sizes: vec![n_rows] }
    }

    /// Splits each group by one more column.
    fn split(&mut self, codes: &[usize]) {
        let mut known = BTreeMap::new();
        self.sizes.clear();
        for (group, &code) in self.of_row.iter_mut().zip(codes) {
            let next = known.len();
            *group = *known.entry((*group, code)).or_insert(next);
            if *group == self.sizes.len() {
                self.sizes.push(0);
            }
            self.sizes[*group] += 1;
        }
    }

    fn smallest(&self) -> usize {
        *self.sizes.iter().min().expect("a table has a row")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(name: &str, values: &[Option<f64>]) -> Column {
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(values.to_vec()),
        }
    }

    #[test]
    fn measured_values_are_no_quasi_identifiers_and_missing_cells_are_alike() {
        let table = Table::new(vec![
            number("age", &[Some(40.0), Some(40.0), None, None]),
            number("glucose", &[5.1, 5.2, 5.3, 5.4].map(Some)),
        ])
        .unwrap();
        let outcome = k_anonymity_score(&table, 2).unwrap();
        assert!((outcome.value - 2.0).abs() < 1e-15, "two of each age");
        assert_eq!(outcome.columns[0].1, Ok(2.0));
        assert!(outcome.columns[1].1.is_err(), "nobody outside knows the glucose");
        assert_eq!(outcome.details, [Ok(1.0), Ok(2.0), Ok(0.0)]);
        let none = k_anonymity_score(&table, 0);
        assert!(matches!(none, Err(Error::TooFewColumns { .. })), "no column counts");
    }
}
