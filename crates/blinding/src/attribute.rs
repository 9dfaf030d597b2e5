//! Attributes of all cases, put together from what was seen of each.

use study::audit::{Attribute, Channel, Values};

/// Returns an attribute of numbers; what is not finite counts as missing.
pub(crate) fn numbers<T>(
    name: &str,
    channel: Channel,
    looks: &[T],
    number: impl Fn(&T) -> Option<f64>,
) -> Attribute {
    let finite = |look| number(look).filter(|number| number.is_finite());
    let values = Values::Numbers(looks.iter().map(finite).collect());
    Attribute { name: name.to_owned(), channel, values }
}

/// Returns an attribute of words; nothing known is the empty word.
pub(crate) fn words<T>(
    name: &str,
    channel: Channel,
    looks: &[T],
    word: impl Fn(&T) -> Option<String>,
) -> Attribute {
    let values = Values::Words(looks.iter().map(|look| word(look).unwrap_or_default()).collect());
    Attribute { name: name.to_owned(), channel, values }
}

/// Returns `value` to the nearest multiple of `step`.
///
/// The audit goes by ranks: without a step, differences that nobody can see would tell all.
pub(crate) fn in_steps(value: f64, step: f64) -> f64 {
    (value / step).round() * step
}

/// Returns a count as a number.
#[expect(clippy::unnecessary_wraps, reason = "attributes take what may be missing")]
pub(crate) fn count(n: usize) -> Option<f64> {
    Some(n as f64)
}
