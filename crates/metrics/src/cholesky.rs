//! Triangular roots of covariances, with the same bits on any number of threads.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor;
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::{Mat, Par, Spec};

/// Returns the lower triangular L with `L Lᵀ` the matrix, of which only that part is looked at;
/// nothing unless it is positive.
pub(crate) fn lower_root(mut matrix: Mat<f64>) -> Option<Mat<f64>> {
    let d = matrix.nrows();
    let room = factor::cholesky_in_place_scratch::<f64>(d, Par::Seq, Spec::default());
    let mut room = MemBuffer::new(room);
    factor::cholesky_in_place(
        matrix.as_mut(),
        factor::LltRegularization::default(),
        Par::Seq,
        MemStack::new(&mut room),
        Spec::default(),
    )
    .ok()?;
    // A root that is not a number comes of values beyond numbers.
    (0..d).all(|at| matrix[(at, at)].is_finite()).then_some(matrix)
}

/// Returns the inverse of a lower triangular matrix; 0 above the diagonal.
pub(crate) fn inverse_of_lower(root: &Mat<f64>) -> Mat<f64> {
    let mut inverse = Mat::zeros(root.nrows(), root.nrows());
    invert_lower_triangular(inverse.as_mut(), root.as_ref(), Par::Seq);
    inverse
}
