//! Mends of signals.

use std::sync::Arc;

use samples::{Channel, Mark, Signal};

use crate::filter::{band, filtered, notch};
use crate::kernel::{at_rate, n_at_rate};
use crate::{Error, Mend, Result};

/// Returns a signal after the pipeline; see [`crate::Stage`] for its order.
///
/// Marks stay with the moment they were made at. The same signal comes out whatever its source is.
///
/// # Errors
///
/// [`Error::WrongKind`] for a mend of images, [`Error::NoRate`] where one is needed,
/// [`Error::NoChannel`], [`Error::Unit`], [`Error::TooShort`], [`Error::Parameter`].
pub fn apply_signal(mends: &[Mend], signal: &Signal) -> Result<Signal> {
    let mut mended = signal.clone();
    for mend in Mend::in_order(mends) {
        mended = match mend {
            Mend::Channels { names } => channels(&mended, names)?,
            Mend::Unit { unit } => in_unit(&mended, unit)?,
            Mend::Rate { hz } => rate(&mended, *hz)?,
            Mend::Band { low_hz, high_hz } => {
                for (name, end) in [("low_hz", low_hz), ("high_hz", high_hz)] {
                    end.map_or(Ok(()), |end| positive("band", name, end))?;
                }
                filter(&mended, |hz| band(hz, *low_hz, *high_hz))?
            }
            Mend::Notch { hz } => {
                positive("notch", "hz", *hz)?;
                filter(&mended, |each| notch(each, *hz))?
            }
            Mend::Length { samples } => length(&mended, *samples)?,
            Mend::Clip { low, high } => {
                if low.is_nan() || high.is_nan() || high <= low {
                    let wanted = "above the lower end";
                    return Err(Error::Parameter {
                        mend: "clip",
                        name: "high",
                        wanted,
                        given: *high,
                    });
                }
                // What is no number stays none.
                with_values(&mended, |value| value.clamp(*low, *high))?
            }
            Mend::Quantise { step } => {
                positive("quantise", "step", *step)?;
                // Adding 0 makes -0 a 0.
                with_values(&mended, |value| (value / step).round() * step + 0.0)?
            }
            other => return Err(Error::WrongKind { mend: other.id(), given: "a signal" }),
        };
    }
    Ok(mended)
}

fn positive(mend: &'static str, name: &'static str, given: f64) -> Result<()> {
    if given.is_finite() && 0.0 < given {
        return Ok(());
    }
    Err(Error::Parameter { mend, name, wanted: "positive and finite", given })
}

fn with_values(signal: &Signal, of: impl Fn(f64) -> f64) -> Result<Signal> {
    let values = signal.values().iter().map(|&value| of(value)).collect();
    let channels = Arc::clone(signal.channels());
    let changed = Signal::new(channels, signal.rate_hz(), signal.length(), values)?;
    Ok(changed.with_marks(signal.marks().to_vec()))
}

fn channels(signal: &Signal, names: &[String]) -> Result<Signal> {
    let mut chosen = Vec::new();
    let mut values = Vec::with_capacity(names.len() * signal.length());
    for name in names {
        let place = signal.channels().iter().position(|channel| channel.name == *name);
        let place = place.ok_or_else(|| Error::NoChannel { name: name.clone() })?;
        chosen.push(signal.channels()[place].clone());
        values.extend_from_slice(signal.channel(place));
    }
    let fewer = Signal::new(chosen.into(), signal.rate_hz(), signal.length(), values)?;
    Ok(fewer.with_marks(signal.marks().to_vec()))
}

/// Returns how many volts a unit is.
pub(crate) fn volts(unit: &str) -> Option<f64> {
    match unit {
        "V" => Some(1.0),
        "mV" => Some(1e-3),
        "uV" | "µV" | "μV" => Some(1e-6),
        "nV" => Some(1e-9),
        _ => None,
    }
}

fn in_unit(signal: &Signal, unit: &str) -> Result<Signal> {
    let mut values = Vec::with_capacity(signal.values().len());
    for (at, channel) in signal.channels().iter().enumerate() {
        let from = channel.unit.as_deref().unwrap_or("");
        let factor = if from == unit {
            1.0
        } else {
            let both = volts(from).zip(volts(unit));
            let other = || Error::Unit { from: from.to_owned(), to: unit.to_owned() };
            both.map(|(from, to)| from / to).ok_or_else(other)?
        };
        values.extend(signal.channel(at).iter().map(|value| value * factor));
    }
    let renamed = |channel: &Channel| Channel { unit: Some(unit.to_owned()), ..channel.clone() };
    let channels: Arc<[Channel]> = signal.channels().iter().map(renamed).collect();
    let changed = Signal::new(channels, signal.rate_hz(), signal.length(), values)?;
    Ok(changed.with_marks(signal.marks().to_vec()))
}

fn rate(signal: &Signal, hz: f64) -> Result<Signal> {
    positive("rate", "hz", hz)?;
    let from = signal.rate_hz().ok_or(Error::NoRate)?;
    let length = n_at_rate(signal.length(), from, hz);
    let n_channels = signal.channels().len();
    let values = (0..n_channels).flat_map(|at| at_rate(signal.channel(at), from, hz)).collect();
    let resampled = Signal::new(Arc::clone(signal.channels()), Some(hz), length, values)?;
    let moved = |mark: &Mark| {
        let at = n_at_rate(mark.at.max(1), from, hz) * usize::from(0 < mark.at);
        Mark { at: at.min(length - 1), ..mark.clone() }
    };
    Ok(resampled.with_marks(signal.marks().iter().map(moved).collect()))
}

fn filter(signal: &Signal, gain: impl Fn(f64) -> f64) -> Result<Signal> {
    let rate = signal.rate_hz().ok_or(Error::NoRate)?;
    let n_channels = signal.channels().len();
    let values = (0..n_channels).flat_map(|at| filtered(signal.channel(at), rate, &gain)).collect();
    let channels = Arc::clone(signal.channels());
    let changed = Signal::new(channels, Some(rate), signal.length(), values)?;
    Ok(changed.with_marks(signal.marks().to_vec()))
}

fn length(signal: &Signal, samples: usize) -> Result<Signal> {
    let given = signal.length();
    if given < samples {
        return Err(Error::TooShort { wanted: samples, given });
    }
    let from = (given - samples) / 2;
    let n_channels = signal.channels().len();
    let middle = |at: usize| signal.channel(at)[from..from + samples].iter().copied();
    let values = (0..n_channels).flat_map(middle).collect();
    let cut = Signal::new(Arc::clone(signal.channels()), signal.rate_hz(), samples, values)?;
    let within = |mark: &&Mark| from <= mark.at && mark.at < from + samples;
    let moved = |mark: &Mark| Mark { at: mark.at - from, ..mark.clone() };
    Ok(cut.with_marks(signal.marks().iter().filter(within).map(moved).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(values: &[f64]) -> Signal {
        let channel =
            |name: &str, unit: &str| Channel { name: name.to_owned(), unit: Some(unit.to_owned()) };
        let channels = Arc::from([channel("I", "mV"), channel("II", "uV")]);
        let mark = Mark { at: 2, code: "N".to_owned(), text: String::new() };
        Signal::new(channels, Some(100.0), values.len() / 2, values.to_vec())
            .unwrap()
            .with_marks(vec![mark])
    }

    #[test]
    fn channels_come_in_the_asked_order_and_in_one_unit() {
        let names = vec!["II".to_owned(), "I".to_owned()];
        let mends = [Mend::Unit { unit: "uV".to_owned() }, Mend::Channels { names }];
        let found = apply_signal(&mends, &two(&[0.5, 1.0, 3.0, 4.0])).unwrap();
        let close = found.values().iter().zip([3.0, 4.0, 500.0, 1000.0]);
        assert!(close.clone().all(|(a, b)| (a - b).abs() < 1e-9), "{:?}", found.values());
        let none = Mend::Channels { names: vec!["V6".to_owned()] };
        assert!(matches!(apply_signal(&[none], &found), Err(Error::NoChannel { .. })));
        let other = Mend::Unit { unit: "mmHg".to_owned() };
        assert!(matches!(apply_signal(&[other], &found), Err(Error::Unit { .. })));
    }

    #[test]
    fn the_middle_is_cut_out_and_marks_move_with_it() {
        let signal = two(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        let found = apply_signal(&[Mend::Length { samples: 2 }], &signal).unwrap();
        assert_eq!(found.values(), [1.0, 2.0, 5.0, 6.0]);
        assert_eq!(found.marks()[0].at, 1);
        let beyond = apply_signal(&[Mend::Length { samples: 5 }], &signal);
        assert_eq!(beyond, Err(Error::TooShort { wanted: 5, given: 4 }));
    }

    #[test]
    fn values_become_multiples_and_stop_at_the_ends() {
        let signal = two(&[-0.9, 0.012, 0.26, f64::NAN]);
        let mends = [Mend::Quantise { step: 0.25 }, Mend::Clip { low: -0.5, high: 0.5 }];
        let found = apply_signal(&mends, &signal).unwrap();
        assert_eq!(found.values()[..3], [-0.5, 0.0, 0.25], "-0.5 is a multiple, too");
        assert!(found.values()[3].is_nan());
        let none = apply_signal(&[Mend::Quantise { step: 0.0 }], &signal);
        assert!(matches!(none, Err(Error::Parameter { .. })));
    }

    #[test]
    fn another_rate_moves_marks_and_needs_one_to_begin_with() {
        let signal = two(&[0.0; 16]);
        let found = apply_signal(&[Mend::Rate { hz: 50.0 }], &signal).unwrap();
        assert_eq!((found.length(), found.rate_hz(), found.marks()[0].at), (4, Some(50.0), 1));
        let silent = signal.clone().stating(Arc::clone(signal.channels()), None).unwrap();
        assert_eq!(apply_signal(&[Mend::Rate { hz: 50.0 }], &silent), Err(Error::NoRate));
        let gray = apply_signal(&[Mend::Gray], &signal);
        assert_eq!(gray, Err(Error::WrongKind { mend: "gray", given: "a signal" }));
    }
}
