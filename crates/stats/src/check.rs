//! What inputs of many estimates have in common.

use crate::{Error, Result};

/// The most calls that exact tests are computed for: beyond, tails lose digits.
pub const MOST_CALLS: u64 = 50_000;

/// Checks that a level is between 0 and 1.
pub(crate) fn level(given: f64) -> Result<()> {
    if 0.0 < given && given < 1.0 { Ok(()) } else { Err(Error::Level { given }) }
}

/// Checks that a probability is one.
pub(crate) fn probability(name: &'static str, given: f64) -> Result<()> {
    if (0.0..=1.0).contains(&given) { Ok(()) } else { Err(Error::Probability { name, given }) }
}

/// Checks that there are calls, and not too many of them.
pub(crate) fn calls(given: u64) -> Result<()> {
    match given {
        0 => Err(Error::Empty),
        given if MOST_CALLS < given => Err(Error::TooMany { given, most: MOST_CALLS }),
        _ => Ok(()),
    }
}

/// Checks that there are values, and none that is NaN or infinite.
pub(crate) fn finite(values: &[f64]) -> Result<()> {
    if values.is_empty() {
        return Err(Error::Empty);
    }
    if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(Error::NotFinite) }
}

/// Checks that two lists that belong together are equally long.
pub(crate) fn even(left: usize, right: usize) -> Result<()> {
    if left == right { Ok(()) } else { Err(Error::Uneven { left, right }) }
}
