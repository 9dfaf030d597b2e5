//! A sealed session: what one reader answered at one workstation, signed.

mod answer;
mod container;
mod read;
#[cfg(test)]
pub(crate) mod tests;
mod write;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::chain::{GENESIS, Record};
use crate::hex::sha256_hex;
use crate::{Checkpoint, PublicKey};

pub use answer::Answer;
pub(crate) use answer::moment;
pub use read::SealedSession;
pub use write::{About, seal};

/// What a session says that it is.
pub const SCHEMA: &str = "touchstone.session/1";

/// The largest session that is read, in bytes.
pub const MOST: u64 = 200_000_000;

const SESSION: &str = "session.json";
const EVENTS: &str = "events.jsonl";
const HEAD: &str = "head.txt";
const SUMS: &str = "SHA256SUMS";
const SIGNATURE: &str = "signature.txt";

/// The files that the sums name, in the order in which they stand.
const SUMMED: [&str; 4] = [SESSION, EVENTS, answer::FILE, HEAD];

/// What a session says of itself: the contents of `session.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// [`SCHEMA`].
    pub schema: String,
    /// The study, as 32 hexadecimal digits.
    pub study: String,
    /// The version of its design, from 1.
    pub version: u32,
    /// The hash of its design, as 64 hexadecimal digits.
    pub design_hash: String,
    /// The reader's code.
    pub reader: String,
    /// The workstation's id.
    pub workstation: String,
    /// The program and its version.
    pub program: String,
    /// The display that was read on.
    pub display: Value,
    /// When it was sealed, in UTC (RFC 3339).
    pub sealed_at: String,
    /// How many answers it holds.
    pub n_answers: u64,
    /// The key that signs it.
    pub public_key: PublicKey,
}

impl Session {
    /// Returns the head of its chain.
    fn checkpoint(&self, records: &[Record]) -> Checkpoint {
        Checkpoint {
            origin: format!("touchstone/{}/{}", self.study, self.reader),
            size: records.len() as u64,
            root: records.last().map_or_else(|| GENESIS.to_owned(), |last| last.hash.clone()),
        }
    }

    /// Returns what is signed: study, reader, and the hash of the sums.
    fn statement(&self, sums: &str) -> String {
        let sums = sha256_hex(sums.as_bytes());
        format!("{SCHEMA}\nstudy {}\nreader {}\nsums {sums}\n", self.study, self.reader)
    }
}

/// Returns the sums of files, in the form of `sha256sum`.
fn sums<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let lines: Vec<String> =
        files.map(|(name, bytes)| format!("{}  {name}\n", sha256_hex(bytes))).collect();
    lines.concat()
}
