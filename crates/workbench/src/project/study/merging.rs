//! Bringing sealed sessions together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::PoisonError;

use rayon::prelude::*;
use seal::chain::Record;
use seal::merge::{Complaint, Counted, Expected, Merged, Place, merge};
use seal::session::Answer;
use seal::{Identity, PublicKey, SealedSession};
use serde_json::{Value, json};
use store::{Brought, NewAnswer, StoredAnswer, StoredSession, Study, StudyId};
use study::protocol::{Protocol, Taken};
use study::{Presentation, Purpose, StudyState};

use super::super::Open;
use super::kept::Kept;
use super::view::{small, task_of};
use crate::bench::Workbench;
use crate::error::failure;
use crate::names::name_of;
use crate::wire::{Choice, ComplaintView, MergeView, StudyView};
use crate::{Error, Result, clock};

/// The forms there are.
const FORMS: [&str; 4] = ["consent", "profile", "debrief", "usability"];

impl Workbench {
    /// Merges sealed sessions into a study.
    ///
    /// # Errors
    ///
    /// Those of the store. What is wrong with a file is told of it, and costs nothing but itself.
    pub fn merge_sessions(&self, id: u32, files: &[PathBuf]) -> Result<MergeView> {
        let open = self.open_to_change()?;
        let view = open.merge(StudyId(id.into()), files, &[])?;
        *self.0.merged.lock().unwrap_or_else(PoisonError::into_inner) = files.to_vec();
        self.0.changed();
        Ok(view)
    }

    /// Merges the files that were merged last once more, with one chosen where a reader's sessions say
    /// different things.
    ///
    /// # Errors
    ///
    /// As [`Workbench::merge_sessions`]; and [`Error::NoSuch`] for a file that is not among them.
    pub fn choose_sessions(&self, id: u32, choices: &[Choice]) -> Result<MergeView> {
        let open = self.open_to_change()?;
        let files = self.0.merged.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let view = open.merge(StudyId(id.into()), &files, choices)?;
        self.0.changed();
        Ok(view)
    }

    /// Notes the key that a reader signs with: sessions that another one signed do not count then.
    ///
    /// # Errors
    ///
    /// [`seal::Error::NotAKey`], [`Error::NoSuch`] reader, [`Error::OnlyRead`], and those of the store.
    pub fn enrol_reader(&self, id: u32, reader: &str, key: &str) -> Result<StudyView> {
        self.open_to_change()?.enrol(StudyId(id.into()), reader, key)?;
        self.0.changed();
        self.study(id)
    }
}

/// What sessions are compared with.
struct There {
    protocol: Protocol,
    presentations: BTreeMap<String, Presentation>,
    /// When each question of a presentation was answered: two ways on never agree in that.
    answered: BTreeSet<(String, String, String)>,
    sessions: Vec<StoredSession>,
}

impl Open {
    pub(crate) fn enrol(&self, id: StudyId, reader: &str, key: &str) -> Result<()> {
        if Kept::read(&self.store.study(id)?)?.received.is_some() {
            return Err(Error::OnlyRead);
        }
        let key = PublicKey::from_str(key.trim())?.to_string();
        // Answers that another key signed are there already, and stay.
        if self.store.sessions(id)?.iter().any(|one| one.reader == reader && one.public_key != key)
        {
            return Err(Error::SessionSealed { reader: reader.to_owned() });
        }
        let now = clock::now();
        Ok(self.store.enrol(id, (reader, &key), &self.told(json!({ "t": now })), &now)?)
    }

    pub(crate) fn merge(
        &self,
        id: StudyId,
        files: &[PathBuf],
        choices: &[Choice],
    ) -> Result<MergeView> {
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
        let sessions: Vec<(String, seal::Result<SealedSession>)> =
            files.par_iter().map(|path| (name_of(path), read(path, identity.as_ref()))).collect();
        let by_content: BTreeMap<String, SealedSession> = sessions
            .iter()
            .filter_map(|(_, read)| read.as_ref().ok())
            .map(|session| (session.content.clone(), session.clone()))
            .collect();
        let mut expected = self.expected(&study)?;
        for choice in choices {
            let mut named = sessions.iter().filter(|(name, _)| *name == choice.file);
            // Of two files of one name neither is named.
            let (Some((_, Ok(session))), None) = (named.next(), named.next()) else {
                return Err(Error::NoSuch { what: "session", id: choice.file.clone() });
            };
            expected.chosen.insert(choice.reader.clone(), session.content.clone());
        }
        let merged = merge(sessions, &expected);
        if study.state == StudyState::Locked && !merged.sessions.is_empty() {
            let now = clock::now();
            let event = self.told(json!({ "t": now, "type": "study.collect" }));
            self.store.advance_study(id, StudyState::Collecting, &event, &now)?;
        }
        // Who was merged before, or has read here, is not missing.
        let here = self.sealed(id)?;
        let known = |one: &&Complaint| {
            one.code() != "seal.merge_missing_reader"
                || one.reader.as_ref().is_none_or(|reader| !here.contains_key(reader))
        };
        let mut complaints: Vec<ComplaintView> =
            merged.complaints.iter().filter(known).map(complaint).collect();
        let there = There {
            protocol: self.asked(&kept)?.0,
            presentations: self
                .store
                .presentations(id)?
                .into_iter()
                .map(|presentation| (presentation.presentation_id.clone(), presentation))
                .collect(),
            answered: self
                .store
                .answers(id)?
                .into_iter()
                .map(|stored| {
                    let StoredAnswer { presentation_id, answer, .. } = stored;
                    (presentation_id, answer.given.item, answer.answered_at_utc)
                })
                .collect(),
            sessions: self.store.sessions(id)?,
        };
        // What is wrong with one session costs nothing but itself.
        let (mut brought, mut of) = (Vec::new(), Vec::new());
        for counted in &merged.sessions {
            let Some(session) = by_content.get(&counted.content) else { continue };
            match brought_by((counted, session), &merged, &there) {
                Ok((mut one, odd)) => {
                    one.chosen = expected.chosen.get(&counted.reader) == Some(&counted.content);
                    brought.push(one);
                    of.push(counted);
                    complaints.extend(odd);
                }
                Err(error) => complaints.push(said(&error, counted)),
            }
        }
        let now = clock::now();
        let event = self.told(json!({ "t": now }));
        let kept = self.store.merge_sessions(id, &brought, &event, &now)?;
        let mut n_new = 0;
        for (counted, kept) in of.into_iter().zip(kept) {
            match kept {
                Ok(n) => n_new += n,
                Err(error) => complaints.push(said(&error.into(), counted)),
            }
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
        let place = |p: Presentation| {
            let place = Place { reader: p.reader, round: p.round, position: p.position };
            (p.presentation_id, place)
        };
        // Examples are not answered.
        let presentations = self
            .store
            .presentations(study.id)?
            .into_iter()
            .filter(|p| p.purpose != Purpose::Example);
        Ok(Expected {
            study: study.code.clone(),
            version: study.design_version,
            design_hash: study.design_hash.clone().unwrap_or_default(),
            readers: readers.into_iter().map(|r| (r.code.clone(), key(&r.code))).collect(),
            presentations: presentations.map(place).collect(),
            chosen: BTreeMap::new(),
        })
    }
}

/// Returns what a session brings, and what of it was left out.
fn brought_by(
    (counted, session): (&Counted, &SealedSession),
    merged: &Merged,
    there: &There,
) -> Result<(Brought, Vec<ComplaintView>)> {
    // Another way on than the one that was merged before: what it adds is nobody's word.
    let goes_on =
        there.sessions.iter().filter(|s| s.reader == counted.reader).all(|s| {
            s.content == counted.content || session.records.iter().any(|r| r.hash == s.head)
        });
    let is_there = |answer: &Answer| {
        let Answer { presentation, question, answered_at_utc, .. } = answer.clone();
        there.answered.contains(&(presentation, question, answered_at_utc))
    };
    if !goes_on && !session.answers.iter().all(is_there) {
        return Err(Error::MergeConflict { reader: counted.reader.clone() });
    }
    let mut odd = Vec::new();
    let mut answers: Vec<(String, Vec<NewAnswer>, Value)> = Vec::new();
    let scripted = scripted(&session.records);
    let own = merged.answers.iter().filter(|one| one.place.reader == counted.reader);
    for answer in own.map(|one| &one.answer) {
        let shown = there.presentations.get(&answer.presentation);
        let Some(new) = taken(&there.protocol, shown, answer) else {
            let unknown = Error::UnknownAnswer { question: answer.question.clone() };
            odd.push(said(&unknown, counted));
            continue;
        };
        match answers.last_mut() {
            Some((id, answers, _)) if *id == answer.presentation => {
                // A second answer to a question would correct the first: none of ours does.
                if answers.iter().all(|known| known.given.item != new.given.item) {
                    answers.push(new);
                }
            }
            _ => {
                let more = scripted.get(&answer.seq).cloned().unwrap_or_else(|| json!({}));
                answers.push((answer.presentation.clone(), vec![new], more));
            }
        }
    }
    let forms = session.records.iter().filter_map(|record| form(&record.event, &counted.reader));
    let session = StoredSession {
        reader: counted.reader.clone(),
        content: counted.content.clone(),
        head: counted.head.clone(),
        n_answers: session.answers.len() as u64,
        workstation: session.session.workstation.clone(),
        public_key: counted.key.to_string(),
        sealed_at: session.session.sealed_at.clone(),
        merged_at: String::new(),
    };
    Ok((Brought { session, answers, forms: forms.collect(), chosen: false }, odd))
}

/// Returns a form that a reader filled: its name, what was said, and when.
fn form(event: &Value, reader: &str) -> Option<(String, Vec<Taken>, String)> {
    let form = event["form"].as_str().filter(|form| FORMS.contains(form))?;
    if event["reader"] != *reader {
        return None;
    }
    let taken = event["items"].as_array().into_iter().flatten().filter_map(form_answer).collect();
    Some((form.to_owned(), taken, event["t"].as_str().unwrap_or_default().to_owned()))
}

/// Reads a sealed session, unless it is larger than one can be.
fn read(path: &Path, identity: Option<&Identity>) -> seal::Result<SealedSession> {
    let size = fs::metadata(path).map_or(0, |about| about.len());
    let most = seal::session::MOST;
    if most < size {
        return Err(seal::Error::TooLarge { what: "session", size, most });
    }
    let bytes = fs::read(path).map_err(|error| seal::Error::Disk { why: error.to_string() })?;
    SealedSession::read(&bytes, identity)
}

/// Returns what marks the answers that a script gave, by their entry; nothing of a person's.
fn scripted(records: &[Record]) -> BTreeMap<i64, Value> {
    let by_script = records.iter().filter(|record| record.event["scripted"] == true);
    by_script
        .map(|record| (record.seq, json!({ "scripted": true, "seed": record.event["seed"] })))
        .collect()
}

/// Returns an answer in the form that is kept; nothing when its question is not asked there.
fn taken(protocol: &Protocol, shown: Option<&Presentation>, answer: &Answer) -> Option<NewAnswer> {
    let (_, task) = task_of(protocol, shown?)?;
    let item = task.items.iter().find(|item| item.id == answer.question)?;
    let kind = Taken::kind_from_word(&answer.kind).filter(|kind| item.answer.word() == *kind)?;
    let given = Taken {
        item: answer.question.clone(),
        kind,
        value: answer.value.clone().unwrap_or_default(),
        number: answer.value_num.as_deref().and_then(finite),
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

/// Reads a number that is one.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn form_answer(held: &Value) -> Option<Taken> {
    Some(Taken {
        item: held["question"].as_str()?.to_owned(),
        kind: Taken::kind_from_word(held["type"].as_str()?)?,
        value: held["value"].as_str()?.to_owned(),
        number: held["value_num"].as_str().and_then(finite),
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

/// Says what is wrong with a session as any other failure is said.
fn said(error: &Error, counted: &Counted) -> ComplaintView {
    let said = error.clone().failure();
    ComplaintView {
        file: Some(counted.file.clone()),
        reader: Some(counted.reader.clone()),
        code: said.code,
        message: said.message,
        hint: said.hint,
    }
}
