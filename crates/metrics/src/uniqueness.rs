//! How often a signal stands still.

use samples::{Modality, Signal};

use crate::distance::{all_finite, fastest};
use crate::parameter::number;
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`uniqueness`].
pub const METRIC: Metric = Metric {
    id: "uniqueness",
    version: 1,
    title: "Steps that stand still",
    modalities: &[Modality::Signal],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Lower,
    parameters: &[number(
        "tolerance",
        1e-4,
        [0.0, 1e12],
        "A step of at most this size stands still, in the unit of the signal.",
    )],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "The share of equal neighbours in time, as pyMDMA 0.3.0 computes it",
    page: include_str!("../../../docs/metrics/uniqueness.md"),
    compute: Compute::Signal(compute),
};

fn compute(signal: &Signal, parameters: &Parameters) -> Result<f64> {
    uniqueness(signal, parameters.fixed("tolerance"))
}

/// Returns the share of steps from one value to the next that are no larger than `tolerance`.
///
/// # Input
///
/// `tolerance`: in the unit of the signal.
///
/// # Value
///
/// 0 (never still) to 1 (a flat line), over all channels.
///
/// # Errors
///
/// [`Error::NotFinite`]; [`Error::TooShort`] below two values.
pub fn uniqueness(signal: &Signal, tolerance: f64) -> Result<f64> {
    let mut finite = false;
    fastest(|| finite = all_finite(signal.values()));
    if !finite {
        return Err(Error::NotFinite { input: "signal" });
    }
    if signal.length() < 2 {
        return Err(Error::TooShort { given: signal.length(), least: 2 });
    }
    let n_channels = signal.channels().len();
    let mut still = 0;
    fastest(|| {
        for at in 0..n_channels {
            let values = signal.channel(at);
            let steps = values[1..].iter().zip(values);
            still += steps.map(|(b, a)| usize::from((b - a).abs() <= tolerance)).sum::<usize>();
        }
    });
    Ok(still as f64 / (n_channels * (signal.length() - 1)) as f64)
}

#[cfg(test)]
mod tests {
    use samples::Channel;

    use super::*;

    fn signal(values: &[f64]) -> Signal {
        let channels = [Channel::default()].into();
        Signal::new(channels, None, values.len(), values.to_vec()).expect("a signal")
    }

    #[test]
    fn a_flat_line_stands_still_throughout_and_one_value_takes_no_step() {
        assert_eq!(uniqueness(&signal(&[2.0; 9]), 0.0), Ok(1.0));
        assert_eq!(uniqueness(&signal(&[2.0]), 0.0), Err(Error::TooShort { given: 1, least: 2 }));
    }
}
