//! Studies: readers, cases with their truth, and the presentations of a locked design.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use samples::{Arm, SetId};
use serde_json::{Value, json};
use study::{Design, Presentation, StudyState};

use super::column::{self, Json};
use super::{Group, Step, trail};
use crate::{Error, Project, Record, Result};

pub(super) const GROUP: Group =
    Group { name: "studies", create: V1, steps: &[Step { to: 1, sql: V1 }] };

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
CREATE TABLE readers (
    study_id INTEGER NOT NULL REFERENCES studies (id),
    code TEXT NOT NULL,
    display_name TEXT NOT NULL,
    PRIMARY KEY (study_id, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE cases (
    study_id INTEGER NOT NULL REFERENCES studies (id),
    case_id TEXT NOT NULL,
    set_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    arm TEXT NOT NULL CHECK (arm IN ('real', 'synthetic')),
    generator TEXT,
    PRIMARY KEY (study_id, case_id),
    FOREIGN KEY (set_id, ordinal) REFERENCES samples (set_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE presentations (
    presentation_id TEXT PRIMARY KEY NOT NULL,
    study_id INTEGER NOT NULL,
    design_version INTEGER NOT NULL,
    reader TEXT NOT NULL,
    round INTEGER NOT NULL,
    block INTEGER NOT NULL,
    position INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    side TEXT,
    question_set TEXT NOT NULL,
    UNIQUE (study_id, design_version, reader, round, position),
    FOREIGN KEY (study_id, reader) REFERENCES readers (study_id, code),
    FOREIGN KEY (study_id, case_id) REFERENCES cases (study_id, case_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cases_are_not_changed BEFORE UPDATE ON cases
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER cases_are_not_deleted BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER presentations_are_not_changed BEFORE UPDATE ON presentations
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER presentations_are_not_deleted BEFORE DELETE ON presentations
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
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

/// A reader: the code goes everywhere, the name stays here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The pseudonym.
    pub code: String,
    /// The name that the coordinator knows them by.
    pub display_name: String,
}

/// A case with its truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Names the case within the study.
    pub case_id: String,
    /// The set of its sample.
    pub set: SetId,
    /// The ordinal of its sample.
    pub ordinal: u32,
    /// The truth.
    pub arm: Arm,
    /// What made it, when something did and it is known.
    pub generator: Option<String>,
}

/// What is fixed when a study is locked.
#[derive(Debug, Clone, Copy)]
pub struct DesignToLock<'a> {
    /// The readers.
    pub readers: &'a [Reader],
    /// The cases with their truth.
    pub cases: &'a [Case],
    /// The presentations.
    pub design: &'a Design,
    /// Which questions are asked.
    pub question_set: &'a str,
}

impl Project {
    /// Keeps a new study, as a draft.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the disk.
    pub fn add_study(&self, study: &NewStudy, now: &str) -> Result<StudyId> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO studies (name, request, seed, state, design_version, created_at,
                                      changed_at)
                 VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)",
                params![
                    study.name,
                    Json(&study.request),
                    hex(&study.seed),
                    StudyState::Draft.as_str(),
                    now
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

    /// Fixes the design of a study, and says so in the trail: all in one change.
    ///
    /// # Input
    ///
    /// * `event`: who, when, where and why; `study`, `from`, `to`,
    ///   `design_version`, `design_hash`, `truth_commitment` and
    ///   `n_presentations` are added here.
    ///
    /// # Errors
    ///
    /// [`Error::Step`], [`Error::NoSuch`], [`Error::NotCanonical`],
    /// [`Error::ReadOnly`], and those of the disk.
    pub fn lock_study(
        &self,
        study: StudyId,
        fixed: &DesignToLock<'_>,
        event: &Value,
        now: &str,
    ) -> Result<Record> {
        self.write(|transaction| {
            let before = find(transaction, study)?;
            let design_hash = hex(&fixed.design.hash);
            let added = json!({
                "design_version": before.design_version,
                "design_hash": design_hash,
                "truth_commitment": hex(&fixed.design.truth_commitment),
                "n_presentations": fixed.design.presentations.len(),
            });
            let event = with_fields(event, added)?;
            let record = step(transaction, &before, StudyState::Locked, &event, now)?;
            transaction.execute(
                "UPDATE studies SET design_hash = ?2, locked_at = ?3 WHERE id = ?1",
                params![study.0, design_hash, now],
            )?;
            insert_readers(transaction, study, fixed.readers)?;
            insert_cases(transaction, study, fixed.cases)?;
            insert_presentations(transaction, &before, fixed)?;
            Ok(record)
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

    /// Returns the readers of a locked study, by code.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn readers(&self, study: StudyId) -> Result<Vec<Reader>> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT * FROM readers WHERE study_id = ?1 ORDER BY code")?;
            let readers = query.query_map([study.0], |row| {
                Ok(Reader { code: row.get("code")?, display_name: row.get("display_name")? })
            })?;
            Ok(readers.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the cases of a locked study with their truth, by case id.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn cases(&self, study: StudyId) -> Result<Vec<Case>> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT * FROM cases WHERE study_id = ?1 ORDER BY case_id")?;
            let cases = query.query_map([study.0], stored_case)?;
            Ok(cases.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns all presentations of a locked study: by reader, then in the order of reading.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn presentations(&self, study: StudyId) -> Result<Vec<Presentation>> {
        self.list_presentations(study, None)
    }

    /// Returns the presentations of one reader, in the order of reading.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn presentations_of(&self, study: StudyId, reader: &str) -> Result<Vec<Presentation>> {
        self.list_presentations(study, Some(reader))
    }

    fn list_presentations(
        &self,
        study: StudyId,
        reader: Option<&str>,
    ) -> Result<Vec<Presentation>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT * FROM presentations
                 WHERE study_id = ?1 AND (?2 IS NULL OR reader = ?2)
                 ORDER BY design_version, reader, round, position",
            )?;
            let presentations = query.query_map(params![study.0, reader], presentation)?;
            Ok(presentations.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Returns the event with these fields added to it.
pub(super) fn with_fields(event: &Value, added: Value) -> Result<Value> {
    let (Value::Object(mut fields), Value::Object(added)) = (event.clone(), added) else {
        return Err(Error::NotCanonical { why: "an event that is no object" });
    };
    fields.extend(added);
    Ok(Value::Object(fields))
}

/// Takes the step to another state within a change, and says so in the trail.
fn step(
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

fn check_not_locked(study: &Study) -> Result<()> {
    if study.state < StudyState::Locked {
        Ok(())
    } else {
        Err(Error::StudyFixed { state: study.state })
    }
}

fn find(connection: &Connection, study: StudyId) -> Result<Study> {
    let mut query = connection.prepare_cached("SELECT * FROM studies WHERE id = ?1")?;
    let found = query.query_row([study.0], stored_study).optional()?;
    found.ok_or_else(|| no_such(study))
}

fn no_such(study: StudyId) -> Error {
    Error::NoSuch { what: "study", id: study.0.to_string() }
}

fn insert_readers(transaction: &Transaction<'_>, study: StudyId, readers: &[Reader]) -> Result<()> {
    let mut insert = transaction
        .prepare_cached("INSERT INTO readers (study_id, code, display_name) VALUES (?1, ?2, ?3)")?;
    for Reader { code, display_name } in readers {
        insert.execute(params![study.0, code, display_name])?;
    }
    Ok(())
}

fn insert_cases(transaction: &Transaction<'_>, study: StudyId, cases: &[Case]) -> Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO cases (study_id, case_id, set_id, ordinal, arm, generator)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for case in cases {
        let Case { case_id, set, ordinal, arm, generator } = case;
        insert.execute(params![study.0, case_id, set.0, ordinal, arm.as_str(), generator])?;
    }
    Ok(())
}

fn insert_presentations(
    transaction: &Transaction<'_>,
    study: &Study,
    fixed: &DesignToLock<'_>,
) -> Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO presentations (presentation_id, study_id, design_version, reader, round,
                                    block, position, attempt, case_id, question_set)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for p in &fixed.design.presentations {
        insert.execute(params![
            p.presentation_id,
            study.id.0,
            study.design_version,
            p.reader,
            p.round,
            p.block,
            p.position,
            p.attempt,
            p.case_id,
            fixed.question_set
        ])?;
    }
    Ok(())
}

fn stored_study(row: &Row<'_>) -> rusqlite::Result<Study> {
    Ok(Study {
        id: StudyId(row.get("id")?),
        name: row.get("name")?,
        request: column::json(row, "request")?,
        state: column::word(row, "state", StudyState::from_word)?,
        design_version: row.get("design_version")?,
        design_hash: row.get("design_hash")?,
        created_at: row.get("created_at")?,
        locked_at: row.get("locked_at")?,
        changed_at: row.get("changed_at")?,
    })
}

fn stored_case(row: &Row<'_>) -> rusqlite::Result<Case> {
    Ok(Case {
        case_id: row.get("case_id")?,
        set: SetId(row.get("set_id")?),
        ordinal: row.get("ordinal")?,
        arm: column::word(row, "arm", Arm::from_word)?,
        generator: row.get("generator")?,
    })
}

fn presentation(row: &Row<'_>) -> rusqlite::Result<Presentation> {
    Ok(Presentation {
        presentation_id: row.get("presentation_id")?,
        reader: row.get("reader")?,
        round: row.get("round")?,
        block: row.get("block")?,
        position: row.get("position")?,
        case_id: row.get("case_id")?,
        attempt: row.get("attempt")?,
    })
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}
