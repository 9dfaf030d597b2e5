//! The files of a set, the samples in them, and what was odd about them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use samples::{ContentHash, Origin, SampleId, SetId};
use serde_json::Value;

use super::column::{self, Json};
use super::{Group, Step, sets};
use crate::{Error, Project, Result};

pub(super) const GROUP: Group = Group {
    name: "samples",
    create: &[V1, V2],
    steps: &[Step { to: 1, sql: V1 }, Step { to: 2, sql: V2 }],
};

const V1: &str = "
CREATE TABLE files (
    id INTEGER PRIMARY KEY NOT NULL,
    set_id INTEGER NOT NULL REFERENCES sets (id),
    name TEXT NOT NULL,
    blob TEXT NOT NULL CHECK (length(blob) = 64),
    n_bytes INTEGER NOT NULL,
    format TEXT NOT NULL
) STRICT;
CREATE INDEX files_of_set ON files (set_id);
CREATE TABLE samples (
    set_id INTEGER NOT NULL REFERENCES sets (id),
    ordinal INTEGER NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    file_id INTEGER NOT NULL REFERENCES files (id),
    part INTEGER NOT NULL,
    subject TEXT,
    strata TEXT NOT NULL,
    derived_from TEXT,
    pair TEXT,
    PRIMARY KEY (set_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY NOT NULL,
    set_id INTEGER NOT NULL REFERENCES sets (id),
    file_name TEXT,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    left_out INTEGER NOT NULL CHECK (left_out IN (0, 1))
) STRICT;
CREATE INDEX notes_of_set ON notes (set_id);
";

const V2: &str = "
CREATE TABLE companions (
    file_id INTEGER NOT NULL REFERENCES files (id),
    name TEXT NOT NULL,
    blob TEXT NOT NULL CHECK (length(blob) = 64),
    n_bytes INTEGER NOT NULL,
    PRIMARY KEY (file_id, name)
) STRICT, WITHOUT ROWID;
";

/// A file within its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub i64);

/// A file before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its name, or its path within what was imported.
    pub name: String,
    /// Its bytes, as [`crate::Blobs::put`] named them.
    pub blob: ContentHash,
    /// How many bytes.
    pub n_bytes: u64,
    /// The id of its format.
    pub format: String,
    /// The files that belong to it.
    pub companions: Vec<KeptCompanion>,
}

/// A file that belongs to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCompanion {
    /// Its own name.
    pub name: String,
    /// Its bytes.
    pub blob: ContentHash,
    /// How many bytes.
    pub n_bytes: u64,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: FileId,
    /// The set it was read for.
    pub set: SetId,
    /// Its name, or its path within what was imported.
    pub name: String,
    /// Its bytes.
    pub blob: ContentHash,
    /// How many bytes.
    pub n_bytes: u64,
    /// The id of its format.
    pub format: String,
}

/// Which file a new sample is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRef {
    /// One of the files of the same batch, by its place there.
    InBatch(usize),
    /// A file that an earlier batch kept.
    Known(FileId),
}

/// A sample before it is kept; its ordinal is the next one of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSample {
    /// The hash of its canonical content.
    pub content: ContentHash,
    /// The file it is in.
    pub file: FileRef,
    /// Its place in the file, from 0.
    pub part: u32,
    /// Subject and strata.
    pub origin: Origin,
    /// The recipe, when it was made from another sample.
    pub derived_from: Option<Value>,
    /// What it is matched with, the same text on both sides.
    pub pair: Option<String>,
}

/// A sample.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSample {
    /// Set, ordinal and content.
    pub id: SampleId,
    /// The file it is in.
    pub file: FileId,
    /// Its place in the file, from 0.
    pub part: u32,
    /// Subject and strata.
    pub origin: Origin,
    /// The recipe, when it was made from another sample.
    pub derived_from: Option<Value>,
    /// What it is matched with.
    pub pair: Option<String>,
}

/// What was odd about a file, or about the whole import.
#[derive(Debug, Clone, PartialEq)]
pub struct SetNote {
    /// The file, by its name; `None` for the whole import.
    pub file_name: Option<String>,
    /// Picks the words.
    pub code: String,
    /// The values that the words name.
    pub params: Value,
    /// Whether the file, or a part of it, is missing from the set because of this.
    pub left_out: bool,
}

/// What is kept in one go.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Files.
    pub files: Vec<NewFile>,
    /// Samples, in order.
    pub samples: Vec<NewSample>,
    /// Notes.
    pub notes: Vec<SetNote>,
}

/// Where a batch went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchAdded {
    /// The ids of its files, in order.
    pub files: Vec<FileId>,
    /// The ordinal of its first sample.
    pub first_ordinal: u32,
}

/// How many patients a set is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubjectCount {
    /// Different known subjects.
    pub n_subjects: u64,
    /// Samples whose subject is not known.
    pub n_unknown: u64,
}

impl Project {
    /// Adds files, samples and notes to a set that is not finished: all, or nothing.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::SetFinished`], [`Error::ReadOnly`], and
    /// those of the disk.
    pub fn add_batch(&self, set: SetId, batch: &Batch) -> Result<BatchAdded> {
        self.write(|transaction| {
            if sets::find(transaction, set)?.manifest.is_some() {
                return Err(Error::SetFinished);
            }
            let files = add_files(transaction, set, &batch.files)?;
            let first_ordinal = add_samples(transaction, set, &batch.samples, &files)?;
            add_notes(transaction, set, &batch.notes)?;
            Ok(BatchAdded { files, first_ordinal })
        })
    }

    /// Returns how many samples a set has.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn n_samples(&self, set: SetId) -> Result<u64> {
        self.count("SELECT count(*) FROM samples WHERE set_id = ?1", set)
    }

    /// Returns how many patients a set is of, as far as they are known.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn n_subjects(&self, set: SetId) -> Result<SubjectCount> {
        let subjects = "SELECT count(DISTINCT subject) FROM samples WHERE set_id = ?1";
        let unknown = "SELECT count(*) FROM samples WHERE set_id = ?1 AND subject IS NULL";
        Ok(SubjectCount {
            n_subjects: self.count(subjects, set)?,
            n_unknown: self.count(unknown, set)?,
        })
    }

    /// Returns `limit` samples of a set, from ordinal `offset` on.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn samples(&self, set: SetId, offset: u32, limit: u32) -> Result<Vec<StoredSample>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT * FROM samples WHERE set_id = ?1 AND ?2 <= ordinal ORDER BY ordinal LIMIT ?3",
            )?;
            let samples = query.query_map(params![set.0, offset, limit], sample)?;
            Ok(samples.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns one sample.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn sample(&self, set: SetId, ordinal: u32) -> Result<StoredSample> {
        let found = self.samples(set, ordinal, 1)?.into_iter().next();
        found
            .filter(|sample| sample.id.ordinal == ordinal)
            .ok_or_else(|| Error::NoSuch { what: "sample", id: format!("{set}.{ordinal:06}") })
    }

    /// Returns the contents of a set, by ordinal.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn content_hashes(&self, set: SetId) -> Result<Vec<ContentHash>> {
        self.read(|connection| content_hashes(connection, set))
    }

    /// Returns the files of a set, in the order they were read.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn files(&self, set: SetId) -> Result<Vec<StoredFile>> {
        self.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT * FROM files WHERE set_id = ?1 ORDER BY id")?;
            let files = query.query_map([set.0], stored_file)?;
            Ok(files.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns the files that belong to a file, by their names.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn companions(&self, file: FileId) -> Result<Vec<KeptCompanion>> {
        self.read(|connection| {
            if !has_companions(connection)? {
                return Ok(Vec::new());
            }
            let mut query = connection.prepare_cached(
                "SELECT name, blob, n_bytes FROM companions WHERE file_id = ?1 ORDER BY name",
            )?;
            let found = query.query_map([file.0], |row| {
                Ok(KeptCompanion {
                    name: row.get("name")?,
                    blob: column::hash(row, "blob")?,
                    n_bytes: row.get("n_bytes")?,
                })
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Returns one file.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn file(&self, file: FileId) -> Result<StoredFile> {
        self.read(|connection| {
            let mut query = connection.prepare_cached("SELECT * FROM files WHERE id = ?1")?;
            let found = query.query_row([file.0], stored_file).optional()?;
            found.ok_or_else(|| Error::NoSuch { what: "file", id: file.0.to_string() })
        })
    }

    /// Returns what was odd about the files of a set.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn notes(&self, set: SetId) -> Result<Vec<SetNote>> {
        self.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT * FROM notes WHERE set_id = ?1 ORDER BY id")?;
            let notes = query.query_map([set.0], |row| {
                Ok(SetNote {
                    file_name: row.get("file_name")?,
                    code: row.get("code")?,
                    params: column::json(row, "params")?,
                    left_out: row.get("left_out")?,
                })
            })?;
            Ok(notes.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn count(&self, sql: &str, set: SetId) -> Result<u64> {
        self.read(|connection| {
            Ok(connection.prepare_cached(sql)?.query_row([set.0], |row| row.get(0))?)
        })
    }
}

/// Returns the contents of a set, by ordinal.
pub(super) fn content_hashes(connection: &Connection, set: SetId) -> Result<Vec<ContentHash>> {
    let mut query = connection
        .prepare_cached("SELECT content_hash FROM samples WHERE set_id = ?1 ORDER BY ordinal")?;
    let hashes = query.query_map([set.0], |row| column::hash(row, "content_hash"))?;
    Ok(hashes.collect::<rusqlite::Result<_>>()?)
}

fn add_files(transaction: &Transaction<'_>, set: SetId, files: &[NewFile]) -> Result<Vec<FileId>> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO files (set_id, name, blob, n_bytes, format) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut add_companion = transaction.prepare_cached(
        "INSERT INTO companions (file_id, name, blob, n_bytes) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut ids = Vec::with_capacity(files.len());
    for file in files {
        let blob = file.blob.to_string();
        insert.execute(params![set.0, file.name, blob, file.n_bytes, file.format])?;
        let id = transaction.last_insert_rowid();
        for companion in &file.companions {
            let blob = companion.blob.to_string();
            add_companion.execute(params![id, companion.name, blob, companion.n_bytes])?;
        }
        ids.push(FileId(id));
    }
    Ok(ids)
}

/// Adds samples and returns the first one's ordinal.
fn add_samples(
    transaction: &Transaction<'_>,
    set: SetId,
    samples: &[NewSample],
    in_batch: &[FileId],
) -> Result<u32> {
    let first_ordinal: u32 = transaction
        .prepare_cached("SELECT coalesce(max(ordinal) + 1, 0) FROM samples WHERE set_id = ?1")?
        .query_row([set.0], |row| row.get(0))?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO samples (set_id, ordinal, content_hash, file_id, part, subject, strata,
                              derived_from, pair)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (ordinal, sample) in (first_ordinal..).zip(samples) {
        let file = match sample.file {
            FileRef::Known(file) => file,
            FileRef::InBatch(place) => *in_batch.get(place).ok_or_else(|| Error::NoSuch {
                what: "file of the batch",
                id: place.to_string(),
            })?,
        };
        insert.execute(params![
            set.0,
            ordinal,
            sample.content.to_string(),
            file.0,
            sample.part,
            sample.origin.subject,
            Json(&serde_json::json!(sample.origin.strata)),
            sample.derived_from.as_ref().map(Json),
            sample.pair
        ])?;
    }
    Ok(first_ordinal)
}

fn add_notes(transaction: &Transaction<'_>, set: SetId, notes: &[SetNote]) -> Result<()> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO notes (set_id, file_name, code, params, left_out) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for note in notes {
        let SetNote { file_name, code, params, left_out } = note;
        insert.execute(params![set.0, file_name, code, Json(params), left_out])?;
    }
    Ok(())
}

/// A project of the first version that cannot be written has no table of companions.
pub(crate) fn has_companions(connection: &Connection) -> Result<bool> {
    let mut query =
        connection.prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = 'companions'")?;
    Ok(query.exists([])?)
}

fn stored_file(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    Ok(StoredFile {
        id: FileId(row.get("id")?),
        set: SetId(row.get("set_id")?),
        name: row.get("name")?,
        blob: column::hash(row, "blob")?,
        n_bytes: row.get("n_bytes")?,
        format: row.get("format")?,
    })
}

fn sample(row: &Row<'_>) -> rusqlite::Result<StoredSample> {
    let id = SampleId {
        set: SetId(row.get("set_id")?),
        ordinal: row.get("ordinal")?,
        content: column::hash(row, "content_hash")?,
    };
    Ok(StoredSample {
        id,
        file: FileId(row.get("file_id")?),
        part: row.get("part")?,
        origin: Origin { subject: row.get("subject")?, strata: strata(row)? },
        derived_from: column::json_if_any(row, "derived_from")?,
        pair: row.get("pair")?,
    })
}

fn strata(row: &Row<'_>) -> rusqlite::Result<BTreeMap<String, String>> {
    let Value::Object(fields) = column::json(row, "strata")? else { return Ok(BTreeMap::new()) };
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Ok(fields.into_iter().map(|(key, value)| (key, text(value))).collect())
}
