//! The density of numbers on a grid, smoothed by normal kernels.
//!
//! A kernel at distance `δ + kΔ` of a grid point, where δ reaches to the point nearest to its
//! sample and k counts steps of width Δ, is `exp(−δ²/2h²) · exp(−δkΔ/h²) · exp(−k²Δ²/2h²)`.
//! The first factor belongs to the sample, the last to the grid, and the one between is
//! a short power series in δ when kernels are wide: then the samples near a grid point
//! enter by a few sums of powers, once. Narrow kernels reach few points; these are visited
//! one by one, each from the last by two products.

/// The powers in the series; the next one is below 1e-16 of a kernel's peak.
const POWERS: usize = 18;
/// Kernels are wide when the grid has no larger steps than this, in units of their width.
const WIDE: f64 = 0.5;
/// What is smaller than this part of a kernel's peak is nothing.
const NOTHING: f64 = 1e-30;
/// Beyond so many steps to a kernel's width, a kernel is a point.
const A_POINT: f64 = 1e8;

/// Returns the weights of `n` points from 0 to 1, which add up to 1.
///
/// The kernels' width is the standard deviation times `n^(−1/5)`, as D. W. Scott proposed.
/// Where all kernels are so narrow that they miss every point, each sample counts for the
/// point nearest to it.
///
/// # Input
///
/// `values`: numbers from 0 to 1.
///
/// # Value
///
/// `None` when the values are all equal.
pub(crate) fn on_grid(values: &[f64], n: usize) -> Option<Vec<f64>> {
    let width = width(values)?;
    let step = 1.0 / (n - 1) as f64;
    let mut weights = match step / width {
        points if A_POINT < points => vec![0.0; n],
        wide if wide <= WIDE => by_powers(values, n, wide),
        narrow => by_steps(values, n, narrow),
    };
    if weights.iter().sum::<f64>() <= 0.0 {
        for &value in values {
            weights[nearest(value, n).0] += 1.0;
        }
    }
    let total: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= total;
    }
    Some(weights)
}

/// Returns the width of the kernels.
fn width(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let width = (squares / (n - 1.0)).sqrt() * n.powf(-0.2);
    // Without NaN, which comes of a single value.
    (0.0 < width).then_some(width)
}

/// Returns the grid point nearest to a value, and how far beyond it the value is, in steps.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values are 0 to 1, and a grid is small"
)]
fn nearest(value: f64, n: usize) -> (usize, f64) {
    let place = value * (n - 1) as f64;
    let point = place.round();
    (point as usize, place - point)
}

/// `steps` is the grid's step in widths of a kernel.
fn by_powers(values: &[f64], n: usize, steps: f64) -> Vec<f64> {
    let mut sums = vec![[0.0; POWERS]; n];
    for &value in values {
        let (point, beyond) = nearest(value, n);
        let mut power = (-0.5 * (beyond * steps).powi(2)).exp();
        for sum in &mut sums[point] {
            *sum += power;
            power *= beyond;
        }
    }
    // The far factor of k steps, and k Δ²/h², whose powers the series has.
    let far: Vec<[f64; 2]> = (0..n)
        .map(|k| k as f64 * steps)
        .map(|widths| [(-0.5 * widths * widths).exp(), widths * steps])
        .take_while(|[far, _]| NOTHING < *far)
        .collect();
    let mut weights = vec![0.0; n];
    for (point, sums) in sums.iter().enumerate() {
        if sums[0] <= 0.0 {
            continue;
        }
        for (k, &[far, rate]) in far.iter().enumerate() {
            if let Some(weight) = weights.get_mut(point + k) {
                *weight += far * series(sums, rate);
            }
            if 0 < k && k <= point {
                weights[point - k] += far * series(sums, -rate);
            }
        }
    }
    weights
}

/// Returns `Σ sums[p] · rate^p / p!`.
fn series(sums: &[f64; POWERS], rate: f64) -> f64 {
    let mut value = 0.0;
    for (power, sum) in sums.iter().enumerate().rev() {
        value = sum + value * rate / (power + 1) as f64;
    }
    value
}

/// `steps` is the grid's step in widths of a kernel.
fn by_steps(values: &[f64], n: usize, steps: f64) -> Vec<f64> {
    let mut weights = vec![0.0; n];
    // Each kernel is the last times a ratio, and that ratio falls by this from step to step.
    let fall = (-steps * steps).exp();
    for &value in values {
        let (point, beyond) = nearest(value, n);
        let peak = (-0.5 * (beyond * steps).powi(2)).exp();
        weights[point] += peak;
        let ratio = |beyond: f64| ((beyond - 0.5) * steps * steps).exp();
        let spread = |weights: &mut dyn Iterator<Item = &mut f64>, mut ratio: f64| {
            let mut kernel = peak;
            for weight in weights {
                kernel *= ratio;
                if kernel <= NOTHING * peak {
                    break;
                }
                ratio *= fall;
                *weight += kernel;
            }
        };
        let (below, above) = weights.split_at_mut(point);
        spread(&mut above.iter_mut().skip(1), ratio(beyond));
        spread(&mut below.iter_mut().rev(), ratio(-beyond));
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by its definition.
    fn plain(values: &[f64], n: usize) -> Vec<f64> {
        let width = width(values).expect("they vary");
        let at = |point: usize| point as f64 / (n - 1) as f64;
        let kernel = |x: f64| (-0.5 * (x / width).powi(2)).exp();
        let sum = |point| values.iter().map(|value| kernel(value - at(point))).sum::<f64>();
        let weights: Vec<f64> = (0..n).map(sum).collect();
        let total: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / total).collect()
    }

    #[test]
    fn both_ways_give_what_the_definition_gives() {
        for power in [1, 2, 8, 40] {
            // Higher powers crowd at 0, which makes the kernels narrow.
            let values: Vec<f64> =
                (0..=200).map(|at| (f64::from(at) / 200.0).powi(power)).collect();
            for n in [300, 20, 3] {
                let (fast, plain) = (on_grid(&values, n).unwrap(), plain(&values, n));
                for (point, (fast, plain)) in fast.iter().zip(&plain).enumerate() {
                    let off = (fast - plain).abs();
                    assert!(off < 1e-15, "{power} {n} at {point}: {fast} is not {plain}");
                }
            }
        }
    }

    #[test]
    fn kernels_that_miss_every_point_count_for_the_nearest() {
        let weights = on_grid(&[0.0051, 0.0051, 0.0051 + 1e-14], 101).unwrap();
        assert!((weights[1] - 1.0).abs() < 1e-15, "{weights:?}");
        assert_eq!(on_grid(&[0.5, 0.5], 101), None);
        assert_eq!(on_grid(&[0.5], 101), None);
    }
}
