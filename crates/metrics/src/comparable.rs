//! Whether two sets of signals can be compared value by value.

use samples::Signal;

use crate::{Error, Result};

/// Returns how many channels every signal has.
///
/// Lengths may differ. A rate that is not stated is taken to be the one that others state.
///
/// # Errors
///
/// [`Error::TooFewSamples`] for an empty set, [`Error::NotFinite`],
/// [`Error::SignalsDiffer`] when channels or stated rates do.
pub(crate) fn comparable(real: &[Signal], synthetic: &[Signal]) -> Result<usize> {
    let sets = [("real set", real), ("synthetic set", synthetic)];
    for (input, set) in sets {
        if set.is_empty() {
            return Err(Error::TooFewSamples { input, given: 0, least: 1 });
        }
    }
    let first = &real[0];
    let mut known = first;
    for (input, set) in sets {
        for signal in set {
            alike(first, signal)?;
            alike(known, signal)?;
            if known.rate_hz().is_none() {
                known = signal;
            }
            if signal.values().iter().any(|value| !value.is_finite()) {
                return Err(Error::NotFinite { input });
            }
        }
    }
    Ok(first.channels().len())
}

/// Checks that two signals have as many channels, and one rate where both state it.
///
/// # Errors
///
/// [`Error::SignalsDiffer`].
pub(crate) fn alike(a: &Signal, b: &Signal) -> Result<()> {
    let channels = a.channels().len() == b.channels().len();
    let rates = match (a.rate_hz(), b.rate_hz()) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
        _ => true,
    };
    if channels && rates {
        return Ok(());
    }
    Err(Error::SignalsDiffer { left: words(a), right: words(b) })
}

/// Words what must be the same.
fn words(signal: &Signal) -> String {
    let n_channels = signal.channels().len();
    match signal.rate_hz() {
        Some(rate) => format!("channels: {n_channels}, at {rate} Hz"),
        None => format!("channels: {n_channels}"),
    }
}
