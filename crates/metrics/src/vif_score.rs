//! How many columns of a table are linear combinations of the others, or nearly so.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{self, ComputeEigenvectors};
use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, Par, Spec};
use rayon::prelude::*;
use samples::{Column, Modality, Table};

use crate::columns::{constant, known_numbers, numbers};
use crate::parameter::number;
use crate::scaled::{ends, standardized};
use crate::{
    Better, Compute, Detail, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, TableOutcome, Unit,
};

/// See [`vif_score`].
pub const METRIC: Metric = Metric {
    id: "vif_score",
    version: 1,
    title: "Collinear columns",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset],
    dimension: Dimension::Quality,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Lower,
    parameters: &[number(
        "threshold",
        5.0,
        [1.0, 1e6],
        "A column is collinear when its variance inflation factor is above this.",
    )],
    interval: IntervalKind::None(
        "a count of columns above a threshold jumps; its resampled values do not center on it",
    ),
    instances: None,
    details: &[Detail {
        id: "largest",
        title: "Largest variance inflation factor",
        unit: Unit::Number,
        range: Range { low: Some(1.0), high: None },
        better: Better::Lower,
    }],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "D. W. Marquardt, Technometrics 12, 1970, 591–612",
    page: include_str!("../../../docs/metrics/vif_score.md"),
    compute: Compute::Table(compute),
};

/// Eigenvalues below this, for each column, are 0 up to rounding: a correlation of 1 is known to 16 digits.
const NOTHING: f64 = 1e-13;
/// A column with less than this in a combination that is 0 has no part in it: that is rounding.
const NO_PART: f64 = 1e-8;

fn compute(table: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    vif_score(table, parameters.fixed("threshold"))
}

/// Returns the share of number columns whose variance inflation factor is above `threshold`.
///
/// The factor of a column is `1 / (1 − R²)`, with R² of its regression on all others
/// and an intercept: the diagonal of the inverse of the correlation matrix. Looked at are
/// the rows in which no measured column has a missing cell.
///
/// # Value
///
/// 0 to 1. A column's factor is 1 and above, infinite when it is a linear combination of
/// others: such columns are counted.
///
/// # Errors
///
/// [`Error::TooFewColumns`] unless two number columns vary; [`Error::TooFewSamples`]
/// unless there are more complete rows than such columns, for any columns would be
/// combinations of each other then. A column that is constant, empty or no number says
/// so in its place and is not counted.
#[expect(clippy::missing_panics_doc, reason = "each column that varies has a factor")]
pub fn vif_score(table: &Table, threshold: f64) -> Result<TableOutcome> {
    let measured: Vec<Result<&Column>> = table.columns().iter().map(varying).collect();
    let rows = complete_rows(&measured);
    let standardized: Vec<Result<Vec<f64>>> = measured
        .into_par_iter()
        .map(|column| {
            let column = column?;
            let numbers = numbers(column)?;
            let values = rows.iter().filter_map(|&row| numbers[row]).collect();
            standardized(values).ok_or_else(|| constant(column))
        })
        .collect();
    let varying: Vec<&Vec<f64>> = standardized.iter().flatten().collect();
    if varying.len() < 2 {
        let wanted = "number columns that vary in rows without missing cells";
        return Err(Error::TooFewColumns { wanted, given: varying.len(), least: 2 });
    }
    if rows.len() <= varying.len() {
        let input = "part of the table without missing cells";
        return Err(Error::TooFewSamples { input, given: rows.len(), least: varying.len() + 1 });
    }

    let factors = inflation(&correlations(&varying, rows.len()))?;
    let n_above = factors.iter().filter(|&&factor| threshold < factor).count();
    let largest = factors.iter().copied().fold(1.0, f64::max);
    let value = n_above as f64 / factors.len() as f64;
    let mut factors = factors.into_iter();
    let columns = table
        .columns()
        .iter()
        .zip(standardized)
        .map(|(column, values)| {
            let factor = values.map(|_| factors.next().expect("one for each that varies"));
            (column.name.clone(), factor)
        })
        .collect();
    Ok(TableOutcome { columns, details: vec![Ok(largest)], ..TableOutcome::of(value) })
}

/// Returns the column if it is of numbers and its known values vary.
fn varying(column: &Column) -> Result<&Column> {
    let [low, high] = ends(&known_numbers(column)?);
    if low < high { Ok(column) } else { Err(constant(column)) }
}

/// Returns the rows in which no measured column has a missing cell.
fn complete_rows(measured: &[Result<&Column>]) -> Vec<usize> {
    let of_numbers: Vec<&[Option<f64>]> =
        measured.iter().flatten().filter_map(|column| numbers(column).ok()).collect();
    let n_rows = of_numbers.first().map_or(0, |numbers| numbers.len());
    (0..n_rows).filter(|&row| of_numbers.iter().all(|numbers| numbers[row].is_some())).collect()
}

/// Returns the correlations of standardized columns, on one thread: how work is shared may
/// change the last bits.
fn correlations(columns: &[&Vec<f64>], n_rows: usize) -> Mat<f64> {
    let p = columns.len();
    let all = Mat::from_fn(n_rows, p, |row, column| columns[column][row]);
    let mut products = Mat::zeros(p, p);
    matmul(products.as_mut(), Accum::Replace, all.transpose(), all.as_ref(), 1.0, Par::Seq);
    products
}

/// Returns the diagonal of the inverse, infinite where a combination of columns is 0.
fn inflation(correlations: &Mat<f64>) -> Result<Vec<f64>> {
    let p = correlations.nrows();
    let room = evd::self_adjoint_evd_scratch::<f64>(
        p,
        ComputeEigenvectors::Yes,
        Par::Seq,
        Spec::default(),
    );
    let mut room = MemBuffer::new(room);
    let mut values = Diag::<f64>::zeros(p);
    let mut vectors = Mat::<f64>::zeros(p, p);
    evd::self_adjoint_evd(
        correlations.as_ref(),
        values.as_mut(),
        Some(vectors.as_mut()),
        Par::Seq,
        MemStack::new(&mut room),
        Spec::default(),
    )
    .map_err(|_| Error::NoDecomposition)?;
    let values: Vec<f64> = values.column_vector().iter().copied().collect();
    let factor = |column: usize| {
        let part = |(at, &value): (usize, &f64)| {
            let weight = vectors[(column, at)];
            match () {
                () if NOTHING * (p as f64) < value => weight * weight / value,
                () if NO_PART < weight.abs() => f64::INFINITY,
                () => 0.0,
            }
        };
        // Below 1 by rounding only.
        values.iter().enumerate().map(part).sum::<f64>().max(1.0)
    };
    Ok((0..p).map(factor).collect())
}

#[cfg(test)]
mod tests {
    use samples::{ColumnKind, Values};

    use super::*;

    fn column(name: &str, values: &[Option<f64>]) -> Column {
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(values.to_vec()),
        }
    }

    #[test]
    fn a_sum_of_columns_is_collinear_with_them_and_with_no_other() {
        let a: Vec<f64> = (0..20).map(|at| f64::from(at * at % 13)).collect();
        let b: Vec<f64> = (0..20).map(|at| f64::from(at * 7 % 11)).collect();
        let c: Vec<f64> = (0..20).map(|at| f64::from(at * at * at % 17)).collect();
        let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 1e6 + 1e-3 * a + b).collect();
        let known = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let table = Table::new(vec![
            column("a", &known(&a)),
            column("b", &known(&b)),
            column("sum", &known(&sum)),
            column("c", &known(&c)),
            column("constant", &[Some(0.3); 20]),
            column("empty", &[None; 20]),
        ])
        .unwrap();
        let outcome = vif_score(&table, 5.0).unwrap();
        let factors: Vec<Option<f64>> =
            outcome.columns.iter().map(|(_, factor)| factor.clone().ok()).collect();
        assert!(factors[..3].iter().all(|&it| it == Some(f64::INFINITY)), "{factors:?}");
        assert!(factors[3].is_some_and(|it| (1.0..5.0).contains(&it)), "{factors:?}");
        assert_eq!(factors[4..], [None, None]);
        assert!((outcome.value - 0.75).abs() < 1e-15, "three of four");
        assert_eq!(outcome.details, [Ok(f64::INFINITY)]);
    }

    #[test]
    fn as_many_rows_as_columns_say_nothing() {
        let table = Table::new(vec![
            column("a", &[Some(1.0), Some(2.0), None]),
            column("b", &[Some(3.0), Some(1.0), Some(2.0)]),
        ]);
        let value = vif_score(&table.unwrap(), 5.0);
        assert!(matches!(value, Err(Error::TooFewSamples { given: 2, least: 3, .. })), "{value:?}");
    }
}
