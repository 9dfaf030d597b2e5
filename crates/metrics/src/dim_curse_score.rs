//! How many columns a table has for each of its rows.

use samples::{ColumnKind, Modality, Table};

use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, TableOutcome, Unit,
};

/// See [`dim_curse_score`].
pub const METRIC: Metric = Metric {
    id: "dim_curse_score",
    version: 1,
    title: "Columns per row",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[],
    interval: IntervalKind::None("it is counted, not estimated"),
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "The documentation of pyMDMA 0.3.0; R. Bellman, Adaptive Control Processes, 1961",
    page: include_str!("../../../docs/metrics/dim_curse_score.md"),
    compute: Compute::Table(compute),
};

fn compute(table: &Table, _: &Parameters) -> Result<TableOutcome> {
    dim_curse_score(table)
}

/// Returns the number of columns divided by the number of rows.
///
/// Text columns are not counted: nothing is learned from identifiers.
///
/// # Value
///
/// Above 0; 1 where there are as many columns as rows.
///
/// # Errors
///
/// [`Error::TooFewColumns`] when there are only text columns.
pub fn dim_curse_score(table: &Table) -> Result<TableOutcome> {
    let n_columns = table.columns().iter().filter(|it| it.kind != ColumnKind::Text).count();
    if n_columns == 0 {
        let wanted = "columns of numbers or categories";
        return Err(Error::TooFewColumns { wanted, given: 0, least: 1 });
    }
    Ok(TableOutcome::of(n_columns as f64 / table.n_rows() as f64))
}

#[cfg(test)]
mod tests {
    use samples::{Column, Values};

    use super::*;

    #[test]
    fn identifiers_are_no_dimension() {
        let words = || Values::Words(vec![Some("x".to_owned()); 4]);
        let column =
            |name: &str, kind, values| Column { name: name.to_owned(), kind, decimals: 0, values };
        let id = column("id", ColumnKind::Text, words());
        let columns = vec![
            id.clone(),
            column("arm", ColumnKind::Category, words()),
            column("age", ColumnKind::Number, Values::Numbers(vec![Some(1.0); 4])),
        ];
        let outcome = dim_curse_score(&Table::new(columns).unwrap()).unwrap();
        assert!((outcome.value - 0.5).abs() < 1e-15, "two columns, four rows");
        let only_text = dim_curse_score(&Table::new(vec![id]).unwrap());
        assert!(matches!(only_text, Err(Error::TooFewColumns { given: 0, .. })), "no dimension");
    }
}
