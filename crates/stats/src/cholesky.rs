//! Positive definite matrices: their roots, solutions and inverses.

/// What a pivot must keep of its diagonal: below, a column follows from those before it.
const LEAST_PIVOT: f64 = 1e-13;

/// The lower triangular root of a positive definite matrix.
pub(crate) struct Cholesky {
    n: usize,
    /// By rows; what lies above the diagonal is not read.
    root: Vec<f64>,
}

impl Cholesky {
    /// Returns the root of a symmetric matrix, given by rows, or the first column that follows from
    /// those before it.
    pub(crate) fn new(n: usize, mut root: Vec<f64>) -> std::result::Result<Self, usize> {
        for i in 0..n {
            let diagonal = root[i * n + i];
            for j in 0..=i {
                let (before, row) = root.split_at(i * n);
                let known = if j < i { &before[j * n..j * n + j] } else { &row[..j] };
                let sum: f64 = row[..j].iter().zip(known).map(|(a, b)| a * b).sum();
                let rest = row[j] - sum;
                root[i * n + j] = if j < i {
                    rest / root[j * n + j]
                } else if LEAST_PIVOT * diagonal < rest && rest.is_finite() {
                    rest.sqrt()
                } else {
                    return Err(i);
                };
            }
        }
        Ok(Self { n, root })
    }

    /// Replaces a right side by the solution.
    pub(crate) fn solve(&self, side: &mut [f64]) {
        let n = self.n;
        for i in 0..n {
            let row = &self.root[i * n..i * n + i];
            let sum: f64 = row.iter().zip(&*side).map(|(a, b)| a * b).sum();
            side[i] = (side[i] - sum) / self.root[i * n + i];
        }
        for i in (0..n).rev() {
            side[i] /= self.root[i * n + i];
            let known = side[i];
            for (value, factor) in side.iter_mut().zip(&self.root[i * n..i * n + i]) {
                *value -= factor * known;
            }
        }
    }

    /// Returns the inverse, by rows.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let n = self.n;
        let mut inverse = vec![0.0; n * n];
        for (i, row) in inverse.chunks_exact_mut(n.max(1)).enumerate() {
            row[i] = 1.0;
            self.solve(row);
        }
        inverse
    }

    /// Returns the logarithm of the determinant.
    pub(crate) fn log_determinant(&self) -> f64 {
        (0..self.n).map(|i| 2.0 * self.root[i * self.n + i].ln()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let matrix = vec![4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let root = Cholesky::new(3, matrix.clone()).ok().unwrap();
        let inverse = root.inverse();
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|k| matrix[i * 3 + k] * inverse[k * 3 + j]).sum();
                let one = f64::from(u8::from(i == j));
                assert!((product - one).abs() < 1e-14, "{i} {j}: {product}");
            }
        }
        // By hand: 4 (15 - 1) - 2 (6 - 0.6) + 0.6 (2 - 3) = 44.6.
        assert!((root.log_determinant() - 44.6_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn a_column_that_follows_from_others_is_named() {
        assert_eq!(Cholesky::new(2, vec![1.0, 2.0, 2.0, 4.0]).err(), Some(1));
        assert_eq!(Cholesky::new(1, vec![f64::NAN]).err(), Some(0));
    }
}
