//! What metrics of tables look at in columns.

use std::collections::BTreeMap;

use samples::{Cell, Column, ColumnKind, Table, Values};

use crate::{Error, Result, TableOutcome};

/// Returns the known values of a number column.
///
/// # Errors
///
/// [`Error::KindNotMeasured`], [`Error::NoKnownCell`].
pub(crate) fn known_numbers(column: &Column) -> Result<Vec<f64>> {
    let known: Vec<f64> = numbers(column)?.iter().flatten().map(|&value| unsigned(value)).collect();
    if known.is_empty() {
        return Err(Error::NoKnownCell { column: column.name.clone() });
    }
    Ok(known)
}

/// Returns the values of a number column, missing ones included.
///
/// # Errors
///
/// [`Error::KindNotMeasured`].
pub(crate) fn numbers(column: &Column) -> Result<&[Option<f64>]> {
    match (column.kind, &column.values) {
        (ColumnKind::Number, Values::Numbers(numbers)) => Ok(numbers),
        _ => Err(not_measured(column)),
    }
}

/// Says that a column is of a kind that is not looked at.
pub(crate) fn not_measured(column: &Column) -> Error {
    Error::KindNotMeasured { column: column.name.clone(), kind: column.kind.as_str() }
}

/// Says that a column is constant.
pub(crate) fn constant(column: &Column) -> Error {
    Error::ConstantColumn { column: column.name.clone() }
}

/// Adding 0 turns -0 into 0, which it equals.
fn unsigned(value: f64) -> f64 {
    value + 0.0
}

/// What a cell says, in an order and without -0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Label<'a> {
    Missing,
    /// The bits of a number, which tell numbers apart.
    Number(u64),
    Word(&'a str),
}

fn label(cell: Cell<'_>) -> Label<'_> {
    match cell {
        Cell::Missing => Label::Missing,
        Cell::Number(number) => Label::Number(unsigned(number).to_bits()),
        Cell::Word(word) => Label::Word(word),
    }
}

/// Numbers the different cells of a column; a missing cell is one of them.
///
/// Returns the number of each row's cell, and how many there are.
pub(crate) fn codes(column: &Column) -> (Vec<usize>, usize) {
    let mut known = BTreeMap::new();
    let codes = (0..column.values.len())
        .map(|row| {
            let next = known.len();
            *known.entry(label(column.cell(row))).or_insert(next)
        })
        .collect();
    (codes, known.len())
}

/// Returns how often each category occurs in one or two columns, without missing cells.
///
/// Each category that occurs in any of them has a count, 0 included.
pub(crate) fn category_counts<const N: usize>(columns: [&Column; N]) -> Vec<[usize; N]> {
    let mut counts: BTreeMap<Label<'_>, [usize; N]> = BTreeMap::new();
    for (side, column) in columns.into_iter().enumerate() {
        for row in 0..column.values.len() {
            match label(column.cell(row)) {
                Label::Missing => {}
                known => counts.entry(known).or_insert([0; N])[side] += 1,
            }
        }
    }
    counts.into_values().collect()
}

/// Returns the share of each category that occurs in either column.
///
/// # Errors
///
/// [`Error::NoKnownCell`] when one of the columns has none.
pub(crate) fn category_shares(real: &Column, synthetic: &Column) -> Result<[Vec<f64>; 2]> {
    let counts = category_counts([real, synthetic]);
    let of = |side: usize, column: &Column| {
        let total: usize = counts.iter().map(|count| count[side]).sum();
        if total == 0 {
            return Err(Error::NoKnownCell { column: column.name.clone() });
        }
        Ok(counts.iter().map(|count| count[side] as f64 / total as f64).collect())
    };
    Ok([of(0, real)?, of(1, synthetic)?])
}

/// A column of the real table and that of the same name in the synthetic one.
pub(crate) type Pair<'a> = (&'a Column, &'a Column);

/// Returns the columns of two tables, matched by name: those of the real table in
/// order, then those that only the synthetic table has.
pub(crate) fn matched<'a>(
    real: &'a Table,
    synthetic: &'a Table,
) -> Vec<(&'a str, Result<Pair<'a>>)> {
    let lacking = |name: &str, input| Error::NoSuchColumn { column: name.to_owned(), input };
    let partner = |column: &'a Column| {
        let other = synthetic.column(&column.name);
        let other = other.ok_or_else(|| lacking(&column.name, "synthetic table"))?;
        let kinds_of_values = [column, other].map(|it| matches!(it.values, Values::Numbers(_)));
        if column.kind != other.kind || kinds_of_values[0] != kinds_of_values[1] {
            return Err(Error::KindsDiffer {
                column: column.name.clone(),
                left: column.kind.as_str(),
                right: other.kind.as_str(),
            });
        }
        Ok((column, other))
    };
    let of_real = real.columns().iter().map(|column| (column.name.as_str(), partner(column)));
    let of_synthetic = synthetic
        .columns()
        .iter()
        .filter(|column| real.column(&column.name).is_none())
        .map(|column| (column.name.as_str(), Err(lacking(&column.name, "real table"))));
    of_real.chain(of_synthetic).collect()
}

/// Makes the outcome whose value is the mean over the columns that have one.
///
/// # Errors
///
/// [`Error::TooFewColumns`] when none has one; `wanted` words what is counted.
pub(crate) fn mean_of(
    columns: Vec<(String, Result<f64>)>,
    wanted: &'static str,
) -> Result<TableOutcome> {
    let values: Vec<f64> = columns.iter().filter_map(|(_, value)| value.clone().ok()).collect();
    if values.is_empty() {
        return Err(Error::TooFewColumns { wanted, given: 0, least: 1 });
    }
    let value = crate::instances::mean(&values);
    Ok(TableOutcome { columns, ..TableOutcome::of(value) })
}
