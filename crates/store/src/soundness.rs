//! A look through the whole file of a project, for whoever doubts it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use samples::ContentHash;

use crate::table::column;
use crate::table::samples::has_companions;
use crate::{Project, Result, schema};

/// After so many faults of the database the rest tells nothing new.
const MOST_FAULTS: u32 = 100;

impl Project {
    /// Returns what is wrong with the database itself, in its own words; nothing when it is sound.
    ///
    /// Pages, indices and references are checked, and that tables and triggers are those that this
    /// program makes: a trigger that is gone let something be changed that is only added to.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn check_database(&self) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut wrong = integrity(connection)?;
            wrong.extend(references(connection)?);
            wrong.extend(tables(connection)?);
            Ok(wrong)
        })
    }

    /// Returns the hashes of all bytes that some set refers to.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn blob_hashes(&self) -> Result<BTreeSet<ContentHash>> {
        self.read(|connection| {
            let hashes_in = |table: &str| -> Result<BTreeSet<ContentHash>> {
                let mut query =
                    connection.prepare(&format!("SELECT DISTINCT blob FROM {table}"))?;
                let hashes = query.query_map([], |row| column::hash(row, "blob"))?;
                Ok(hashes.collect::<rusqlite::Result<_>>()?)
            };
            let mut hashes = hashes_in("files")?;
            hashes.extend(hashes_in(
                "(SELECT json_extract(reading, '$.annotations.blob') AS blob FROM sets)
                 WHERE blob IS NOT NULL",
            )?);
            hashes.extend(hashes_in(
                "(SELECT json_extract(origin, '$.import.list.blob') AS blob FROM sets)
                 WHERE blob IS NOT NULL",
            )?);
            if has_companions(connection)? {
                hashes.extend(hashes_in("companions")?);
            }
            Ok(hashes)
        })
    }
}

fn integrity(connection: &Connection) -> Result<Vec<String>> {
    let mut query = connection.prepare(&format!("PRAGMA integrity_check({MOST_FAULTS})"))?;
    let lines = query.query_map([], |row| row.get(0))?;
    let lines = lines.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn references(connection: &Connection) -> Result<Vec<String>> {
    let mut query = connection.prepare("PRAGMA foreign_key_check")?;
    let broken = query.query_map([], |row| {
        let (table, parent): (String, String) = (row.get("table")?, row.get("parent")?);
        Ok(format!("a row of {table} refers to a row of {parent} that is not there"))
    })?;
    let broken = broken.collect::<rusqlite::Result<BTreeSet<String>>>()?;
    Ok(broken.into_iter().collect())
}

fn tables(connection: &Connection) -> Result<Vec<String>> {
    let mut fresh = Connection::open_in_memory()?;
    schema::make(&mut fresh, schema::found(connection)?)?;
    let (there, mut expected) = (listed(connection)?, listed(&fresh)?);
    let mut wrong = Vec::new();
    for (name, sql) in there {
        match expected.remove(&name) {
            Some(ours) if ours == sql => {}
            Some(_) => wrong.push(format!("{name} is not as this program makes it")),
            None => wrong.push(format!("{name} is none of this program's")),
        }
    }
    wrong.extend(expected.into_keys().map(|name| format!("{name} is missing")));
    Ok(wrong)
}

/// Returns how everything in the file was made, without the blanks of how that was written.
fn listed(connection: &Connection) -> Result<BTreeMap<String, String>> {
    let mut query = connection.prepare("SELECT type, name, sql FROM sqlite_schema")?;
    let rows = query.query_map([], |row| {
        let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
        let sql: Option<String> = row.get(2)?;
        let sql = sql.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        Ok((format!("{kind} {name}"), sql))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
