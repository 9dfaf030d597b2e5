//! How many rows of a table repeat another.

use std::cmp::Ordering;

use samples::{Cell, Column, ColumnKind, Modality, Table};

use crate::parameter::flag;
use crate::{
    Better, Compute, Dimension, Error, Instances, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, TableOutcome, Unit,
};

/// See [`uniqueness_score`].
pub const METRIC: Metric = Metric {
    id: "uniqueness_score",
    version: 1,
    title: "Duplicate rows",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Percent,
    range: Range::PERCENT,
    better: Better::Lower,
    parameters: &[flag(
        "count_all",
        "Counts every row that has an equal one, the first of them included.",
    )],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "the row's share in its group's redundant copies, in per cent; 0 for a row like no other",
        synthetic: "the row's share in its group's redundant copies, in per cent; 0 for a row like no other",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "The share of redundant copies; pyMDMA 0.3.0 counts the originals, too",
    page: include_str!("../../../docs/metrics/uniqueness_score.md"),
    compute: Compute::Table(compute),
};

fn compute(table: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    uniqueness_score(table, parameters.flag("count_all"))
}

/// Returns the percentage of rows that could be deleted without losing a different row.
///
/// Rows are equal when they are equal in every column of numbers and categories;
/// missing cells equal each other. Text columns are not looked at: an identifier
/// would make every row different.
///
/// # Input
///
/// `count_all`: counts all members of a group of equal rows, not only the extra ones.
///
/// # Value
///
/// 0 (all rows differ) to below 100.
///
/// # Errors
///
/// [`Error::TooFewColumns`] when there are only text columns.
pub fn uniqueness_score(table: &Table, count_all: bool) -> Result<TableOutcome> {
    let columns: Vec<&Column> =
        table.columns().iter().filter(|column| column.kind != ColumnKind::Text).collect();
    if columns.is_empty() {
        let wanted = "columns of numbers or categories";
        return Err(Error::TooFewColumns { wanted, given: 0, least: 1 });
    }
    let mut order: Vec<usize> = (0..table.n_rows()).collect();
    let compared = |&a: &usize, &b: &usize| {
        let cells = columns.iter().map(|column| compared_cells(column.cell(a), column.cell(b)));
        cells.fold(Ordering::Equal, Ordering::then)
    };
    order.sort_by(compared);

    let mut counted = 0;
    let mut rows = vec![0.0; table.n_rows()];
    for group in order.chunk_by(|a, b| compared(a, b) == Ordering::Equal) {
        let copies = match (group.len(), count_all) {
            (1, _) => 0,
            (size, true) => size,
            (size, false) => size - 1,
        };
        counted += copies;
        // All members bear the same share, so that no order of the rows matters.
        for &row in group {
            rows[row] = 100.0 * copies as f64 / group.len() as f64;
        }
    }
    let value = 100.0 * counted as f64 / rows.len() as f64;
    Ok(TableOutcome { rows: Some(rows), ..TableOutcome::of(value) })
}

/// Orders cells: missing, numbers, words.
fn compared_cells(a: Cell<'_>, b: Cell<'_>) -> Ordering {
    match (a, b) {
        // Adding 0 turns -0 into 0, which it equals.
        (Cell::Number(a), Cell::Number(b)) => (a + 0.0).total_cmp(&(b + 0.0)),
        (Cell::Word(a), Cell::Word(b)) => a.cmp(b),
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

fn rank(cell: Cell<'_>) -> u8 {
    match cell {
        Cell::Missing => 0,
        Cell::Number(_) => 1,
        Cell::Word(_) => 2,
    }
}

#[cfg(test)]
mod tests {
    use samples::Values;

    use super::*;

    fn column(name: &str, kind: ColumnKind, values: Values) -> Column {
        Column { name: name.to_owned(), kind, decimals: 0, values }
    }

    #[test]
    fn identifiers_do_not_hide_duplicates_and_missing_cells_are_equal() {
        let words = ["a", "b", "c"].map(|word| Some(word.to_owned())).to_vec();
        let table = Table::new(vec![
            column("id", ColumnKind::Text, Values::Words(words)),
            column("age", ColumnKind::Number, Values::Numbers(vec![None, Some(3.0), None])),
        ]);
        let outcome = uniqueness_score(&table.unwrap(), false).unwrap();
        assert!((outcome.value - 100.0 / 3.0).abs() < 1e-12, "one of three is redundant");
        assert_eq!(outcome.rows, Some(vec![50.0, 0.0, 50.0]));
    }

    #[test]
    fn a_table_of_text_has_no_value() {
        let words = Values::Words(vec![Some("note".to_owned())]);
        let table = Table::new(vec![column("note", ColumnKind::Text, words)]).unwrap();
        assert!(uniqueness_score(&table, false).is_err(), "text is not looked at");
    }
}
