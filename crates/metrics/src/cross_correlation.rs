//! Cross-correlation: how alike two signals are at the shift that fits best.

use samples::{Arm, Modality, Signal};

use crate::comparable::comparable;
use crate::correlating::{Lags, Reduction, all_pairs};
use crate::instances::mean;
use crate::parameter::choice;
use crate::{
    Better, Compute, Dimension, Error, GoOn, Instances, IntervalKind, Level, Metric, Parameters,
    Range, Reference, Result, SetOutcome, Unit,
};

/// How much of one signal lies on another, at the shift that fits best.
pub const METRIC: Metric = Metric {
    id: "cross_correlation",
    version: 1,
    title: "Cross-correlation",
    modalities: &[Modality::Signal],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::ANY,
    better: Better::Higher,
    parameters: &[
        choice(
            "mode",
            &["full", "same", "valid"],
            "The shifts that count: all at which the signals overlap, as many as the longer one has values, or those without an overhang.",
        ),
        choice(
            "normalization",
            &["none", "zero_normalized"],
            "Whether channels lose their mean and are divided by their length as vectors, so that values are -1 to 1.",
        ),
        choice(
            "reduction",
            &["max", "mean"],
            "Whether the largest value over the shifts counts, or their mean.",
        ),
    ],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "its mean cross-correlation with all synthetic signals",
        synthetic: "its mean cross-correlation with all real signals",
    }),
    details: &[],
    curve: None,
    seeded: false,
    // The shifts of mode "same" lie to one side of those with the signals exchanged.
    symmetric: false,
    source: "A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd ed., 2010, ch. 2; computed by FFT",
    page: include_str!("../../../docs/metrics/cross_correlation.md"),
    compute: Compute::AllSignals(compute),
};

fn compute(
    real: &[Signal],
    synthetic: &[Signal],
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let lags = match parameters.whole("mode") {
        0 => Lags::Full,
        1 => Lags::Same,
        _ => Lags::Valid,
    };
    let reduction =
        if parameters.whole("reduction") == 0 { Reduction::Max } else { Reduction::Mean };
    let normalized = parameters.whole("normalization") == 1;
    cross_correlation(real, synthetic, lags, reduction, normalized, go_on)
}

/// Returns the mean cross-correlation of a synthetic signal with the real ones.
///
/// At the shift `k` it is `Σ s[t + k] · r[t]` over the values of the synthetic channel `s` and the
/// real channel `r` that then lie on each other; of a pair the largest or the mean over shifts
/// counts, averaged over channels.
///
/// # Input
///
/// * `normalized`: whether both channels first lose their mean and are divided by the root of the
///   sum of their squares.
///
/// # Value
///
/// Any number, in the squared unit of the signals; normalised -1 to 1. Instance values are the means
/// over all signals of the other set.
///
/// # Errors
///
/// [`Error::TooFewSamples`] for an empty set, [`Error::SignalsDiffer`] when channels or rates do,
/// [`Error::NotFinite`], [`Error::FlatChannel`] when normalised and a channel never changes,
/// [`Error::TooLarge`], [`Error::Stopped`].
///
/// # Source
///
/// A. V. Oppenheim and R. W. Schafer, "Discrete-Time Signal Processing", 3rd edition, 2010, chapter 2.
pub(crate) fn cross_correlation(
    real: &[Signal],
    synthetic: &[Signal],
    lags: Lags,
    reduction: Reduction,
    normalized: bool,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    comparable(real, synthetic)?;
    let pairs = if normalized {
        let normal = |set: &[Signal]| set.iter().map(normal).collect::<Result<Vec<Signal>>>();
        all_pairs(&normal(synthetic)?, &normal(real)?, lags, reduction, go_on)?
    } else {
        all_pairs(synthetic, real, lags, reduction, go_on)?
    };
    let value = mean(&pairs.first);
    if !(value.is_finite() && pairs.second.iter().all(|value| value.is_finite())) {
        return Err(Error::TooLarge);
    }
    Ok(SetOutcome {
        real: Some(pairs.second),
        synthetic: Some(pairs.first),
        mean_of: Some(Arm::Synthetic),
        ..SetOutcome::of(value)
    })
}

/// Returns the signal without its channels' means, and with each of length 1 as a vector.
fn normal(signal: &Signal) -> Result<Signal> {
    let mut values = Vec::with_capacity(signal.values().len());
    for at in 0..signal.channels().len() {
        values.extend(normal_channel(signal.channel(at))?);
    }
    let names = signal.channels().clone();
    Ok(Signal::new(names, signal.rate_hz(), signal.length(), values).expect("the same shape"))
}

fn normal_channel(channel: &[f64]) -> Result<Vec<f64>> {
    // Ten times 0.1 has a mean that is not quite 0.1: flat is what never changes.
    if channel.iter().all(|value| value.total_cmp(&channel[0]).is_eq()) {
        return Err(Error::FlatChannel);
    }
    let mean = mean(channel);
    let centred: Vec<f64> = channel.iter().map(|value| value - mean).collect();
    // Squares of what is at most 1 are numbers, however large or small the values are.
    let largest = centred.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if !largest.is_finite() {
        return Err(Error::TooLarge);
    }
    if largest < f64::MIN_POSITIVE {
        return Err(Error::FlatChannel);
    }
    let squares: f64 = centred.iter().map(|value| (value / largest).powi(2)).sum();
    Ok(centred.iter().map(|value| value / largest / squares.sqrt()).collect())
}

#[cfg(test)]
mod tests {
    use samples::Channel;

    use super::*;

    fn signal(channels: &[&[f64]]) -> Signal {
        let names = channels.iter().map(|_| Channel::default()).collect();
        Signal::new(names, Some(100.0), channels[0].len(), channels.concat()).unwrap()
    }

    fn between(real: &[f64], synthetic: &[f64], normalized: bool) -> Result<f64> {
        let (real, synthetic) = ([signal(&[real])], [signal(&[synthetic])]);
        let go_on = |_, _| true;
        cross_correlation(&real, &synthetic, Lags::Full, Reduction::Max, normalized, &go_on)
            .map(|outcome| outcome.value)
    }

    #[test]
    fn a_shifted_and_louder_copy_is_1_when_normalised() {
        let peak = [0.0, 0.0, 1.0, 3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let other: Vec<f64> = (0..10).map(|at| 5.0 + 7.0 * peak[(at + 8) % 10]).collect();
        let value = between(&peak, &peak, true).unwrap();
        assert!((value - 1.0).abs() < 1e-12, "{value}");
        // By hand: without the mean of 1/2 the sum of the ten squares is 11 - 10/4 = 17/2. When the
        // peaks lie on each other, two ends hang over, whose squares are 1/4.
        let value = between(&peak, &other, true).unwrap();
        assert!((value - 8.0 / 8.5).abs() < 1e-12, "{value}");
    }

    #[test]
    fn what_has_no_value_has_a_reason() {
        assert_eq!(between(&[0.1; 10], &[1.0, 2.0], true), Err(Error::FlatChannel));
        assert_eq!(between(&[1e200, 0.0], &[1e200, 1.0], false), Err(Error::TooLarge));
        let tiny = between(&[1e-200, 0.0], &[1e200, 3.0], false).unwrap();
        assert!((tiny - 1.0).abs() < 1e-9, "{tiny}");
        let value = between(&[1.0, f64::NAN], &[1.0, 2.0], false);
        assert_eq!(value, Err(Error::NotFinite { input: "real set" }));
        let stopped = cross_correlation(
            &[signal(&[&[1.0]])],
            &[signal(&[&[2.0]])],
            Lags::Full,
            Reduction::Max,
            false,
            &|_, _| false,
        );
        assert_eq!(stopped, Err(Error::Stopped));
    }
}
