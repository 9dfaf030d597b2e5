//! How much of a table is missing.

use samples::{Cell, Modality, Table};

use crate::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, TableOutcome, Unit,
};

/// See [`missing_score`].
pub const METRIC: Metric = Metric {
    id: "missing_score",
    version: 1,
    title: "Missing values",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Percent,
    range: Range::PERCENT,
    better: Better::Lower,
    parameters: &[],
    interval: IntervalKind::Bootstrap,
    instances: Some(Instances {
        real: "per cent of the row's cells that are missing",
        synthetic: "per cent of the row's cells that are missing",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "pyMDMA 0.3.0; the share of missing cells",
    page: include_str!("../../../docs/metrics/missing_score.md"),
    compute: Compute::Table(missing_score),
};

/// Returns the percentage of cells that are missing: in the table, in each column, in each row.
///
/// # Errors
///
/// None: every table has a value.
pub fn missing_score(table: &Table, _: &Parameters) -> Result<TableOutcome> {
    let (n_rows, n_columns) = (table.n_rows(), table.columns().len());
    let percent = |missing: usize, of: usize| 100.0 * missing as f64 / of as f64;
    let columns: Vec<(String, usize)> =
        table.columns().iter().map(|column| (column.name.clone(), column.n_missing())).collect();
    let in_row = |row: usize| {
        let missing = table.columns().iter().filter(|column| column.cell(row) == Cell::Missing);
        percent(missing.count(), n_columns)
    };
    let value = percent(columns.iter().map(|(_, n)| n).sum(), n_rows * n_columns);
    Ok(TableOutcome {
        columns: columns.into_iter().map(|(name, n)| (name, Ok(percent(n, n_rows)))).collect(),
        rows: Some((0..n_rows).map(in_row).collect()),
        ..TableOutcome::of(value)
    })
}
