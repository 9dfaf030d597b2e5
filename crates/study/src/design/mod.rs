//! Who reads which case, when: fixed before the first reader sits down.

mod balance;
mod deal;
mod order;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use samples::Arm;
use sha2::{Digest, Sha256};

use crate::keyed::{is_name, mac};
use crate::{Error, Result};

pub use balance::{Balance, BlockBalance};
use order::order_block;

/// After so many orders the constraint is given up and reported.
const MOST_ATTEMPTS: u32 = 10_000;
/// The most by which the share of a source may vary from block to block, in percent of a block.
const MOST_VARIED: u32 = 30;

/// A case and its truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSpec {
    /// Names the case within the study; never shown to a reader.
    pub case_id: String,
    /// Where it comes from.
    pub arm: Arm,
    /// What is spread evenly over blocks and groups of readers, e.g. a diagnosis; nothing when it is
    /// not known.
    pub stratum: Option<String>,
    /// Names the pair of a real and a synthetic case that it belongs to; no block holds both.
    pub pair: Option<String>,
}

impl CaseSpec {
    /// A case that belongs to no stratum and no pair.
    pub fn new(case_id: impl Into<String>, arm: Arm) -> Self {
        CaseSpec { case_id: case_id.into(), arm, stratum: None, pair: None }
    }
}

/// What a design is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignRequest {
    /// The source of all chance. It never leaves the coordinator.
    pub seed: [u8; 32],
    /// The readers' codes: pseudonyms, not names.
    pub readers: Vec<String>,
    /// The cases.
    pub cases: Vec<CaseSpec>,
    /// The round, from 1: a new round has a new order.
    pub round: u32,
    /// The most cases of one source that may follow each other.
    pub most_in_a_row: usize,
    /// The most cases in a block; between blocks a break is offered.
    pub most_in_a_block: usize,
    /// Into how many groups readers are split, each with its own cases; 1 when all read all of them.
    pub groups: usize,
    /// By how much the share of a source may vary from block to block, in percent of a block, so that
    /// readers cannot balance their answers; 0 to 30.
    pub vary_percent: u32,
}

impl DesignRequest {
    /// Asks for a first round with runs of at most 3 and blocks of at most 40, where all read all.
    pub fn new(seed: [u8; 32], readers: Vec<String>, cases: Vec<CaseSpec>) -> Self {
        DesignRequest {
            seed,
            readers,
            cases,
            round: 1,
            most_in_a_row: 3,
            most_in_a_block: 40,
            groups: 1,
            vary_percent: 0,
        }
    }
}

/// One case before one reader, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation {
    /// 32 hexadecimal digits that say nothing to who has not the seed.
    pub presentation_id: String,
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: u32,
    /// The block within the round, from 1.
    pub block: u32,
    /// The place within the reader's round, from 1, counted on through the blocks.
    pub position: u32,
    /// The case.
    pub case_id: String,
    /// Which order of the block was the first to keep its runs short, from 0.
    pub attempt: u32,
}

/// A study's presentations, with what proves that they are these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// All presentations: by reader as asked for, then by position.
    pub presentations: Vec<Presentation>,
    /// How many orders were thrown away for each reader, over all blocks.
    pub attempts: BTreeMap<String, u32>,
    /// SHA-256 of [`Design::text`]. It does not depend on the truth.
    pub hash: [u8; 32],
    /// HMAC of cases and arms under the seed: fixes the truth without telling it.
    pub truth_commitment: [u8; 32],
}

impl Design {
    /// Makes the design of a round.
    ///
    /// Every reader reads every case of their group, in blocks that hold the sources and their
    /// strata in about the proportion of the whole, and never both members of a pair. A block's order is [`keyed_order`]; when it
    /// has a longer run of one source than allowed, counted over the break
    /// before it, the block is keyed anew with the next attempt.
    /// Exchanging the two sources changes no presentation, so that what a
    /// reader receives cannot depend on the truth.
    ///
    /// # Errors
    ///
    /// [`Error::NoReader`], [`Error::NoCase`], [`Error::Name`],
    /// [`Error::TwoOfOneName`], [`Error::Limit`], [`Error::AtMost`], [`Error::Pair`],
    /// [`Error::PairsNotApart`], and, when the sources are too unequal for short
    /// runs, [`Error::RunsImpossible`] or [`Error::RunsNotMet`].
    pub fn make(request: &DesignRequest) -> Result<Design> {
        check(request)?;
        let arms: BTreeMap<&str, Arm> =
            request.cases.iter().map(|case| (case.case_id.as_str(), case.arm)).collect();

        let mut presentations = Vec::with_capacity(request.readers.len() * arms.len());
        let mut attempts = BTreeMap::new();
        let groups = deal::split(request);
        let mut by_key: Vec<&String> = request.readers.iter().collect();
        by_key.sort_by_key(|reader| mac(&request.seed, &["group", reader]));
        for reader in &request.readers {
            let place = by_key.iter().position(|known| *known == reader).unwrap_or(0);
            let read = order_for(request, reader, &groups[place % request.groups], &arms)?;
            attempts.insert(reader.clone(), thrown_away(&read));
            presentations.extend(read);
        }

        let hash = Sha256::digest(text_of(&presentations)).into();
        let truth_commitment = mac(&request.seed, &["truth", &text_of_truth(&arms)]);
        Ok(Design { presentations, attempts, hash, truth_commitment })
    }

    /// Returns the canonical text of the presentations, over which the hash is taken.
    ///
    /// A first line `touchstone.design/1`, then one line for each presentation:
    /// reader, round, block, position, case, attempt and id, separated by U+001F.
    pub fn text(&self) -> String {
        text_of(&self.presentations)
    }

    /// Returns the presentations of one reader, in the order of reading.
    pub fn of_reader(&self, reader: &str) -> Vec<Presentation> {
        self.presentations.iter().filter(|p| p.reader == reader).cloned().collect()
    }
}

fn check(request: &DesignRequest) -> Result<()> {
    if request.readers.is_empty() {
        return Err(Error::NoReader);
    }
    if request.cases.is_empty() {
        return Err(Error::NoCase);
    }
    let limits = [
        ("round", request.round as usize),
        ("most_in_a_row", request.most_in_a_row),
        ("most_in_a_block", request.most_in_a_block),
        ("groups", request.groups),
    ];
    if let Some((name, _)) = limits.into_iter().find(|&(_, limit)| limit == 0) {
        return Err(Error::Limit { name });
    }
    // Each group has a reader, and a case of each source there is.
    let of = |arm: Arm| request.cases.iter().filter(|case| case.arm == arm).count();
    let fewest = [of(Arm::Real), of(Arm::Synthetic)].into_iter().filter(|&n| 0 < n).min();
    let most = request.readers.len().min(fewest.unwrap_or(1));
    if most < request.groups {
        return Err(Error::AtMost { name: "groups", most });
    }
    let names = |what: &'static str, name: Option<&String>| match name {
        Some(name) if !is_name(name) => Err(Error::Name { what }),
        _ => Ok(()),
    };
    for case in &request.cases {
        names("stratum", case.stratum.as_ref())?;
        names("pair", case.pair.as_ref())?;
    }
    if MOST_VARIED < request.vary_percent {
        return Err(Error::AtMost { name: "vary_percent", most: MOST_VARIED as usize });
    }
    check_names("reader", request.readers.iter())?;
    check_names("case", request.cases.iter().map(|case| &case.case_id))?;
    check_pairs(&request.cases)
}

/// Looks that each pair is one real and one synthetic case.
fn check_pairs(cases: &[CaseSpec]) -> Result<()> {
    let mut pairs: BTreeMap<&str, Vec<Arm>> = BTreeMap::new();
    for case in cases {
        if let Some(pair) = case.pair.as_deref() {
            pairs.entry(pair).or_default().push(case.arm);
        }
    }
    let wrong = pairs.into_iter().find(|(_, arms)| arms.len() != 2 || arms[0] == arms[1]);
    wrong.map_or(Ok(()), |(pair, arms)| Err(Error::Pair { pair: pair.to_owned(), n: arms.len() }))
}

fn check_names<'a>(what: &'static str, names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !is_name(name) {
            return Err(Error::Name { what });
        }
        if !seen.insert(name) {
            return Err(Error::TwoOfOneName { what, name: name.clone() });
        }
    }
    Ok(())
}

/// Returns one reader's presentations in order.
fn order_for(
    request: &DesignRequest,
    reader: &str,
    own: &[&CaseSpec],
    arms: &BTreeMap<&str, Arm>,
) -> Result<Vec<Presentation>> {
    let mut read: Vec<Presentation> = Vec::with_capacity(own.len());
    for (block, cases) in (1..).zip(deal::deal(request, reader, own)?) {
        let cases: Vec<String> = cases.into_iter().map(|case| case.case_id.clone()).collect();
        let before = read.iter().map(|p| arms[p.case_id.as_str()]).collect::<Vec<_>>();
        let (attempt, order) = order_block(request, reader, block, &cases, &before, arms)?;
        for case_id in order {
            let position = u32::try_from(read.len() + 1).map_or(u32::MAX, |position| position);
            let round_text = format!("round-{}/presentation", request.round);
            let id = mac(&request.seed, &[reader, &round_text, &case_id]);
            read.push(Presentation {
                presentation_id: hex(&id[..16]),
                reader: reader.to_owned(),
                round: request.round,
                block,
                position,
                case_id,
                attempt,
            });
        }
    }
    Ok(read)
}

/// Returns how many orders were thrown away: each block's attempt, once.
fn thrown_away(read: &[Presentation]) -> u32 {
    let by_block: BTreeMap<u32, u32> = read.iter().map(|p| (p.block, p.attempt)).collect();
    by_block.values().sum()
}

fn text_of(presentations: &[Presentation]) -> String {
    let mut text = String::from("touchstone.design/1\n");
    for p in presentations {
        let Presentation { presentation_id, reader, round, block, position, case_id, attempt } = p;
        writeln!(
            text,
            "{reader}\u{1f}{round}\u{1f}{block}\u{1f}{position}\u{1f}{case_id}\u{1f}{attempt}\u{1f}{presentation_id}"
        )
        .expect("a String takes all that is written");
    }
    text
}

fn text_of_truth(arms: &BTreeMap<&str, Arm>) -> String {
    let lines: Vec<String> =
        arms.iter().map(|(case, arm)| format!("{case}\u{1f}{arm}\n")).collect();
    lines.concat()
}

fn hex(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}

#[cfg(test)]
mod tests;
