//! How even a design is: what the coordinator can check, and a reader must not see.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use samples::Arm;
use sha2::{Digest, Sha256};

use super::order::longest_run;
use super::{CaseSpec, Design, Presentation, Purpose};

/// What one block holds, of one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockBalance {
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: u32,
    /// The block, from 1.
    pub block: u32,
    /// The stage of the protocol.
    pub stage: String,
    /// The task of the protocol.
    pub task: String,
    /// What it is for.
    pub purpose: Purpose,
    /// How many of the cases that come first in what is shown are of each source and stratum; the
    /// stratum is empty where it is not known. Where two stand side by side these are the left ones.
    pub cells: BTreeMap<(Arm, String), usize>,
    /// The longest run of one source, or of synthetic cases on one side, within it.
    pub longest_run: usize,
    /// How many of its presentations are repeats.
    pub repeats: usize,
    /// The fewest presentations from the first reading of a case to its repeat.
    pub nearest_repeat: Option<u32>,
}

impl BlockBalance {
    /// Returns how many cases of a source it holds.
    pub fn of(&self, arm: Arm) -> usize {
        self.cells.iter().filter(|((of, _), _)| *of == arm).map(|(_, n)| n).sum()
    }
}

/// The balance of a design, block by block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// One for each reader and block, in the order of reading.
    pub blocks: Vec<BlockBalance>,
    /// SHA-256 of [`Balance::text`].
    pub hash: [u8; 32],
}

impl Balance {
    /// Returns its canonical text, over which the hash is taken.
    ///
    /// A first line `touchstone.balance/2`, then for each reader, round and block one line for each
    /// source and stratum, and one for the longest run, the repeats and the nearest of them, separated
    /// by U+001F.
    pub fn text(&self) -> String {
        text_of(&self.blocks)
    }
}

impl Design {
    /// Returns how even the design is, from the truth that its hash does not depend on.
    pub fn balance(&self, cases: &[CaseSpec]) -> Balance {
        let by_id: BTreeMap<&str, &CaseSpec> =
            cases.iter().map(|case| (case.case_id.as_str(), case)).collect();
        let places: BTreeMap<&str, u32> =
            self.presentations.iter().map(|p| (p.presentation_id.as_str(), p.position)).collect();
        let same = |a: &Presentation, b: &Presentation| {
            (&a.reader, a.round, a.block) == (&b.reader, b.round, b.block)
        };
        let blocks: Vec<BlockBalance> = self
            .presentations
            .chunk_by(same)
            .map(|read| {
                let of: Vec<&CaseSpec> =
                    read.iter().filter_map(|p| by_id.get(p.first_case()).copied()).collect();
                let mut cells = BTreeMap::new();
                for case in &of {
                    let stratum = case.stratum.clone().unwrap_or_default();
                    *cells.entry((case.arm, stratum)).or_default() += 1;
                }
                let far = |p: &Presentation| {
                    let first = places.get(p.repeat_of.as_deref()?)?;
                    p.position.checked_sub(*first)
                };
                let first = &read[0];
                BlockBalance {
                    reader: first.reader.clone(),
                    round: first.round,
                    block: first.block,
                    stage: first.stage.clone(),
                    task: first.task.clone(),
                    purpose: first.purpose,
                    cells,
                    longest_run: longest_run(of.iter().map(|case| case.arm)),
                    repeats: read.iter().filter(|p| p.repeat_of.is_some()).count(),
                    nearest_repeat: read.iter().filter_map(far).min(),
                }
            })
            .collect();
        let hash = Sha256::digest(text_of(&blocks)).into();
        Balance { blocks, hash }
    }
}

fn text_of(blocks: &[BlockBalance]) -> String {
    let mut text = String::from("touchstone.balance/2\n");
    let mut line = |cells: &[&str]| {
        writeln!(text, "{}", cells.join("\u{1f}")).expect("a String takes all that is written");
    };
    for of in blocks {
        let [round, block] = [of.round, of.block].map(|number| number.to_string());
        let head = [&*of.reader, &round, &block, &of.stage, &of.task, of.purpose.as_str()];
        for ((arm, stratum), n) in &of.cells {
            line(&[&head[..], &[arm.as_str(), stratum, &n.to_string()]].concat());
        }
        line(&[&head[..], &["longest run", &of.longest_run.to_string()]].concat());
        line(&[&head[..], &["repeats", &of.repeats.to_string()]].concat());
        if let Some(nearest) = of.nearest_repeat {
            line(&[&head[..], &["nearest repeat", &nearest.to_string()]].concat());
        }
    }
    text
}
