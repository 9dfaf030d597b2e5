//! How many values of a table lie far from the others of their column.

use rayon::prelude::*;
use samples::{Column, Modality, Table};

use crate::columns::{constant, known_numbers, mean_of, numbers};
use crate::instances::mean;
use crate::parameter::flag;
use crate::scaled::{ends, quantile, safe};
use crate::{
    Better, Compute, Detail, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, TableOutcome, Unit,
};

/// How many standard deviations from the mean a value may lie.
const FAR: f64 = 3.0;
/// How many times the width of the middle half a value may lie beside that half.
const FENCE: f64 = 1.5;

/// See [`outlier_score`].
pub const METRIC: Metric = Metric {
    id: "outlier_score",
    version: 1,
    title: "Outliers",
    modalities: &[Modality::Table],
    reference: Reference::None,
    levels: &[Level::Dataset],
    dimension: Dimension::Quality,
    unit: Unit::Percent,
    range: Range::PERCENT,
    better: Better::Lower,
    parameters: &[flag(
        "complete_rows",
        "Looks only at rows in which no number is missing, instead of every known value of a column.",
    )],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[
        detail("beyond_3_sd", "More than 3 standard deviations from the mean"),
        detail("beyond_fences", "More than 1.5 interquartile ranges beside the middle half"),
    ],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "J. W. Tukey, Exploratory Data Analysis, 1977; B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers, 1993",
    page: include_str!("../../../docs/metrics/outlier_score.md"),
    compute: Compute::Table(compute),
};

const fn detail(id: &'static str, title: &'static str) -> Detail {
    Detail { id, title, unit: Unit::Percent, range: Range::PERCENT, better: Better::Lower }
}

fn compute(table: &Table, parameters: &Parameters) -> Result<TableOutcome> {
    outlier_score(table, parameters.flag("complete_rows"))
}

/// Returns what percentage of a number column's known values are outliers; for the table, the mean.
///
/// The mean of two rules: more than 3 standard deviations (of the population) from the
/// mean, and more than 1.5 interquartile ranges below the lower or above the upper
/// quartile. Quartiles lie between two values in proportion.
///
/// # Input
///
/// `complete_rows`: leaves out a row in which any number column has a missing cell, but
/// for columns that have no value at all.
///
/// # Value
///
/// 0 to 100. The details are the means of either rule over the columns.
///
/// # Errors
///
/// [`crate::Error::TooFewColumns`] unless a number column varies. A column that is
/// constant, empty or no number says so in its place.
pub fn outlier_score(table: &Table, complete_rows: bool) -> Result<TableOutcome> {
    let complete = complete_rows.then(|| complete(table));
    let shares: Vec<(String, Result<[f64; 2]>)> = table
        .columns()
        .par_iter()
        .map(|column| (column.name.clone(), of_column(column, complete.as_deref())))
        .collect();
    let rule = |at: usize| -> Vec<f64> {
        shares.iter().filter_map(|(_, shares)| Some(shares.as_ref().ok()?[at])).collect()
    };
    let rules = [rule(0), rule(1)];
    let columns = shares
        .into_iter()
        .map(|(name, shares)| (name, shares.map(|[far, beside]| f64::midpoint(far, beside))))
        .collect();
    let outcome = mean_of(columns, "number columns that vary")?;
    let details = rules.iter().map(|values| Ok(mean(values))).collect();
    Ok(TableOutcome { details, ..outcome })
}

/// Returns the rows in which no number is missing; columns without any number do not matter.
fn complete(table: &Table) -> Vec<usize> {
    let counted: Vec<&Column> =
        table.columns().iter().filter(|column| known_numbers(column).is_ok()).collect();
    let is_known =
        |column: &&Column, row: usize| numbers(column).is_ok_and(|numbers| numbers[row].is_some());
    (0..table.n_rows()).filter(|&row| counted.iter().all(|column| is_known(column, row))).collect()
}

/// Returns the percentage of outliers by either rule.
fn of_column(column: &Column, rows: Option<&[usize]>) -> Result<[f64; 2]> {
    let known = match rows {
        None => known_numbers(column)?,
        Some(rows) => {
            known_numbers(column)?;
            let numbers = numbers(column)?;
            rows.iter().filter_map(|&row| numbers[row]).collect()
        }
    };
    let mut values = safe(known);
    let [low, high] = ends(&values);
    if high <= low || values.is_empty() {
        return Err(constant(column));
    }
    values.sort_unstable_by(f64::total_cmp);
    let average = mean(&values);
    let squares = values.iter().map(|value| (value - average) * (value - average));
    let deviation = (squares.sum::<f64>() / values.len() as f64).sqrt();
    let quartiles = [quantile(&values, 0.25), quantile(&values, 0.75)];
    let reach = FENCE * (quartiles[1] - quartiles[0]);
    let is_far = |value: &&f64| FAR < ((*value - average) / deviation).abs();
    let is_beside = |value: &&f64| **value < quartiles[0] - reach || quartiles[1] + reach < **value;
    let percent = |n: usize| 100.0 * n as f64 / values.len() as f64;
    Ok([
        percent(values.iter().filter(is_far).count()),
        percent(values.iter().filter(is_beside).count()),
    ])
}

#[cfg(test)]
mod tests {
    use samples::{ColumnKind, Values};

    use super::*;
    use crate::Error;

    fn column(name: &str, values: &[Option<f64>]) -> Column {
        Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(values.to_vec()),
        }
    }

    #[test]
    fn a_value_on_the_fence_is_no_outlier() {
        // 1 2 3 4: quartiles 1.75 and 3.25, fences -0.5 and 5.5.
        // With a fifth value x of 7: quartiles 2 and 4, fences -1 and 7.
        let on = column("on", &[1.0, 2.0, 3.0, 4.0, 7.0].map(Some));
        let beyond = column("beyond", &[1.0, 2.0, 3.0, 4.0, 7.5].map(Some));
        assert_eq!(of_column(&on, None), Ok([0.0, 0.0]));
        assert_eq!(of_column(&beyond, None), Ok([0.0, 20.0]));
    }

    #[test]
    fn columns_that_cannot_be_measured_harm_no_other() {
        let size = f64::MAX / 2.0;
        let table = Table::new(vec![
            column("empty", &[None; 5]),
            column("constant", &[Some(0.1); 5]),
            column("large", &[-size, 0.0, size, -size, size].map(Some)),
            column("gap", &[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)]),
        ])
        .unwrap();
        for complete_rows in [false, true] {
            let outcome = outlier_score(&table, complete_rows).unwrap();
            let reasons: Vec<bool> = outcome.columns.iter().map(|(_, it)| it.is_ok()).collect();
            assert_eq!(reasons, [false, false, true, true]);
            assert!(outcome.value.abs() <= 0.0, "no outlier");
        }
        let empty = Error::NoKnownCell { column: "empty".to_owned() };
        assert_eq!(outlier_score(&table, false).unwrap().columns[0].1, Err(empty));
    }
}
