//! Spectral coherence: at which frequencies two signals go together.

use rustfft::num_complex::Complex;
use samples::{Modality, Signal};

use crate::comparable::alike;
use crate::fourier::plan;
use crate::instances::mean;
use crate::parameter::{auto, whole_auto};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`spectral_coherence`].
pub const METRIC: Metric = Metric {
    id: "spectral_coherence",
    version: 1,
    title: "Spectral coherence",
    modalities: &[Modality::Signal],
    reference: Reference::Instance,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[
        auto("high_hz", [0.0, 1e9], "The highest frequency that counts; without it half the rate."),
        auto("low_hz", [0.0, 1e9], "The lowest frequency that counts; without it 0."),
        auto(
            "rate_hz",
            [1e-6, 1e9],
            "Values of a channel in a second; without it the rate that the signals state.",
        ),
        whole_auto(
            "segment",
            [2.0, 1e7],
            "Values in a segment of Welch's method; without it an eighth of the signal, but at most half a second.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "G. C. Carter, C. H. Knapp and A. H. Nuttall, IEEE Trans. Audio Electroacoust. 21(4), 1973, 337–344",
    page: include_str!("../../../docs/metrics/spectral_coherence.md"),
    compute: Compute::SignalPair(compute),
};

/// Power below this part of all power, with its root near the rounding of a transform, is none.
const NO_POWER: f64 = 1e-28;

fn compute(real: &Signal, synthetic: &Signal, parameters: &Parameters) -> Result<f64> {
    spectral_coherence(real, synthetic, &Choice::of(parameters))
}

/// What can be chosen; `None` is as [`METRIC`] says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Choice {
    /// Values of a channel in a second.
    pub rate_hz: Option<f64>,
    /// Values in a segment.
    pub segment: Option<f64>,
    /// The lowest frequency that counts.
    pub low_hz: Option<f64>,
    /// The highest frequency that counts.
    pub high_hz: Option<f64>,
}

impl Choice {
    pub(crate) fn of(parameters: &Parameters) -> Self {
        Choice {
            rate_hz: parameters.number("rate_hz"),
            segment: parameters.number("segment"),
            low_hz: parameters.number("low_hz"),
            high_hz: parameters.number("high_hz"),
        }
    }
}

/// Returns the median over frequencies of the magnitude-squared coherence of two signals.
///
/// `|Pxy|² / (Pxx · Pyy)`, the spectra averaged over segments that overlap by half, lose their mean
/// and are not tapered; the median over frequencies, and the mean over channels. A frequency at
/// which a signal has no power counts as 0, and so does the frequency 0, whose power goes with the
/// mean.
///
/// # Value
///
/// 0 to 1: at half of the frequencies the signals go together at least so much. Symmetric, and the
/// same for signals in another unit.
///
/// # Errors
///
/// [`Error::SignalsDiffer`] when channels, rates or lengths do; [`Error::NotFinite`];
/// [`Error::TooShort`] unless there are two segments, since one goes with itself always;
/// [`Error::FlatChannel`]; [`Error::RateUnknown`] when frequencies are chosen and nobody says the rate;
/// [`Error::Parameter`] when no frequency lies between the chosen ones; [`Error::TooLarge`].
///
/// # Source
///
/// G. C. Carter, C. H. Knapp and A. H. Nuttall, "Estimation of the magnitude-squared coherence
/// function via overlapped fast Fourier transform processing", IEEE Transactions on Audio and
/// Electroacoustics 21(4), 1973, 337–344.
pub fn spectral_coherence(real: &Signal, synthetic: &Signal, choice: &Choice) -> Result<f64> {
    with_zero_as(0.0, real, synthetic, choice)
}

/// See [`spectral_coherence`]; the frequency 0 counts as `at_zero`.
pub(crate) fn with_zero_as(
    at_zero: f64,
    real: &Signal,
    synthetic: &Signal,
    choice: &Choice,
) -> Result<f64> {
    alike(real, synthetic)?;
    let length = real.length();
    if length != synthetic.length() {
        let words = |n: usize| format!("{n} values in a channel");
        let (left, right) = (words(length), words(synthetic.length()));
        return Err(Error::SignalsDiffer { left, right });
    }
    for (input, signal) in [("real signal", real), ("synthetic signal", synthetic)] {
        if signal.values().iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
    }
    let rate = choice.rate_hz.or(real.rate_hz()).or(synthetic.rate_hz());
    let segment = segment(length, rate, choice.segment);
    let least = segment + step(segment);
    if length < least {
        return Err(Error::TooShort { given: length, least });
    }
    let bins = bins(segment, rate, choice)?;
    let mut sum = 0.0;
    for at in 0..real.channels().len() {
        let (x, y) = (levelled(real.channel(at))?, levelled(synthetic.channel(at))?);
        let mut coherence = coherence(&x, &y, segment);
        coherence[0] = at_zero;
        sum += median(&mut coherence[bins.clone()]);
    }
    Ok(sum / real.channels().len() as f64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is positive, and more than the length is as good as the length and one"
)]
fn segment(length: usize, rate: Option<f64>, chosen: Option<f64>) -> usize {
    // A segment of one value would have nothing but its mean.
    let most = rate.map_or(f64::INFINITY, |rate| rate / 2.0);
    let preset = ((length / 8) as f64).min(most).max(2.0);
    chosen.unwrap_or(preset).min((length + 1) as f64) as usize
}

/// Returns how far the next segment begins behind one.
fn step(segment: usize) -> usize {
    segment - segment / 2
}

/// Returns which frequencies count.
fn bins(segment: usize, rate: Option<f64>, choice: &Choice) -> Result<std::ops::Range<usize>> {
    let all = 0..segment / 2 + 1;
    if choice.low_hz.is_none() && choice.high_hz.is_none() {
        return Ok(all);
    }
    let rate = rate.ok_or(Error::RateUnknown)?;
    let low = choice.low_hz.unwrap_or(0.0);
    let high = choice.high_hz.unwrap_or(f64::INFINITY);
    let hertz = |bin: usize| bin as f64 * rate / segment as f64;
    let from = all.clone().find(|&bin| low <= hertz(bin));
    let to = all.rev().find(|&bin| hertz(bin) <= high);
    match (from, to) {
        (Some(from), Some(to)) if from <= to => Ok(from..to + 1),
        _ => {
            let (width, last) = (hertz(1), hertz(segment / 2));
            let wanted = format!(
                "below high_hz, with a multiple of {width} up to {last} at or between them"
            );
            Err(Error::Parameter { name: "low_hz", wanted, given: low })
        }
    }
}

/// Returns the values without their mean and with 1 as the largest, which changes no coherence.
fn levelled(channel: &[f64]) -> Result<Vec<f64>> {
    if channel.iter().all(|value| value.total_cmp(&channel[0]).is_eq()) {
        return Err(Error::FlatChannel);
    }
    let mean = mean(channel);
    let largest = channel.iter().fold(0.0, |most: f64, value| most.max((value - mean).abs()));
    if !(largest.is_finite() && mean.is_finite()) {
        return Err(Error::TooLarge);
    }
    // What is left beside a mean of rounding is rounding, too.
    if largest < f64::MIN_POSITIVE {
        return Err(Error::FlatChannel);
    }
    Ok(channel.iter().map(|value| (value - mean) / largest).collect())
}

/// Returns the coherence at each frequency, from 0 to half the rate.
fn coherence(x: &[f64], y: &[f64], segment: usize) -> Vec<f64> {
    let plan = plan(segment);
    let n_bins = segment / 2 + 1;
    let mut wave = vec![Complex::ZERO; segment];
    let mut scratch = vec![Complex::ZERO; plan.get_inplace_scratch_len()];
    let mut spectra = vec![Spectra::default(); n_bins];
    let parts = x.windows(segment).zip(y.windows(segment)).step_by(step(segment));
    for (x, y) in parts {
        let (x_mean, y_mean) = (mean(x), mean(y));
        for ((place, x), y) in wave.iter_mut().zip(x).zip(y) {
            *place = Complex::new(x - x_mean, y - y_mean);
        }
        plan.process_with_scratch(&mut wave, &mut scratch);
        for (bin, spectra) in spectra.iter_mut().enumerate() {
            // Both transforms at once: that of a real signal is the same backwards, conjugated.
            let (here, back) = (wave[bin], wave[(segment - bin) % segment].conj());
            let (x, y) = (here + back, Complex::new(0.0, -1.0) * (here - back));
            spectra.x += x.norm_sqr();
            spectra.y += y.norm_sqr();
            spectra.both += x.conj() * y;
        }
    }
    let all = |of: fn(&Spectra) -> f64| spectra.iter().map(of).sum::<f64>();
    let (x_least, y_least) = (NO_POWER * all(|at| at.x), NO_POWER * all(|at| at.y));
    spectra
        .iter()
        .map(|at| match at {
            at if at.x <= x_least || at.y <= y_least => 0.0,
            at => (at.both.norm_sqr() / at.x / at.y).min(1.0),
        })
        .collect()
}

/// Sums over segments at one frequency.
#[derive(Debug, Clone, Copy, Default)]
struct Spectra {
    x: f64,
    y: f64,
    both: Complex<f64>,
}

/// Returns the value in the middle, or the mean of the two there.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use samples::Channel;

    use super::*;

    fn signal(rate: Option<f64>, values: &[f64]) -> Signal {
        Signal::new([Channel::default()].into(), rate, values.len(), values.to_vec()).unwrap()
    }

    fn noise(seed: u32, n: u32) -> Vec<f64> {
        let value = |at: u32| f64::from((at * 7919 + seed * 104_729 + at * at * 31) % 257) / 257.0;
        (0..n).map(value).collect()
    }

    const CHOICE: Choice = Choice { rate_hz: None, segment: None, low_hz: None, high_hz: None };

    #[test]
    fn a_signal_goes_with_itself_in_any_unit_and_shifted() {
        let values = noise(1, 400);
        for (factor, offset) in [(1.0, 0.0), (-3.0, 1e6), (1e-200, 0.0), (1e200, 1e200)] {
            let other: Vec<f64> = values.iter().map(|value| factor * value + offset).collect();
            let (a, b) = (signal(None, &values), signal(None, &other));
            let value = spectral_coherence(&a, &b, &CHOICE).unwrap();
            assert!((value - 1.0).abs() < 1e-9, "{factor}, {offset}: {value}");
        }
    }

    #[test]
    fn where_there_is_no_power_there_is_no_coherence() {
        // A sine of one frequency has no power elsewhere: only rounding would go together there.
        let sine: Vec<f64> = (0..80).map(|at| (TAU * f64::from(at) / 5.0).sin()).collect();
        let sine = signal(Some(100.0), &sine);
        let at = |low, high| {
            let choice =
                Choice { low_hz: Some(low), high_hz: Some(high), segment: Some(20.0), ..CHOICE };
            spectral_coherence(&sine, &sine, &choice)
        };
        let value = at(20.0, 20.0).unwrap();
        assert!((value - 1.0).abs() < 1e-12, "{value}");
        assert!(at(25.0, 40.0).unwrap().abs() <= 0.0);
        assert!(at(0.0, 50.0).unwrap().abs() <= 0.0, "the median of one 1 and ten 0");
        assert!(matches!(at(21.0, 24.0), Err(Error::Parameter { name: "low_hz", .. })));
        assert!(matches!(at(60.0, 99.0), Err(Error::Parameter { name: "low_hz", .. })));
    }

    #[test]
    fn what_has_no_value_has_a_reason() {
        let (a, b) = (noise(1, 40), noise(2, 40));
        let both = |a: &[f64], b: &[f64], choice| {
            spectral_coherence(&signal(None, a), &signal(None, b), &choice)
        };
        let segment = |values| Choice { segment: Some(values), ..CHOICE };
        assert_eq!(both(&a, &b, segment(27.0)), Err(Error::TooShort { given: 40, least: 41 }));
        assert!(both(&a, &b, segment(26.0)).is_ok(), "26 and 13 values more are two segments");
        assert!(matches!(both(&a, &b, segment(1e7)), Err(Error::TooShort { given: 40, .. })));
        assert_eq!(both(&[1.0; 2], &[2.0; 2], CHOICE), Err(Error::TooShort { given: 2, least: 3 }));
        assert_eq!(both(&a, &[0.1; 40], CHOICE), Err(Error::FlatChannel));
        let differ = Err(Error::SignalsDiffer {
            left: "40 values in a channel".to_owned(),
            right: "39 values in a channel".to_owned(),
        });
        assert_eq!(both(&a, &b[..39], CHOICE), differ);
        let range = Choice { low_hz: Some(1.0), ..CHOICE };
        assert_eq!(both(&a, &b, range), Err(Error::RateUnknown));
        let mut holed = a.clone();
        holed[3] = f64::NAN;
        assert_eq!(both(&holed, &b, CHOICE), Err(Error::NotFinite { input: "real signal" }));
        let huge: Vec<f64> = (0..40).map(|at| if at < 20 { 1e308 } else { -1e308 }).collect();
        assert_eq!(both(&huge, &b, CHOICE), Err(Error::TooLarge));
    }
}
