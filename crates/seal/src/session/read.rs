//! Reading a sealed session: nothing of it is believed before all of it agrees.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    Answer, EVENTS, HEAD, MOST, SCHEMA, SESSION, SIGNATURE, SUMMED, SUMS, Session, answer,
    container, sums,
};
use crate::chain::{Record, read_lines};
use crate::hex::{sha256_hex, unhex};
use crate::{Error, Identity, Result, Unlock, lock, note};

/// A session whose every part agrees with every other.
///
/// That its key belongs to the reader is for the coordinator to know.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedSession {
    /// What it says of itself.
    pub session: Session,
    /// The workstation's chain.
    pub records: Vec<Record>,
    /// The reader's answers, in the order of the chain.
    pub answers: Vec<Answer>,
    /// What it is known by: SHA-256 of its sums, as 64 hexadecimal digits.
    pub content: String,
}

impl SealedSession {
    /// Reads a session, and verifies all of it.
    ///
    /// # Input
    ///
    /// * `identity`: what opens an encrypted one; a plain one needs none.
    ///
    /// # Errors
    ///
    /// [`Error::NotASession`], [`Error::OtherVersion`], [`Error::TooLarge`]
    /// beyond [`MOST`], [`Error::CutShort`], [`Error::Locked`],
    /// [`Error::WrongKey`]; [`Error::Damaged`] with file and line for what is
    /// not what was written; [`Error::Tampered`] for what was written, but not
    /// together.
    pub fn read(bytes: &[u8], identity: Option<&Identity>) -> Result<SealedSession> {
        let size = bytes.len() as u64;
        if MOST < size {
            return Err(Error::TooLarge { what: "session", size, most: MOST });
        }
        let is_cut = !bytes.is_empty() && lock::BEGINS.starts_with(bytes);
        if is_cut && bytes.len() < lock::BEGINS.len() {
            return Err(Error::CutShort { at: size });
        }
        let zip = if bytes.starts_with(lock::BEGINS) {
            let with = identity.map_or(Unlock::Plain, Unlock::Identity);
            Cow::Owned(lock::unlock(bytes, &with, MOST)?)
        } else {
            Cow::Borrowed(bytes)
        };
        let files = container::read(&zip)?;
        check_version(&files)?;
        let [session, events, answer_lines, head, sums, signature] = texts(&files)?;
        check_sums(&files, sums)?;

        let session: Session =
            serde_json::from_str(session).map_err(|_| Error::damaged(SESSION))?;
        check_signature(&session, sums, signature)?;
        check_fields(&session)?;

        let records = read_lines(events, EVENTS)?;
        let (answers, own_lines) = answer::answers(&records, &session.reader)?;
        if own_lines != answer_lines {
            return Err(Error::Tampered { what: answer::FILE });
        }
        if session.n_answers != answers.len() as u64 {
            return Err(Error::Tampered { what: "n_answers" });
        }
        if session.checkpoint(&records).text()? != head {
            return Err(Error::Tampered { what: HEAD });
        }
        let content = sha256_hex(sums.as_bytes());
        Ok(SealedSession { session, records, answers, content })
    }
}

/// Looks which version it is, before anything that may differ between versions.
fn check_version(files: &[container::File]) -> Result<()> {
    let session = files.iter().find(|(name, _)| name == SESSION).ok_or(Error::NotASession)?;
    let value: Value = serde_json::from_slice(&session.1).map_err(|_| Error::damaged(SESSION))?;
    match value.get("schema").and_then(Value::as_str) {
        Some(SCHEMA) => Ok(()),
        Some(found) if found.starts_with("touchstone.session/") => {
            Err(Error::OtherVersion { found: found.to_owned() })
        }
        _ => Err(Error::NotASession),
    }
}

/// Returns the texts of the six files, which must be all, each once, in order.
fn texts(files: &[container::File]) -> Result<[&str; 6]> {
    let names = SUMMED.into_iter().chain([SUMS, SIGNATURE]);
    if !names.eq(files.iter().map(|(name, _)| name.as_str())) {
        return Err(Error::Tampered { what: "list of files" });
    }
    let texts = files
        .iter()
        .map(|(name, bytes)| str::from_utf8(bytes).map_err(|_| Error::damaged(name.as_str())));
    let texts: Vec<&str> = texts.collect::<Result<_>>()?;
    texts.try_into().map_err(|_| Error::Tampered { what: "list of files" })
}

/// Looks that each file has its sum, and names the first that has not.
fn check_sums(files: &[container::File], given: &str) -> Result<()> {
    let summed = files.iter().take(SUMMED.len()).map(|(name, bytes)| (name.as_str(), &bytes[..]));
    let own = sums(summed);
    if own == given {
        return Ok(());
    }
    let off = own.lines().zip(given.lines()).position(|(own, given)| own != given);
    Err(Error::damaged(off.and_then(|at| SUMMED.get(at)).map_or(SUMS, |name| *name)))
}

/// Looks that the session's own key signed it, and nothing else stands there.
fn check_signature(session: &Session, sums: &str, signature: &str) -> Result<()> {
    let key = &session.public_key;
    let text = note::open(signature, &key.name(), key).map_err(|error| match error {
        Error::NotANote => Error::damaged(SIGNATURE),
        other => other,
    })?;
    if text != session.statement(sums) || signature.lines().count() != text.lines().count() + 2 {
        return Err(Error::Tampered { what: SIGNATURE });
    }
    Ok(())
}

fn check_fields(session: &Session) -> Result<()> {
    let is_sound = !session.reader.is_empty()
        && !session.reader.contains(char::is_control)
        && unhex::<16>(&session.study).is_some()
        && unhex::<32>(&session.design_hash).is_some()
        && super::moment(&session.sealed_at).is_some();
    if is_sound { Ok(()) } else { Err(Error::damaged(SESSION)) }
}
