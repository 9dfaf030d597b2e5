//! Answers of readers: each belongs to an entry of the trail, and none is ever changed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use study::StudyState;
use study::protocol::Taken;

use super::studies::with_fields;
use super::{Group, Step, column, trail};
use crate::{Error, Project, Record, Result, StudyId};

pub(super) const GROUP: Group = Group {
    name: "answers",
    create: &[V1, V2, V3],
    steps: &[Step { to: 1, sql: V1 }, Step { to: 2, sql: V2 }, Step { to: 3, sql: V3 }],
};

const V1: &str = "
CREATE TABLE answers (
    id INTEGER PRIMARY KEY NOT NULL,
    seq INTEGER NOT NULL REFERENCES trail (seq),
    presentation_id TEXT NOT NULL REFERENCES presentations (presentation_id),
    question_id TEXT NOT NULL,
    answer_type TEXT NOT NULL,
    value TEXT NOT NULL,
    value_num REAL,
    rt_ms INTEGER NOT NULL,
    first_answer_rt_ms INTEGER,
    changes INTEGER NOT NULL,
    interrupted INTEGER NOT NULL CHECK (interrupted IN (0, 1)),
    answered_at_utc TEXT NOT NULL,
    corrects INTEGER REFERENCES answers (id),
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX answers_one_in_an_entry ON answers (seq, question_id);
CREATE UNIQUE INDEX answers_first ON answers (presentation_id, question_id) WHERE corrects IS NULL;
CREATE UNIQUE INDEX answers_corrected_once ON answers (corrects) WHERE corrects IS NOT NULL;
CREATE TRIGGER answers_are_not_changed BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are only added'); END;
CREATE TRIGGER answers_are_not_deleted BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are only added'); END;
";

const V2: &str = "
CREATE TRIGGER answers_are_not_replaced BEFORE INSERT ON answers
WHEN EXISTS (SELECT 1 FROM answers WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM answers WHERE seq = NEW.seq AND question_id = NEW.question_id)
  OR EXISTS (SELECT 1 FROM answers WHERE presentation_id = NEW.presentation_id
             AND question_id = NEW.question_id AND corrects IS NULL AND NEW.corrects IS NULL)
  OR EXISTS (SELECT 1 FROM answers WHERE corrects = NEW.corrects)
BEGIN SELECT RAISE(ABORT, 'answers are only added'); END;
";

const V3: &str = "ALTER TABLE answers ADD COLUMN missing TEXT;";

/// An answer within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerId(pub i64);

/// An answer, as it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAnswer {
    /// The checked answer.
    pub given: Taken,
    /// From the first painted frame to the answer that counts, in milliseconds.
    pub rt_ms: u64,
    /// From the first painted frame to the first answer touched.
    pub first_answer_rt_ms: Option<u64>,
    /// How often it was changed before it was given.
    pub changes: u32,
    /// Whether the time has a gap: the reader left, or the program ended.
    pub interrupted: bool,
    /// When it was given, in UTC.
    pub answered_at_utc: String,
    /// The answer that this one corrects; that one stays.
    pub corrects: Option<AnswerId>,
}

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAnswer {
    /// Its id.
    pub id: AnswerId,
    /// The entry of the trail that holds it.
    pub seq: i64,
    /// What was shown.
    pub presentation_id: String,
    /// The answer.
    pub answer: NewAnswer,
    /// The hash of the entry before the one that holds it.
    pub prev_hash: String,
    /// The hash of the entry that holds it.
    pub hash: String,
}

impl Project {
    /// Keeps the answers to one presentation, with an entry in the trail that holds them.
    ///
    /// One change: either all of it is on the disk when this returns, or
    /// nothing is kept. Only then may the next case be shown.
    ///
    /// # Input
    ///
    /// * `answers`: at least one; first answers, or corrections of earlier ones.
    /// * `event`: who, when and where; `study`, `presentation` and `answers`
    ///   are added here.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyAnswered`], [`Error::WrongCorrection`],
    /// [`Error::NotCollecting`], [`Error::NoSuch`], [`Error::NotANumber`],
    /// [`Error::NotCanonical`], [`Error::ReadOnly`], and those of the disk.
    pub fn record_answers(
        &self,
        presentation_id: &str,
        answers: &[NewAnswer],
        event: &Value,
    ) -> Result<Record> {
        self.write(|transaction| record(transaction, presentation_id, answers, event))
    }

    /// Returns the answers of a study, in the order they were given.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn answers(&self, study: StudyId) -> Result<Vec<StoredAnswer>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT answers.* FROM answers JOIN presentations USING (presentation_id)
                 WHERE study_id = ?1 ORDER BY answers.id",
            )?;
            let answers = query.query_map([study.0], stored_answer)?;
            Ok(answers.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the answers to one presentation, in the order they were given.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn answers_to(&self, presentation_id: &str) -> Result<Vec<StoredAnswer>> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT * FROM answers WHERE presentation_id = ?1 ORDER BY id")?;
            let answers = query.query_map([presentation_id], stored_answer)?;
            Ok(answers.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the presentations of one reader that have answers.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn answered(&self, study: StudyId, reader: &str) -> Result<BTreeSet<String>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT DISTINCT presentation_id FROM answers JOIN presentations
                 USING (presentation_id) WHERE study_id = ?1 AND reader = ?2",
            )?;
            let answered = query.query_map(params![study.0, reader], |row| row.get(0))?;
            Ok(answered.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Keeps the answers to a presentation within a change.
pub(super) fn record(
    transaction: &Transaction<'_>,
    presentation_id: &str,
    answers: &[NewAnswer],
    event: &Value,
) -> Result<Record> {
    let study = check_collecting(transaction, presentation_id)?;
    for answer in answers {
        check_answer(transaction, presentation_id, answer)?;
    }
    let held: Vec<Value> = answers.iter().map(held).collect();
    let added = json!({ "study": study.0, "presentation": presentation_id, "answers": held });
    let record = trail::append(transaction, &with_fields(event, added)?)?;
    insert(transaction, presentation_id, answers, &record)?;
    Ok(record)
}

/// Returns the study of a presentation, which must be taking answers.
fn check_collecting(connection: &Connection, presentation_id: &str) -> Result<StudyId> {
    let mut query = connection.prepare_cached(
        "SELECT studies.id, state FROM presentations JOIN studies ON studies.id = study_id
         WHERE presentation_id = ?1",
    )?;
    let found = query
        .query_row([presentation_id], |row| {
            Ok((StudyId(row.get("id")?), column::word(row, "state", StudyState::from_word)?))
        })
        .optional()?;
    match found {
        Some((study, StudyState::Collecting)) => Ok(study),
        Some((_, state)) => Err(Error::NotCollecting { state }),
        None => Err(Error::NoSuch { what: "presentation", id: presentation_id.to_owned() }),
    }
}

fn check_answer(connection: &Connection, presentation: &str, answer: &NewAnswer) -> Result<()> {
    let question = &answer.given.item;
    if answer.given.number.is_some_and(f64::is_nan) {
        return Err(Error::NotANumber { what: question.clone() });
    }
    match answer.corrects {
        None => {
            let mut query = connection.prepare_cached(
                "SELECT 1 FROM answers
                 WHERE presentation_id = ?1 AND question_id = ?2 AND corrects IS NULL",
            )?;
            if query.exists([presentation, question])? {
                return Err(Error::AlreadyAnswered { question: question.clone() });
            }
        }
        Some(AnswerId(earlier)) => {
            let mut query = connection.prepare_cached(
                "SELECT 1 FROM answers WHERE id = ?1 AND presentation_id = ?2 AND question_id = ?3
                 AND NOT EXISTS (SELECT 1 FROM answers WHERE corrects = ?1)",
            )?;
            if !query.exists(params![earlier, presentation, question])? {
                return Err(Error::WrongCorrection { question: question.clone() });
            }
        }
    }
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    presentation_id: &str,
    answers: &[NewAnswer],
    record: &Record,
) -> Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO answers (seq, presentation_id, question_id, answer_type, value, value_num,
                              rt_ms, first_answer_rt_ms, changes, interrupted, answered_at_utc,
                              corrects, prev_hash, hash, missing)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for answer in answers {
        let Taken { item, kind, value, number, missing } = &answer.given;
        insert.execute(params![
            record.seq,
            presentation_id,
            item,
            kind,
            value,
            number,
            answer.rt_ms,
            answer.first_answer_rt_ms,
            answer.changes,
            answer.interrupted,
            answer.answered_at_utc,
            answer.corrects.map(|earlier| earlier.0),
            record.prev,
            record.hash,
            missing
        ])?;
    }
    Ok(())
}

/// Returns an answer as the trail holds it: the number as text, since no fraction is canonical.
fn held(answer: &NewAnswer) -> Value {
    let Taken { item, kind, value, number, missing } = &answer.given;
    let mut held = json!({
        "question": item,
        "type": kind,
        "value": value,
        "value_num": number.map(|number| number.to_string()),
        "rt_ms": answer.rt_ms,
        "first_answer_rt_ms": answer.first_answer_rt_ms,
        "changes": answer.changes,
        "interrupted": answer.interrupted,
        "answered_at_utc": answer.answered_at_utc,
        "corrects": answer.corrects.map(|earlier| earlier.0),
    });
    // Trails of the first versions have no such field.
    if let Some(missing) = missing {
        held["missing"] = json!(missing);
    }
    held
}

/// A row of the table of answers, in the form in which the trail holds it.
pub(super) struct Entry {
    presentation_id: String,
    prev_hash: String,
    hash: String,
    held: Value,
}

/// Returns all answers by the entry of the trail that should hold them.
pub(super) fn entries(connection: &Connection) -> Result<BTreeMap<i64, Vec<Entry>>> {
    let mut by_seq: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
    let mut query = connection.prepare("SELECT * FROM answers ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let stored = stored_answer(row)?;
        let entry = Entry {
            held: held(&stored.answer),
            presentation_id: stored.presentation_id,
            prev_hash: stored.prev_hash,
            hash: stored.hash,
        };
        by_seq.entry(stored.seq).or_default().push(entry);
    }
    Ok(by_seq)
}

/// Returns whether an entry of the trail holds exactly these answers.
pub(super) fn agree(event: Option<&Value>, prev: &str, hash: &str, there: &[Entry]) -> bool {
    let told = event.and_then(|event| event.get("answers")).and_then(Value::as_array);
    let told = told.map_or(&[] as &[Value], Vec::as_slice);
    let presentation = event.and_then(|event| event.get("presentation")).and_then(Value::as_str);
    told.len() == there.len()
        && told.iter().zip(there).all(|(told, row)| {
            *told == row.held
                && presentation == Some(row.presentation_id.as_str())
                && row.prev_hash == prev
                && row.hash == hash
        })
}

fn stored_answer(row: &Row<'_>) -> rusqlite::Result<StoredAnswer> {
    let given = column::taken(row)?;
    let answer = NewAnswer {
        given,
        rt_ms: row.get("rt_ms")?,
        first_answer_rt_ms: row.get("first_answer_rt_ms")?,
        changes: row.get("changes")?,
        interrupted: row.get("interrupted")?,
        answered_at_utc: row.get("answered_at_utc")?,
        corrects: row.get::<_, Option<i64>>("corrects")?.map(AnswerId),
    };
    Ok(StoredAnswer {
        id: AnswerId(row.get("id")?),
        seq: row.get("seq")?,
        presentation_id: row.get("presentation_id")?,
        answer,
        prev_hash: row.get("prev_hash")?,
        hash: row.get("hash")?,
    })
}
