//! Mean and covariance of a set, and how much deviation two of them have in common.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::qr::no_pivoting::factor;
use faer::linalg::{evd, svd};
use faer::{Mat, MatRef, Par, Spec};
use rayon::prelude::*;
use samples::Vectors;

use crate::cholesky::{inverse_of_lower, lower_root};
use crate::pooled::order;
use crate::strips::{all_products, lower_products};
use crate::{Error, Result};

/// How far sums of products are off, as a part of the trace: some roundings, since they are random and
/// mostly cancel.
const ROUNDING: f64 = 64.0 * UNIT_64;
/// Half the distance of two `f64` around 1.
const UNIT_64: f64 = 1.0 / (1_u64 << 53) as f64;
/// How far the common deviation may be off by the faster way, as a part of both traces.
const ALLOWED: f64 = 0.25e-9;
/// Dimensions that one thread takes at once.
const STRIP: usize = 16;

/// Mean and covariance of a set.
pub(crate) struct Normal {
    pub(crate) mean: Vec<f64>,
    /// The trace of the covariance.
    pub(crate) trace: f64,
    d: usize,
    /// R with covariance `RᵀR`, row by row; no more rows than samples or dimensions.
    root: Vec<f64>,
    /// Whether the covariance is far from singular.
    is_regular: bool,
}

impl Normal {
    /// Describes a set of two vectors or more.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`].
    pub(crate) fn of(vectors: &Vectors) -> Result<Self> {
        let (n, d) = (vectors.n(), vectors.d());
        // Sums in the order of the values do not depend on the order of the samples.
        let order = order(vectors);
        let mut mean = vec![0.0; d];
        for &row in &order {
            mean.iter_mut().zip(vectors.row(row)).for_each(|(sum, value)| *sum += value);
        }
        for sum in &mut mean {
            *sum /= n as f64;
        }
        let scale = ((n - 1) as f64).sqrt();
        let value = |row: usize, at: usize| (vectors.row(order[row])[at] - mean[at]) / scale;
        if n <= d {
            let root: Vec<f64> = (0..n)
                .flat_map(|row| (0..d).map(move |at| (row, at)))
                .map(|(row, at)| value(row, at))
                .collect();
            let trace = trace_of(root.par_chunks(d))?;
            return Ok(Normal { mean, trace, d, root, is_regular: false });
        }
        let mut columns = vec![0.0; n * d];
        columns.par_chunks_mut(STRIP * n).enumerate().for_each(|(strip, columns)| {
            for row in 0..n {
                for (at, column) in columns.chunks_exact_mut(n).enumerate() {
                    column[row] = value(row, strip * STRIP + at);
                }
            }
        });
        let trace = trace_of(columns.par_chunks(n))?;
        if let Some(root) = cholesky(&columns, n, trace) {
            return Ok(Normal { mean, trace, d, root, is_regular: true });
        }
        let root = triangle(MatRef::from_column_major_slice(&columns, n, d).to_owned());
        Ok(Normal { mean, trace, d, root, is_regular: false })
    }
}

/// Sums squares, line by line.
fn trace_of<'a>(lines: impl IndexedParallelIterator<Item = &'a [f64]>) -> Result<f64> {
    let squares: Vec<f64> =
        lines.map(|line| line.iter().map(|value| value * value).sum::<f64>()).collect();
    let trace: f64 = squares.iter().sum();
    if trace.is_finite() { Ok(trace) } else { Err(Error::TooLarge) }
}

/// Returns the upper root of the products of columns, row by row; nothing when it would lose digits.
///
/// A change E of the covariance S1 changes `tr (S1 S2)^(1/2)` by half of `tr TE`, where T moves the one normal
/// distribution onto the other, and `tr T ≤ (tr S1⁻¹ tr S2)^(1/2)`, since it is the trace of a geometric mean. So the
/// trace of the inverse, next to that of the covariance, says how much is lost.
fn cholesky(columns: &[f64], n: usize, trace: f64) -> Option<Vec<f64>> {
    let covariance = lower_products(columns, n);
    let d = covariance.nrows();
    let root = lower_root(covariance)?;
    let inverse = inverse_of_lower(&root);
    let of_column = |at: usize| -> f64 { (at..d).map(|row| inverse[(row, at)].powi(2)).sum() };
    let of_inverse: f64 = (0..d).map(of_column).sum();
    let lost = ROUNDING * (of_inverse * trace).sqrt();
    let upper = |(row, at): (usize, usize)| if row <= at { root[(at, row)] } else { 0.0 };
    (lost < ALLOWED).then(|| (0..d * d).map(|place| upper((place / d, place % d))).collect())
}

/// Returns R of `matrix` = QR, row by row: `RᵀR` is the same for both.
///
/// On one thread: how faer shares work among threads may change the last bits.
fn triangle(mut matrix: Mat<f64>) -> Vec<f64> {
    let (n, d) = matrix.shape();
    let block = factor::recommended_block_size::<f64>(n, d);
    let mut coefficients = Mat::zeros(block, n.min(d));
    let room = factor::qr_in_place_scratch::<f64>(n, d, block, Par::Seq, Spec::default());
    let mut room = MemBuffer::new(room);
    factor::qr_in_place(
        matrix.as_mut(),
        coefficients.as_mut(),
        Par::Seq,
        MemStack::new(&mut room),
        Spec::default(),
    );
    let upper = |(row, at): (usize, usize)| if row <= at { matrix[(row, at)] } else { 0.0 };
    (0..d * d).map(|place| upper((place / d, place % d))).collect()
}

/// Returns `tr (S1 S2)^(1/2)`: the sum of the singular values of A Bᵀ.
///
/// # Errors
///
/// [`Error::TooLarge`], [`Error::NoDecomposition`].
pub(crate) fn common_deviation(a: &Normal, b: &Normal) -> Result<f64> {
    let d = a.d;
    let (rows, columns) = (a.root.len() / d, b.root.len() / d);
    let product = all_products(&a.root, &b.root, d);
    if !product.iter().all(|value| value.is_finite()) {
        return Err(Error::TooLarge);
    }
    if a.is_regular
        && b.is_regular
        && let Some(sum) = by_squares(&product, columns, a.trace + b.trace)
    {
        return Ok(sum);
    }
    // By columns it is the transpose, which has the same singular values.
    let product = MatRef::from_column_major_slice(&product, columns, rows);
    let no = svd::ComputeSvdVectors::No;
    let room = svd::svd_scratch::<f64>(columns, rows, no, no, Par::Seq, Spec::default());
    let mut room = MemBuffer::new(room);
    let mut values = Diag::<f64>::zeros(rows.min(columns));
    svd::svd(
        product,
        values.as_mut(),
        None,
        None,
        Par::Seq,
        MemStack::new(&mut room),
        Spec::default(),
    )
    .map_err(|_| Error::NoDecomposition)?;
    Ok(values.column_vector().iter().sum())
}

/// Returns the sum of the roots of the eigenvalues of `P Pᵀ`, which are the singular values of P; nothing when
/// too much would be lost: a root is off by the rounding of the largest square over twice the root.
fn by_squares(product: &[f64], columns: usize, traces: f64) -> Option<f64> {
    let squares = lower_products(product, columns);
    let values = eigenvalues(&squares)?;
    let largest = values.iter().copied().fold(0.0, f64::max);
    if !values.iter().all(|&value| 0.0 < value && value.is_finite()) {
        return None;
    }
    let roots: Vec<f64> = values.iter().map(|value| value.sqrt()).collect();
    let lost: f64 = roots.iter().map(|root| EIGEN_ROUNDING * largest / (2.0 * root)).sum();
    (lost < ALLOWED * traces).then(|| roots.iter().sum())
}

/// Returns the eigenvalues of a symmetric matrix, of which only the lower part is looked at.
fn eigenvalues(matrix: &Mat<f64>) -> Option<Vec<f64>> {
    let n = matrix.nrows();
    let no = evd::ComputeEigenvectors::No;
    let room = evd::self_adjoint_evd_scratch::<f64>(n, no, Par::Seq, Spec::default());
    let mut room = MemBuffer::new(room);
    let mut values = Diag::<f64>::zeros(n);
    evd::self_adjoint_evd(
        matrix.as_ref(),
        values.as_mut(),
        None,
        Par::Seq,
        MemStack::new(&mut room),
        Spec::default(),
    )
    .ok()?;
    Some(values.column_vector().iter().copied().collect())
}

/// How far an eigenvalue is off, as a part of the largest: some roundings, mostly of either sign.
const EIGEN_ROUNDING: f64 = 8.0 * UNIT_64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    /// Vectors whose dimensions differ in size by as much as `factor` from one to the next.
    fn cloud(n: usize, d: usize, factor: f64, seed: u64) -> Vectors {
        let mut chance = Chance::new(seed, 0);
        let mut values = Vec::new();
        for _ in 0..n {
            let first = chance.share();
            values.extend((0..d).map(|at| {
                (chance.share() + 0.3 * first) * factor.powi(i32::try_from(at).unwrap())
            }));
        }
        Vectors::new(n, d, values).unwrap()
    }

    #[test]
    fn both_ways_give_one_value_and_the_faster_is_not_taken_where_it_loses() {
        for (factor, is_regular) in [(1.0, true), (0.9, true), (0.2, false)] {
            let [a, b] = [1, 2].map(|seed| Normal::of(&cloud(400, 20, factor, seed)).unwrap());
            assert_eq!(a.is_regular, is_regular, "{factor}");
            let slow = |normal: &Normal, seed: u64| {
                let set = cloud(400, 20, factor, seed);
                let scale = 399.0_f64.sqrt();
                let root = triangle(Mat::from_fn(400, 20, |row, at| {
                    (set.row(row)[at] - normal.mean[at]) / scale
                }));
                let mean = normal.mean.clone();
                Normal { mean, trace: normal.trace, d: 20, root, is_regular: false }
            };
            let fast = common_deviation(&a, &b).unwrap();
            let exact = common_deviation(&slow(&a, 1), &slow(&b, 2)).unwrap();
            let off = (fast - exact).abs();
            assert!(off <= 1e-9 * (a.trace + b.trace), "{factor}: {fast} is not {exact}");
        }
    }

    #[test]
    fn more_rows_than_a_strip_make_the_same_products() {
        let set = cloud(300, 7, 1.0, 3);
        let lower = lower_products(set.values(), 7);
        let all = all_products(set.values(), set.values(), 7);
        for row in 0..300 {
            for at in 0..=row {
                let expected: f64 = set.row(row).iter().zip(set.row(at)).map(|(a, b)| a * b).sum();
                assert!((lower[(row, at)] - expected).abs() < 1e-12);
                assert!((all[row * 300 + at] - expected).abs() < 1e-12);
            }
        }
    }
}
