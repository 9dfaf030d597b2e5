//! Another rate for a signal: a windowed sinc.

use std::f64::consts::PI;

/// Of the lower rate, what stays below.
pub(crate) const KEPT: f64 = 0.45;
/// How far the kernel reaches, in values of the lower rate.
const REACH: f64 = 24.0;
/// The shape of the Kaiser window: what is taken away is 80 dB down.
const BETA: f64 = 8.0;

/// Returns one channel at another rate, without what lies above 0.45 of the lower of both.
///
/// The kernel has one shape in seconds, whatever the rate of the input: signals of the lower rate
/// lose as much as those that come from a higher one, or else what is lost would tell. At
/// the ends the kernel is cut and its weights are brought to 1 again. A value is missing where
/// the nearest one is; elsewhere, gaps do not count.
///
/// # Source
///
/// J. F. Kaiser, "Nonrecursive digital filter design using the I₀-sinh window function", ISCAS 1974; R. E.
/// Crochiere and L. R. Rabiner, "Multirate Digital Signal Processing", Prentice Hall, 1983, chapter 2.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places lie within the signal"
)]
pub(crate) fn at_rate(values: &[f64], from_hz: f64, to_hz: f64) -> Vec<f64> {
    let lower = from_hz.min(to_hz);
    let (cut, reach) = (KEPT * lower, REACH / lower);
    let n = n_at_rate(values.len(), from_hz, to_hz);
    let last = values.len() - 1;
    let at_time = |time: f64| {
        let middle = time * from_hz;
        if !values[(middle.round() as usize).min(last)].is_finite() {
            return f64::NAN;
        }
        let first = (middle - reach * from_hz).ceil().max(0.0) as usize;
        let end = ((middle + reach * from_hz).floor() as usize).min(last);
        let (mut sum, mut weights) = (0.0, 0.0);
        for (at, value) in values.iter().enumerate().take(end + 1).skip(first) {
            if value.is_finite() {
                let away = at as f64 / from_hz - time;
                let weight = sinc(2.0 * cut * away) * kaiser(away / reach);
                sum += weight * value;
                weights += weight;
            }
        }
        sum / weights
    };
    (0..n).map(|at| at_time(at as f64 / to_hz)).collect()
}

/// Returns how many values there are at another rate.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length times a ratio of rates"
)]
pub(crate) fn n_at_rate(n: usize, from_hz: f64, to_hz: f64) -> usize {
    // A hair more, so that a whole number does not become the one below it.
    ((n as f64 * to_hz / from_hz + 1e-9).floor() as usize).max(1)
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-12 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

/// Returns the window at −1 to 1; outside of it there is nothing.
fn kaiser(x: f64) -> f64 {
    if 1.0 < x.abs() { 0.0 } else { bessel(BETA * (1.0 - x * x).sqrt()) / bessel(BETA) }
}

/// Returns the modified Bessel function of the first kind and order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..64 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
        if term < 1e-16 * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(hz: f64, rate: f64, n: usize) -> Vec<f64> {
        (0..n).map(|at| (2.0 * PI * hz * at as f64 / rate).sin()).collect()
    }

    #[test]
    fn a_slow_wave_stays_the_same_wave_and_a_fast_one_goes() {
        let (found, wanted) =
            (at_rate(&wave(10.0, 500.0, 2000), 500.0, 360.0), wave(10.0, 360.0, 1440));
        assert_eq!(found.len(), 1440);
        for at in 100..1340 {
            assert!((found[at] - wanted[at]).abs() < 1e-3, "{at}");
        }
        // 200 Hz would come back as 160 Hz if it were not taken away.
        let gone = at_rate(&wave(200.0, 500.0, 2000), 500.0, 360.0);
        assert!(gone[100..1340].iter().all(|value| value.abs() < 2e-3));
        // And what already has the rate loses the same: 175 Hz are beyond 0.45 of 360.
        let gone = at_rate(&wave(178.0, 360.0, 1440), 360.0, 360.0);
        assert!(gone[100..1340].iter().all(|value| value.abs() < 0.02));
    }

    #[test]
    fn a_level_stays_to_the_ends_and_gaps_stay_gaps() {
        let found = at_rate(&[2.0; 50], 500.0, 250.0);
        assert!(found.len() == 25 && found.iter().all(|value| (value - 2.0).abs() < 1e-12));
        let mut gap = vec![2.0; 50];
        gap[10] = f64::NAN;
        let found = at_rate(&gap, 500.0, 250.0);
        assert!(found[5].is_nan() && found.iter().filter(|value| value.is_nan()).count() == 1);
    }

    #[test]
    fn the_bessel_function_is_that_of_tables() {
        // Abramowitz and Stegun, table 9.8: I₀(1) = 1.266 065 878, I₀(5) = 27.239 871 8.
        assert!((bessel(1.0) - 1.266_065_878).abs() < 1e-9);
        assert!((bessel(5.0) - 27.239_871_8).abs() < 1e-6);
    }
}
