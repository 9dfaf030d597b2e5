//! Sealing a session.

use serde_json::Value;

use super::{
    EVENTS, HEAD, MOST, SCHEMA, SESSION, SIGNATURE, SUMMED, SUMS, Session, answer, container, sums,
};
use crate::chain::{Record, lines};
use crate::hex::unhex;
use crate::{Error, Result, SigningKey, note};

/// Whose session it is, where and when.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
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
    /// When it is sealed, in UTC (RFC 3339).
    pub sealed_at: String,
}

/// Returns the sealed session of one reader: the whole chain, and the reader's answers out of it.
///
/// The same input gives the same bytes. [`crate::lock`] encrypts them.
///
/// # Input
///
/// * `records`: the workstation's whole chain, from its first entry.
///
/// # Errors
///
/// [`Error::Unfit`] for a field that is not as it must be, [`Error::Damaged`]
/// for a chain whose entries do not follow from each other or whose answers
/// cannot be read, [`Error::NotCanonical`], [`Error::TooLarge`].
pub fn seal(about: &About, records: &[Record], key: &SigningKey) -> Result<Vec<u8>> {
    check(about)?;
    let events = lines(records)?;
    if let Some(line) = crate::chain::first_astray(records)? {
        return Err(Error::Damaged { place: EVENTS.to_owned(), line });
    }
    let (answers, answer_lines) = answer::answers(records, &about.reader)?;
    let About { study, version, design_hash, reader, workstation, program, display, sealed_at } =
        about.clone();
    let session = Session {
        schema: SCHEMA.to_owned(),
        study,
        version,
        design_hash,
        reader,
        workstation,
        program,
        display,
        sealed_at,
        n_answers: answers.len() as u64,
        public_key: key.public(),
    };
    let mut text = serde_json::to_string_pretty(&session)
        .map_err(|error| Error::Unfit { what: "display", why: error.to_string() })?;
    text.push('\n');
    let head = session.checkpoint(records).text()?;

    let summed = [(SESSION, text), (EVENTS, events), (answer::FILE, answer_lines), (HEAD, head)];
    debug_assert!(summed.iter().map(|(name, _)| *name).eq(SUMMED));
    let sums = sums(summed.iter().map(|(name, text)| (*name, text.as_bytes())));
    let signature = note::sign(&session.statement(&sums), &key.public().name(), key)?;
    let files = summed.into_iter().chain([(SUMS, sums), (SIGNATURE, signature)]);
    let files: Vec<container::File> =
        files.map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    let zip = container::write(&files)?;
    let size = zip.len() as u64;
    if MOST < size {
        return Err(Error::TooLarge { what: "session", size, most: MOST });
    }
    Ok(zip)
}

/// Looks that what is said of a session can be said.
fn check(about: &About) -> Result<()> {
    let unfit = |what, why: &String| Err(Error::Unfit { what, why: why.clone() });
    if unhex::<16>(&about.study).is_none() {
        return unfit("study", &about.study);
    }
    if unhex::<32>(&about.design_hash).is_none() {
        return unfit("design_hash", &about.design_hash);
    }
    if about.reader.is_empty() || about.reader.contains(char::is_control) {
        return unfit("reader", &about.reader);
    }
    if super::moment(&about.sealed_at).is_none() {
        return unfit("sealed_at", &about.sealed_at);
    }
    Ok(())
}
