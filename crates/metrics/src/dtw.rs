//! Dynamic time warping: how far two signals are when time may be stretched.

use samples::{Arm, Modality, Signal};

use crate::comparable::comparable;
use crate::instances::mean;
use crate::parameter::{auto, choice};
use crate::progress::Progress;
use crate::warping::{Band, Pairs, all_pairs, nearest};
use crate::{
    Better, Compute, Detail, Dimension, Error, GoOn, Instances, IntervalKind, Level, Metric,
    Parameters, Range, Reference, Result, SetOutcome, Unit,
};

/// See [`dtw`].
pub const METRIC: Metric = Metric {
    id: "dtw",
    version: 1,
    title: "Dynamic time warping (DTW)",
    modalities: &[Modality::Signal],
    reference: Reference::Dataset,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::FROM_0,
    better: Better::Lower,
    parameters: &[
        auto(
            "band",
            [0.0, 1e7],
            "How far apart in time aligned values may lie: below 1 a share of the longer signal, from 1 a number of values; without it there is no bound.",
        ),
        choice(
            "pairs",
            &["mean", "nearest"],
            "Whether a signal's value is its mean cost with all signals of the other set, or its cost with the nearest.",
        ),
    ],
    interval: IntervalKind::ConditionalBootstrap,
    instances: Some(Instances {
        real: "its cost with the synthetic signals: their mean, or the nearest",
        synthetic: "its cost with the real signals: their mean, or the nearest",
    }),
    details: &[
        Detail {
            id: "nearest_real",
            title: "Cost of a synthetic signal with the nearest real one, mean",
            unit: Unit::Number,
            range: Range::FROM_0,
            better: Better::Lower,
        },
        Detail {
            id: "nearest_synthetic",
            title: "Cost of a real signal with the nearest synthetic one, mean",
            unit: Unit::Number,
            range: Range::FROM_0,
            better: Better::Lower,
        },
    ],
    curve: None,
    seeded: false,
    // The nearest of one set are not those of the other.
    symmetric: false,
    source: "H. Sakoe and S. Chiba, IEEE Trans. Acoust. Speech Signal Process. 26(1), 1978, 43–49",
    page: include_str!("../../../docs/metrics/dtw.md"),
    compute: Compute::AllSignals(compute),
};

fn compute(
    real: &[Signal],
    synthetic: &[Signal],
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let nearest_only = parameters.whole("pairs") == 1;
    dtw(real, synthetic, parameters.number("band"), nearest_only, go_on)
}

/// Returns the mean cost of aligning a synthetic signal with the real ones.
///
/// An alignment goes from the first pair of values to the last, and each step goes on by one value
/// in one signal or in both. Its cost is the sum of the absolute differences of all values that it
/// puts together, and the cost of two channels is the least of all alignments. That of two signals
/// is the mean over channels. Costs are exact, and not divided by length.
///
/// # Input
///
/// * `band`: how far apart in time aligned values may lie, below 1 as a share of the longer signal,
///   from 1 in values; never less than the lengths differ. `None`: no bound.
/// * `nearest_only`: whether a signal's value is its cost with the nearest of the other set, and not
///   its mean cost with all of them.
///
/// # Value
///
/// 0 and above, in the unit of the signals; lower is nearer. Details: the mean costs with the
/// nearest, in both directions.
///
/// # Errors
///
/// [`Error::TooFewSamples`] for an empty set, [`Error::SignalsDiffer`] when channels or rates do,
/// [`Error::NotFinite`], [`Error::TooLarge`], [`Error::Stopped`].
///
/// # Source
///
/// H. Sakoe and S. Chiba, "Dynamic programming algorithm optimization for spoken word recognition",
/// IEEE Transactions on Acoustics, Speech, and Signal Processing 26(1), 1978, 43–49: the symmetric
/// steps, here each of weight 1.
pub fn dtw(
    real: &[Signal],
    synthetic: &[Signal],
    band: Option<f64>,
    nearest_only: bool,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let n_channels = comparable(real, synthetic)?;
    let band = match band {
        None => Band::Open,
        Some(share) if share < 1.0 => Band::Share(share),
        Some(values) => Band::Values(values),
    };
    let n_pairs = (real.len() as u64).saturating_mul(synthetic.len() as u64);
    let (of_synthetic, of_real, least_synthetic, least_real);
    if nearest_only {
        let progress = Progress::new(n_pairs.saturating_mul(2), go_on);
        least_synthetic = nearest(synthetic, real, band, &progress)?;
        least_real = nearest(real, synthetic, band, &progress)?;
        (of_synthetic, of_real) = (least_synthetic.clone(), least_real.clone());
    } else {
        let progress = Progress::new(n_pairs.saturating_mul(n_channels as u64), go_on);
        let pairs = all_pairs(synthetic, real, band, &progress)?;
        let every = |pairs: &[Pairs], of: fn(&Pairs) -> f64| pairs.iter().map(of).collect();
        of_synthetic = every(&pairs.first, |pairs| pairs.mean);
        of_real = every(&pairs.second, |pairs| pairs.mean);
        least_synthetic = every(&pairs.first, |pairs| pairs.least);
        least_real = every(&pairs.second, |pairs| pairs.least);
    }
    let value = mean(&of_synthetic);
    let (nearest_real, nearest_synthetic) = (mean(&least_synthetic), mean(&least_real));
    let all = of_real.iter().copied().chain([value, nearest_real, nearest_synthetic]);
    if !all.into_iter().all(f64::is_finite) {
        return Err(Error::TooLarge);
    }
    Ok(SetOutcome {
        real: Some(of_real),
        synthetic: Some(of_synthetic),
        mean_of: Some(Arm::Synthetic),
        details: vec![Ok(nearest_real), Ok(nearest_synthetic)],
        ..SetOutcome::of(value)
    })
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use samples::Channel;

    use super::*;

    fn signal(rate: Option<f64>, channels: &[&[f64]]) -> Signal {
        let names = channels.iter().map(|_| Channel::default()).collect();
        Signal::new(names, rate, channels[0].len(), channels.concat()).unwrap()
    }

    fn between(real: &[Signal], synthetic: &[Signal]) -> Result<f64> {
        dtw(real, synthetic, None, false, &|_, _| true).map(|outcome| outcome.value)
    }

    #[test]
    fn a_signal_that_waits_is_no_way_from_itself() {
        let (quick, slow) = ([0.0, 3.0, 1.0], [0.0, 0.0, 3.0, 3.0, 3.0, 1.0]);
        let value = between(&[signal(None, &[&quick])], &[signal(None, &[&slow])]).unwrap();
        assert_eq!(value.total_cmp(&0.0), Ordering::Equal);
    }

    #[test]
    fn what_cannot_be_compared_is_a_reason() {
        let one = [signal(None, &[&[1.0, 2.0]])];
        let empty = Err(Error::TooFewSamples { input: "synthetic set", given: 0, least: 1 });
        assert_eq!(between(&one, &[]), empty);
        let two = [signal(None, &[&[1.0, 2.0], &[1.0, 2.0]])];
        let words = |text: &str| text.to_owned();
        let differ = |left, right| Err(Error::SignalsDiffer { left, right });
        assert_eq!(between(&one, &two), differ(words("channels: 1"), words("channels: 2")));
        let at = |rate| signal(Some(rate), &[&[1.0, 2.0]]);
        assert_eq!(
            between(&[one[0].clone(), at(250.0)], &[at(360.0)]),
            differ(words("channels: 1, at 250 Hz"), words("channels: 1, at 360 Hz"))
        );
        assert!(between(&one, &[at(250.0)]).is_ok(), "a rate that nobody states is no other one");
        let holed = [signal(None, &[&[1.0, f64::INFINITY]])];
        assert_eq!(between(&one, &holed), Err(Error::NotFinite { input: "synthetic set" }));
        let huge = |value: f64| [signal(None, &[&[value, value]])];
        assert_eq!(between(&huge(1e308), &huge(-1e308)), Err(Error::TooLarge));
        let large = between(&huge(1e200), &huge(-1e200)).unwrap();
        assert!((large / 4e200 - 1.0).abs() < 1e-12, "two differences of 2e200: {large}");
        let stopped = dtw(&one, &one, None, false, &|_, _| false);
        assert_eq!(stopped, Err(Error::Stopped));
    }
}
