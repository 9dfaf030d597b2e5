//! Whole products of matrices, strip by strip: each strip by one thread, so that their number changes no bit.

use faer::Mat;
use rayon::prelude::*;

use crate::products::products;

/// Rows of a matrix that one thread makes.
const STRIP: usize = 128;

/// Returns the products of rows of `d` values with each other, on and below the diagonal; 0 above.
pub(crate) fn lower_products(rows: &[f64], d: usize) -> Mat<f64> {
    let n = rows.len() / d;
    // The longest strips come first, so that no thread is left with one at the end.
    let starts: Vec<usize> = (0..n).step_by(STRIP).rev().collect();
    let strips: Vec<Vec<f64>> = starts
        .par_iter()
        .map(|&first| {
            let end = (first + STRIP).min(n);
            let mut strip = vec![0.0; (end - first) * end];
            products(&rows[first * d..end * d], &rows[..end * d], d, &mut strip);
            strip
        })
        .collect();
    Mat::from_fn(n, n, |row, column| {
        if row < column {
            return 0.0;
        }
        let strip = &strips[starts.len() - 1 - row / STRIP];
        let first = row / STRIP * STRIP;
        strip[(row - first) * (first + STRIP).min(n) + column]
    })
}

/// Returns the products of each row of `left` with each row of `right`, row by row.
pub(crate) fn all_products(left: &[f64], right: &[f64], d: usize) -> Vec<f64> {
    let columns = right.len() / d;
    let mut all = vec![0.0; left.len() / d * columns];
    all.par_chunks_mut(STRIP * columns)
        .zip(left.par_chunks(STRIP * d))
        .for_each(|(all, left)| products(left, right, d, all));
    all
}
