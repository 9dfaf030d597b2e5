//! What metrics of two sets ask of them, and how they look at both as one.

use rayon::prelude::*;
use samples::Vectors;

use crate::{Error, Result};

/// Rows that are summed up by one thread, however many threads there are.
const ROWS: usize = 512;

/// Checks that both sets can be compared, and have `least` samples each.
pub(crate) fn check(real: &Vectors, synthetic: &Vectors, least: usize) -> Result<()> {
    if real.d() != synthetic.d() {
        return Err(Error::DimensionMismatch { left: real.d(), right: synthetic.d() });
    }
    for (input, set) in [("real set", real), ("synthetic set", synthetic)] {
        if set.n() < least {
            return Err(Error::TooFewSamples { input, given: set.n(), least });
        }
        let rows = set.values().par_chunks(set.d());
        if !rows.all(|row| row.iter().all(|value| value.is_finite())) {
            return Err(Error::NotFinite { input });
        }
    }
    Ok(())
}

/// Returns the rows in the order of their values.
///
/// What is drawn, and summed, in this order does not depend on the order in which samples are given.
pub(crate) fn order(set: &Vectors) -> Vec<usize> {
    let mut order: Vec<usize> = (0..set.n()).collect();
    order.sort_by(|&a, &b| {
        let pairs = set.row(a).iter().zip(set.row(b));
        let mut orders = pairs.map(|(a, b)| a.total_cmp(b));
        orders.find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    order
}

/// Rows of several sets as one matrix, moved to their mean and scaled by a power of 2 so that no value is above 1.
pub(crate) struct Pooled {
    pub(crate) n: usize,
    pub(crate) d: usize,
    /// Row by row.
    pub(crate) values: Vec<f64>,
    /// What a value here has to be multiplied with; 1 when all are 0.
    pub(crate) unit: f64,
}

impl Pooled {
    /// Takes these rows of the sets, one set after the other.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] when the difference of two values is not finite.
    pub(crate) fn new(parts: &[(&Vectors, &[usize])]) -> Result<Self> {
        let d = parts[0].0.d();
        let rows: Vec<&[f64]> =
            parts.iter().flat_map(|(set, rows)| rows.iter().map(|&row| set.row(row))).collect();
        let n = rows.len();
        let middle = mean(&rows, d);
        let mut values = vec![0.0; n * d];
        values.par_chunks_mut(d).zip(&rows).for_each(|(values, row)| {
            for ((moved, value), middle) in values.iter_mut().zip(*row).zip(&middle) {
                *moved = value - middle;
            }
        });
        let most = |row: &[f64]| row.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let largest = values.par_chunks(d).map(most).reduce(|| 0.0, f64::max);
        if !largest.is_finite() {
            return Err(Error::TooLarge);
        }
        let unit = unit_of(largest);
        // In two steps: the inverse of the smallest numbers is beyond the largest.
        let step = unit.sqrt();
        values.par_chunks_mut(d).for_each(|row| {
            for value in row {
                *value = *value / step / step;
            }
        });
        Ok(Pooled { n, d, values, unit: step * step })
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.d..(row + 1) * self.d]
    }

    /// Returns the squared length of each row.
    pub(crate) fn squares(&self) -> Vec<f64> {
        self.values.par_chunks_exact(self.d).map(square).collect()
    }
}

/// Returns the mean of rows, in an order of additions that is the same on any number of threads.
fn mean(rows: &[&[f64]], d: usize) -> Vec<f64> {
    let n = rows.len() as f64;
    let sum_up = |rows: &[&[f64]]| {
        let mut sums = vec![0.0; d];
        for row in rows {
            // Each is divided before it is added, so that the sum is no larger than the largest.
            sums.iter_mut().zip(*row).for_each(|(sum, value)| *sum += value / n);
        }
        sums
    };
    let parts: Vec<Vec<f64>> = rows.par_chunks(ROWS).map(sum_up).collect();
    let mut mean = vec![0.0; d];
    for part in parts {
        mean.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
    }
    mean
}

/// Returns the least even power of 2 that is at least `largest`, as far as numbers go; 1 for 0.
fn unit_of(largest: f64) -> f64 {
    if largest <= 0.0 {
        return 1.0;
    }
    let power = (-511..=511).find(|&half| largest <= 4_f64.powi(half));
    4_f64.powi(power.unwrap_or(511))
}

pub(crate) fn square(row: &[f64]) -> f64 {
    row.iter().map(|value| value * value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(d: usize, values: &[f64]) -> Vectors {
        Vectors::new(values.len() / d, d, values.to_vec()).unwrap()
    }

    #[test]
    fn whatever_the_scale_values_end_between_a_quarter_and_one() {
        for scale in [1e-300, 1e-8, 1.0, 1e9, 1e300] {
            let set = vectors(1, &[0.0, scale, 2.0 * scale]);
            let pooled = Pooled::new(&[(&set, &[0, 1, 2])]).unwrap();
            let most = pooled.values[2];
            assert!((0.25..=1.0).contains(&most), "{scale}: {most}");
            let back = most * pooled.unit;
            assert!((back - scale).abs() <= 1e-12 * scale, "{scale}: {back}");
        }
    }

    #[test]
    fn the_order_is_that_of_the_first_value_that_differs() {
        let set = vectors(2, &[1.0, 5.0, 0.0, 9.0, 1.0, 4.0]);
        assert_eq!(order(&set), [1, 2, 0]);
    }

    #[test]
    fn a_difference_beyond_numbers_is_a_reason() {
        let set = vectors(1, &[f64::MAX, -f64::MAX, -f64::MAX, -f64::MAX]);
        assert_eq!(Pooled::new(&[(&set, &[0, 1, 2, 3])]).err(), Some(Error::TooLarge));
    }
}
