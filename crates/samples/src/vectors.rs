//! Feature vectors: one row for each sample.

use crate::{ContentHash, Error, Result};

/// `n` vectors of `d` values each, row by row.
///
/// A value may be NaN or infinite, since files hold such; what computes with
/// them says what it does then.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    n: usize,
    d: usize,
    values: Vec<f64>,
}

impl Vectors {
    /// Makes `n` vectors of `d` values.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when `n` or `d` is 0, [`Error::Shape`] unless there
    /// are `n · d` values.
    pub fn new(n: usize, d: usize, values: Vec<f64>) -> Result<Self> {
        if n == 0 || d == 0 {
            return Err(Error::Empty { shape: vec![n, d] });
        }
        if n.checked_mul(d) != Some(values.len()) {
            return Err(Error::Shape { shape: vec![n, d], given: values.len() });
        }
        Ok(Vectors { n, d, values })
    }

    /// Returns how many vectors there are.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Returns how many values each has.
    pub fn d(&self) -> usize {
        self.d
    }

    /// Returns vector `row`.
    ///
    /// # Panics
    ///
    /// When there is no such vector, as slices do.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.d..(row + 1) * self.d]
    }

    /// Returns all values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Returns the vectors of these rows, in this order.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a row.
    ///
    /// # Panics
    ///
    /// When there is no such row, as slices do.
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        let mut values = Vec::with_capacity(rows.len() * self.d);
        for &row in rows {
            values.extend_from_slice(self.row(row));
        }
        Vectors::new(rows.len(), self.d, values)
    }

    /// Returns the SHA-256 of one vector.
    ///
    /// # Panics
    ///
    /// When there is no such vector, as slices do.
    pub fn row_hash(&self, row: usize) -> ContentHash {
        let bytes: Vec<u8> = self.row(row).iter().flat_map(|value| value.to_le_bytes()).collect();
        ContentHash::of(&[b"touchstone.vector/1", &bytes])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_taken_in_the_order_asked_for() {
        let vectors = Vectors::new(3, 2, vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        let picked = vectors.select(&[2, 0]).unwrap();
        assert_eq!(picked.values(), &[4.0, 5.0, 0.0, 1.0]);
    }

    #[test]
    fn no_vector_is_no_set() {
        assert_eq!(Vectors::new(0, 3, vec![]), Err(Error::Empty { shape: vec![0, 3] }));
    }
}
