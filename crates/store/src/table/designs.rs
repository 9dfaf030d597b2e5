//! Locked designs: the readers of a study, its cases with their truth, and its presentations.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, Transaction, params};
use samples::{Arm, SetId};
use serde_json::{Value, json};
use study::{Design, Presentation, Purpose, Role, StudyState};

use super::studies::{find, hex, step, with_fields};
use super::{Group, Step, column};
use crate::commitment::commitment;
use crate::{Error, Project, Record, Result, Study, StudyId};

pub(super) const GROUP: Group = Group {
    name: "designs",
    create: &[V1, V2, V3],
    steps: &[Step { to: 1, sql: V1 }, Step { to: 2, sql: V2 }, Step { to: 3, sql: V3 }],
};

const V1: &str = "
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

const V2: &str = "
CREATE TABLE commitments (
    study_id INTEGER NOT NULL REFERENCES studies (id),
    design_version INTEGER NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 64),
    PRIMARY KEY (study_id, design_version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER commitments_are_not_changed BEFORE UPDATE ON commitments
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER commitments_are_not_deleted BEFORE DELETE ON commitments
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER commitments_are_not_added_later BEFORE INSERT ON commitments
WHEN EXISTS (SELECT 1 FROM studies WHERE id = NEW.study_id AND design_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM commitments
             WHERE study_id = NEW.study_id AND design_version = NEW.design_version)
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER cases_are_not_added_later BEFORE INSERT ON cases
WHEN EXISTS (SELECT 1 FROM studies WHERE id = NEW.study_id AND design_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM cases WHERE study_id = NEW.study_id AND case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER presentations_are_not_added_later BEFORE INSERT ON presentations
WHEN EXISTS (SELECT 1 FROM studies WHERE id = NEW.study_id AND design_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM presentations WHERE presentation_id = NEW.presentation_id)
  OR EXISTS (SELECT 1 FROM presentations WHERE study_id = NEW.study_id
             AND design_version = NEW.design_version AND reader = NEW.reader
             AND round = NEW.round AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER readers_are_not_added_later BEFORE INSERT ON readers
WHEN EXISTS (SELECT 1 FROM studies WHERE id = NEW.study_id AND design_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM readers WHERE study_id = NEW.study_id AND code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER readers_keep_their_codes BEFORE UPDATE OF study_id, code ON readers
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER readers_are_not_deleted BEFORE DELETE ON readers
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
";

// Where a study is only read, its cases have no truth. No column can be told to allow that later, so
// the table is made anew.
const V3: &str = "
CREATE TABLE cases_3 (
    study_id INTEGER NOT NULL REFERENCES studies (id),
    case_id TEXT NOT NULL,
    set_id INTEGER,
    ordinal INTEGER,
    arm TEXT CHECK (arm IN ('real', 'synthetic')),
    generator TEXT,
    role TEXT NOT NULL DEFAULT 'counted',
    stratum TEXT,
    pair TEXT,
    subject TEXT,
    nearest TEXT,
    PRIMARY KEY (study_id, case_id),
    FOREIGN KEY (set_id, ordinal) REFERENCES samples (set_id, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO cases_3 (study_id, case_id, set_id, ordinal, arm, generator)
    SELECT study_id, case_id, set_id, ordinal, arm, generator FROM cases;
DROP TABLE cases;
ALTER TABLE cases_3 RENAME TO cases;
CREATE TRIGGER cases_are_not_changed BEFORE UPDATE ON cases
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER cases_are_not_deleted BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER cases_are_not_added_later BEFORE INSERT ON cases
WHEN EXISTS (SELECT 1 FROM studies WHERE id = NEW.study_id AND design_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM cases WHERE study_id = NEW.study_id AND case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
ALTER TABLE presentations ADD COLUMN stage TEXT NOT NULL DEFAULT '';
ALTER TABLE presentations ADD COLUMN purpose TEXT NOT NULL DEFAULT 'counted';
ALTER TABLE presentations ADD COLUMN repeat_of TEXT;
CREATE TABLE presentation_cases (
    presentation_id TEXT NOT NULL REFERENCES presentations (presentation_id),
    place INTEGER NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (presentation_id, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER presentation_cases_are_not_changed BEFORE UPDATE ON presentation_cases
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER presentation_cases_are_not_deleted BEFORE DELETE ON presentation_cases
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
CREATE TRIGGER presentation_cases_are_not_added_later BEFORE INSERT ON presentation_cases
WHEN EXISTS (SELECT 1 FROM presentations JOIN studies ON studies.id = study_id
             WHERE presentation_id = NEW.presentation_id AND design_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM presentation_cases
             WHERE presentation_id = NEW.presentation_id AND place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'a locked design is not changed'); END;
";

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
    /// What it is for.
    pub role: Role,
    /// What is spread evenly, e.g. a diagnosis.
    pub stratum: Option<String>,
    /// The pair that it belongs to.
    pub pair: Option<String>,
    /// The patient.
    pub subject: Option<String>,
    /// Of a synthetic case: the real one that is nearest to it.
    pub nearest: Option<String>,
}

impl Case {
    /// A case that counts, of no stratum, pair or patient that is known.
    pub fn new(case_id: impl Into<String>, set: SetId, ordinal: u32, arm: Arm) -> Self {
        Case {
            case_id: case_id.into(),
            set,
            ordinal,
            arm,
            generator: None,
            role: Role::Counted,
            stratum: None,
            pair: None,
            subject: None,
            nearest: None,
        }
    }
}

/// What is fixed when a study is locked.
#[derive(Debug, Clone, Copy)]
pub struct DesignToLock<'a> {
    /// The readers.
    pub readers: &'a [Reader],
    /// The cases with their truth; nothing where the study is only read.
    pub cases: Option<&'a [Case]>,
    /// The presentations.
    pub design: &'a Design,
    /// Keeps what is committed to from being guessed: drawn for this alone, from the system.
    pub salt: [u8; 32],
}

impl Project {
    /// Fixes the design of a study, and says so in the trail: all in one change.
    ///
    /// # Input
    ///
    /// * `event`: who, when, where and why; `study`, `from`, `to`,
    ///   `design_version`, `design_hash`, `truth_commitment`, `readers` and
    ///   `n_presentations` are added here.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Step`], [`crate::Error::NoSuch`], [`crate::Error::NotCanonical`],
    /// [`crate::Error::ReadOnly`], and those of the disk.
    pub fn lock_study(
        &self,
        study: StudyId,
        fixed: &DesignToLock<'_>,
        event: &Value,
        now: &str,
    ) -> Result<Record> {
        self.write(|transaction| {
            let before = find(transaction, study)?;
            if !before.state.may(StudyState::Locked) {
                return Err(Error::Step { from: before.state, to: StudyState::Locked });
            }
            insert_readers(transaction, study, fixed.readers)?;
            match fixed.cases {
                Some(cases) => insert_cases(transaction, study, cases)?,
                None => insert_names(transaction, study, &fixed.design.presentations)?,
            }
            insert_presentations(transaction, &before, &fixed.design.presentations)?;
            transaction.execute(
                "INSERT INTO commitments (study_id, design_version, salt) VALUES (?1, ?2, ?3)",
                params![study.0, before.design_version, hex(&fixed.salt)],
            )?;
            let design_hash = hex(&fixed.design.hash);
            let readers: Vec<&str> =
                fixed.readers.iter().map(|reader| reader.code.as_str()).collect();
            let added = json!({
                "design_version": before.design_version,
                "design_hash": design_hash,
                // Over the rows as they are kept: it is found again from them alone.
                "truth_commitment": commitment(transaction, study.0, &fixed.salt)?,
                "readers": readers,
                "n_presentations": fixed.design.presentations.len(),
            });
            let event = with_fields(event, added)?;
            let record = step(transaction, &before, StudyState::Locked, &event, now)?;
            // With its hash the design is closed: the database adds nothing to it afterwards.
            transaction.execute(
                "UPDATE studies SET design_hash = ?2, locked_at = ?3 WHERE id = ?1",
                params![study.0, design_hash, now],
            )?;
            Ok(record)
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

    /// Returns the cases of a locked study with their truth, by case id; none where it is only read.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn cases(&self, study: StudyId) -> Result<Vec<Case>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT * FROM cases WHERE study_id = ?1 AND arm IS NOT NULL ORDER BY case_id",
            )?;
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
        self.read(|connection| presentations_of(connection, study, reader))
    }
}

/// Returns the presentations of a study, or of one of its readers.
pub(crate) fn presentations_of(
    connection: &Connection,
    study: StudyId,
    reader: Option<&str>,
) -> Result<Vec<Presentation>> {
    let mut query = connection.prepare_cached(
        "SELECT presentation_id, presentation_cases.case_id FROM presentation_cases
         JOIN presentations USING (presentation_id)
         WHERE study_id = ?1 AND (?2 IS NULL OR reader = ?2) ORDER BY presentation_id, place",
    )?;
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut rows = query.query(params![study.0, reader])?;
    while let Some(row) = rows.next()? {
        shown.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let mut query = connection.prepare_cached(
        "SELECT * FROM presentations
         WHERE study_id = ?1 AND (?2 IS NULL OR reader = ?2)
         ORDER BY design_version, reader, round, position",
    )?;
    let presentations = query.query_map(params![study.0, reader], |row| {
        let id: String = row.get("presentation_id")?;
        presentation(row, shown.remove(&id))
    })?;
    Ok(presentations.collect::<rusqlite::Result<_>>()?)
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
        "INSERT INTO cases (study_id, case_id, set_id, ordinal, arm, generator, role, stratum, pair,
                            subject, nearest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for case in cases {
        insert.execute(params![
            study.0,
            case.case_id,
            case.set.0,
            case.ordinal,
            case.arm.as_str(),
            case.generator,
            case.role.as_str(),
            case.stratum,
            case.pair,
            case.subject,
            case.nearest
        ])?;
    }
    Ok(())
}

/// Keeps cases of which only the names are known, where a study is only read.
fn insert_names(
    transaction: &Transaction<'_>,
    study: StudyId,
    presentations: &[Presentation],
) -> Result<()> {
    let mut insert =
        transaction.prepare_cached("INSERT INTO cases (study_id, case_id) VALUES (?1, ?2)")?;
    let names: BTreeSet<&String> = presentations.iter().flat_map(|p| &p.cases).collect();
    for name in names {
        insert.execute(params![study.0, name])?;
    }
    Ok(())
}

fn insert_presentations(
    transaction: &Transaction<'_>,
    study: &Study,
    presentations: &[Presentation],
) -> Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO presentations (presentation_id, study_id, design_version, reader, round,
                                    block, position, attempt, case_id, question_set, stage,
                                    purpose, repeat_of)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    let mut insert_case = transaction.prepare_cached(
        "INSERT INTO presentation_cases (presentation_id, place, case_id) VALUES (?1, ?2, ?3)",
    )?;
    for p in presentations {
        insert.execute(params![
            p.presentation_id,
            study.id.0,
            study.design_version,
            p.reader,
            p.round,
            p.block,
            p.position,
            p.attempt,
            p.first_case(),
            p.task,
            p.stage,
            p.purpose.as_str(),
            p.repeat_of
        ])?;
        for (place, case) in (1_u32..).zip(&p.cases) {
            insert_case.execute(params![p.presentation_id, place, case])?;
        }
    }
    Ok(())
}

fn stored_case(row: &Row<'_>) -> rusqlite::Result<Case> {
    Ok(Case {
        case_id: row.get("case_id")?,
        set: SetId(row.get("set_id")?),
        ordinal: row.get("ordinal")?,
        arm: column::word(row, "arm", Arm::from_word)?,
        generator: row.get("generator")?,
        role: column::word(row, "role", Role::from_word)?,
        stratum: row.get("stratum")?,
        pair: row.get("pair")?,
        subject: row.get("subject")?,
        nearest: row.get("nearest")?,
    })
}

fn presentation(row: &Row<'_>, shown: Option<Vec<String>>) -> rusqlite::Result<Presentation> {
    let stage: String = row.get("stage")?;
    // Of the first version there is one case, and one set of questions for all.
    let task = if stage.is_empty() { String::new() } else { row.get("question_set")? };
    Ok(Presentation {
        presentation_id: row.get("presentation_id")?,
        reader: row.get("reader")?,
        round: row.get("round")?,
        block: row.get("block")?,
        position: row.get("position")?,
        attempt: row.get("attempt")?,
        stage,
        task,
        purpose: column::word(row, "purpose", Purpose::from_word)?,
        cases: shown.map_or_else(|| Ok(vec![row.get("case_id")?]), Ok::<_, rusqlite::Error>)?,
        repeat_of: row.get("repeat_of")?,
    })
}
