//! The sessions of all readers as one list of answers, whatever order they come in.

mod complaint;
mod pick;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::chain::canonical;
use crate::session::{Answer, moment};
use crate::{PublicKey, Result, SealedSession};

pub use complaint::{About, Complaint};

/// What the coordinator knows of the study.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expected {
    /// The study, as 32 hexadecimal digits.
    pub study: String,
    /// The version of its design.
    pub version: u32,
    /// The hash of its design, as 64 hexadecimal digits.
    pub design_hash: String,
    /// The readers, and the key of each that is enrolled.
    ///
    /// A key that a first merge accepted belongs here in the next one.
    pub readers: BTreeMap<String, Option<PublicKey>>,
    /// The presentations.
    pub presentations: BTreeMap<String, Place>,
    /// By reader, the content of the session that was chosen in a conflict.
    pub chosen: BTreeMap<String, String>,
}

/// Where a presentation stands in the design.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: u32,
    /// The place within the round, from 1.
    pub position: u32,
}

/// An answer, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedAnswer {
    /// Where its presentation stands.
    pub place: Place,
    /// The answer.
    pub answer: Answer,
}

/// A session that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The reader's code.
    pub reader: String,
    /// The file it came from; the first by name when several hold it.
    pub file: String,
    /// What it is known by: see [`SealedSession::content`].
    pub content: String,
    /// The key that signed it.
    pub key: PublicKey,
    /// The hash of its chain's last entry.
    pub head: String,
}

/// What was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The answers: by reader, round, position, and then as they were given.
    ///
    /// A later answer to the same question corrects an earlier one; both are here.
    pub answers: Vec<MergedAnswer>,
    /// The sessions they are from, by reader.
    pub sessions: Vec<Counted>,
    /// What was found, by file and reader.
    pub complaints: Vec<Complaint>,
}

impl Merged {
    /// Returns the answers as lines of canonical JSON.
    ///
    /// The same sessions give the same bytes: no file's name is in them.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NotCanonical`] for a number beyond 2⁵³ − 1, which no
    /// session that was read holds.
    pub fn to_jsonl(&self) -> Result<Vec<u8>> {
        let mut lines = String::new();
        for MergedAnswer { place, answer } in &self.answers {
            let mut value = json!(answer);
            if let Value::Object(fields) = &mut value {
                fields.insert("reader".to_owned(), json!(place.reader));
                fields.insert("round".to_owned(), json!(place.round));
                fields.insert("position".to_owned(), json!(place.position));
            }
            lines.push_str(&canonical(&value)?);
            lines.push('\n');
        }
        Ok(lines.into_bytes())
    }
}

/// Merges sessions, and says what is odd about them.
///
/// The order of `sessions` does not matter, nor does it matter whether one is
/// there twice. Of each reader one session counts, or none.
///
/// # Input
///
/// * `sessions`: the name of each file, and what reading it gave.
/// * `expected`: what the coordinator knows of the study.
pub fn merge(sessions: Vec<(String, Result<SealedSession>)>, expected: &Expected) -> Merged {
    let mut complaints = Vec::new();
    let counted = pick::pick(sessions, expected, &mut complaints);

    let mut answers = Vec::new();
    for (file, session) in &counted {
        check_clock(file, session, &mut complaints);
        answers.extend(placed(file, session, expected, &mut complaints));
    }
    complaints.extend(incomplete(&answers, &counted, expected));
    // In one session the order of the chain is kept: the sort is stable.
    answers.sort_by(|a, b| {
        (&a.place, &a.answer.presentation, a.answer.seq).cmp(&(
            &b.place,
            &b.answer.presentation,
            b.answer.seq,
        ))
    });
    complaints.sort_by_cached_key(|complaint| {
        (complaint.file.clone(), complaint.reader.clone(), complaint.code(), complaint.params())
    });
    let sessions = counted.into_iter().map(|(file, session)| Counted {
        reader: session.session.reader,
        file,
        content: session.content,
        key: session.session.public_key,
        head: session.records.last().map(|last| last.hash.clone()).unwrap_or_default(),
    });
    Merged { answers, sessions: sessions.collect(), complaints }
}

/// Returns the complaint about a session.
fn about(file: &str, session: &SealedSession, about: About) -> Complaint {
    let reader = Some(session.session.reader.clone());
    Complaint { file: Some(file.to_owned()), reader, about }
}

/// Returns the answers to presentations that the reader has.
fn placed(
    file: &str,
    session: &SealedSession,
    expected: &Expected,
    complaints: &mut Vec<Complaint>,
) -> Vec<MergedAnswer> {
    let mut unknown = BTreeSet::new();
    let mut placed = Vec::new();
    for answer in &session.answers {
        let place = expected.presentations.get(&answer.presentation);
        match place.filter(|place| place.reader == session.session.reader) {
            Some(place) => {
                placed.push(MergedAnswer { place: place.clone(), answer: answer.clone() });
            }
            None => _ = unknown.insert(answer.presentation.clone()),
        }
    }
    complaints.extend(
        unknown
            .into_iter()
            .map(|presentation| about(file, session, About::UnknownPresentation { presentation })),
    );
    placed
}

/// Compares the times of the answers with the order of the chain.
fn check_clock(file: &str, session: &SealedSession, complaints: &mut Vec<Complaint>) {
    let sealed = moment(&session.session.sealed_at);
    let mut before = None;
    for together in session.answers.chunk_by(|a, b| a.seq == b.seq) {
        // Answers of one entry were given together, in whatever order.
        let Some(last) = together.iter().max_by_key(|answer| answer.moment()) else { continue };
        let (seq, at) = (last.seq, last.answered_at_utc.clone());
        let now = last.moment();
        if now < before {
            let at = at.clone();
            complaints.push(about(file, session, About::ClockBack { seq, at }));
        }
        if sealed < now {
            complaints.push(about(file, session, About::ClockAhead { seq, at }));
        }
        before = now;
    }
}

/// Returns which of the counted readers have not answered everything.
fn incomplete(
    answers: &[MergedAnswer],
    counted: &[(String, SealedSession)],
    expected: &Expected,
) -> Vec<Complaint> {
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for place in expected.presentations.values() {
        *of.entry(&place.reader).or_default() += 1;
    }
    let mut answered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for MergedAnswer { place, answer } in answers {
        answered.entry(&place.reader).or_default().insert(&answer.presentation);
    }
    let complaints = counted.iter().filter_map(|(file, session)| {
        let reader = session.session.reader.as_str();
        let n = answered.get(reader).map_or(0, BTreeSet::len);
        let of = of.get(reader).copied().unwrap_or(0);
        (n < of).then(|| about(file, session, About::Incomplete { n, of }))
    });
    complaints.collect()
}
