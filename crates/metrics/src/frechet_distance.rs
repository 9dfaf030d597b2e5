//! Fréchet distance between two sets of vectors.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::matmul::matmul;
use faer::linalg::qr::no_pivoting::factor;
use faer::linalg::svd;
use faer::{Accum, Mat, Par, Spec};
use samples::{Modality, Vectors};

use crate::{
    Better, Compute, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, SetOutcome, Unit,
};

/// See [`frechet_distance`].
pub const METRIC: Metric = Metric {
    id: "frechet_distance",
    version: 1,
    title: "Fréchet distance",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::SquaredDistance,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[],
    interval: IntervalKind::None(
        "resampling with replacement moves it up; compare it with real against real at equal n",
    ),
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "M. Heusel et al., NeurIPS 2017",
    page: include_str!("../../../docs/metrics/frechet_distance.md"),
    compute: Compute::Sets(compute),
};

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    _: &Parameters,
    _: &GoOn<'_>,
) -> Result<SetOutcome> {
    frechet_distance(real, synthetic).map(SetOutcome::of)
}

/// Returns the squared Fréchet (2-Wasserstein) distance between the normal
/// distributions with the means and covariances of two sets.
///
/// `|m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^(1/2))`, covariances with n - 1.
///
/// With centered data A and B, scaled so that `S1 = AᵀA` and `S2 = BᵀB`, the trace of
/// the root is the sum of the singular values of `A Bᵀ`. So no covariance is formed
/// and no root of one is taken, which would lose half of the digits where the
/// covariance is singular: with more dimensions than samples, always.
///
/// # Value
///
/// 0 and above; 0 for equal sets up to 1e-9 · (tr S1 + tr S2). The same bits on
/// any number of threads.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooLarge`],
/// [`Error::TooFewSamples`] below 2, [`Error::NoDecomposition`].
///
/// # Source
///
/// D. C. Dowson and B. V. Landau, "The Fréchet distance between multivariate
/// normal distributions", Journal of Multivariate Analysis 12, 1982, 450–455;
/// M. Heusel et al., "GANs trained by a two time-scale update rule converge to a
/// local Nash equilibrium", Advances in Neural Information Processing Systems 30, 2017.
pub fn frechet_distance(real: &Vectors, synthetic: &Vectors) -> Result<f64> {
    if real.d() != synthetic.d() {
        return Err(Error::DimensionMismatch { left: real.d(), right: synthetic.d() });
    }
    let real = Normal::of(real, "real set")?;
    let synthetic = Normal::of(synthetic, "synthetic set")?;
    let shift: f64 = real.mean.iter().zip(&synthetic.mean).map(|(a, b)| (a - b) * (a - b)).sum();
    let common = sum_of_singular_values(&real.root, &synthetic.root)?;
    let value = shift + (real.trace + synthetic.trace - 2.0 * common);
    if !value.is_finite() {
        return Err(Error::TooLarge);
    }
    // Below 0 by rounding only.
    Ok(value.max(0.0))
}

/// Mean and covariance of a set.
struct Normal {
    mean: Vec<f64>,
    /// The trace of the covariance.
    trace: f64,
    /// R with covariance `RᵀR`; no more rows than samples or dimensions.
    root: Mat<f64>,
}

impl Normal {
    fn of(vectors: &Vectors, input: &'static str) -> Result<Self> {
        let (n, d) = (vectors.n(), vectors.d());
        if n < 2 {
            return Err(Error::TooFewSamples { input, given: n, least: 2 });
        }
        if !vectors.values().iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
        let mut mean = vec![0.0; d];
        for row in 0..n {
            mean.iter_mut().zip(vectors.row(row)).for_each(|(sum, value)| *sum += value);
        }
        for sum in &mut mean {
            *sum /= n as f64;
        }
        let scale = ((n - 1) as f64).sqrt();
        let centered = Mat::from_fn(n, d, |row, at| (vectors.row(row)[at] - mean[at]) / scale);
        let trace: f64 = centered
            .col_iter()
            .map(|column| column.iter().map(|value| value * value).sum::<f64>())
            .sum();
        if !trace.is_finite() {
            return Err(Error::TooLarge);
        }
        let root = if d < n { triangle(centered) } else { centered };
        Ok(Normal { mean, trace, root })
    }
}

/// Returns R of `matrix` = QR: `RᵀR` is the same for both.
///
/// On one thread, as all of this file: how faer shares work among threads may
/// change the last bits.
fn triangle(mut matrix: Mat<f64>) -> Mat<f64> {
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
    Mat::from_fn(d, d, |row, column| if row <= column { matrix[(row, column)] } else { 0.0 })
}

/// Returns the sum of the singular values of A Bᵀ.
fn sum_of_singular_values(a: &Mat<f64>, b: &Mat<f64>) -> Result<f64> {
    let (rows, columns) = (a.nrows(), b.nrows());
    let mut product = Mat::zeros(rows, columns);
    matmul(product.as_mut(), Accum::Replace, a.as_ref(), b.transpose(), 1.0, Par::Seq);
    if !product.col_iter().all(|column| column.iter().all(|value| value.is_finite())) {
        return Err(Error::TooLarge);
    }
    let no = svd::ComputeSvdVectors::No;
    let room = svd::svd_scratch::<f64>(rows, columns, no, no, Par::Seq, Spec::default());
    let mut room = MemBuffer::new(room);
    let mut values = Diag::<f64>::zeros(rows.min(columns));
    svd::svd(
        product.as_ref(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(d: usize, values: &[f64]) -> Vectors {
        Vectors::new(values.len() / d, d, values.to_vec()).unwrap()
    }

    #[test]
    fn on_a_line_it_is_the_textbook_formula() {
        // (m1 - m2)² + (s1 - s2)²: means 1 and 6, standard deviations √2 and 3√2.
        let value = frechet_distance(&vectors(1, &[0.0, 2.0]), &vectors(1, &[3.0, 9.0])).unwrap();
        assert!((value - (25.0 + 8.0)).abs() < 1e-12, "{value}");
    }

    #[test]
    fn equal_sets_are_at_no_distance_even_when_the_covariance_is_singular() {
        // 6 samples in 40 dimensions: 35 eigenvalues of the covariance are 0.
        let values: Vec<f64> = (0..240).map(|i| f64::from(i * i % 101)).collect();
        let set = vectors(40, &values);
        let trace = Normal::of(&set, "real set").unwrap().trace;
        let value = frechet_distance(&set, &set).unwrap();
        assert!(0.0 <= value && value <= 1e-9 * 2.0 * trace, "{value} beside {trace}");
    }

    #[test]
    fn points_are_at_the_squared_distance_of_their_places() {
        let value = frechet_distance(
            &vectors(2, &[1.0, 1.0, 1.0, 1.0]),
            &vectors(2, &[4.0, 5.0, 4.0, 5.0]),
        );
        assert_eq!(value, Ok(25.0));
    }

    #[test]
    fn one_sample_has_no_covariance() {
        let value = frechet_distance(&vectors(1, &[0.0, 2.0]), &vectors(1, &[3.0]));
        let few = Error::TooFewSamples { input: "synthetic set", given: 1, least: 2 };
        assert_eq!(value, Err(few));
    }
}
