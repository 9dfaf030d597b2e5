//! Who reads which case, when: fixed before the first reader sits down.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use samples::Arm;
use sha2::{Digest, Sha256};

use crate::keyed::{is_name, mac};
use crate::{Error, Result, keyed_order};

/// After so many orders the constraint is given up and reported.
const MOST_ATTEMPTS: u32 = 10_000;

/// A case and its truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSpec {
    /// Names the case within the study; never shown to a reader.
    pub case_id: String,
    /// Where it comes from.
    pub arm: Arm,
}

/// What a design is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignRequest {
    /// The source of all chance. It never leaves the coordinator.
    pub seed: [u8; 32],
    /// The readers' codes: pseudonyms, not names.
    pub readers: Vec<String>,
    /// The cases; every reader reads all of them.
    pub cases: Vec<CaseSpec>,
    /// The round, from 1: a new round has a new order.
    pub round: u32,
    /// The most cases of one source that may follow each other.
    pub most_in_a_row: usize,
    /// The most cases in a block; between blocks a break is offered.
    pub most_in_a_block: usize,
}

impl DesignRequest {
    /// Asks for a first round with runs of at most 3 and blocks of at most 40.
    pub fn new(seed: [u8; 32], readers: Vec<String>, cases: Vec<CaseSpec>) -> Self {
        DesignRequest { seed, readers, cases, round: 1, most_in_a_row: 3, most_in_a_block: 40 }
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
    /// Every reader reads every case, in blocks that hold the sources in about
    /// the proportion of the whole. A block's order is [`keyed_order`]; when it
    /// has a longer run of one source than allowed, counted over the break
    /// before it, the block is keyed anew with the next attempt.
    /// Exchanging the two sources changes no presentation, so that what a
    /// reader receives cannot depend on the truth.
    ///
    /// # Errors
    ///
    /// [`Error::NoReader`], [`Error::NoCase`], [`Error::Name`],
    /// [`Error::TwoOfOneName`], [`Error::Limit`], and, when the sources are too
    /// unequal for short runs, [`Error::RunsImpossible`] or [`Error::RunsNotMet`].
    pub fn make(request: &DesignRequest) -> Result<Design> {
        check(request)?;
        let arms: BTreeMap<&str, Arm> =
            request.cases.iter().map(|case| (case.case_id.as_str(), case.arm)).collect();

        let mut presentations = Vec::with_capacity(request.readers.len() * arms.len());
        let mut attempts = BTreeMap::new();
        for reader in &request.readers {
            let read = order_for(request, reader, &arms)?;
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
    ];
    if let Some((name, _)) = limits.into_iter().find(|&(_, limit)| limit == 0) {
        return Err(Error::Limit { name });
    }
    check_names("reader", request.readers.iter())?;
    check_names("case", request.cases.iter().map(|case| &case.case_id))
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
    arms: &BTreeMap<&str, Arm>,
) -> Result<Vec<Presentation>> {
    let mut read: Vec<Presentation> = Vec::with_capacity(arms.len());
    for (block, cases) in (1..).zip(deal(request, reader)) {
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

/// Deals the cases of each source, in keyed order, to the blocks in turn.
fn deal(request: &DesignRequest, reader: &str) -> Vec<Vec<String>> {
    let n_blocks = request.cases.len().div_ceil(request.most_in_a_block);
    let context = format!("round-{}/deal", request.round);
    let of = |arm: Arm| -> Vec<String> {
        let cases = request.cases.iter().filter(|case| case.arm == arm);
        let ids: Vec<String> = cases.map(|case| case.case_id.clone()).collect();
        keyed_order(&request.seed, reader, &context, &ids)
    };
    let mut sources = [of(Arm::Real), of(Arm::Synthetic)];
    // Whose cases are dealt first must not depend on which source is the real one.
    let first_key = |ids: &[String]| ids.first().map(|id| mac(&request.seed, &["deal", id]));
    sources.sort_by_key(|ids| (std::cmp::Reverse(ids.len()), first_key(ids)));

    let mut blocks = vec![Vec::new(); n_blocks];
    for (at, case_id) in sources.into_iter().flatten().enumerate() {
        blocks[at % n_blocks].push(case_id);
    }
    blocks
}

/// Returns the first order of a block that keeps runs short, and its attempt.
fn order_block(
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
    // The rarer source cuts the other one into at most one more piece than it has cases.
    if most.saturating_mul(n_real.min(n_synthetic) + 1) < n_real.max(n_synthetic) {
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
fn longest_run(sources: impl Iterator<Item = Arm>) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, None);
    for source in sources {
        run = if last == Some(source) { run + 1 } else { 1 };
        last = Some(source);
        longest = longest.max(run);
    }
    longest
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
mod tests {
    use super::*;

    fn request(n_real: usize, n_synthetic: usize) -> DesignRequest {
        let arms = std::iter::repeat_n(Arm::Real, n_real)
            .chain(std::iter::repeat_n(Arm::Synthetic, n_synthetic));
        let cases = arms
            .enumerate()
            .map(|(i, arm)| CaseSpec { case_id: format!("case-{i:03}"), arm })
            .collect();
        let readers = vec!["reader-01".to_owned(), "reader-02".to_owned()];
        DesignRequest::new([5; 32], readers, cases)
    }

    fn arms_in_order(request: &DesignRequest, design: &Design, reader: &str) -> Vec<Arm> {
        let arm = |case_id: &str| request.cases.iter().find(|c| c.case_id == case_id).unwrap().arm;
        design.of_reader(reader).iter().map(|p| arm(&p.case_id)).collect()
    }

    #[test]
    fn every_reader_reads_every_case_once_in_another_order() {
        let request = request(20, 20);
        let design = Design::make(&request).unwrap();
        let orders: Vec<Vec<String>> = request
            .readers
            .iter()
            .map(|reader| design.of_reader(reader).into_iter().map(|p| p.case_id).collect())
            .collect();
        for order in &orders {
            let cases: BTreeSet<_> = order.iter().collect();
            assert_eq!((order.len(), cases.len()), (40, 40));
        }
        assert_ne!(orders[0], orders[1]);
    }

    #[test]
    fn runs_stay_short_over_the_breaks_too() {
        let request = request(103, 97);
        let design = Design::make(&request).unwrap();
        for reader in &request.readers {
            let arms = arms_in_order(&request, &design, reader);
            assert!(longest_run(arms.into_iter()) <= 3);
        }
    }

    #[test]
    fn blocks_are_of_one_size_and_hold_both_sources_equally() {
        // 103 + 97 in blocks of at most 40: five blocks of 40.
        let request = request(103, 97);
        let design = Design::make(&request).unwrap();
        let read = design.of_reader("reader-01");
        let arms = arms_in_order(&request, &design, "reader-01");
        for block in 1..=5 {
            let in_block = |(p, _): &(&Presentation, &Arm)| p.block == block;
            let n = read.iter().zip(&arms).filter(in_block).count();
            let of_real = |pair: &(&Presentation, &Arm)| in_block(pair) && *pair.1 == Arm::Real;
            let n_real = read.iter().zip(&arms).filter(of_real).count();
            assert_eq!(n, 40);
            assert!((20..=21).contains(&n_real), "103 real cases in five blocks");
        }
        let positions: Vec<u32> = read.iter().map(|p| p.position).collect();
        assert_eq!(positions, (1..=200).collect::<Vec<u32>>());
    }

    #[test]
    fn exchanging_the_truth_changes_no_presentation() {
        for (n_real, n_synthetic) in [(20, 20), (53, 50), (11, 14)] {
            let request = request(n_real, n_synthetic);
            let mut exchanged = request.clone();
            for case in &mut exchanged.cases {
                case.arm = match case.arm {
                    Arm::Real => Arm::Synthetic,
                    Arm::Synthetic => Arm::Real,
                };
            }
            let (a, b) = (Design::make(&request).unwrap(), Design::make(&exchanged).unwrap());
            assert_eq!(a.presentations, b.presentations);
            assert_eq!(a.hash, b.hash);
            assert_ne!(a.truth_commitment, b.truth_commitment);
        }
    }

    #[test]
    fn the_order_of_the_request_does_not_tell() {
        let request = request(20, 20);
        let mut turned = request.clone();
        turned.cases.reverse();
        assert_eq!(Design::make(&request), Design::make(&turned));
    }

    #[test]
    fn ids_are_opaque_and_all_different() {
        let design = Design::make(&request(20, 20)).unwrap();
        let ids: BTreeSet<&String> =
            design.presentations.iter().map(|p| &p.presentation_id).collect();
        assert_eq!(ids.len(), 80);
        assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit())));
    }

    #[test]
    fn a_new_round_has_a_new_order_and_new_ids() {
        let first = request(20, 20);
        let second = DesignRequest { round: 2, ..first.clone() };
        let (first, second) = (Design::make(&first).unwrap(), Design::make(&second).unwrap());
        let cases = |design: &Design| -> Vec<String> {
            design.presentations.iter().map(|p| p.case_id.clone()).collect()
        };
        assert_ne!(cases(&first), cases(&second));
        let ids: BTreeSet<&String> =
            first.presentations.iter().map(|p| &p.presentation_id).collect();
        assert!(second.presentations.iter().all(|p| !ids.contains(&p.presentation_id)));
    }

    #[test]
    fn the_attempt_counts_the_orders_thrown_away() {
        let request = request(20, 20);
        let design = Design::make(&request).unwrap();
        for reader in &request.readers {
            let read = design.of_reader(reader);
            let attempt = read[0].attempt;
            assert_eq!(design.attempts[reader], attempt, "one block");
            // The order is the keyed one, and the attempt before it was too long.
            let ids: Vec<String> = request.cases.iter().map(|c| c.case_id.clone()).collect();
            let keyed = |attempt: u32| {
                let context = format!("round-1/block-1/attempt-{attempt}");
                keyed_order(&request.seed, reader, &context, &ids)
            };
            let order: Vec<String> = read.into_iter().map(|p| p.case_id).collect();
            assert_eq!(order, keyed(attempt));
            for earlier in 0..attempt {
                let arm =
                    |id: &String| request.cases.iter().find(|c| c.case_id == *id).unwrap().arm;
                assert!(3 < longest_run(keyed(earlier).iter().map(arm)));
            }
        }
    }

    #[test]
    fn sources_too_unequal_for_short_runs_are_said_to_be_so() {
        // One synthetic case cuts the real ones into two runs: 6 fit, 7 do not.
        assert!(Design::make(&request(6, 1)).is_ok());
        assert_eq!(
            Design::make(&request(7, 1)),
            Err(Error::RunsImpossible { n_real: 7, n_synthetic: 1, most: 3 })
        );
        // 30 to 10 can be done, but chance alone does not find it.
        assert_eq!(
            Design::make(&request(30, 10)),
            Err(Error::RunsNotMet {
                reader: "reader-01".to_owned(),
                attempts: MOST_ATTEMPTS,
                most: 3
            })
        );
    }

    #[test]
    fn names_that_would_blur_the_message_are_refused() {
        let mut request = request(2, 2);
        request.readers[1] = "reader\u{1f}02".to_owned();
        assert_eq!(Design::make(&request), Err(Error::Name { what: "reader" }));
        request.readers[1] = request.readers[0].clone();
        assert!(matches!(Design::make(&request), Err(Error::TwoOfOneName { .. })));
        request.readers.clear();
        assert_eq!(Design::make(&request), Err(Error::NoReader));
    }
}
