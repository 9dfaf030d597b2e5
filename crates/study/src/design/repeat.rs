//! Cases that come a second time, unannounced and far from the first.

use samples::Arm;

use super::CaseSpec;
use super::Role;
use super::deal::{Hand, partner};
use super::order::{longest_run, order_block};
use crate::{Error, Result};

/// So often blocks are ordered anew when repeats find no place that is far enough.
pub(super) const MOST_REKEYED: u32 = 64;
/// However few cases there are, a repeat stands so far from the first reading.
const LEAST_DISTANCE: usize = 10;

/// A place in a reader's sequence.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) spec: &'a CaseSpec,
    pub(super) block: u32,
    pub(super) attempt: u32,
    /// Whether the case was read before.
    pub(super) again: bool,
}

/// Returns how many presentations lie at least between the two readings of a case, counting the
/// second one.
pub(super) fn distance(n_cases: usize) -> usize {
    LEAST_DISTANCE.max(n_cases.div_ceil(4))
}

/// Returns how many cases come again.
pub(super) fn count(specs: &[&CaseSpec], percent: u32) -> usize {
    let n = specs.iter().filter(|spec| spec.role == Role::Counted).count();
    (n * percent as usize + 50) / 100
}

/// Puts the cases of each block into an order that keeps runs short; returns how many attempts were
/// thrown away, too. The first attempt of a block is `from`.
pub(super) fn in_order<'a>(
    hand: &Hand<'_>,
    blocks: &[Vec<&'a CaseSpec>],
    most_in_a_row: usize,
    from: u32,
) -> Result<(Vec<Place<'a>>, u32)> {
    let mut sequence: Vec<Place<'a>> = Vec::new();
    let mut thrown_away = 0;
    for (block, specs) in (1..).zip(blocks) {
        let before: Vec<Arm> = sequence.iter().map(|place| place.spec.arm).collect();
        let (attempt, order) = order_block(hand, block, specs, &before, most_in_a_row, from)?;
        thrown_away += attempt;
        let places = order.into_iter().map(|spec| Place { spec, block, attempt, again: false });
        sequence.extend(places);
    }
    Ok((sequence, thrown_away))
}

/// Lets `n` cases come again: of both sources as they are in the whole, in the blocks where they fit.
///
/// # Errors
///
/// [`Error::NoRepeats`] when no place is far enough for all of them.
pub(super) fn insert<'a>(
    hand: &Hand<'_>,
    sequence: &mut Vec<Place<'a>>,
    n: usize,
    most_in_a_row: usize,
) -> Result<()> {
    if n == 0 {
        return Ok(());
    }
    let counted: Vec<&'a CaseSpec> =
        sequence.iter().map(|place| place.spec).filter(|spec| spec.role == Role::Counted).collect();
    let apart = distance(sequence.len());
    // The larger source first; among equal ones that of the least key.
    let mut sources = hand.sources(&counted);
    let share = |len: usize| (n * len).div_ceil(counted.len().max(1));
    let first = share(sources.first().map_or(0, Vec::len)).min(n);
    let quotas = [first, n - first];
    for source in &mut sources {
        source.sort_by_key(|case| hand.key(&["again", &case.case_id]));
    }
    let mut placed = [0, 0];
    let longest = sources.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..longest {
        for (which, source) in sources.iter().enumerate().take(2) {
            if placed[which] < quotas[which]
                && let Some(case) = source.get(at)
                && place(hand, sequence, case, apart, most_in_a_row)
            {
                placed[which] += 1;
            }
        }
    }
    if placed == quotas {
        return Ok(());
    }
    let placed = placed.iter().sum();
    Err(Error::NoRepeats { reader: hand.reader().to_owned(), asked: n, placed, distance: apart })
}

/// Inserts a case a second time, at the first place by key that fits; returns whether one did.
fn place<'a>(
    hand: &Hand<'_>,
    sequence: &mut Vec<Place<'a>>,
    case: &'a CaseSpec,
    apart: usize,
    most_in_a_row: usize,
) -> bool {
    let Some(first) = sequence.iter().position(|place| place.spec.case_id == case.case_id) else {
        return false;
    };
    let mut gaps: Vec<usize> = (first + apart..=sequence.len()).collect();
    gaps.sort_by_cached_key(|gap| hand.key(&["gap", &case.case_id, &gap.to_string()]));
    for gap in gaps {
        let before = sequence[gap - 1];
        let in_block: Vec<&CaseSpec> = sequence
            .iter()
            .filter(|place| place.block == before.block)
            .map(|place| place.spec)
            .collect();
        let fits = in_block.len() < hand.most_in_a_block() && partner(case, &in_block).is_none();
        if !fits || !runs_stay_short(sequence, gap, case.arm, most_in_a_row) {
            continue;
        }
        let here = Place { spec: case, block: before.block, attempt: before.attempt, again: true };
        sequence.insert(gap, here);
        return true;
    }
    false
}

fn runs_stay_short(sequence: &[Place<'_>], gap: usize, arm: Arm, most: usize) -> bool {
    let from = gap.saturating_sub(most);
    let to = sequence.len().min(gap.saturating_add(most));
    let around =
        |places: &[Place<'_>]| places.iter().map(|place| place.spec.arm).collect::<Vec<_>>();
    let near = [around(&sequence[from..gap]), vec![arm], around(&sequence[gap..to])].concat();
    longest_run(near.into_iter()) <= most
}
