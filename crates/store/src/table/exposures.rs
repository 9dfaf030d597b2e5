//! What readers saw in other projects, as brought files say, and which codes are one person's.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, Transaction, params};
use samples::ContentHash;
use serde_json::{Value, json};

use super::studies::with_fields;
use super::{Group, Step, column, trail};
use crate::{Error, Project, Result};

pub(super) const GROUP: Group =
    Group { name: "exposures", create: &[V4], steps: &[Step { to: 4, sql: V4 }] };

const V4: &str = "
CREATE TABLE exposure_files (
    seq INTEGER PRIMARY KEY NOT NULL REFERENCES trail (seq),
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    made_at TEXT NOT NULL
) STRICT;
CREATE TABLE brought_exposures (
    seq INTEGER NOT NULL REFERENCES exposure_files (seq),
    project TEXT NOT NULL,
    reader TEXT NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    subject TEXT,
    n INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (project, reader, content_hash, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE persons (
    seq INTEGER NOT NULL REFERENCES trail (seq),
    project TEXT NOT NULL,
    reader TEXT NOT NULL,
    person TEXT,
    PRIMARY KEY (project, reader, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER exposure_files_are_not_changed BEFORE UPDATE ON exposure_files
BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END;
CREATE TRIGGER exposure_files_are_not_deleted BEFORE DELETE ON exposure_files
BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END;
CREATE TRIGGER exposure_files_are_not_replaced BEFORE INSERT ON exposure_files
WHEN EXISTS (SELECT 1 FROM exposure_files WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END;
CREATE TRIGGER brought_exposures_are_not_changed BEFORE UPDATE ON brought_exposures
BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END;
CREATE TRIGGER brought_exposures_are_not_deleted BEFORE DELETE ON brought_exposures
BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END;
CREATE TRIGGER brought_exposures_are_not_replaced BEFORE INSERT ON brought_exposures
WHEN EXISTS (SELECT 1 FROM brought_exposures WHERE project = NEW.project
             AND reader = NEW.reader AND content_hash = NEW.content_hash AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'exposures are only added'); END;
CREATE TRIGGER persons_are_not_changed BEFORE UPDATE ON persons
BEGIN SELECT RAISE(ABORT, 'who is who is only added to'); END;
CREATE TRIGGER persons_are_not_deleted BEFORE DELETE ON persons
BEGIN SELECT RAISE(ABORT, 'who is who is only added to'); END;
CREATE TRIGGER persons_are_not_replaced BEFORE INSERT ON persons
WHEN EXISTS (SELECT 1 FROM persons WHERE project = NEW.project AND reader = NEW.reader
             AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'who is who is only added to'); END;
";

/// The project of this file itself, where a person is one of its own readers.
const HERE: &str = "";

/// A sample that a reader saw in another project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtExposure {
    /// The other project's id.
    pub project: String,
    /// The reader's code there.
    pub reader: String,
    /// What the sample holds.
    pub content: ContentHash,
    /// The patient's own id in this project, when it was found to be the same patient.
    pub subject: Option<String>,
    /// How often it was shown.
    pub n: u32,
    /// When it was shown first, in UTC.
    pub first_at: String,
    /// When it was shown last, in UTC.
    pub last_at: String,
}

/// What a file of exposures brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExposuresToBring {
    /// The other project's id.
    pub project: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: ContentHash,
    /// When the file was made, in UTC.
    pub made_at: String,
    /// What was seen; the project of each is the one above.
    pub entries: Vec<BroughtExposure>,
    /// Who each reader there is here: a code, or nobody.
    pub persons: BTreeMap<String, Option<String>>,
}

/// Who a code stands for: by project (empty: this one) and code, the code here, or nobody else.
pub type Persons = BTreeMap<(String, String), Option<String>>;

impl Project {
    /// Keeps what a file of exposures says and is not known yet, with one entry in the trail; what is
    /// known already leaves nothing.
    ///
    /// # Input
    ///
    /// * `event`: who and when; what was brought is added here.
    ///
    /// # Value
    ///
    /// How many of the entries said something new.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`], and those of the disk.
    pub fn bring_exposures(&self, brought: &ExposuresToBring, event: &Value) -> Result<usize> {
        self.write(|transaction| {
            let known = brought_exposures(transaction)?;
            let fresh: Vec<BroughtExposure> = merged(&brought.entries)
                .into_iter()
                .filter(|(key, entry)| known.get(key).is_none_or(|old| !says_all_of(old, entry)))
                .map(|(_, entry)| entry)
                .collect();
            let said = persons(transaction)?;
            let changed: Vec<(&String, &Option<String>)> = brought
                .persons
                .iter()
                .filter(|(reader, person)| {
                    said.get(&(brought.project.clone(), (*reader).clone())) != Some(person)
                })
                .collect();
            if fresh.is_empty() && changed.is_empty() {
                return Ok(0);
            }
            let who: BTreeMap<&String, &str> = brought
                .persons
                .iter()
                .map(|(reader, person)| (reader, person.as_deref().unwrap_or_default()))
                .collect();
            let added = json!({
                "type": "exposure.bring", "project": brought.project, "name": brought.name,
                "sha256": brought.sha256.to_string(), "made_at": brought.made_at,
                "entries": brought.entries.len(), "new": fresh.len(), "readers": who,
            });
            let seq = trail::append(transaction, &with_fields(event, added)?)?.seq;
            transaction.execute(
                "INSERT INTO exposure_files (seq, project, name, sha256, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    seq,
                    brought.project,
                    brought.name,
                    brought.sha256.to_string(),
                    brought.made_at
                ],
            )?;
            for entry in &fresh {
                insert(transaction, seq, &brought.project, entry)?;
            }
            for (reader, person) in changed {
                insert_person(transaction, seq, (&brought.project, reader), person.as_deref())?;
            }
            Ok(fresh.len())
        })
    }

    /// Returns what readers saw in other projects: by project, reader and content, each once.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn brought_exposures(&self) -> Result<Vec<BroughtExposure>> {
        self.read(|connection| Ok(brought_exposures(connection)?.into_values().collect()))
    }

    /// Returns the names of the projects whose exposures were brought, by their ids, as the file that
    /// was brought last has them.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn exposure_projects(&self) -> Result<BTreeMap<String, String>> {
        self.read(|connection| {
            if !has_exposures(connection)? {
                return Ok(BTreeMap::new());
            }
            let mut query = connection
                .prepare_cached("SELECT project, name FROM exposure_files ORDER BY seq")?;
            let names = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(names.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes that a code is the same person as another one of this project, or nobody but itself.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`], and those of the disk.
    pub fn name_person(&self, reader: &str, person: Option<&str>, event: &Value) -> Result<()> {
        self.write(|transaction| {
            let added = json!({
                "type": "reader.same", "reader": reader, "person": person.unwrap_or_default(),
            });
            let seq = trail::append(transaction, &with_fields(event, added)?)?.seq;
            insert_person(transaction, seq, (HERE, reader), person)
        })
    }

    /// Returns who is who, as it was said last.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn persons(&self) -> Result<Persons> {
        self.read(persons)
    }
}

type Key = (String, String, ContentHash);

/// Joins what is said several times: the first and the last time, and the largest number.
fn merged(entries: &[BroughtExposure]) -> BTreeMap<Key, BroughtExposure> {
    let mut all: BTreeMap<Key, BroughtExposure> = BTreeMap::new();
    for entry in entries {
        let key = (entry.project.clone(), entry.reader.clone(), entry.content);
        all.entry(key).and_modify(|known| join(known, entry)).or_insert_with(|| entry.clone());
    }
    all
}

fn join(known: &mut BroughtExposure, entry: &BroughtExposure) {
    known.n = known.n.max(entry.n);
    known.first_at = known.first_at.clone().min(entry.first_at.clone());
    known.last_at = known.last_at.clone().max(entry.last_at.clone());
    if entry.subject.is_some() {
        known.subject.clone_from(&entry.subject);
    }
}

/// Whether an entry adds nothing to what is known.
fn says_all_of(known: &BroughtExposure, entry: &BroughtExposure) -> bool {
    let mut both = known.clone();
    join(&mut both, entry);
    both == *known
}

fn brought_exposures(connection: &Connection) -> Result<BTreeMap<Key, BroughtExposure>> {
    if !has_exposures(connection)? {
        return Ok(BTreeMap::new());
    }
    let mut query = connection.prepare_cached("SELECT * FROM brought_exposures ORDER BY seq")?;
    let entries = query.query_map([], stored)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(merged(&entries))
}

fn persons(connection: &Connection) -> Result<Persons> {
    if !has_exposures(connection)? {
        return Ok(Persons::new());
    }
    let mut query =
        connection.prepare_cached("SELECT project, reader, person FROM persons ORDER BY seq")?;
    let said = query.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(said.collect::<rusqlite::Result<_>>()?)
}

/// A project of an older version that cannot be written has no such tables.
fn has_exposures(connection: &Connection) -> Result<bool> {
    let mut query = connection
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = 'brought_exposures'")?;
    Ok(query.exists([])?)
}

fn insert(
    transaction: &Transaction<'_>,
    seq: i64,
    project: &str,
    entry: &BroughtExposure,
) -> Result<()> {
    if entry.project != project {
        return Err(Error::NoSuch { what: "project", id: entry.project.clone() });
    }
    transaction
        .prepare_cached(
            "INSERT INTO brought_exposures (seq, project, reader, content_hash, subject, n,
                                            first_at, last_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            seq,
            project,
            entry.reader,
            entry.content.to_string(),
            entry.subject,
            entry.n,
            entry.first_at,
            entry.last_at
        ])?;
    Ok(())
}

fn insert_person(
    transaction: &Transaction<'_>,
    seq: i64,
    (project, reader): (&str, &str),
    person: Option<&str>,
) -> Result<()> {
    transaction.execute(
        "INSERT INTO persons (seq, project, reader, person) VALUES (?1, ?2, ?3, ?4)",
        params![seq, project, reader, person],
    )?;
    Ok(())
}

fn stored(row: &Row<'_>) -> rusqlite::Result<BroughtExposure> {
    Ok(BroughtExposure {
        project: row.get("project")?,
        reader: row.get("reader")?,
        content: column::hash(row, "content_hash")?,
        subject: row.get("subject")?,
        n: row.get("n")?,
        first_at: row.get("first_at")?,
        last_at: row.get("last_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(reader: &str, n: u32, first_at: &str, last_at: &str) -> BroughtExposure {
        BroughtExposure {
            project: "there".to_owned(),
            reader: reader.to_owned(),
            content: ContentHash::of_bytes(b"a sample"),
            subject: None,
            n,
            first_at: first_at.to_owned(),
            last_at: last_at.to_owned(),
        }
    }

    fn brought(entries: &[BroughtExposure]) -> ExposuresToBring {
        ExposuresToBring {
            project: "there".to_owned(),
            name: "There".to_owned(),
            sha256: ContentHash::of_bytes(b"a file"),
            made_at: "2026-01-05".to_owned(),
            entries: entries.to_vec(),
            persons: [("R7".to_owned(), Some("R1".to_owned()))].into(),
        }
    }

    #[test]
    fn files_in_any_order_and_any_number_come_to_the_same_and_say_it_once() {
        let early = entry("R7", 2, "2026-01-01", "2026-01-02");
        let late = entry("R7", 1, "2026-01-02", "2026-01-04");
        let both = entry("R7", 2, "2026-01-01", "2026-01-04");
        for order in [[&early, &late], [&late, &early]] {
            let folder = tempfile::tempdir().unwrap();
            let project = Project::create(&folder.path().join("p"), "P", "2026-01-01").unwrap();
            let before = project.trail(0, 100).unwrap().len();
            let event = json!({ "t": "2026-01-05" });
            for one in order {
                assert_eq!(
                    project.bring_exposures(&brought(std::slice::from_ref(one)), &event).unwrap(),
                    1
                );
            }
            for one in order {
                let again = project.bring_exposures(&brought(&[one.clone(), one.clone()]), &event);
                assert_eq!(again.unwrap(), 0);
            }
            assert_eq!(project.brought_exposures().unwrap(), std::slice::from_ref(&both));
            assert_eq!(project.trail(0, 100).unwrap().len(), before + 2, "nothing new, no entry");
        }
    }

    #[test]
    fn who_is_who_is_what_was_said_last() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project::create(&folder.path().join("p"), "P", "2026-01-01").unwrap();
        let event = json!({ "t": "2026-01-05" });
        let here = |reader: &str| (String::new(), reader.to_owned());
        for (person, said) in [(Some("R1"), Some("R1".to_owned())), (None, None)] {
            project.name_person("R4", person, &event).unwrap();
            assert_eq!(project.persons().unwrap()[&here("R4")], said);
        }
        let changed = project
            .write(|transaction| Ok(transaction.execute("UPDATE persons SET person = 'R2'", [])?));
        assert!(changed.is_err(), "it is only added to");
        assert!(project.verify_trail().unwrap().is_sound());
    }
}
