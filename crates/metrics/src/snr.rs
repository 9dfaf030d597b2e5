//! Mean over standard deviation of a signal.

use pulp::NullaryFnOnce;
use samples::{Modality, Signal};

use crate::distance::{fastest, sum as sum_of};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`snr`].
pub const METRIC: Metric = Metric {
    id: "snr",
    version: 1,
    title: "Mean over standard deviation (SNR)",
    modalities: &[Modality::Signal],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    range: Range::ANY,
    better: Better::Neither,
    parameters: &[],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "S. W. Smith, The Scientist and Engineer's Guide to Digital Signal Processing, 1997, ch. 2",
    page: include_str!("../../../docs/metrics/snr.md"),
    compute: Compute::Signal(compute),
};

fn compute(signal: &Signal, _: &Parameters) -> Result<f64> {
    snr(signal)
}

/// Returns the mean over the population standard deviation of each channel, averaged over channels.
///
/// # Value
///
/// Any number; near 0 for signals that swing around 0. `+∞` or `−∞` when a channel is constant and
/// not 0: summaries leave it out and say so.
///
/// # Errors
///
/// [`Error::NotFinite`]; [`Error::FlatChannel`] when a channel is 0 throughout, or when constant
/// channels of both signs leave nothing to average; [`Error::TooLarge`].
///
/// # Source
///
/// S. W. Smith, "The Scientist and Engineer's Guide to Digital Signal Processing", 1997, chapter 2:
/// the signal-to-noise ratio of a measurement that should be constant.
pub fn snr(signal: &Signal) -> Result<f64> {
    let n_channels = signal.channels().len();
    let mut sum = 0.0;
    for at in 0..n_channels {
        let values = signal.channel(at);
        let (mut mean, mut variance) = (0.0, 0.0);
        fastest(Moments { values, mean: &mut mean, variance: &mut variance });
        let sd = variance.sqrt();
        if !sd.is_finite() {
            // Only now is it worth a look at each value why that is so.
            let finite = values.iter().all(|value| value.is_finite());
            return Err(if finite {
                Error::TooLarge
            } else {
                Error::NotFinite { input: "signal" }
            });
        }
        let constant = values.iter().all(|value| value.total_cmp(&values[0]).is_eq());
        sum += if constant { values[0] / 0.0 } else { mean / sd };
    }
    if sum.is_nan() { Err(Error::FlatChannel) } else { Ok(sum / n_channels as f64) }
}

/// The mean of values and the mean square of what they are off it.
struct Moments<'a> {
    values: &'a [f64],
    mean: &'a mut f64,
    variance: &'a mut f64,
}

impl NullaryFnOnce for Moments<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn call(self) {
        let n = self.values.len() as f64;
        let mean = sum_of(self.values, |value| value) / n;
        *self.mean = mean;
        *self.variance = sum_of(self.values, |value| (value - mean) * (value - mean)) / n;
    }
}

#[cfg(test)]
mod tests {
    use samples::Channel;

    use super::*;

    fn signal(channels: &[&[f64]]) -> Signal {
        let names = channels.iter().map(|_| Channel::default()).collect();
        Signal::new(names, None, channels[0].len(), channels.concat()).expect("a signal")
    }

    #[test]
    fn a_constant_channel_is_infinite_and_silence_has_no_value() {
        assert_eq!(snr(&signal(&[&[0.1, 0.1, 0.1]])), Ok(f64::INFINITY));
        assert_eq!(snr(&signal(&[&[-2.0, -2.0]])), Ok(f64::NEG_INFINITY));
        assert_eq!(snr(&signal(&[&[0.0, 0.0]])), Err(Error::FlatChannel));
        assert_eq!(snr(&signal(&[&[1.0, 1.0], &[-1.0, -1.0]])), Err(Error::FlatChannel));
    }

    #[test]
    fn a_missing_value_is_a_reason() {
        let value = snr(&signal(&[&[1.0, f64::NAN]]));
        assert_eq!(value, Err(Error::NotFinite { input: "signal" }));
        assert_eq!(snr(&signal(&[&[1e200, -1e200]])), Err(Error::TooLarge));
    }
}
