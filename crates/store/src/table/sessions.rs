//! Sealed sessions that were brought home, and the keys that readers sign with.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, Transaction, params};
use serde_json::{Value, json};
use study::protocol::Taken;

use super::studies::with_fields;
use super::{Group, Step, answers, forms, trail};
use crate::{Error, NewAnswer, Project, Result, StudyId};

pub(super) const GROUP: Group =
    Group { name: "sessions", create: &[V3], steps: &[Step { to: 3, sql: V3 }] };

const V3: &str = "
CREATE TABLE sessions (
    study_id INTEGER NOT NULL,
    reader TEXT NOT NULL,
    content TEXT NOT NULL CHECK (length(content) = 64),
    head TEXT NOT NULL,
    n_answers INTEGER NOT NULL,
    workstation TEXT NOT NULL,
    public_key TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    merged_at TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES trail (seq),
    PRIMARY KEY (study_id, content),
    FOREIGN KEY (study_id, reader) REFERENCES readers (study_id, code)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sessions_are_not_changed BEFORE UPDATE ON sessions
BEGIN SELECT RAISE(ABORT, 'sessions are only added'); END;
CREATE TRIGGER sessions_are_not_deleted BEFORE DELETE ON sessions
BEGIN SELECT RAISE(ABORT, 'sessions are only added'); END;
CREATE TABLE reader_keys (
    study_id INTEGER NOT NULL,
    reader TEXT NOT NULL,
    public_key TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (study_id, reader),
    FOREIGN KEY (study_id, reader) REFERENCES readers (study_id, code)
) STRICT, WITHOUT ROWID;
";

/// A sealed session that was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Whose it is.
    pub reader: String,
    /// SHA-256 of what it holds.
    pub content: String,
    /// The hash of the last entry of its chain.
    pub head: String,
    /// How many answers it brought.
    pub n_answers: u64,
    /// What the workstation calls itself.
    pub workstation: String,
    /// The key that signed it.
    pub public_key: String,
    /// When it was sealed, in UTC.
    pub sealed_at: String,
    /// When it was merged, in UTC; empty before.
    pub merged_at: String,
}

/// What a sealed session brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Brought {
    /// The session; when it was merged is added.
    pub session: StoredSession,
    /// Answers by presentation, with what else their event says, e.g. that a script gave them.
    pub answers: Vec<(String, Vec<NewAnswer>, Value)>,
    /// Forms by name, with when they were filled, in UTC.
    pub forms: Vec<(String, Vec<Taken>, String)>,
    /// Whether somebody chose it among sessions that say different things.
    pub chosen: bool,
}

impl Project {
    /// Keeps what sessions bring, each presentation with an entry of its own: of each session all of
    /// it or nothing.
    ///
    /// Presentations that have their answers are passed over, and so are forms that are filled, so
    /// that the same session twice, or a longer one after a shorter one, adds what is new and no more.
    ///
    /// # Input
    ///
    /// * `event`: who, when and where; the rest is added here.
    ///
    /// # Value
    ///
    /// For each session how many presentations were new; or why nothing of it is kept.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`]. Of one session those of [`Project::record_answers`].
    pub fn merge_sessions(
        &self,
        study: StudyId,
        sessions: &[Brought],
        event: &Value,
        now: &str,
    ) -> Result<Vec<Result<usize>>> {
        let all: Result<Vec<usize>> = self.write(|transaction| {
            let mut filled = forms::filled(transaction, study)?;
            let kept = sessions.iter().map(|brought| {
                let there = filled.entry(brought.session.reader.clone()).or_default();
                keep(transaction, study, brought, there, event, now)
            });
            kept.collect()
        });
        match all {
            Ok(kept) => Ok(kept.into_iter().map(Ok).collect()),
            Err(Error::ReadOnly) => Err(Error::ReadOnly),
            // One change for all is the fastest by far. What cannot be kept costs nothing but itself.
            Err(_) => {
                Ok(sessions.iter().map(|one| self.merge_one(study, one, event, now)).collect())
            }
        }
    }

    fn merge_one(
        &self,
        study: StudyId,
        brought: &Brought,
        event: &Value,
        now: &str,
    ) -> Result<usize> {
        self.write(|transaction| {
            let mut filled = forms::filled(transaction, study)?;
            let there = filled.entry(brought.session.reader.clone()).or_default();
            keep(transaction, study, brought, there, event, now)
        })
    }

    /// Notes the key that a reader signs with; sessions that another one signed are refused then.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] reader, [`Error::ReadOnly`], and those of the disk.
    pub fn enrol(
        &self,
        study: StudyId,
        (reader, public_key): (&str, &str),
        event: &Value,
        now: &str,
    ) -> Result<()> {
        self.write(|transaction| {
            let known = transaction
                .prepare_cached("SELECT 1 FROM readers WHERE study_id = ?1 AND code = ?2")?
                .exists(params![study.0, reader])?;
            if !known {
                return Err(Error::NoSuch { what: "reader", id: reader.to_owned() });
            }
            let added = json!({
                "type": "reader.enrol", "study": study.0, "reader": reader,
                "public_key": public_key,
            });
            trail::append(transaction, &with_fields(event, added)?)?;
            transaction.execute(
                "INSERT INTO reader_keys (study_id, reader, public_key, since)
                 VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET public_key = excluded.public_key, since = excluded.since",
                params![study.0, reader, public_key, now],
            )?;
            Ok(())
        })
    }

    /// Returns the keys that readers of a study sign with, as far as they are known.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn reader_keys(&self, study: StudyId) -> Result<BTreeMap<String, String>> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT reader, public_key FROM reader_keys WHERE study_id = ?1")?;
            let keys = query.query_map([study.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(keys.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the sessions that were merged into a study, by reader.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn sessions(&self, study: StudyId) -> Result<Vec<StoredSession>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT * FROM sessions WHERE study_id = ?1 ORDER BY reader, content",
            )?;
            let sessions = query.query_map([study.0], stored)?;
            Ok(sessions.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Keeps what one session brings; returns how many presentations were new.
fn keep(
    transaction: &Transaction<'_>,
    study: StudyId,
    brought: &Brought,
    filled: &mut BTreeSet<String>,
    event: &Value,
    now: &str,
) -> Result<usize> {
    let session = &brought.session;
    let mut n_new = 0;
    let known = transaction
        .prepare_cached("SELECT 1 FROM sessions WHERE study_id = ?1 AND content = ?2")?
        .exists(params![study.0, session.content])?;
    if !known {
        let added = json!({
            "type": "session.merge", "study": study.0, "reader": session.reader,
            "session": session.content, "head": session.head,
            "public_key": session.public_key, "sealed_at": session.sealed_at,
        });
        let record = trail::append(transaction, &with_fields(event, added)?)?;
        let of = json!({
            "type": "answer.merge", "reader": session.reader, "session": session.content,
        });
        for (presentation, answers, more) in &brought.answers {
            let there = transaction
                // There is an index of first answers, and no correction without one.
                .prepare_cached(
                    "SELECT 1 FROM answers WHERE presentation_id = ?1 AND corrects IS NULL",
                )?
                .exists([presentation])?;
            if there || answers.is_empty() {
                continue;
            }
            let event = with_fields(&with_fields(event, of.clone())?, more.clone())?;
            answers::record(transaction, presentation, answers, &event)?;
            n_new += 1;
        }
        add(transaction, study, session, record.seq, now)?;
    }
    let mut new = BTreeSet::new();
    for (form, given, when) in &brought.forms {
        if !filled.contains(form) && new.insert(form.clone()) {
            let event = with_fields(event, json!({ "type": "form.merge" }))?;
            forms::insert(transaction, study, (&session.reader, form), given, &event, when)?;
        }
    }
    if brought.chosen {
        let chosen = json!({
            "type": "session.choose", "study": study.0, "reader": session.reader,
            "content": session.content,
        });
        trail::append(transaction, &with_fields(event, chosen)?)?;
    }
    filled.append(&mut new);
    Ok(n_new)
}

fn add(
    transaction: &Transaction<'_>,
    study: StudyId,
    session: &StoredSession,
    seq: i64,
    now: &str,
) -> Result<()> {
    transaction.execute(
        "INSERT INTO sessions (study_id, reader, content, head, n_answers, workstation,
                               public_key, sealed_at, merged_at, seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            study.0,
            session.reader,
            session.content,
            session.head,
            session.n_answers,
            session.workstation,
            session.public_key,
            session.sealed_at,
            now,
            seq
        ],
    )?;
    transaction.execute(
        "INSERT INTO reader_keys (study_id, reader, public_key, since)
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![study.0, session.reader, session.public_key, now],
    )?;
    Ok(())
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredSession> {
    Ok(StoredSession {
        reader: row.get("reader")?,
        content: row.get("content")?,
        head: row.get("head")?,
        n_answers: row.get("n_answers")?,
        workstation: row.get("workstation")?,
        public_key: row.get("public_key")?,
        sealed_at: row.get("sealed_at")?,
        merged_at: row.get("merged_at")?,
    })
}
