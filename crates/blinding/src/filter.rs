//! Frequencies taken away, without a shift in time.

use std::f64::consts::PI;

use rustfft::num_complex::Complex;

use crate::spectrum::{filled, forward, inverse};

/// Returns a channel with each frequency multiplied by `gain`, which is given it in Hertz.
///
/// The signal is followed by its mirror image, so that its ends meet; gaps are bridged while it is
/// filtered, and are gaps again behind it.
pub(crate) fn filtered(values: &[f64], rate_hz: f64, gain: impl Fn(f64) -> f64) -> Vec<f64> {
    let bridged = filled(values);
    let n = 2 * bridged.len();
    let mut waves: Vec<Complex<f64>> =
        bridged.iter().chain(bridged.iter().rev()).map(|&value| Complex::new(value, 0.0)).collect();
    forward(n).process(&mut waves);
    for (at, wave) in waves.iter_mut().enumerate() {
        *wave *= gain(at.min(n - at) as f64 * rate_hz / n as f64) / n as f64;
    }
    inverse(n).process(&mut waves);
    let gap =
        |(value, wave): (&f64, &Complex<f64>)| if value.is_finite() { wave.re } else { f64::NAN };
    values.iter().zip(&waves).map(gap).collect()
}

/// Returns the gain of a band: 1 between its ends, and half a cosine down to nothing at half the lower
/// and at 1.15 times the upper one.
pub(crate) fn band(hz: f64, low_hz: Option<f64>, high_hz: Option<f64>) -> f64 {
    let low = low_hz.map_or(1.0, |low| rise(hz, low / 2.0, low));
    let high = high_hz.map_or(1.0, |high| 1.0 - rise(hz, high, 1.15 * high));
    low * high
}

/// Returns the gain of a notch: nothing within 2 Hz of the frequency, all of it from 4 Hz on.
pub(crate) fn notch(hz: f64, at_hz: f64) -> f64 {
    rise((hz - at_hz).abs(), 2.0, 4.0)
}

/// Rises from 0 at `from` to 1 at `to` by half a cosine.
fn rise(x: f64, from: f64, to: f64) -> f64 {
    0.5 - 0.5 * (PI * ((x - from) / (to - from)).clamp(0.0, 1.0)).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(hz: f64) -> Vec<f64> {
        // Whole and half waves, whose mirror image goes on smoothly.
        (0..1000).map(|at| (2.0 * PI * hz * (f64::from(at) + 0.5) / 500.0).cos()).collect()
    }

    fn largest(values: &[f64]) -> f64 {
        values.iter().fold(0.0, |most, value| most.max(value.abs()))
    }

    #[test]
    fn a_band_keeps_what_lies_within_and_nothing_else() {
        let keep =
            |hz: f64| largest(&filtered(&wave(hz), 500.0, |f| band(f, Some(1.0), Some(40.0))));
        // Values lie beside the crest, by half a value of 50: cos(0.02 π) is 0.998.
        assert!(keep(0.25) < 1e-9 && (keep(10.0) - 0.998).abs() < 1e-3 && keep(47.0) < 1e-9);
        let slow = filtered(&wave(2.0), 500.0, |f| band(f, None, Some(40.0)));
        assert!(slow.iter().zip(wave(2.0)).all(|(a, b)| (a - b).abs() < 1e-9), "no shift in time");
    }

    #[test]
    fn a_notch_takes_the_mains_and_gaps_stay() {
        let keep = |hz: f64| largest(&filtered(&wave(hz), 500.0, |f| notch(f, 50.0)));
        assert!(keep(50.0) < 1e-9 && keep(51.5) < 1e-9 && 0.99 < keep(55.0));
        let mut gap = wave(2.0);
        gap[7] = f64::NAN;
        assert!(filtered(&gap, 500.0, |_| 1.0)[7].is_nan());
    }
}
