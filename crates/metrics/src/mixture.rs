//! Mixtures of Gaussians, fitted by expectation and maximisation.

use std::f64::consts::TAU;

use faer::{Mat, MatRef, Par};
use rayon::prelude::*;
use samples::Vectors;

use crate::cholesky::{inverse_of_lower, lower_root};
use crate::distance::fastest;
use crate::exponential::exp;
use crate::k_means::k_means;
use crate::pooled::Pooled;
use crate::strips::lower_products;
use crate::{Error, Result};

/// Whether the dimensions of a Gaussian may go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Full,
    Diagonal,
}

/// Added to each variance, so that no Gaussian is narrower.
const LEAST_VARIANCE: f64 = 1e-6;
/// The fit ends when the mean log-density of a round differs by less from that of the one before.
const STILL: f64 = 1e-3;
/// The most rounds of a fit.
const ROUNDS: usize = 100;
/// A sample whose part of a component is below this adds nothing to it.
const NOTHING: f64 = 1e-100;
/// Rows of a block, which one thread looks at.
const BLOCK: usize = 256;
/// Columns that are made at once of a triangular matrix.
const STRIP: usize = 128;

/// A mixture of Gaussians around an origin near their middle.
pub(crate) struct Mixture {
    origin: Vec<f64>,
    components: Vec<Component>,
}

struct Component {
    /// The logarithm of its share.
    log_weight: f64,
    mean: Vec<f64>,
    /// What makes its samples a standard normal: the inverse of the covariance's triangular root, row by row,
    /// or 1 over the standard deviations.
    whitener: Vec<f64>,
    /// The whitened mean.
    white_mean: Vec<f64>,
    /// The logarithm of the whitener's determinant.
    log_determinant: f64,
    shape: Shape,
}

impl Mixture {
    /// Fits a mixture to rows of a set, which begins at the clusters of their means.
    ///
    /// Returns the log-density of each row, too, which tells when the fit ends.
    ///
    /// # Source
    ///
    /// A. P. Dempster et al., Journal of the Royal Statistical Society B 39, 1977, 1–38.
    pub(crate) fn fitted(
        set: &Vectors,
        order: &[usize],
        n_components: usize,
        shape: Shape,
        seed: u64,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Result<(Self, Vec<f64>)> {
        let (n, d) = (set.n(), set.d());
        let origin = middle(set, order);
        let rows = moved(set, order, &origin);
        let pooled = Pooled::new(&[(set, order)])?;
        let labels = k_means(&pooled, n_components, 1, seed, go_on)?.remove(0);
        let mut parts = vec![0.0; n * n_components];
        for (row, label) in labels.into_iter().enumerate() {
            parts[row * n_components + label as usize] = 1.0;
        }
        let mut before = f64::NEG_INFINITY;
        let mut mixture = Mixture { origin, components: Vec::new() };
        let mut densities = Vec::new();
        for _ in 0..ROUNDS {
            let moments: Vec<Moments> = (0..n_components)
                .filter_map(|at| Moments::of_parts(&rows, d, &parts, at, n_components, shape))
                .collect();
            let components: Vec<Result<Component>> =
                moments.into_par_iter().map(Moments::component).collect();
            mixture.components = components.into_iter().collect::<Result<_>>()?;
            if !go_on() {
                return Err(Error::Stopped);
            }
            // Components without a sample are gone, and their parts with them.
            let n_left = mixture.components.len();
            (densities, parts) = mixture.densities_and_parts(&rows);
            let likelihood = densities.iter().sum::<f64>() / n as f64;
            if 1 < n_left && !likelihood.is_finite() {
                return Err(Error::TooLarge);
            }
            if n_left == 1 || (likelihood - before).abs() < STILL {
                break;
            }
            before = likelihood;
            if n_left < n_components {
                parts = widened(&parts, n_left, n_components);
            }
        }
        Ok((mixture, densities))
    }

    /// Returns the log-density of each row, in this order.
    pub(crate) fn log_densities(&self, set: &Vectors, order: &[usize]) -> Vec<f64> {
        self.densities_and_parts(&moved(set, order, &self.origin)).0
    }

    /// Returns the log-density of each row, and its parts of the components, row by row.
    fn densities_and_parts(&self, rows: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut parts = self.log_parts(rows);
        let densities = parts.chunks_exact_mut(self.components.len()).map(to_parts).collect();
        (densities, parts)
    }

    /// Returns the logarithm of the weighted density of each row under each component, row by row.
    fn log_parts(&self, rows: &[f64]) -> Vec<f64> {
        let (d, k) = (self.origin.len(), self.components.len());
        let mut logs = vec![0.0; rows.len() / d * k];
        let blocks = logs.par_chunks_mut(BLOCK * k).zip(rows.par_chunks(BLOCK * d));
        blocks.for_each_init(Vec::new, |room, (logs, rows)| {
            for (at, component) in self.components.iter().enumerate() {
                component.log_densities(rows, logs.iter_mut().skip(at).step_by(k), room);
            }
        });
        logs
    }
}

/// Turns logarithms into parts that sum to 1; returns the logarithm of their sum.
fn to_parts(logs: &mut [f64]) -> f64 {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logs.iter().map(|log| exp(log - most)).sum();
    let total = most + sum.ln();
    for log in logs.iter_mut() {
        *log = exp(*log - total);
    }
    total
}

/// Gives the parts of fewer components as many places as before; those at the end are 0.
fn widened(parts: &[f64], n: usize, places: usize) -> Vec<f64> {
    let blank = vec![0.0; places - n];
    parts.chunks_exact(n).flat_map(|parts| [parts, &blank].concat()).collect()
}

/// Returns the mean of rows, each divided before it is added.
fn middle(set: &Vectors, order: &[usize]) -> Vec<f64> {
    let mut middle = vec![0.0; set.d()];
    for &row in order {
        let n = order.len() as f64;
        middle.iter_mut().zip(set.row(row)).for_each(|(sum, value)| *sum += value / n);
    }
    middle
}

fn moved(set: &Vectors, order: &[usize], origin: &[f64]) -> Vec<f64> {
    let row = |&row: &usize| set.row(row).iter().zip(origin).map(|(value, origin)| value - origin);
    order.iter().flat_map(row).collect()
}

/// What a component's samples say of it.
struct Moments {
    log_weight: f64,
    mean: Vec<f64>,
    spread: Spread,
}

enum Spread {
    /// The lower triangle of the covariance.
    Full(Mat<f64>),
    /// The variance of each dimension.
    Diagonal(Vec<f64>),
}

impl Moments {
    /// Takes those of component `at` from the parts that rows have in it; nothing when they have none.
    fn of_parts(
        rows: &[f64],
        d: usize,
        parts: &[f64],
        at: usize,
        n_components: usize,
        shape: Shape,
    ) -> Option<Self> {
        let part = |row: usize| parts[row * n_components + at];
        let n = rows.len() / d;
        let own: Vec<usize> = (0..n).filter(|&row| NOTHING < part(row)).collect();
        let weight: f64 = own.iter().map(|&row| part(row)).sum();
        if weight <= f64::EPSILON {
            return None;
        }
        let mut mean = vec![0.0; d];
        for &row in &own {
            let values = &rows[row * d..(row + 1) * d];
            mean.iter_mut().zip(values).for_each(|(sum, v)| *sum += part(row) * v);
        }
        for sum in &mut mean {
            *sum /= weight;
        }
        let log_weight = (weight / n as f64).ln();
        if shape == Shape::Diagonal {
            let mut variance = vec![0.0; d];
            for &row in &own {
                for ((sum, v), m) in
                    variance.iter_mut().zip(&rows[row * d..(row + 1) * d]).zip(&mean)
                {
                    *sum += part(row) * (v - m) * (v - m);
                }
            }
            for sum in &mut variance {
                *sum /= weight;
            }
            return Some(Moments { log_weight, mean, spread: Spread::Diagonal(variance) });
        }
        // One column of rows for each dimension, so that products of them are the covariance.
        let mut columns = vec![0.0; own.len() * d];
        let n_own = own.len();
        columns.par_chunks_mut(n_own * STRIP).enumerate().for_each(|(strip, columns)| {
            for (place, &row) in own.iter().enumerate() {
                let root = (part(row) / weight).sqrt();
                for (at, column) in columns.chunks_exact_mut(n_own).enumerate() {
                    let at = strip * STRIP + at;
                    column[place] = root * (rows[row * d + at] - mean[at]);
                }
            }
        });
        let spread = Spread::Full(lower_products(&columns, n_own));
        Some(Moments { log_weight, mean, spread })
    }

    /// Returns the component that has them, with the least variance added.
    fn component(self) -> Result<Component> {
        let Moments { log_weight, mean, spread } = self;
        let (whitener, shape) = match spread {
            Spread::Full(covariance) => (inverse_root(covariance, mean.len())?, Shape::Full),
            Spread::Diagonal(variance) => {
                let of = |variance: &f64| 1.0 / (variance + LEAST_VARIANCE).sqrt();
                (variance.iter().map(of).collect(), Shape::Diagonal)
            }
        };
        Ok(Component::new(log_weight, mean, whitener, shape))
    }
}

impl Component {
    fn new(log_weight: f64, mean: Vec<f64>, whitener: Vec<f64>, shape: Shape) -> Self {
        let d = mean.len();
        let diagonal = |at: usize| match shape {
            Shape::Full => whitener[at * d + at],
            Shape::Diagonal => whitener[at],
        };
        let log_determinant = (0..d).map(|at| diagonal(at).ln()).sum();
        let white_mean = match shape {
            Shape::Full => {
                let of_row = |row: &[f64]| row.iter().zip(&mean).map(|(w, m)| w * m).sum();
                whitener.chunks_exact(d).map(of_row).collect()
            }
            Shape::Diagonal => Vec::new(),
        };
        Component { log_weight, mean, whitener, white_mean, log_determinant, shape }
    }

    /// Puts the logarithms of the weighted densities of rows into their places.
    fn log_densities<'a>(
        &self,
        rows: &[f64],
        logs: impl Iterator<Item = &'a mut f64>,
        room: &mut Vec<f64>,
    ) {
        let d = self.mean.len();
        let n = rows.len() / d;
        let mut squares = vec![0.0; n];
        match self.shape {
            Shape::Diagonal => fastest(|| {
                for (square, row) in squares.iter_mut().zip(rows.chunks_exact(d)) {
                    *square = lanes(row, &self.mean, &self.whitener, |v, m, w| (v - m) * w);
                }
            }),
            Shape::Full => {
                room.resize(n * STRIP, 0.0);
                for first in (0..d).step_by(STRIP) {
                    let end = (first + STRIP).min(d);
                    let white = &mut room[..n * (end - first)];
                    // The whitener is triangular: its rows are 0 from their own end on.
                    strip_products(rows, &self.whitener[first * d..end * d], d, end, white);
                    let means = &self.white_mean[first..end];
                    fastest(|| {
                        for (square, white) in
                            squares.iter_mut().zip(white.chunks_exact(end - first))
                        {
                            *square += lanes(white, means, means, |v, m, _| v - m);
                        }
                    });
                }
            }
        }
        let top = self.log_weight + self.log_determinant - 0.5 * d as f64 * TAU.ln();
        for (log, square) in logs.zip(squares) {
            *log = top - 0.5 * square;
        }
    }
}

/// Sums squares in eight independent lanes, which processors do side by side.
#[inline(always)]
fn lanes(a: &[f64], b: &[f64], c: &[f64], of: impl Fn(f64, f64, f64) -> f64) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    let (c_chunks, c_rest) = c.as_chunks::<LANES>();
    for ((a, b), c) in a_chunks.iter().zip(b_chunks).zip(c_chunks) {
        for lane in 0..LANES {
            let value = of(a[lane], b[lane], c[lane]);
            sums[lane] += value * value;
        }
    }
    for (sum, ((&a, &b), &c)) in sums.iter_mut().zip(a_rest.iter().zip(b_rest).zip(c_rest)) {
        let value = of(a, b, c);
        *sum += value * value;
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

/// Puts the products of rows with some rows of a triangular matrix, up to `end`, into `white`.
fn strip_products(rows: &[f64], strip: &[f64], d: usize, end: usize, white: &mut [f64]) {
    let (n, m) = (rows.len() / d, strip.len() / d);
    let part = |values, n| MatRef::from_row_major_slice(values, n, d).subcols(0, end);
    faer::linalg::matmul::matmul(
        faer::MatMut::from_row_major_slice_mut(white, n, m),
        faer::Accum::Replace,
        part(rows, n),
        part(strip, m).transpose(),
        1.0,
        Par::Seq,
    );
}

/// Returns the inverse of the triangular root of a covariance with the least variance added, row by row.
fn inverse_root(mut covariance: Mat<f64>, d: usize) -> Result<Vec<f64>> {
    for at in 0..d {
        covariance[(at, at)] += LEAST_VARIANCE;
    }
    if !(0..d).all(|at| covariance[(at, at)].is_finite()) {
        return Err(Error::TooLarge);
    }
    let root = lower_root(covariance).ok_or(Error::NoDecomposition)?;
    let inverse = inverse_of_lower(&root);
    Ok((0..d)
        .flat_map(|row| (0..d).map(move |column| (row, column)))
        .map(|(row, column)| if column <= row { inverse[(row, column)] } else { 0.0 })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups of three dimensions, with 300 rows.
    fn groups() -> Vectors {
        let mut chance = crate::chance::Chance::new(4, 0);
        let values = (0..300).flat_map(|row| {
            let near = |_| (0..12).map(|_| chance.share()).sum::<f64>() - 6.0;
            let [a, b, c] = [0, 1, 2].map(near);
            let shift = if row % 3 == 0 { 9.0 } else { 0.0 };
            [a + shift, 0.5 * a + b, 2.0 * c]
        });
        Vectors::new(300, 3, values.collect()).unwrap()
    }

    #[test]
    #[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
    fn groups_that_lie_apart_are_a_component_each() {
        let set = groups();
        let order: Vec<usize> = (0..300).collect();
        let (mixture, logs) = Mixture::fitted(&set, &order, 2, Shape::Full, 1, &|| true).unwrap();
        assert_eq!(logs, mixture.log_densities(&set, &order));
        // By the formula, from the means and covariances of the groups as they were made.
        for group in [0, 1] {
            let own: Vec<usize> = (0..300).filter(|row| (row % 3 == 0) == (group == 0)).collect();
            let n = own.len() as f64;
            let mean = |j: usize| own.iter().map(|&row| set.row(row)[j]).sum::<f64>() / n;
            let means = [mean(0), mean(1), mean(2)];
            let covariance = Mat::from_fn(3, 3, |i, j| {
                let sum: f64 = own
                    .iter()
                    .map(|&row| (set.row(row)[i] - means[i]) * (set.row(row)[j] - means[j]))
                    .sum();
                sum / n + if i == j { LEAST_VARIANCE } else { 0.0 }
            });
            let l = lower_root(covariance).unwrap();
            let log_root: f64 = (0..3).map(|at| l[(at, at)].ln()).sum();
            for &row in &own {
                let [x, y, z] = [0, 1, 2].map(|j| set.row(row)[j] - means[j]);
                let a = x / l[(0, 0)];
                let b = (y - l[(1, 0)] * a) / l[(1, 1)];
                let c = (z - l[(2, 0)] * a - l[(2, 1)] * b) / l[(2, 2)];
                let square = a * a + b * b + c * c;
                let expected = (n / 300.0).ln() - log_root - 1.5 * TAU.ln() - 0.5 * square;
                assert!((logs[row] - expected).abs() < 0.05, "{row}: {} {expected}", logs[row]);
            }
        }
    }

    #[test]
    fn a_mixture_that_was_fitted_elsewhere_gives_the_densities_found_there() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/pymdma");
        let text = std::fs::read_to_string(folder.join("golden.json")).unwrap();
        let golden: serde_json::Value = serde_json::from_str(&text).unwrap();
        let list = |value: &serde_json::Value| -> Vec<f64> {
            value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
        };
        let mut n_cases = 0;
        for case in
            golden["cases"].as_array().unwrap().iter().filter(|case| case["metric"] == "GIQA")
        {
            let path = folder.join(case["inputs"]["fake"].as_str().unwrap());
            let bytes = std::fs::read(path).unwrap();
            let npy = npyz::NpyFile::new(&bytes[..]).unwrap();
            let columns = npy.shape()[1];
            let width = usize::try_from(columns).unwrap();
            let values: Vec<f64> = if npy.dtype().descr() == "'<f4'" {
                npy.into_vec::<f32>().unwrap().into_iter().map(f64::from).collect()
            } else {
                npy.into_vec().unwrap()
            };
            let d = case["inputs"]["columns"][1]
                .as_u64()
                .map_or(width, |d| usize::try_from(d).unwrap());
            let values: Vec<f64> =
                values.chunks_exact(width).flat_map(|row| row[..d].to_vec()).collect();
            let set = Vectors::new(values.len() / d, d, values).unwrap();
            let found = &case["intermediates"];
            let is_diagonal = case["init"]["covariance_type"] == "diag";
            let weights = list(&found["weights"]);
            let components = (0..weights.len())
                .map(|at| {
                    let mean = list(&found["means"][at]);
                    let covariance = &found["covariances"][at];
                    if is_diagonal {
                        let whitener = list(covariance).iter().map(|v| 1.0 / v.sqrt()).collect();
                        return Component::new(weights[at].ln(), mean, whitener, Shape::Diagonal);
                    }
                    let covariance = Mat::from_fn(d, d, |i, j| {
                        let value = covariance[i][j].as_f64().unwrap();
                        // What is added to each variance is in there already.
                        if i == j { value - LEAST_VARIANCE } else { value }
                    });
                    let whitener = inverse_root(covariance, d).unwrap();
                    Component::new(weights[at].ln(), mean, whitener, Shape::Full)
                })
                .collect();
            let mixture = Mixture { origin: vec![0.0; d], components };
            let order: Vec<usize> = (0..set.n()).collect();
            let logs = mixture.log_densities(&set, &order);
            for (ours, theirs) in logs.iter().zip(list(&found["log_density"])) {
                assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{ours} {theirs}");
            }
            n_cases += 1;
        }
        assert_eq!(n_cases, 4);
    }
}
