//! How the power of a signal lies over its frequencies.

use std::cell::RefCell;
use std::f64::consts::PI;
use std::sync::Arc;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};

thread_local! {
    /// Plans are kept: a study has many signals of one length.
    static PLANNER: RefCell<FftPlanner<f64>> = RefCell::new(FftPlanner::new());
}

/// Returns the transform of so many values.
pub(crate) fn forward(length: usize) -> Arc<dyn Fft<f64>> {
    PLANNER.with_borrow_mut(|planner| planner.plan_fft_forward(length))
}

/// Returns the way back; it multiplies by the length.
pub(crate) fn inverse(length: usize) -> Arc<dyn Fft<f64>> {
    PLANNER.with_borrow_mut(|planner| planner.plan_fft_inverse(length))
}

/// The power of a signal at each frequency from 0 to half the rate.
pub(crate) struct Spectrum {
    power: Vec<f64>,
    /// Hertz from one frequency to the next.
    step_hz: f64,
}

impl Spectrum {
    /// Computes a periodogram with a Hann window, of what is left without the mean.
    ///
    /// # Source
    ///
    /// F. J. Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
    /// Proceedings of the IEEE 66(1), 1978.
    pub(crate) fn of(values: &[f64], rate_hz: f64) -> Self {
        let n = values.len();
        let mean = values.iter().sum::<f64>() / n as f64;
        let window = |at: usize| 0.5 - 0.5 * (2.0 * PI * at as f64 / n as f64).cos();
        let mut waves: Vec<Complex<f64>> = values
            .iter()
            .enumerate()
            .map(|(at, value)| Complex::new((value - mean) * window(at), 0.0))
            .collect();
        forward(n).process(&mut waves);
        let power = waves[..=n / 2].iter().map(Complex::norm_sqr).collect();
        Spectrum { power, step_hz: rate_hz / n as f64 }
    }

    /// Returns the frequency below which `share` of the power of the *changes* lies, in Hertz; nothing
    /// for a flat signal.
    ///
    /// Changes count and not values: the power of most signals is that of their slowest waves, and
    /// where a filter begins would not be seen.
    pub(crate) fn cutoff(&self, share: f64) -> Option<f64> {
        let of_changes = |at: usize| self.power[at] * (at as f64 * self.step_hz).powi(2);
        let all: f64 = (0..self.power.len()).map(of_changes).sum();
        if all <= 0.0 {
            return None;
        }
        let mut below = 0.0;
        let found = (0..self.power.len()).find(|&at| {
            below += of_changes(at);
            share * all <= below
        });
        found.map(|at| at as f64 * self.step_hz)
    }

    /// Returns the power around a frequency over that of its neighbours; nothing when the signal
    /// is too short or too slow for it.
    ///
    /// Mean power within 1 Hz over mean power from 4 to 8 Hz away. Of ratios below a tenth one is as
    /// empty as the other.
    pub(crate) fn line(&self, hz: f64) -> Option<f64> {
        let highest = self.power.len() as f64 * self.step_hz;
        if 0.5 < self.step_hz || highest < hz + 8.0 {
            return None;
        }
        let mean = |from: f64, to: f64| {
            let (mut sum, mut n) = (0.0, 0.0);
            for (at, power) in self.power.iter().enumerate() {
                let away = (at as f64 * self.step_hz - hz).abs();
                if from <= away && away <= to {
                    sum += power;
                    n += 1.0;
                }
            }
            if 0.0 < n { sum / n } else { 0.0 }
        };
        // Next to nothing is nothing: rounding must not look like a line.
        let nothing = 1e-9 * self.power.iter().sum::<f64>() / self.power.len() as f64;
        let (line, beside) = (mean(0.0, 1.0) + nothing, mean(4.0, 8.0) + nothing);
        (0.0 < beside).then(|| (line / beside).max(0.1))
    }
}

/// Returns values with their gaps filled by straight lines, and gaps at an end by the value next to
/// them; without any value, zeros.
pub(crate) fn filled(values: &[f64]) -> Vec<f64> {
    let mut filled = values.to_vec();
    let known: Vec<usize> = (0..values.len()).filter(|&at| values[at].is_finite()).collect();
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else {
        return vec![0.0; values.len()];
    };
    filled[..first].fill(values[first]);
    filled[last..].fill(values[last]);
    for pair in known.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        for (at, value) in filled.iter_mut().enumerate().take(to).skip(from + 1) {
            let share = (at - from) as f64 / (to - from) as f64;
            *value = values[from] + share * (values[to] - values[from]);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waves(parts: &[(f64, f64)], rate: f64, n: usize) -> Vec<f64> {
        (0..n)
            .map(|at| {
                let t = at as f64 / rate;
                parts.iter().map(|(hz, size)| size * (2.0 * PI * hz * t).sin()).sum()
            })
            .collect()
    }

    #[test]
    fn the_fastest_wave_ends_the_spectrum() {
        let spectrum = Spectrum::of(&waves(&[(5.0, 1.0), (40.0, 1.0)], 500.0, 5000), 500.0);
        let cutoff = spectrum.cutoff(0.999).unwrap();
        assert!((cutoff - 40.0).abs() < 0.3, "{cutoff}");
        assert_eq!(Spectrum::of(&[3.0; 64], 500.0).cutoff(0.999), None, "flat");
    }

    #[test]
    fn the_mains_stand_out_of_what_lies_beside_them() {
        // Waves of 1 beside the line, and of 3 on it: 9 times the power, over fewer frequencies.
        let parts = [(44.0, 1.0), (56.0, 1.0), (50.0, 3.0)];
        let spectrum = Spectrum::of(&waves(&parts, 500.0, 5000), 500.0);
        let (with, beside) = (spectrum.line(50.0).unwrap(), spectrum.line(60.0).unwrap());
        // 9 over 21 frequencies against 2 over 82: 17.6.
        assert!((with - 9.0 / 21.0 / (2.0 / 82.0)).abs() < 1.0, "{with}");
        assert!(beside <= 0.1, "{beside}");
        assert_eq!(Spectrum::of(&[1.0, 2.0], 500.0).line(50.0), None, "too short");
    }

    #[test]
    fn gaps_are_bridged() {
        let nan = f64::NAN;
        assert_eq!(filled(&[nan, 1.0, nan, nan, 4.0, nan]), [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]);
        assert_eq!(filled(&[nan, nan]), [0.0, 0.0]);
    }
}
