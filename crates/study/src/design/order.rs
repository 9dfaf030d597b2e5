//! The order within a block: keyed, and keyed anew while a run of one source is too long.

use std::collections::BTreeMap;

use samples::Arm;

use super::{DesignRequest, MOST_ATTEMPTS};
use crate::{Error, Result, keyed_order};

/// Returns the first order of a block that keeps runs short, and its attempt.
pub(super) fn order_block(
    request: &DesignRequest,
    reader: &str,
    block: u32,
    cases: &[String],
    before: &[Arm],
    arms: &BTreeMap<&str, Arm>,
) -> Result<(u32, Vec<String>)> {
    let most = request.most_in_a_row;
    let n_real = cases.iter().filter(|case| arms[case.as_str()] == Arm::Real).count();
    let n_synthetic = cases.len() - n_real;
    if !runs_are_possible(most, n_real, n_synthetic) {
        return Err(Error::RunsImpossible { n_real, n_synthetic, most });
    }
    let tail = &before[before.len().saturating_sub(most)..];
    for attempt in 0..MOST_ATTEMPTS {
        let context = format!("round-{}/block-{block}/attempt-{attempt}", request.round);
        let order = keyed_order(&request.seed, reader, &context, cases);
        let sources = tail.iter().copied().chain(order.iter().map(|case| arms[case.as_str()]));
        if longest_run(sources) <= most {
            return Ok((attempt, order));
        }
    }
    Err(Error::RunsNotMet { reader: reader.to_owned(), attempts: MOST_ATTEMPTS, most })
}

/// Returns the length of the longest run of equal sources.
pub(super) fn longest_run(sources: impl Iterator<Item = Arm>) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for source in sources {
        run = if last == Some(source) { run + 1 } else { 1 };
        last = Some(source);
        longest = longest.max(run);
    }
    longest
}

/// Whether some order of so many of either source has no run longer than `most`: the rarer source
/// cuts the other one into at most one more piece than it has cases.
pub(super) fn runs_are_possible(most: usize, a: usize, b: usize) -> bool {
    a.max(b) <= most.saturating_mul(a.min(b) + 1)
}

/// Whether an order with short runs is soon found: with runs of at most 3, up to about twice as many
/// of one source as of the other.
pub(super) fn runs_are_likely(most: usize, a: usize, b: usize) -> bool {
    20 * a.max(b) <= 13 * most * a.min(b)
}
