//! Spectral Wasserstein distance: how far the spectra of one set have to be moved to be another's.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustfft::Fft;
use rustfft::num_complex::Complex;
use samples::{Modality, Signal, Vectors};

use crate::all_distances::squared_distances;
use crate::fourier::plan;
use crate::instances::mean;
use crate::parameter::{auto, whole_auto};
use crate::transport::cheapest;
use crate::{
    Better, Compute, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameters, Range,
    Reference, Result, SetOutcome, SignalSets, Unit,
};

/// See [`spectral_wasserstein_distance`].
pub const METRIC: Metric = Metric {
    id: "spectral_wasserstein_distance",
    version: 2,
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
            "Values in a segment of Welch's method; without it four seconds but at least 16 values, or the whole signal when that is shorter.",
        ),
    ],
    interval: IntervalKind::None(
        "optimal transport matches whole sets; resampling one of them shifts the distance",
    ),
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "C. Villani, Optimal Transport, 2009; P. D. Welch, IEEE Trans. Audio Electroacoust. 15(2), 1967, 70–73",
    page: include_str!("../../../docs/metrics/spectral_wasserstein_distance.md"),
    compute: Compute::SignalSets(SignalSets { vector: spectra, compare }),
};

/// The most samples of a set: the costs of transport take the square of it.
const MOST: usize = 3000;
/// The fewest values of a segment when none is chosen, however slow the rate is.
const SHORTEST: f64 = 16.0;
/// What stands before the spectra in a vector: the number of channels, and the rate.
const HEAD: usize = 2;

/// Returns the number of a signal's channels, the rate, and the spectra, channel by channel.
///
/// # Errors
///
/// [`Error::RateUnknown`], [`Error::NotFinite`], [`Error::TooShort`] below two values,
/// [`Error::TooLarge`].
fn spectra(signal: &Signal, parameters: &Parameters) -> Result<Vec<f64>> {
    let rate = parameters.number("rate_hz").or(signal.rate_hz()).ok_or(Error::RateUnknown)?;
    if signal.values().iter().any(|value| !value.is_finite()) {
        return Err(Error::NotFinite { input: "signal" });
    }
    if signal.length() < 2 {
        return Err(Error::TooShort { given: signal.length(), least: 2 });
    }
    let chosen = parameters.number("segment").unwrap_or((4.0 * rate).max(SHORTEST));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are positive and bounded by the length"
    )]
    let segment = chosen.min(signal.length() as f64) as usize;
    let n_channels = signal.channels().len();
    let plan = plan(segment);
    let mut all = vec![n_channels as f64, rate];
    for at in 0..n_channels {
        all.extend(density(signal.channel(at), rate, plan.as_ref()));
    }
    if all.iter().any(|value| !value.is_finite()) {
        return Err(Error::TooLarge);
    }
    Ok(all)
}

/// Returns the power spectral density by Welch's method.
///
/// Segments overlap by half, each loses its mean, no taper is applied; densities are one-sided and
/// averaged over the segments. Values after the last whole segment are not looked at.
///
/// # Input
///
/// * `values`: finite, at least `segment` of them.
/// * `rate`: values in a second.
/// * `segment`: at least 1.
///
/// # Value
///
/// `segment / 2 + 1` densities from 0 to half the rate, in squared units per hertz.
///
/// # Source
///
/// P. D. Welch, IEEE Transactions on Audio and Electroacoustics 15(2), 1967, 70–73.
pub fn welch(values: &[f64], rate: f64, segment: usize) -> Vec<f64> {
    density(values, rate, plan(segment).as_ref())
}

/// See [`welch`]; the length of the plan is the segment's.
fn density(values: &[f64], rate: f64, plan: &dyn Fft<f64>) -> Vec<f64> {
    let segment = plan.len();
    let n_bins = segment / 2 + 1;
    let mut density = vec![0.0; n_bins];
    let step = segment - segment / 2;
    let mut n_segments = 0.0;
    let zero = Complex::new(0.0, 0.0);
    let (mut wave, mut scratch) = (vec![zero; segment], vec![zero; plan.get_inplace_scratch_len()]);
    let mut parts = values.windows(segment).step_by(step);
    while let Some(part) = parts.next() {
        // Two segments at once, one as real and one as imaginary parts: at a frequency and at its
        // negative both together have twice the power of the two.
        let other = parts.next();
        let levels = [Some(part), other].map(|part| part.map_or(0.0, mean));
        for (at, (place, value)) in wave.iter_mut().zip(part).enumerate() {
            let other = other.map_or(0.0, |part| part[at] - levels[1]);
            *place = Complex::new(value - levels[0], other);
        }
        plan.process_with_scratch(&mut wave, &mut scratch);
        for (bin, sum) in density.iter_mut().enumerate() {
            let negative = if bin == 0 { 0 } else { segment - bin };
            *sum += 0.5 * (wave[bin].norm_sqr() + wave[negative].norm_sqr());
        }
        n_segments += if other.is_some() { 2.0 } else { 1.0 };
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
/// Rows of equal layout: the number of channels, the rate, then the channels' spectra.
///
/// # Value
///
/// 0 for equal sets, and above; in squared units per hertz, so that it grows with the square of the
/// amplitude. Symmetric.
///
/// # Errors
///
/// [`Error::SignalsDiffer`] when channels, rates or spectra do, [`Error::TooManySamples`],
/// [`Error::NotFinite`], [`Error::Stopped`].
///
/// # Source
///
/// C. Villani, "Optimal Transport: Old and New", Springer, 2009: the first Wasserstein distance.
pub fn spectral_wasserstein_distance(
    real: &Vectors,
    synthetic: &Vectors,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let layout = Layout::of(real, 0);
    for (input, set) in [("real set", real), ("synthetic set", synthetic)] {
        let others = (0..set.n()).map(|row| Layout::of(set, row));
        if let Some(other) = others.into_iter().find(|other| *other != layout) {
            return Err(Error::SignalsDiffer { left: layout.words(), right: other.words() });
        }
        if MOST < set.n() {
            return Err(Error::TooManySamples { input, given: set.n(), most: MOST });
        }
        if set.values().iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
    }
    let (done, total) = (AtomicU64::new(0), layout.n_channels as u64);
    let of_channel = |channel: usize| {
        let places = layout.places(channel);
        let [rows, columns] = [real, synthetic].map(|set| -> Vec<&[f64]> {
            (0..set.n()).map(|row| &set.row(row)[places.clone()]).collect()
        });
        let mut costs = squared_distances(&rows, &columns);
        for cost in &mut costs {
            *cost = cost.sqrt();
        }
        let told = || go_on(done.load(Ordering::Relaxed), total);
        let cost = cheapest(real.n(), synthetic.n(), costs, &told).ok_or(Error::Stopped)?;
        done.fetch_add(1, Ordering::Relaxed);
        Ok(cost)
    };
    let channels: Result<Vec<f64>> =
        (0..layout.n_channels).into_par_iter().map(of_channel).collect();
    let value = mean(&channels?);
    if !value.is_finite() {
        return Err(Error::TooLarge);
    }
    Ok(SetOutcome::of(value))
}

/// How a row holds the spectra of a signal.
#[derive(Debug, PartialEq)]
struct Layout {
    n_channels: usize,
    rate: f64,
    n_bins: usize,
}

impl Layout {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of channels was written there; other numbers become one that is too small or too large"
    )]
    fn of(set: &Vectors, row: usize) -> Self {
        let head = set.row(row);
        let n_channels = (head[0] as usize).max(1);
        let rate = head.get(1).copied().unwrap_or_default();
        Layout { n_channels, rate, n_bins: set.d().saturating_sub(HEAD) / n_channels }
    }

    fn places(&self, channel: usize) -> std::ops::Range<usize> {
        HEAD + channel * self.n_bins..HEAD + (channel + 1) * self.n_bins
    }

    fn words(&self) -> String {
        let Layout { n_channels, rate, n_bins } = self;
        format!("{n_bins} frequencies at {rate} Hz, channels: {n_channels}")
    }
}

fn compare(
    real: &Vectors,
    synthetic: &Vectors,
    _: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    spectral_wasserstein_distance(real, synthetic, go_on)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use samples::Channel;

    use super::*;

    fn signal(n_channels: usize, rate: Option<f64>, values: &[f64]) -> Signal {
        let channels = vec![Channel::default(); n_channels].into();
        Signal::new(channels, rate, values.len() / n_channels, values.to_vec()).expect("a signal")
    }

    fn between(real: &[Signal], synthetic: &[Signal]) -> Result<f64> {
        let preset = Parameters::preset(&METRIC);
        let sets = SignalSets { vector: spectra, compare };
        sets.evaluate(real, synthetic, &preset).map(|outcome| outcome.value)
    }

    #[test]
    fn what_cannot_be_compared_is_a_reason() {
        let at = |rate| signal(1, Some(rate), &[1.0, 2.0, 4.0, 8.0]);
        let words = |text: &str| text.to_owned();
        let differ = |left, right| Err(Error::SignalsDiffer { left, right });
        assert_eq!(
            between(&[at(250.0)], &[at(250.0), at(500.0)]),
            differ(
                words("3 frequencies at 250 Hz, channels: 1"),
                words("3 frequencies at 500 Hz, channels: 1")
            )
        );
        let two = signal(2, Some(250.0), &[1.0, 2.0, 4.0, 8.0]);
        assert_eq!(
            between(&[two], &[at(250.0)]),
            differ(
                words("2 frequencies at 250 Hz, channels: 2"),
                words("3 frequencies at 250 Hz, channels: 1")
            )
        );
        let short = signal(1, Some(250.0), &[1.0, 2.0]);
        assert_eq!(
            between(&[at(250.0), short], &[at(250.0)]),
            differ(words("5 values to compare"), words("4 values to compare"))
        );
        let silent = signal(1, None, &[1.0, 2.0]);
        assert_eq!(between(&[silent], &[at(250.0)]), Err(Error::RateUnknown));
        let one = signal(1, Some(1.0), &[1.0]);
        assert_eq!(between(&[one], &[at(1.0)]), Err(Error::TooShort { given: 1, least: 2 }));
        let holed = signal(1, Some(1.0), &[1.0, f64::NAN]);
        assert_eq!(between(&[holed], &[at(1.0)]), Err(Error::NotFinite { input: "signal" }));
        let large = [signal(1, Some(1.0), &[1e200, -1e200])];
        assert_eq!(between(&large, &large), Err(Error::TooLarge));
        let none = Err(Error::TooFewSamples { input: "synthetic set", given: 0, least: 1 });
        assert_eq!(between(&[at(1.0)], &[]), none);
        let many = vec![at(1.0); MOST + 1];
        assert_eq!(
            between(&[at(1.0)], &many),
            Err(Error::TooManySamples { input: "synthetic set", given: MOST + 1, most: MOST })
        );
    }

    #[test]
    fn it_can_be_stopped() {
        let row =
            spectra(&signal(1, Some(4.0), &[1.0, 2.0, 4.0, 8.0]), &Parameters::preset(&METRIC));
        let set = SignalSets::gathered("real set", &[row.unwrap()]).unwrap();
        let stopped = spectral_wasserstein_distance(&set, &set, &|_, _| false);
        assert_eq!(stopped, Err(Error::Stopped));
    }

    #[test]
    fn a_slow_signal_has_segments_all_the_same() {
        let slow = [signal(1, Some(0.003), &[1.0, 2.0, 4.0, 8.0, 3.0])];
        assert_eq!(between(&slow, &slow), Ok(0.0), "four seconds hold no value");
    }

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
