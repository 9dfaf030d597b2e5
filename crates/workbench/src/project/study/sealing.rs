//! Sealing what a reader answered, and bringing sealed sessions together.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use seal::chain::Record;
use seal::merge::{Complaint, Expected, Place, merge};
use seal::session::{About, Answer};
use seal::{Identity, Lock, PublicKey, Recipient, SealedSession};
use serde_json::{Value, json};
use store::{NewAnswer, StoredSession, Study, StudyId};
use study::StudyState;
use study::protocol::{Protocol, Taken};

use super::super::Open;
use super::kept::Kept;
use super::view::{small, task_of};
use crate::bench::{Workbench, file_name, name_of};
use crate::error::failure;
use crate::wire::{ComplaintView, MergeView, SealedView, StudyView};
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
        let view = open.seal(StudyId(id.into()), reader, passphrase, to)?;
        self.0.changed();
        Ok(view)
    }

    /// Merges sealed sessions into a study.
    ///
    /// # Errors
    ///
    /// Those of the store. What is wrong with a file is told of it, and costs nothing but itself.
    pub fn merge_sessions(&self, id: u32, files: &[PathBuf]) -> Result<MergeView> {
        let open = self.open_to_change()?;
        let view = open.merge(StudyId(id.into()), files)?;
        self.0.changed();
        Ok(view)
    }

    /// Returns a name for the file of a reader's sealed session.
    pub fn session_name(reader: &str) -> String {
        format!("{}.{SESSION}", file_name(reader))
    }

    fn not_in_the_room(&self, reader: &str) -> Result<()> {
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

    pub(crate) fn merge(&self, id: StudyId, files: &[PathBuf]) -> Result<MergeView> {
        let study = self.store.study(id)?;
        let kept = Kept::read(&study)?;
        if kept.received.is_some() {
            return Err(Error::OnlyRead);
        }
        if !matches!(study.state, StudyState::Locked | StudyState::Collecting) {
            return Err(Error::NotLocked { state: study.state.to_string() });
        }
        let identity = self.store.setting(&format!("study.{}.identity", id.0))?;
        let identity = identity.map(|text| Identity::from_str(&text)).transpose()?;
        let sessions: Vec<(String, seal::Result<SealedSession>)> = files
            .iter()
            .map(|path| {
                let read = fs::read(path)
                    .map_err(|error| seal::Error::Disk { why: error.to_string() })
                    .and_then(|bytes| SealedSession::read(&bytes, identity.as_ref()));
                (name_of(path), read)
            })
            .collect();
        let by_content: BTreeMap<String, SealedSession> = sessions
            .iter()
            .filter_map(|(_, read)| read.as_ref().ok())
            .map(|session| (session.content.clone(), session.clone()))
            .collect();
        let merged = merge(sessions, &self.expected(&study)?);
        if study.state == StudyState::Locked && !merged.sessions.is_empty() {
            let now = clock::now();
            let event = json!({ "t": now, "actor": "coordinator", "type": "study.collect" });
            self.store.advance_study(id, StudyState::Collecting, &event, &now)?;
        }
        let mut complaints: Vec<ComplaintView> = merged.complaints.iter().map(complaint).collect();
        let (protocol, _) = self.asked(&kept)?;
        let presentations: BTreeMap<String, study::Presentation> = self
            .store
            .presentations(id)?
            .into_iter()
            .map(|presentation| (presentation.presentation_id.clone(), presentation))
            .collect();
        let mut n_new = 0;
        for counted in &merged.sessions {
            let Some(session) = by_content.get(&counted.content) else { continue };
            let own = merged.answers.iter().filter(|one| one.place.reader == counted.reader);
            let mut by_presentation: Vec<(String, Vec<NewAnswer>)> = Vec::new();
            for answer in own.map(|one| &one.answer) {
                let shown = presentations.get(&answer.presentation);
                let Some(new) = taken(&protocol, shown, answer) else {
                    complaints.push(unknown_question(&counted.file, &counted.reader, answer));
                    continue;
                };
                match by_presentation.last_mut() {
                    Some((id, answers)) if *id == answer.presentation => answers.push(new),
                    _ => by_presentation.push((answer.presentation.clone(), vec![new])),
                }
            }
            let now = clock::now();
            let event = json!({ "t": now, "actor": "coordinator" });
            let stored = StoredSession {
                reader: counted.reader.clone(),
                content: counted.content.clone(),
                head: counted.head.clone(),
                n_answers: session.answers.len() as u64,
                workstation: session.session.workstation.clone(),
                public_key: counted.key.to_string(),
                sealed_at: session.session.sealed_at.clone(),
                merged_at: String::new(),
            };
            n_new += self.store.merge_session(id, &stored, &by_presentation, &event, &now)?;
            self.merge_forms(id, &counted.reader, &session.records)?;
        }
        Ok(MergeView {
            n_files: small(files.len()),
            n_sessions: small(merged.sessions.len()),
            n_new: small(n_new),
            complaints,
        })
    }

    /// Returns what is known of a study, for sessions to be compared with.
    fn expected(&self, study: &Study) -> Result<Expected> {
        let keys = self.store.reader_keys(study.id)?;
        let key = |code: &String| keys.get(code).and_then(|key| PublicKey::from_str(key).ok());
        let readers = self.store.readers(study.id)?;
        let place = |p: study::Presentation| {
            let place = Place { reader: p.reader, round: p.round, position: p.position };
            (p.presentation_id, place)
        };
        // Examples are not answered.
        let presentations = self
            .store
            .presentations(study.id)?
            .into_iter()
            .filter(|p| p.purpose != study::Purpose::Example);
        Ok(Expected {
            study: study.code.clone(),
            version: study.design_version,
            design_hash: study.design_hash.clone().unwrap_or_default(),
            readers: readers.into_iter().map(|r| (r.code.clone(), key(&r.code))).collect(),
            presentations: presentations.map(place).collect(),
            chosen: BTreeMap::new(),
        })
    }

    /// Keeps the forms that a session holds, unless they are there.
    fn merge_forms(&self, id: StudyId, reader: &str, records: &[Record]) -> Result<()> {
        let there = self.store.forms_filled(id, reader)?;
        for record in records {
            let event = &record.event;
            let Some(form) = event["form"].as_str() else { continue };
            if event["reader"] != *reader || there.contains(form) {
                continue;
            }
            let taken: Vec<Taken> =
                event["items"].as_array().into_iter().flatten().filter_map(form_answer).collect();
            let now = event["t"].as_str().unwrap_or_default().to_owned();
            let of = json!({ "t": clock::now(), "actor": "coordinator", "type": "form.merge" });
            self.store.record_form(id, (reader, form), &taken, &of, &now)?;
        }
        Ok(())
    }
}

/// Returns an answer in the form that is kept; nothing when its question is not asked there.
fn taken(
    protocol: &Protocol,
    shown: Option<&study::Presentation>,
    answer: &Answer,
) -> Option<NewAnswer> {
    let (_, task) = task_of(protocol, shown?)?;
    let item = task.items.iter().find(|item| item.id == answer.question)?;
    let kind = Taken::kind_from_word(&answer.kind).filter(|kind| item.answer.word() == *kind)?;
    let given = Taken {
        item: answer.question.clone(),
        kind,
        value: answer.value.clone().unwrap_or_default(),
        number: answer.value_num.as_deref().and_then(|number| number.parse().ok()),
        missing: answer.missing.as_deref().and_then(Taken::missing_from_word),
    };
    Some(NewAnswer {
        given,
        rt_ms: answer.rt_ms,
        first_answer_rt_ms: answer.first_answer_rt_ms,
        changes: answer.changes,
        interrupted: answer.interrupted,
        answered_at_utc: answer.answered_at_utc.clone(),
        corrects: None,
    })
}

fn form_answer(held: &Value) -> Option<Taken> {
    Some(Taken {
        item: held["question"].as_str()?.to_owned(),
        kind: Taken::kind_from_word(held["type"].as_str()?)?,
        value: held["value"].as_str()?.to_owned(),
        number: held["value_num"].as_str().and_then(|number| number.parse().ok()),
        missing: held["missing"].as_str().and_then(Taken::missing_from_word),
    })
}

fn complaint(complaint: &Complaint) -> ComplaintView {
    let params = complaint.params().into_iter().map(|(name, text)| (name.to_owned(), text));
    let said = failure(complaint.code(), params.collect(), complaint.code());
    ComplaintView {
        file: complaint.file.clone(),
        reader: complaint.reader.clone(),
        code: said.code,
        message: said.message,
        hint: said.hint,
    }
}

fn unknown_question(file: &str, reader: &str, answer: &Answer) -> ComplaintView {
    let said = Error::UnknownAnswer { question: answer.question.clone() }.failure();
    ComplaintView {
        file: Some(file.to_owned()),
        reader: Some(reader.to_owned()),
        code: said.code,
        message: said.message,
        hint: said.hint,
    }
}

/// Returns the start of a hash, to be noted by hand.
pub(crate) fn short_code(hash: &str) -> String {
    let groups: Vec<&str> =
        hash.as_bytes().chunks(4).take(4).filter_map(|four| str::from_utf8(four).ok()).collect();
    groups.join("-")
}
