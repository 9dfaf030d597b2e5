//! Spectral Wasserstein distance: how far the spectra of one set have to be moved to be another's.

use std::f64::consts::TAU;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;
use samples::{Modality, Signal, Vectors};

use crate::parameter::{auto, whole_auto};
use crate::transport::transport;
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, SetOutcome, SignalSets, Unit,
};

/// See [`spectral_wasserstein_distance`].
pub const METRIC: Metric = Metric {
    id: "spectral_wasserstein_distance",
    version: 1,
    title: "Spectral Wasserstein distance",
    modalities: &[Modality::Signal],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[
        auto(
            "rate_hz",
            [1e-6, 1e9],
            "Values of a channel in a second; without it the rate that the signal states.",
        ),
        whole_auto(
            "segment",
            [2.0, 1e7],
            "Values in a segment of Welch's method; without it four seconds, or the whole signal when that is shorter.",
        ),
    ],
    interval: IntervalKind::None(
        "optimal transport matches whole sets; resampling one of them shifts the distance",
    ),
    instances: None,
    source: "C. Villani, Optimal Transport, 2009; P. D. Welch, IEEE Trans. Audio Electroacoust. 15(2), 1967, 70–73",
    page: include_str!("../../../docs/metrics/spectral_wasserstein_distance.md"),
    compute: Compute::SignalSets(SignalSets { vector: spectra, compare }),
};

/// The most samples of a set: the plan of transport takes the cube of it.
const MOST: usize = 3000;

/// Returns the spectra of a signal's channels, one after the other.
fn spectra(signal: &Signal, parameters: &Parameters) -> Result<Vec<f64>> {
    let rate = parameters.number("rate_hz").or(signal.rate_hz()).ok_or(Error::RateUnknown)?;
    if signal.values().iter().any(|value| !value.is_finite()) {
        return Err(Error::NotFinite { input: "signal" });
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are positive and bounded by the length"
    )]
    let segment = parameters.number("segment").unwrap_or(4.0 * rate).floor().max(1.0) as usize;
    let segment = segment.min(signal.length());
    if segment < 2 {
        return Err(Error::TooShort { given: signal.length(), least: 2 });
    }
    let n_channels = signal.channels().len();
    let mut all = vec![n_channels as f64];
    for at in 0..n_channels {
        all.extend(welch(signal.channel(at), rate, segment));
    }
    Ok(all)
}

/// Returns the power spectral density by Welch's method.
///
/// Segments overlap by half, each loses its mean, no taper is applied; densities are one-sided and
/// averaged over the segments.
///
/// # Input
///
/// * `values`: finite, at least `segment` of them.
/// * `rate`: values in a second.
///
/// # Value
///
/// `segment / 2 + 1` densities from 0 to half the rate, in squared units per hertz.
///
/// # Source
///
/// P. D. Welch, IEEE Transactions on Audio and Electroacoustics 15(2), 1967, 70–73.
pub fn welch(values: &[f64], rate: f64, segment: usize) -> Vec<f64> {
    let plan = FftPlanner::new().plan_fft_forward(segment);
    let n_bins = segment / 2 + 1;
    let mut density = vec![0.0; n_bins];
    let step = segment - segment / 2;
    let mut n_segments = 0.0;
    let mut wave = vec![Complex::new(0.0, 0.0); segment];
    for start in (0..=values.len() - segment).step_by(step) {
        let part = &values[start..start + segment];
        let mean = part.iter().sum::<f64>() / segment as f64;
        for (place, value) in wave.iter_mut().zip(part) {
            *place = Complex::new(value - mean, 0.0);
        }
        plan.process(&mut wave);
        for (sum, bin) in density.iter_mut().zip(&wave) {
            *sum += bin.norm_sqr();
        }
        n_segments += 1.0;
    }
    let scale = 1.0 / (rate * segment as f64 * n_segments);
    for (bin, power) in density.iter_mut().enumerate() {
        // Each frequency but the first, and the last of an even segment, stands for its negative, too.
        let single = bin == 0 || (segment.is_multiple_of(2) && bin == n_bins - 1);
        *power *= if single { scale } else { 2.0 * scale };
    }
    density
}

/// Returns the mean over channels of the optimal transport between two sets of spectra.
///
/// The cost of moving one spectrum to another is their Euclidean distance; every signal of a set has
/// the same weight, and the plan is exact.
///
/// # Input
///
/// Rows of equal layout: the number of channels, then the channels' spectra.
///
/// # Value
///
/// 0 for equal sets, and above; in squared units per hertz, so that it grows with the square of the
/// amplitude. Symmetric.
///
/// # Errors
///
/// [`Error::DimensionMismatch`] when channels or spectra differ in number, [`Error::TooManySamples`].
///
/// # Source
///
/// C. Villani, "Optimal Transport: Old and New", Springer, 2009: the first Wasserstein distance.
pub fn spectral_wasserstein_distance(real: &Vectors, synthetic: &Vectors) -> Result<SetOutcome> {
    let shape = |set: &Vectors| (set.d(), set.row(0)[0].to_bits());
    if shape(real) != shape(synthetic) {
        return Err(Error::DimensionMismatch { left: real.d(), right: synthetic.d() });
    }
    for (input, set) in [("real set", real), ("synthetic set", synthetic)] {
        if MOST < set.n() {
            return Err(Error::TooManySamples { input, given: set.n(), most: MOST });
        }
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of channels was written there"
    )]
    let n_channels = real.row(0)[0] as usize;
    let n_bins = (real.d() - 1) / n_channels;
    let mut sum = 0.0;
    for channel in 0..n_channels {
        let spectrum = |set: &'_ Vectors, row: usize| -> Vec<f64> {
            set.row(row)[1 + channel * n_bins..1 + (channel + 1) * n_bins].to_vec()
        };
        let cost = |a: usize, b: usize| {
            let (a, b) = (spectrum(real, a), spectrum(synthetic, b));
            a.iter().zip(&b).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
        };
        sum += transport(real.n(), synthetic.n(), &cost);
    }
    let value = sum / n_channels as f64;
    Ok(SetOutcome { value, real: None, synthetic: None, mean_of: None })
}

fn compare(real: &Vectors, synthetic: &Vectors, _: &Parameters) -> Result<SetOutcome> {
    spectral_wasserstein_distance(real, synthetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_has_its_power_at_its_frequency() {
        // Parseval by hand: a sine of amplitude 2 has the power 2; density · width of a bin = 2.
        let (rate, n) = (100.0, 400);
        let values: Vec<f64> =
            (0..n).map(|at| 2.0 * (TAU * 5.0 * f64::from(at) / rate).sin()).collect();
        let density = welch(&values, rate, 100);
        assert_eq!(density.len(), 51);
        assert!((density[5] - 2.0).abs() < 1e-12, "bins are 1 Hz wide: {}", density[5]);
        assert!(density.iter().sum::<f64>() - density[5] < 1e-12, "and nothing is elsewhere");
    }
}
