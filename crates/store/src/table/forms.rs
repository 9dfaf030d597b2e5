//! What readers say of themselves and of the study: each form once, and never changed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, Transaction, params};
use serde_json::{Value, json};
use study::protocol::Taken;

use super::studies::with_fields;
use super::{Group, Step, column, trail};
use crate::{Error, Project, Record, Result, StudyId};

pub(super) const GROUP: Group =
    Group { name: "forms", create: &[V3], steps: &[Step { to: 3, sql: V3 }] };

const V3: &str = "
CREATE TABLE form_answers (
    study_id INTEGER NOT NULL,
    reader TEXT NOT NULL,
    form TEXT NOT NULL,
    question_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    answer_type TEXT NOT NULL,
    value TEXT NOT NULL,
    value_num REAL,
    missing TEXT,
    answered_at_utc TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES trail (seq),
    PRIMARY KEY (study_id, reader, form, question_id),
    FOREIGN KEY (study_id, reader) REFERENCES readers (study_id, code)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER form_answers_are_not_changed BEFORE UPDATE ON form_answers
BEGIN SELECT RAISE(ABORT, 'answers are only added'); END;
CREATE TRIGGER form_answers_are_not_deleted BEFORE DELETE ON form_answers
BEGIN SELECT RAISE(ABORT, 'answers are only added'); END;
CREATE TRIGGER form_answers_are_not_replaced BEFORE INSERT ON form_answers
WHEN EXISTS (SELECT 1 FROM form_answers WHERE study_id = NEW.study_id AND reader = NEW.reader
             AND form = NEW.form AND question_id = NEW.question_id)
BEGIN SELECT RAISE(ABORT, 'answers are only added'); END;
";

/// An answer to a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormAnswer {
    /// Who gave it.
    pub reader: String,
    /// `consent`, `profile`, `debrief` or `usability`.
    pub form: String,
    /// The checked answer.
    pub given: Taken,
    /// When it was given, in UTC.
    pub answered_at_utc: String,
}

impl Project {
    /// Keeps a form, with an entry in the trail that holds it; a form without an answer leaves only
    /// the entry.
    ///
    /// # Input
    ///
    /// * `event`: who, when and where; `study`, `reader`, `form` and `items` are added here.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyAnswered`], [`Error::NotCanonical`], [`Error::ReadOnly`], and those of the
    /// disk.
    pub fn record_form(
        &self,
        study: StudyId,
        (reader, form): (&str, &str),
        given: &[Taken],
        event: &Value,
        now: &str,
    ) -> Result<Record> {
        self.write(|transaction| {
            if filled(transaction, study)?.get(reader).is_some_and(|there| there.contains(form)) {
                return Err(Error::AlreadyAnswered { question: form.to_owned() });
            }
            insert(transaction, study, (reader, form), given, event, now)
        })
    }

    /// Returns the names of the forms that each reader has filled, by reader; who has filled none is
    /// not among them.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn forms_filled(&self, study: StudyId) -> Result<BTreeMap<String, BTreeSet<String>>> {
        self.read(|connection| filled(connection, study))
    }

    /// Returns what readers of a study said in forms: by reader, form and place.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn form_answers(&self, study: StudyId) -> Result<Vec<FormAnswer>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT * FROM form_answers WHERE study_id = ?1 ORDER BY reader, form, place",
            )?;
            let answers = query.query_map([study.0], stored)?;
            Ok(answers.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Returns the names of the forms that each reader has filled: forms leave an entry even where nothing
/// was answered.
pub(super) fn filled(
    connection: &Connection,
    study: StudyId,
) -> Result<BTreeMap<String, BTreeSet<String>>> {
    // Looking for the letters first is much faster than taking every entry apart.
    let mut query = connection.prepare_cached(
        "SELECT event ->> '$.reader', event ->> '$.form' FROM trail
         WHERE CASE WHEN instr(event, '\"form\":') = 0 OR NOT json_valid(event) THEN 0
         ELSE event ->> '$.form' IS NOT NULL AND event ->> '$.reader' IS NOT NULL
              AND event ->> '$.study' = ?1 END",
    )?;
    let mut filled: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut rows = query.query([study.0])?;
    while let Some(row) = rows.next()? {
        filled.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(filled)
}

/// Keeps a form within a change.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    study: StudyId,
    (reader, form): (&str, &str),
    given: &[Taken],
    event: &Value,
    now: &str,
) -> Result<Record> {
    let items: Vec<Value> = given.iter().map(held).collect();
    let added = json!({ "study": study.0, "reader": reader, "form": form, "items": items });
    let record = trail::append(transaction, &with_fields(event, added)?)?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO form_answers (study_id, reader, form, question_id, place, answer_type,
                                   value, value_num, missing, answered_at_utc, seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (place, taken) in (1_u32..).zip(given) {
        let Taken { item, kind, value, number, missing } = taken;
        insert.execute(params![
            study.0, reader, form, item, place, kind, value, number, missing, now, record.seq
        ])?;
    }
    Ok(record)
}

/// Returns an answer as the trail holds it.
fn held(taken: &Taken) -> Value {
    let Taken { item, kind, value, number, missing } = taken;
    json!({
        "question": item,
        "type": kind,
        "value": value,
        "value_num": number.map(|number| number.to_string()),
        "missing": missing,
    })
}

/// Returns all answers to forms by the entry of the trail that should hold them.
pub(super) fn entries(connection: &Connection) -> Result<BTreeMap<i64, Vec<Value>>> {
    let mut by_seq: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
    let mut query = connection.prepare("SELECT * FROM form_answers ORDER BY seq, place")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let FormAnswer { reader, form, given, .. } = stored(row)?;
        by_seq.entry(row.get("seq")?).or_default().push(json!([reader, form, held(&given)]));
    }
    Ok(by_seq)
}

/// Returns whether an entry of the trail holds exactly these answers to a form.
pub(super) fn agree(event: Option<&Value>, there: &[Value]) -> bool {
    let Some(event) = event.filter(|event| event.get("form").is_some()) else {
        return there.is_empty();
    };
    let told = event["items"].as_array().map_or(&[] as &[Value], Vec::as_slice);
    told.len() == there.len()
        && told
            .iter()
            .zip(there)
            .all(|(told, row)| *row == json!([event["reader"], event["form"], told]))
}

fn stored(row: &Row<'_>) -> rusqlite::Result<FormAnswer> {
    Ok(FormAnswer {
        reader: row.get("reader")?,
        form: row.get("form")?,
        given: column::taken(row)?,
        answered_at_utc: row.get("answered_at_utc")?,
    })
}
