//! Sets: what they are of, how they came, and whether they are finished.

use rusqlite::{Connection, OptionalExtension, Row, params};
use samples::{Arm, Manifest, Modality, SetId};
use serde_json::Value;

use super::column::{self, Json};
use super::{Group, Step, samples as rows};
use crate::{Error, Project, Result};

pub(super) const GROUP: Group =
    Group { name: "sets", create: &[V1], steps: &[Step { to: 1, sql: V1 }] };

const V1: &str = "
CREATE TABLE sets (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    arm TEXT NOT NULL CHECK (arm IN ('real', 'synthetic')),
    generator TEXT,
    modality TEXT NOT NULL,
    origin TEXT NOT NULL,
    reading TEXT NOT NULL,
    created_at TEXT NOT NULL,
    manifest TEXT CHECK (length(manifest) = 64),
    removed_at TEXT
) STRICT;
";

/// A set before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSet {
    /// Its name, for people.
    pub name: String,
    /// Which side of the comparison it is on.
    pub arm: Arm,
    /// What made it, when something did and it is known.
    pub generator: Option<String>,
    /// What it holds.
    pub modality: Modality,
    /// How it came: an import, or a recipe of generation.
    pub origin: Value,
    /// How the bytes were read: column kinds, units, value range. Part of the key of every value.
    pub reading: Value,
}

/// A set.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Its id.
    pub id: SetId,
    /// Its name, for people.
    pub name: String,
    /// Which side of the comparison it is on.
    pub arm: Arm,
    /// What made it, when something did and it is known.
    pub generator: Option<String>,
    /// What it holds.
    pub modality: Modality,
    /// How it came.
    pub origin: Value,
    /// How the bytes were read.
    pub reading: Value,
    /// When it was begun.
    pub created_at: String,
    /// The hash of its contents in order; `None` while samples are still added.
    pub manifest: Option<Manifest>,
    /// When it was removed; it can be restored.
    pub removed_at: Option<String>,
}

impl Project {
    /// Begins a set without samples.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the disk.
    pub fn add_set(&self, set: &NewSet, now: &str) -> Result<SetId> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO sets (name, arm, generator, modality, origin, reading, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    set.name,
                    set.arm.as_str(),
                    set.generator,
                    set.modality.as_str(),
                    Json(&set.origin),
                    Json(&set.reading),
                    now
                ],
            )?;
            Ok(SetId(transaction.last_insert_rowid()))
        })
    }

    /// Closes a set for further samples, and returns the hash of its contents.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::SetFinished`], [`Error::ReadOnly`], and
    /// those of the disk.
    pub fn finish_set(&self, set: SetId) -> Result<Manifest> {
        self.write(|transaction| {
            if find(transaction, set)?.manifest.is_some() {
                return Err(Error::SetFinished);
            }
            let manifest = Manifest::of(rows::content_hashes(transaction, set)?);
            transaction.execute(
                "UPDATE sets SET manifest = ?2 WHERE id = ?1",
                params![set.0, manifest.to_string()],
            )?;
            Ok(manifest)
        })
    }

    /// Returns the sets that are not removed, in the order they came.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn sets(&self) -> Result<Vec<Set>> {
        self.list_sets("SELECT * FROM sets WHERE removed_at IS NULL ORDER BY id")
    }

    /// Returns the sets that were removed and can be restored.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn removed_sets(&self) -> Result<Vec<Set>> {
        self.list_sets("SELECT * FROM sets WHERE removed_at IS NOT NULL ORDER BY id")
    }

    /// Returns a set, removed or not.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn set(&self, set: SetId) -> Result<Set> {
        self.read(|connection| find(connection, set))
    }

    /// Gives a set another name.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn rename_set(&self, set: SetId, name: &str) -> Result<()> {
        self.change_set(set, "UPDATE sets SET name = ?2 WHERE id = ?1", Some(name))
    }

    /// Takes a set out of the lists; nothing of it is lost.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn remove_set(&self, set: SetId, now: &str) -> Result<()> {
        self.change_set(set, "UPDATE sets SET removed_at = ?2 WHERE id = ?1", Some(now))
    }

    /// Brings a removed set back.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::ReadOnly`], and those of the disk.
    pub fn restore_set(&self, set: SetId) -> Result<()> {
        self.change_set(set, "UPDATE sets SET removed_at = ?2 WHERE id = ?1", None)
    }

    fn list_sets(&self, sql: &str) -> Result<Vec<Set>> {
        self.read(|connection| {
            let mut query = connection.prepare_cached(sql)?;
            let sets = query.query_map([], stored_set)?;
            Ok(sets.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn change_set(&self, set: SetId, sql: &str, value: Option<&str>) -> Result<()> {
        self.write(|transaction| match transaction.execute(sql, params![set.0, value])? {
            0 => Err(Error::NoSuch { what: "set", id: set.to_string() }),
            _ => Ok(()),
        })
    }
}

/// Returns a set, removed or not.
pub(super) fn find(connection: &Connection, set: SetId) -> Result<Set> {
    let mut query = connection.prepare_cached("SELECT * FROM sets WHERE id = ?1")?;
    let found = query.query_row([set.0], stored_set).optional()?;
    found.ok_or_else(|| Error::NoSuch { what: "set", id: set.to_string() })
}

fn stored_set(row: &Row<'_>) -> rusqlite::Result<Set> {
    Ok(Set {
        id: SetId(row.get("id")?),
        name: row.get("name")?,
        arm: column::word(row, "arm", Arm::from_word)?,
        generator: row.get("generator")?,
        modality: column::word(row, "modality", Modality::from_word)?,
        origin: column::json(row, "origin")?,
        reading: column::json(row, "reading")?,
        created_at: row.get("created_at")?,
        manifest: column::hash_if_any(row, "manifest")?.map(Manifest),
        removed_at: row.get("removed_at")?,
    })
}
