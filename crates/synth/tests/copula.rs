//! What a table made by the Gaussian copula has in common with its original, and what not.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeMap;

use samples::{Cell, Column, ColumnKind, Table, Values};
use synth::{Error, GaussianCopula};

fn numbers(name: &str, decimals: u8, numbers: Vec<Option<f64>>) -> Column {
    let values = Values::Numbers(numbers);
    Column { name: name.to_owned(), kind: ColumnKind::Number, decimals, values }
}

fn words(name: &str, kind: ColumnKind, words: &[Option<&str>]) -> Column {
    let values = Values::Words(words.iter().map(|word| word.map(str::to_owned)).collect());
    Column { name: name.to_owned(), kind, decimals: 0, values }
}

fn table(columns: Vec<Column>) -> Table {
    Table::new(columns).unwrap()
}

fn made(original: &Table, n: usize) -> Table {
    GaussianCopula::fit(original).unwrap().sample(n, 11).unwrap()
}

/// How often each cell of a column occurs, by how it prints.
fn shares(column: &Column) -> BTreeMap<String, f64> {
    let n = column.values.len();
    let mut counts = BTreeMap::new();
    for row in 0..n {
        let text = match column.cell(row) {
            Cell::Missing => "missing".to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Word(word) => word.to_owned(),
        };
        *counts.entry(text).or_insert(0.0) += 1.0 / n as f64;
    }
    counts
}

fn all(column: &Column) -> Vec<f64> {
    match &column.values {
        Values::Numbers(numbers) => numbers.iter().map(|number| number.unwrap()).collect(),
        Values::Words(_) => panic!("{} holds words", column.name),
    }
}

fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (mean_left, mean_right) = (mean(left), mean(right));
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        left.iter().zip(right).map(|(&l, &r)| of(l - mean_left, r - mean_right)).sum()
    };
    sum(&|l, r| l * r) / (sum(&|l, _| l * l) * sum(&|_, r| r * r)).sqrt()
}

#[test]
fn every_cell_is_one_of_its_column_and_as_frequent() {
    let original = table(vec![
        numbers("dose", 1, [Some(0.5), Some(2.5), None, Some(0.5), Some(7.0)].repeat(20)),
        words(
            "sex",
            ColumnKind::Category,
            &[Some("f"), Some("m"), Some("f"), None, Some("f")].repeat(20),
        ),
    ]);
    let n = 20_000;
    let made = made(&original, n);
    assert_eq!(made.n_rows(), n);
    for (before, after) in original.columns().iter().zip(made.columns()) {
        assert_eq!(
            (&before.name, before.kind, before.decimals),
            (&after.name, after.kind, after.decimals)
        );
        let (before, after) = (shares(before), shares(after));
        assert!(before.keys().eq(after.keys()), "{before:?} {after:?}");
        for (cell, share) in &before {
            let error = (share * (1.0 - share) / n as f64).sqrt();
            assert!((share - after[cell]).abs() < 4.0 * error, "{cell}: {share} {}", after[cell]);
        }
    }
}

#[test]
fn a_known_correlation_is_recovered() {
    // By construction y = 3x + 4z, with normal x and z of one variance that are nearly
    // uncorrelated: the correlation is 3/5.
    let grid = |i: usize, step: usize, n: usize| quantile_grid((i * step) % n, n);
    let n = 10_007; // a prime: multiples run through all residues
    let x: Vec<f64> = (0..n).map(|i| grid(i, 1, n)).collect();
    let z: Vec<f64> = (0..n).map(|i| grid(i, 3571, n)).collect();
    let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| 3.0 * x + 4.0 * z).collect();
    assert!((correlation(&x, &z)).abs() < 0.02, "the grids are nearly uncorrelated");
    let some = |of: &[f64]| of.iter().copied().map(Some).collect();
    let original = table(vec![numbers("x", 9, some(&x)), numbers("y", 9, some(&y))]);
    let made = made(&original, n);
    let found = correlation(&all(&made.columns()[0]), &all(&made.columns()[1]));
    // Standard error (1 − ρ²)/√n = 0.0064 for the draw; the original's own is as large.
    assert!((found - 0.6).abs() < 0.03, "{found}");
}

/// Returns a normal quantile by halving, from the series of Φ: independent of the crate's own.
fn quantile_grid(i: usize, n: usize) -> f64 {
    let p = (i as f64 + 0.5) / n as f64;
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if phi(middle) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// Φ(x) = ½ + φ(x) · (x + x³/3 + x⁵/15 + …).
fn phi(x: f64) -> f64 {
    let (mut term, mut sum, mut k) = (x, x, 1.0);
    while 1e-17 < term.abs() && k < 400.0 {
        k += 2.0;
        term *= x * x / k;
        sum += term;
    }
    0.5 + sum * (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[test]
fn columns_that_determine_each_other_stay_together() {
    let x: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i))).collect();
    let minus = x.iter().map(|x| x.map(|x| -x)).collect();
    let original =
        table(vec![numbers("x", 0, x.clone()), numbers("x2", 0, x), numbers("minus", 0, minus)]);
    let made = made(&original, 500);
    let columns: Vec<Vec<f64>> = made.columns().iter().map(all).collect();
    for ((x, x2), minus) in columns[0].iter().zip(&columns[1]).zip(&columns[2]) {
        assert!((x - x2).abs() <= 3.0 && (x + minus).abs() <= 3.0, "{x} {x2} {minus}");
    }
}

#[test]
fn the_same_seed_gives_the_same_rows_and_another_seed_others() {
    let values = (0..50).map(|i| Some(f64::from(i % 13))).collect();
    let original = table(vec![numbers("x", 0, values)]);
    let model = GaussianCopula::fit(&original).unwrap();
    assert_eq!(model, GaussianCopula::fit(&original).unwrap(), "a fit is a function of its table");
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let alone = one_thread.install(|| model.sample(100, 1).unwrap());
    assert_eq!(model.sample(100, 1).unwrap(), alone, "on any number of threads");
    assert_ne!(model.sample(100, 1), model.sample(100, 2));
    let (few, many) = (model.sample(5, 1).unwrap(), model.sample(100, 1).unwrap());
    for row in 0..5 {
        assert_eq!(
            few.row_hash(row),
            many.row_hash(row),
            "a row does not depend on how many follow"
        );
    }
}

#[test]
fn constant_and_missing_columns_stay_what_they_are() {
    let original = table(vec![
        numbers("x", 0, (0..30).map(|i| Some(f64::from(i))).collect()),
        numbers("one", 2, vec![Some(1.25); 30]),
        words("none", ColumnKind::Category, &[None; 30]),
        numbers("no number", 0, vec![None; 30]),
    ]);
    let made = made(&original, 40);
    assert_eq!(made.columns()[1].values, Values::Numbers(vec![Some(1.25); 40]));
    assert_eq!(made.columns()[2].values, Values::Words(vec![None; 40]));
    assert_eq!(made.columns()[3].values, Values::Numbers(vec![None; 40]));
}

#[test]
fn text_is_left_out_and_named() {
    let remark = words("remark", ColumnKind::Text, &[Some("a"), Some("b")]);
    let both = table(vec![numbers("x", 0, vec![Some(1.0), Some(2.0)]), remark.clone()]);
    let model = GaussianCopula::fit(&both).unwrap();
    assert_eq!(model.left_out(), ["remark"]);
    assert_eq!(model.sample(3, 0).unwrap().columns().len(), 1);
    assert_eq!(GaussianCopula::fit(&table(vec![remark])), Err(Error::NothingToModel));
}

#[test]
fn what_cannot_be_modelled_says_why() {
    let one = table(vec![numbers("x", 0, vec![Some(1.0)])]);
    assert_eq!(GaussianCopula::fit(&one), Err(Error::TooFew { wanted: 2, given: 1 }));
    let odd = table(vec![numbers("x", 0, vec![Some(1.0), Some(f64::NAN)])]);
    let what = "column `x`".to_owned();
    assert_eq!(GaussianCopula::fit(&odd), Err(Error::NotFinite { what }));
    let two = table(vec![numbers("x", 0, vec![Some(1.0), Some(2.0)])]);
    assert_eq!(GaussianCopula::fit(&two).unwrap().sample(0, 1), Err(Error::NoneWanted));
}
