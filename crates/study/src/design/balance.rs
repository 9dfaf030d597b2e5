//! How even a design is: what the coordinator can check, and a reader must not see.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use samples::Arm;
use sha2::{Digest, Sha256};

use super::order::longest_run;
use super::{CaseSpec, Design, Presentation};

/// What one block holds, of one reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockBalance {
    /// The reader's code.
    pub reader: String,
    /// The block, from 1.
    pub block: u32,
    /// How many cases of each source and stratum; the stratum is empty where it is not known.
    pub cells: BTreeMap<(Arm, String), usize>,
    /// The longest run of one source within it.
    pub longest_run: usize,
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
    /// A first line `touchstone.balance/1`, then one line for each reader, block, source and stratum,
    /// and one for the longest run, separated by U+001F.
    pub fn text(&self) -> String {
        text_of(&self.blocks)
    }
}

impl Design {
    /// Returns how even the design is, from the truth that its hash does not depend on.
    pub fn balance(&self, cases: &[CaseSpec]) -> Balance {
        let by_id: BTreeMap<&str, &CaseSpec> =
            cases.iter().map(|case| (case.case_id.as_str(), case)).collect();
        let same =
            |a: &Presentation, b: &Presentation| (&a.reader, a.block) == (&b.reader, b.block);
        let blocks: Vec<BlockBalance> = self
            .presentations
            .chunk_by(same)
            .map(|read| {
                let of: Vec<&CaseSpec> =
                    read.iter().filter_map(|p| by_id.get(p.case_id.as_str()).copied()).collect();
                let mut cells = BTreeMap::new();
                for case in &of {
                    let stratum = case.stratum.clone().unwrap_or_default();
                    *cells.entry((case.arm, stratum)).or_default() += 1;
                }
                BlockBalance {
                    reader: read[0].reader.clone(),
                    block: read[0].block,
                    cells,
                    longest_run: longest_run(of.iter().map(|case| case.arm)),
                }
            })
            .collect();
        let hash = Sha256::digest(text_of(&blocks)).into();
        Balance { blocks, hash }
    }
}

fn text_of(blocks: &[BlockBalance]) -> String {
    let mut text = String::from("touchstone.balance/1\n");
    for BlockBalance { reader, block, cells, longest_run } in blocks {
        for ((arm, stratum), n) in cells {
            writeln!(text, "{reader}\u{1f}{block}\u{1f}{arm}\u{1f}{stratum}\u{1f}{n}")
                .expect("a String takes all that is written");
        }
        writeln!(text, "{reader}\u{1f}{block}\u{1f}longest run\u{1f}{longest_run}")
            .expect("a String takes all that is written");
    }
    text
}
