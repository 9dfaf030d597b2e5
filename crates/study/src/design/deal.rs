//! Which case goes into which block, and to which readers: keyed, and even in every respect.
//!
//! Whose cases come first is decided by keys of the cases alone, never by which source is the real
//! one: so exchanging the two changes nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use samples::Arm;

use super::{CaseSpec, DesignRequest, Role};
use crate::keyed::mac;
use crate::{Error, Result};

type Key = [u8; 32];
/// Cases of one source and one stratum.
type Cell<'a> = (Arm, Option<&'a str>);

/// Deals the cases to groups of readers, each its own; one group reads all of them.
///
/// Members of a pair stay together. Each source and stratum is spread evenly.
pub(super) fn split(request: &DesignRequest) -> Vec<Vec<&CaseSpec>> {
    let mut groups = vec![Vec::new(); request.groups];
    if request.groups == 1 {
        groups[0].extend(request.cases.iter().filter(|case| is_dealt(case)));
        return groups;
    }
    let mut units: BTreeMap<(bool, &str), Vec<&CaseSpec>> = BTreeMap::new();
    for case in request.cases.iter().filter(|case| is_dealt(case)) {
        let name = case.pair.as_deref().unwrap_or(&case.case_id);
        units.entry((case.pair.is_some(), name)).or_default().push(case);
    }
    let key = |id: &str| mac(&request.seed, &["split", id]);
    let mut cells: BTreeMap<Vec<Cell<'_>>, Vec<(Key, Vec<&CaseSpec>)>> = BTreeMap::new();
    for unit in units.into_values() {
        let mut of: Vec<Cell<'_>> = unit.iter().map(|case| cell(case)).collect();
        of.sort_unstable();
        let first = unit.iter().map(|case| key(&case.case_id)).min().unwrap_or_default();
        cells.entry(of).or_default().push((first, unit));
    }
    let mut cells: Vec<Vec<(Key, Vec<&CaseSpec>)>> = cells.into_values().collect();
    for cell in &mut cells {
        cell.sort_by_key(|(key, _)| *key);
    }
    // Pairs first; then the larger ones.
    cells.sort_by_key(|cell| (Reverse(cell[0].1.len()), Reverse(cell.len()), cell[0].0));
    for (at, (_, unit)) in cells.into_iter().flatten().enumerate() {
        groups[at % request.groups].extend(unit);
    }
    groups
}

/// Deals what a reader reads in a task to blocks.
///
/// Blocks are of one size, or differ by one; each source and each of its strata is spread evenly,
/// up to what keeping pairs apart and a varying prevalence ask for. `n_repeats` more will come later,
/// and have room.
///
/// # Errors
///
/// [`Error::PairsNotApart`].
pub(super) fn deal<'a>(
    hand: &Hand<'_>,
    cases: &[&'a CaseSpec],
    n_repeats: usize,
) -> Result<Vec<Vec<&'a CaseSpec>>> {
    let paired = cases.iter().any(|case| partner(case, cases).is_some());
    let n_blocks = (cases.len() + n_repeats).div_ceil(hand.most_in_a_block);
    let n_blocks = n_blocks.max(if paired { 2 } else { 1 });
    let sources = hand.sources(cases);
    let mut blocks = vec![Vec::new(); n_blocks];
    for (at, case) in sources.iter().flatten().enumerate() {
        blocks[at % n_blocks].push(*case);
    }
    hand.part_pairs(&mut blocks)?;
    hand.vary(&mut blocks, sources.first().and_then(|source| source.first()).map(|case| case.arm));
    blocks.retain(|block| !block.is_empty());
    Ok(blocks)
}

/// Whether a case belongs to a group of readers: examples and training are the same for all.
fn is_dealt(case: &CaseSpec) -> bool {
    matches!(case.role, Role::Counted | Role::Catch)
}

fn cell(case: &CaseSpec) -> Cell<'_> {
    (case.arm, case.stratum.as_deref())
}

/// The other member of a case's pair, when it is among these.
pub(super) fn partner<'a>(case: &CaseSpec, among: &[&'a CaseSpec]) -> Option<&'a CaseSpec> {
    let pair = case.pair.as_deref()?;
    let is_it =
        |other: &&&CaseSpec| other.pair.as_deref() == Some(pair) && other.case_id != case.case_id;
    among.iter().find(is_it).copied()
}

/// Whoever deals one task of one round to one reader.
pub(super) struct Hand<'a> {
    request: &'a DesignRequest,
    reader: &'a str,
    place: &'a str,
    context: String,
    most_in_a_block: usize,
}

impl<'r> Hand<'r> {
    pub(super) fn new(
        request: &'r DesignRequest,
        reader: &'r str,
        round: u32,
        place: &'r str,
        most_in_a_block: usize,
    ) -> Self {
        let context = format!("round-{round}/{place}");
        Hand { request, reader, place, context, most_in_a_block }
    }

    pub(super) fn reader(&self) -> &str {
        self.reader
    }

    /// The stage and the task.
    pub(super) fn place(&self) -> &str {
        self.place
    }

    /// All cases of the study.
    pub(super) fn cases(&self) -> &'r [CaseSpec] {
        &self.request.cases
    }

    pub(super) fn most_in_a_block(&self) -> usize {
        self.most_in_a_block
    }

    /// The round and the place within it, as keyed orders name it.
    pub(super) fn context(&self) -> &str {
        &self.context
    }

    pub(super) fn seed(&self) -> &[u8; 32] {
        &self.request.seed
    }

    /// A key that only the seed knows.
    pub(super) fn key(&self, of: &[&str]) -> Key {
        let parts = [&[self.reader, &self.context], of].concat();
        mac(&self.request.seed, &parts)
    }

    fn case_key(&self, case: &CaseSpec) -> Key {
        self.key(&["deal", &case.case_id])
    }

    /// Both sources, cell after cell; the larger first, among equal ones that of the least key.
    pub(super) fn sources<'a>(&self, cases: &[&'a CaseSpec]) -> Vec<Vec<&'a CaseSpec>> {
        let mut keyed: Vec<(Key, &CaseSpec)> =
            cases.iter().map(|&case| (self.case_key(case), case)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.case_id.cmp(&b.1.case_id)));
        let mut cells: BTreeMap<Cell<'_>, Vec<(Key, &CaseSpec)>> = BTreeMap::new();
        for (key, case) in keyed {
            cells.entry(cell(case)).or_default().push((key, case));
        }
        let mut sources: BTreeMap<Arm, Vec<Vec<(Key, &CaseSpec)>>> = BTreeMap::new();
        for ((arm, _), cell) in cells {
            sources.entry(arm).or_default().push(cell);
        }
        let mut sources: Vec<_> = sources.into_values().collect();
        for cells in &mut sources {
            cells.sort_by_key(|cell| (Reverse(cell.len()), cell[0].0));
        }
        sources.sort_by_key(|cells| {
            let n: usize = cells.iter().map(Vec::len).sum();
            (Reverse(n), cells.iter().map(|cell| cell[0].0).min())
        });
        let of = |cells: Vec<Vec<(Key, &'a CaseSpec)>>| -> Vec<&'a CaseSpec> {
            cells.into_iter().flatten().map(|(_, case)| case).collect()
        };
        sources.into_iter().map(of).collect()
    }

    /// Moves members of pairs so that no block holds both of one.
    fn part_pairs(&self, blocks: &mut [Vec<&CaseSpec>]) -> Result<()> {
        for here in 0..blocks.len() {
            loop {
                let met = |case: &&&CaseSpec| partner(case, &blocks[here]).is_some();
                let Some(one) = blocks[here].iter().find(met).copied() else { break };
                let Some(other) = partner(one, &blocks[here]) else { break };
                let mut movers = [one, other];
                movers.sort_by_key(|case| self.case_key(case));
                let swap = [true, false].into_iter().find_map(|alike| {
                    movers.iter().find_map(|mover| self.exchange(blocks, here, mover, alike))
                });
                let Some((mover, there, taken)) = swap else {
                    let pair = one.pair.clone().unwrap_or_default();
                    return Err(Error::PairsNotApart { pair, reader: self.reader.to_owned() });
                };
                swap_cases(blocks, (here, &mover), (there, &taken));
            }
        }
        Ok(())
    }

    /// Finds a case of another block that can change places with `mover`: of its source, and of its
    /// stratum when they are to be alike.
    fn exchange(
        &self,
        blocks: &[Vec<&CaseSpec>],
        here: usize,
        mover: &CaseSpec,
        alike: bool,
    ) -> Option<(String, usize, String)> {
        let mut found: Option<(Key, usize, &CaseSpec)> = None;
        for (there, block) in blocks.iter().enumerate().filter(|&(there, _)| there != here) {
            for &case in block {
                let fits = case.arm == mover.arm && (!alike || case.stratum == mover.stratum);
                let free =
                    partner(mover, block).is_none() && partner(case, &blocks[here]).is_none();
                if fits && free {
                    let key = self.case_key(case);
                    if found.is_none_or(|(least, ..)| key < least) {
                        found = Some((key, there, case));
                    }
                }
            }
        }
        found.map(|(_, there, case)| (mover.case_id.clone(), there, case.case_id.clone()))
    }

    /// Lets the share of the sources vary from block to block, by exchanges between two at a time.
    fn vary(&self, blocks: &mut [Vec<&CaseSpec>], first: Option<Arm>) {
        let Some(first) = first.filter(|_| 0 < self.request.vary_percent) else { return };
        let order_key = |block: usize| self.key(&["vary", &block.to_string()]);
        let mut order: Vec<usize> = (0..blocks.len()).collect();
        order.sort_by_key(|&block| order_key(block));
        for two in order.chunks_exact(2) {
            let (more, less) = (two[1], two[0]);
            let size = blocks[more].len().min(blocks[less].len());
            let most = size * self.request.vary_percent as usize / 100;
            let times = if most == 0 { 0 } else { 1 + usize::from(order_key(more)[0]) % most };
            for _ in 0..times {
                let Some((out, back)) = self.crosswise(blocks, less, more, first) else { break };
                swap_cases(blocks, (less, &out), (more, &back));
            }
        }
    }

    /// Finds a case of `source` in one block and one of the other source in another that can change
    /// places; of one stratum when there are such.
    fn crosswise(
        &self,
        blocks: &[Vec<&CaseSpec>],
        here: usize,
        there: usize,
        source: Arm,
    ) -> Option<(String, String)> {
        let keyed = |block: usize, of: bool| {
            let mut cases: Vec<&CaseSpec> =
                blocks[block].iter().filter(|case| (case.arm == source) == of).copied().collect();
            cases.sort_by_key(|case| self.case_key(case));
            cases
        };
        let (outs, backs) = (keyed(here, true), keyed(there, false));
        let possible = |block: usize, change: isize| {
            let n = blocks[block].iter().filter(|case| case.arm == source).count();
            let n = n.checked_add_signed(change)?;
            let rest = blocks[block].len().checked_sub(n)?;
            super::order::runs_are_likely(self.request.most_in_a_row, n, rest).then_some(())
        };
        possible(here, -1).and(possible(there, 1))?;
        let free = |out: &CaseSpec, back: &CaseSpec| {
            let apart = |case: &CaseSpec, block: usize, with: &CaseSpec| {
                partner(case, &blocks[block]).is_none_or(|other| other.case_id == with.case_id)
            };
            apart(out, there, back) && apart(back, here, out)
        };
        [true, false].into_iter().find_map(|alike| {
            outs.iter().find_map(|out| {
                let fits =
                    |back: &&&CaseSpec| (!alike || back.stratum == out.stratum) && free(out, back);
                backs.iter().find(fits).map(|back| (out.case_id.clone(), back.case_id.clone()))
            })
        })
    }
}

/// Lets two cases of two blocks change places.
fn swap_cases(
    blocks: &mut [Vec<&CaseSpec>],
    (here, out): (usize, &str),
    (there, back): (usize, &str),
) {
    let place = |block: &[&CaseSpec], id: &str| block.iter().position(|case| case.case_id == id);
    let (Some(out), Some(back)) = (place(&blocks[here], out), place(&blocks[there], back)) else {
        return;
    };
    let case = blocks[here][out];
    blocks[here][out] = blocks[there][back];
    blocks[there][back] = case;
}
