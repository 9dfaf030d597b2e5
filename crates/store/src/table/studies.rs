//! Studies: what was asked, and where each stands.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use study::StudyState;

use super::column::{self, Json};
use super::{Group, Step, trail};
use crate::{Error, Project, Record, Result};

pub(super) const GROUP: Group = Group {
    name: "studies",
    create: &[V1, V2, V3],
    steps: &[Step { to: 1, sql: V1 }, Step { to: 2, sql: V2 }, Step { to: 3, sql: V3 }],
};

const V1: &str = "
CREATE TABLE studies (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    request TEXT NOT NULL,
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    state TEXT NOT NULL,
    design_version INTEGER NOT NULL,
    design_hash TEXT CHECK (length(design_hash) = 64),
    created_at TEXT NOT NULL,
    locked_at TEXT,
    changed_at TEXT NOT NULL
) STRICT;
";

const V2: &str = "
CREATE TRIGGER studies_are_not_replaced BEFORE INSERT ON studies
WHEN EXISTS (SELECT 1 FROM studies WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a study is not changed by another'); END;
CREATE TRIGGER studies_stay_as_they_were_locked BEFORE UPDATE ON studies
WHEN OLD.design_hash IS NOT NULL AND NOT (
    NEW.id IS OLD.id AND NEW.request IS OLD.request AND NEW.seed IS OLD.seed
    AND NEW.design_version IS OLD.design_version AND NEW.design_hash IS OLD.design_hash
    AND NEW.created_at IS OLD.created_at AND NEW.locked_at IS OLD.locked_at
    AND (NEW.state IS OLD.state OR (OLD.state, NEW.state) IN (VALUES
        ('locked', 'collecting'), ('collecting', 'sealed'), ('sealed', 'database-locked'),
        ('database-locked', 'unblinded'), ('unblinded', 'analysed'))))
BEGIN SELECT RAISE(ABORT, 'a locked study is not changed'); END;
CREATE TRIGGER studies_stay_when_locked BEFORE DELETE ON studies
WHEN OLD.design_hash IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a locked study is not changed'); END;
";

const V3: &str = "
ALTER TABLE studies ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE studies ADD COLUMN amends INTEGER REFERENCES studies (id);
DROP TRIGGER studies_stay_as_they_were_locked;
CREATE TRIGGER studies_stay_as_they_were_locked BEFORE UPDATE ON studies
WHEN OLD.design_hash IS NOT NULL AND NOT (
    NEW.id IS OLD.id AND NEW.request IS OLD.request AND NEW.seed IS OLD.seed
    AND NEW.design_version IS OLD.design_version AND NEW.design_hash IS OLD.design_hash
    AND NEW.created_at IS OLD.created_at AND NEW.locked_at IS OLD.locked_at
    AND NEW.code IS OLD.code AND NEW.amends IS OLD.amends
    AND (NEW.state IS OLD.state OR (OLD.state, NEW.state) IN (VALUES
        ('locked', 'collecting'), ('collecting', 'sealed'), ('sealed', 'database-locked'),
        ('database-locked', 'unblinded'), ('unblinded', 'analysed'))))
BEGIN SELECT RAISE(ABORT, 'a locked study is not changed'); END;
";

/// A study within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StudyId(pub i64);

/// A study before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewStudy {
    /// Its name, for people.
    pub name: String,
    /// What was asked: numbers of cases, questions, plan of analysis.
    pub request: Value,
    /// The source of all its chance.
    pub seed: [u8; 32],
    /// Names it wherever it goes: 32 hexadecimal digits that say nothing.
    pub code: String,
    /// The locked study that this is the next version of.
    pub amends: Option<StudyId>,
    /// The version of its design; nothing: the first one, or the one after what it amends.
    pub version: Option<u32>,
}

/// A study, without its seed: that is asked for by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Its id.
    pub id: StudyId,
    /// Its name, for people.
    pub name: String,
    /// What was asked.
    pub request: Value,
    /// Where it stands.
    pub state: StudyState,
    /// Names it wherever it goes; empty in studies of the first versions.
    pub code: String,
    /// The study that this is the next version of.
    pub amends: Option<StudyId>,
    /// The version of its design, from 1.
    pub design_version: u32,
    /// The design's hash, as 64 hexadecimal digits, once it is locked.
    pub design_hash: Option<String>,
    /// When it was begun.
    pub created_at: String,
    /// When its design was locked.
    pub locked_at: Option<String>,
    /// When it changed last.
    pub changed_at: String,
}

impl Project {
    /// Keeps a new study, as a draft.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] study that it amends, [`Error::ReadOnly`] and those of the disk.
    pub fn add_study(&self, study: &NewStudy, now: &str) -> Result<StudyId> {
        self.write(|transaction| {
            let amended = study.amends.map(|amends| find(transaction, amends)).transpose()?;
            let next = amended.map_or(1, |amended| amended.design_version + 1);
            let version = study.version.unwrap_or(next);
            transaction.execute(
                "INSERT INTO studies (name, request, seed, state, design_version, created_at,
                                      changed_at, code, amends)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)",
                params![
                    study.name,
                    Json(&study.request),
                    hex(&study.seed),
                    StudyState::Draft.as_str(),
                    version,
                    now,
                    study.code,
                    study.amends.map(|amends| amends.0)
                ],
            )?;
            Ok(StudyId(transaction.last_insert_rowid()))
        })
    }

    /// Changes the name and the request of a study that is not locked yet.
    ///
    /// # Errors
    ///
    /// [`Error::StudyFixed`], [`Error::NoSuch`], [`Error::ReadOnly`], and
    /// those of the disk.
    pub fn change_study(
        &self,
        study: StudyId,
        name: &str,
        request: &Value,
        now: &str,
    ) -> Result<()> {
        self.write(|transaction| {
            check_not_locked(&find(transaction, study)?)?;
            transaction.execute(
                "UPDATE studies SET name = ?2, request = ?3, changed_at = ?4 WHERE id = ?1",
                params![study.0, name, Json(request), now],
            )?;
            Ok(())
        })
    }

    /// Deletes a study that is not locked yet.
    ///
    /// # Errors
    ///
    /// [`Error::StudyFixed`], [`Error::NoSuch`], [`Error::ReadOnly`], and
    /// those of the disk.
    pub fn delete_study(&self, study: StudyId) -> Result<()> {
        self.write(|transaction| {
            check_not_locked(&find(transaction, study)?)?;
            transaction.execute("DELETE FROM studies WHERE id = ?1", [study.0])?;
            Ok(())
        })
    }

    /// Takes a study to its next state, and says so in the trail.
    ///
    /// # Input
    ///
    /// * `to`: any state but locked, for which there is [`Project::lock_study`].
    /// * `event`: who, when, where and why; `study`, `from` and `to` are added here.
    ///
    /// # Errors
    ///
    /// [`Error::Step`], [`Error::NoSuch`], [`Error::NotCanonical`],
    /// [`Error::ReadOnly`], and those of the disk.
    pub fn advance_study(
        &self,
        study: StudyId,
        to: StudyState,
        event: &Value,
        now: &str,
    ) -> Result<Record> {
        self.write(|transaction| {
            let before = find(transaction, study)?;
            if to == StudyState::Locked {
                return Err(Error::Step { from: before.state, to });
            }
            step(transaction, &before, to, event, now)
        })
    }

    /// Returns a study.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn study(&self, study: StudyId) -> Result<Study> {
        self.read(|connection| find(connection, study))
    }

    /// Returns all studies, the newest first.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn studies(&self) -> Result<Vec<Study>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM studies ORDER BY id DESC")?;
            let studies = query.query_map([], stored_study)?;
            Ok(studies.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the salt of the commitment to the truth of a locked study: for the coordinator only.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn study_salt(&self, study: StudyId) -> Result<String> {
        self.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT salt FROM commitments WHERE study_id = ?1")?;
            let found = query.query_row([study.0], |row| row.get(0)).optional()?;
            found.ok_or_else(|| no_such(study))
        })
    }

    /// Returns the seed of a study: for the coordinator only.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn study_seed(&self, study: StudyId) -> Result<[u8; 32]> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT seed FROM studies WHERE id = ?1")?;
            let found = query.query_row([study.0], |row| column::hash(row, "seed")).optional()?;
            found.map(|seed| *seed.as_bytes()).ok_or_else(|| no_such(study))
        })
    }
}

/// Returns a study.
pub(super) fn find(connection: &Connection, study: StudyId) -> Result<Study> {
    let mut query = connection.prepare_cached("SELECT * FROM studies WHERE id = ?1")?;
    let found = query.query_row([study.0], stored_study).optional()?;
    found.ok_or_else(|| no_such(study))
}

/// Takes the step to another state within a change, and says so in the trail.
pub(super) fn step(
    transaction: &Transaction<'_>,
    before: &Study,
    to: StudyState,
    event: &Value,
    now: &str,
) -> Result<Record> {
    let from = before.state;
    if !from.may(to) {
        return Err(Error::Step { from, to });
    }
    transaction.execute(
        "UPDATE studies SET state = ?2, changed_at = ?3 WHERE id = ?1",
        params![before.id.0, to.as_str(), now],
    )?;
    let added = json!({ "study": before.id.0, "from": from.as_str(), "to": to.as_str() });
    trail::append(transaction, &with_fields(event, added)?)
}

/// Returns the event with these fields added to it.
pub(super) fn with_fields(event: &Value, added: Value) -> Result<Value> {
    let (Value::Object(mut fields), Value::Object(added)) = (event.clone(), added) else {
        return Err(Error::NotCanonical { why: "an event that is no object" });
    };
    fields.extend(added);
    Ok(Value::Object(fields))
}

fn check_not_locked(study: &Study) -> Result<()> {
    if study.state < StudyState::Locked {
        Ok(())
    } else {
        Err(Error::StudyFixed { state: study.state })
    }
}

fn no_such(study: StudyId) -> Error {
    Error::NoSuch { what: "study", id: study.0.to_string() }
}

fn stored_study(row: &Row<'_>) -> rusqlite::Result<Study> {
    Ok(Study {
        id: StudyId(row.get("id")?),
        name: row.get("name")?,
        request: column::json(row, "request")?,
        state: column::word(row, "state", StudyState::from_word)?,
        code: row.get("code")?,
        amends: row.get::<_, Option<i64>>("amends")?.map(StudyId),
        design_version: row.get("design_version")?,
        design_hash: row.get("design_hash")?,
        created_at: row.get("created_at")?,
        locked_at: row.get("locked_at")?,
        changed_at: row.get("changed_at")?,
    })
}

/// Returns bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}
