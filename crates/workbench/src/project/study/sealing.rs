//! Sealing what a reader answered.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use seal::session::About;
use seal::{Lock, Recipient};
use serde_json::json;
use store::StudyId;

use super::super::Open;
use super::kept::Kept;
use super::view::small;
use crate::bench::Workbench;
use crate::names::{file_name, name_of};
use crate::wire::{SealedView, StudyView};
use crate::{Error, Result, clock};

/// The event after which a reader answers no more.
pub(crate) const SEAL: &str = "session.seal";
/// How the names of sealed sessions end.
const SESSION: &str = "tssession";

impl Workbench {
    /// Ends a reader's session in one's own study: nothing is answered after that.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] reader, [`Error::SessionSealed`], and those of the store.
    pub fn seal_reader(&self, id: u32, reader: &str) -> Result<StudyView> {
        let open = self.open_to_change()?;
        self.not_in_the_room(reader)?;
        open.may_take_session(StudyId(id.into()), reader)?;
        open.end_session(StudyId(id.into()), reader)?;
        self.0.changed();
        self.study(id)
    }

    /// Ends a reader's session in a received study, signs it, and writes it for the coordinator.
    ///
    /// # Errors
    ///
    /// [`Error::OnlyReceived`], wrong passphrase, and those of store and disk.
    pub fn seal_session(
        &self,
        id: u32,
        reader: &str,
        passphrase: &str,
        to: &Path,
    ) -> Result<SealedView> {
        let open = self.open_to_change()?;
        self.not_in_the_room(reader)?;
        open.may_take_session(StudyId(id.into()), reader)?;
        let view = open.seal(StudyId(id.into()), reader, passphrase, to)?;
        self.0.changed();
        Ok(view)
    }

    /// Returns a name for the file of a reader's sealed session.
    pub fn session_name(reader: &str) -> String {
        format!("{}.{SESSION}", file_name(reader))
    }

    pub(crate) fn not_in_the_room(&self, reader: &str) -> Result<()> {
        let there = self.room().as_ref().is_some_and(|room| room.reader == reader);
        if there { Err(Error::RoomInUse) } else { Ok(()) }
    }
}

impl Open {
    /// Returns when each reader's session was sealed, here or elsewhere.
    pub(crate) fn sealed(&self, id: StudyId) -> Result<BTreeMap<String, String>> {
        let mut sealed = BTreeMap::new();
        for record in self.store.events_of(id, SEAL)? {
            if let (Some(reader), Some(at)) =
                (record.event["actor"].as_str(), record.event["t"].as_str())
            {
                sealed.insert(reader.to_owned(), at.to_owned());
            }
        }
        for session in self.store.sessions(id)? {
            sealed.insert(session.reader, session.sealed_at);
        }
        Ok(sealed)
    }

    /// Notes that a reader answers no more.
    pub(crate) fn end_session(&self, id: StudyId, reader: &str) -> Result<()> {
        if !self.store.readers(id)?.iter().any(|known| known.code == reader) {
            return Err(Error::NoSuch { what: "reader", id: reader.to_owned() });
        }
        if self.sealed(id)?.contains_key(reader) {
            return Err(Error::SessionSealed { reader: reader.to_owned() });
        }
        let event = json!({
            "t": clock::now(), "actor": reader, "type": SEAL, "study": id.0,
            "answered": self.store.answered(id, reader)?.len(),
        });
        self.store.append_event(&event)?;
        Ok(())
    }

    pub(crate) fn seal(
        &self,
        id: StudyId,
        reader: &str,
        passphrase: &str,
        to: &Path,
    ) -> Result<SealedView> {
        let study = self.store.study(id)?;
        let received = Kept::read(&study)?.received.ok_or(Error::OnlyReceived)?;
        let key = self.signing_key(passphrase)?;
        // A session that was sealed can be written once more: the file may have been lost.
        if !self.sealed(id)?.contains_key(reader) {
            self.end_session(id, reader)?;
        }
        let sealed_at = self.sealed(id)?.get(reader).cloned().unwrap_or_default();
        let records = self.store.trail(0, u32::MAX)?;
        let about = About {
            study: study.code.clone(),
            version: study.design_version,
            design_hash: received.design_hash,
            reader: reader.to_owned(),
            workstation: self.workstation()?,
            program: format!("touchstone {}", crate::VERSION),
            display: json!({}),
            sealed_at,
        };
        let mut bytes = seal::session::seal(&about, &records, &key)?;
        if let Some(recipient) = &received.recipient {
            bytes = seal::lock(&bytes, &Lock::Recipients(&[Recipient::from_str(recipient)?]))?;
        }
        fs::write(to, bytes).map_err(|error| Error::File {
            name: name_of(to),
            tried: "written",
            why: error.to_string(),
        })?;
        let head = records.last().map(|last| last.hash.clone()).unwrap_or_default();
        Ok(SealedView {
            name: name_of(to),
            n_answers: small(self.store.answered(id, reader)?.len()),
            head: short_code(&head),
            fingerprint: key.public().fingerprint(),
        })
    }

    /// Returns what this workstation calls itself: a name that says nothing, made once.
    fn workstation(&self) -> Result<String> {
        const NAME: &str = "workstation";
        if let Some(name) = self.store.setting(NAME)? {
            return Ok(name);
        }
        let name = clock::name(8);
        self.store.set_setting(NAME, &name)?;
        Ok(name)
    }
}

/// Returns the start of a hash, to be noted by hand.
pub(crate) fn short_code(hash: &str) -> String {
    let groups: Vec<&str> =
        hash.as_bytes().chunks(4).take(4).filter_map(|four| str::from_utf8(four).ok()).collect();
    groups.join("-")
}
