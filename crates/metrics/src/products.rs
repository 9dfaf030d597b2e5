//! Products of the rows of two matrices, by which sums over pairs become fast.

use faer::linalg::matmul::matmul;
use faer::traits::ComplexField;
use faer::{Accum, MatMut, MatRef, Par};

/// Puts the dot product of each row of `left` with each of `right` into `products`, row by row.
///
/// Both are rows of `d` values; there must be as many products as pairs. The sums are taken in an
/// order that depends on the processor and on the place in the tile: what is read from them may
/// depend on their last digits only where that is said. It uses one thread, to be called from many.
pub(crate) fn products<T: ComplexField>(left: &[T], right: &[T], d: usize, products: &mut [T]) {
    let (rows, columns) = (left.len() / d, right.len() / d);
    matmul(
        MatMut::from_row_major_slice_mut(products, rows, columns),
        Accum::Replace,
        MatRef::from_row_major_slice(left, rows, d),
        MatRef::from_row_major_slice(right, columns, d).transpose(),
        T::one_impl(),
        Par::Seq,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_meets_each() {
        // Small whole numbers, whose sums are exact in any order.
        for (rows, columns, d) in [(1, 1, 1), (3, 2, 5), (70, 50, 33), (129, 257, 300)] {
            let left: Vec<f64> = (0..rows * d).map(|at| (at % 7) as f64 - 3.0).collect();
            let right: Vec<f64> = (0..columns * d).map(|at| (at % 11) as f64 - 5.0).collect();
            let single = |values: &[f64]| -> Vec<f32> {
                #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
                values.iter().map(|&value| value as f32).collect()
            };
            let mut wide = vec![f64::NAN; rows * columns];
            products(&left, &right, d, &mut wide);
            let mut narrow = vec![f32::NAN; rows * columns];
            products(&single(&left), &single(&right), d, &mut narrow);
            for row in 0..rows {
                for column in 0..columns {
                    let pairs = left[row * d..][..d].iter().zip(&right[column * d..][..d]);
                    let expected: f64 = pairs.map(|(x, y)| x * y).sum();
                    let at = row * columns + column;
                    for found in [wide[at], f64::from(narrow[at])] {
                        let off = (found - expected).abs();
                        assert!(off <= 0.0, "{row} {column} of {rows} {columns} {d}: {off}");
                    }
                }
            }
        }
    }
}
