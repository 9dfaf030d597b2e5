//! The order within a block: keyed, and keyed anew while a run of one source is too long.

use std::collections::BTreeMap;

use samples::Arm;

use super::deal::Hand;
use super::{CaseSpec, MOST_ATTEMPTS};
use crate::{Error, Result, keyed_order};

/// Returns the first order of a block that keeps runs short, and its attempt, which is `from` or later.
pub(super) fn order_block<'a>(
    hand: &Hand<'_>,
    block: u32,
    cases: &[&'a CaseSpec],
    before: &[Arm],
    most: usize,
    from: u32,
) -> Result<(u32, Vec<&'a CaseSpec>)> {
    let n_real = cases.iter().filter(|case| case.arm == Arm::Real).count();
    let n_synthetic = cases.len() - n_real;
    if !runs_are_possible(most, n_real, n_synthetic) {
        return Err(Error::RunsImpossible { n_real, n_synthetic, most });
    }
    let by_id: BTreeMap<&str, &'a CaseSpec> =
        cases.iter().map(|&case| (case.case_id.as_str(), case)).collect();
    let names: Vec<String> = cases.iter().map(|case| case.case_id.clone()).collect();
    let tail = &before[before.len().saturating_sub(most)..];
    for attempt in from..MOST_ATTEMPTS {
        let context = format!("{}/block-{block}/attempt-{attempt}", hand.context());
        let order: Vec<&'a CaseSpec> = keyed_order(hand.seed(), hand.reader(), &context, &names)
            .iter()
            .filter_map(|name| by_id.get(name.as_str()).copied())
            .collect();
        let sources = tail.iter().copied().chain(order.iter().map(|case| case.arm));
        if longest_run(sources) <= most {
            return Ok((attempt, order));
        }
    }
    let reader = hand.reader().to_owned();
    Err(Error::RunsNotMet { reader, attempts: MOST_ATTEMPTS, most })
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
