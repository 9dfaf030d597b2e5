//! Normal draws with the mean and the covariance of rows of values.

use rayon::prelude::*;

use crate::normal::Draws;

/// Values that one thread works on at a time.
const CHUNK: usize = 4096;

/// The normal distribution with the mean and the covariance of rows of one length.
///
/// In the basis of the principal components a sample is
/// `μ + Σₖ gₖ · √λₖ · uₖ`, with independent standard normal `gₖ` and the
/// components' variances `λₖ`. With the centred rows `X` and
/// `X = √(N−1) · V · √Λ · Uᵀ`, that sum is `Xᵀ · V g / √(N−1)`; and since `V`
/// is orthogonal, `V g` is again a vector of independent standard normal
/// numbers. So with all components kept a sample is drawn as
/// `μ + Xᵀ w / √(N−1)` with independent standard normal `w`: the same
/// distribution, without the eigenvectors, whose signs and order in near ties
/// differ from one processor to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Blend<V> {
    mean: Vec<f64>,
    rows: Vec<Vec<V>>,
}

impl<V: Copy + Into<f64> + Sync> Blend<V> {
    /// Takes at least two rows of one length.
    pub(crate) fn of(rows: Vec<Vec<V>>) -> Self {
        let mut mean = vec![0.0; rows.first().map_or(0, Vec::len)];
        for row in &rows {
            for (sum, &value) in mean.iter_mut().zip(row) {
                *sum += value.into();
            }
        }
        for sum in &mut mean {
            *sum /= rows.len() as f64;
        }
        Blend { mean, rows }
    }

    /// Returns the mean of the rows, value by value.
    pub(crate) fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Returns row `index` of the sequence that belongs to `seed`, each value as `last` makes it.
    pub(crate) fn sample<T: Clone + Default + Send>(
        &self,
        index: usize,
        seed: u64,
        last: impl Fn(f64) -> T + Sync,
    ) -> Vec<T> {
        let mut draws = Draws::of(seed, index as u64);
        let scale = ((self.rows.len() - 1) as f64).sqrt();
        let weights: Vec<f64> = self.rows.iter().map(|_| draws.normal() / scale).collect();

        // Each value is summed over the rows in their order, by one thread: the same bits on
        // any number of threads.
        let mut values = vec![T::default(); self.mean.len()];
        values.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, values)| {
            let start = chunk * CHUNK;
            let mean = &self.mean[start..start + values.len()];
            let mut sums = mean.to_vec();
            for (row, weight) in self.rows.iter().zip(&weights) {
                for ((sum, mean), &value) in sums.iter_mut().zip(mean).zip(&row[start..]) {
                    *sum += weight * (value.into() - mean);
                }
            }
            for (value, sum) in values.iter_mut().zip(sums) {
                *value = last(sum);
            }
        });
        values
    }
}
