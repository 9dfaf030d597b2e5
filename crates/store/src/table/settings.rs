//! Settings of the project: a key and a text.

use rusqlite::{OptionalExtension, params};

use super::{Group, Step};
use crate::{Error, Project, Result};

pub(super) const GROUP: Group =
    Group { name: "settings", create: &[V1], steps: &[Step { to: 1, sql: V1 }] };

const V1: &str = "
CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Project {
    /// Returns the project's name.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] when it has none.
    pub fn name(&self) -> Result<String> {
        let detail = "the project has no name".to_owned();
        self.setting("project.name")?.ok_or(Error::Damaged { detail })
    }

    /// Gives the project another name.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the disk.
    pub fn rename(&self, name: &str) -> Result<()> {
        self.set_setting("project.name", name)
    }

    /// Returns a setting, if it was ever set.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT value FROM settings WHERE key = ?1")?;
            Ok(query.query_row([key], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps a setting in the place of what it was.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] and those of the disk.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO settings (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                params![key, value],
            )?;
            Ok(())
        })
    }
}
