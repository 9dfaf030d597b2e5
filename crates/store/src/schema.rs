//! From any older version of the tables to this one.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::table::{self, Group};
use crate::{Error, Result};

/// Marks a `SQLite` file as a project: the letters `Tchs`.
pub(crate) const APPLICATION_ID: i32 = 0x5463_6873;

/// The oldest version whose tables can be looked at as they are.
pub(crate) const READABLE_FROM: u32 = 3;

/// The version of the tables that this program writes.
pub(crate) fn version() -> u32 {
    table::ALL.iter().flat_map(|group| group.steps).map(|step| step.to).max().unwrap_or(0)
}

/// Makes all tables in an empty file, in one transaction.
pub(crate) fn create(transaction: &Transaction<'_>) -> Result<()> {
    for part in table::ALL.iter().flat_map(|group| group.create) {
        transaction.execute_batch(part)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version())?;
    Ok(())
}

/// Returns the version of the tables in a project's file.
///
/// # Errors
///
/// [`Error::NotAProject`] for a database of something else, and
/// [`Error::TooNew`].
pub(crate) fn found(connection: &Connection) -> Result<u32> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if id != APPLICATION_ID || found == 0 {
        return Err(Error::NotAProject);
    }
    let known = version();
    if known < found { Err(Error::TooNew { found, known }) } else { Ok(found) }
}

/// Brings tables of version `from` to this program's version, one version after the other.
///
/// Each version is one transaction: a crash leaves the version before it.
pub(crate) fn migrate(connection: &mut Connection, from: u32) -> Result<()> {
    migrate_with(table::ALL, connection, from)
}

/// Makes the tables of an older version in an empty file, to compare others with.
pub(crate) fn make(connection: &mut Connection, version: u32) -> Result<()> {
    take_steps(table::ALL, connection, 0, version)
}

fn migrate_with(groups: &[Group], connection: &mut Connection, from: u32) -> Result<()> {
    let to = groups.iter().flat_map(|group| group.steps).map(|step| step.to).max().unwrap_or(0);
    take_steps(groups, connection, from, to)
}

fn take_steps(groups: &[Group], connection: &mut Connection, from: u32, to: u32) -> Result<()> {
    // A table that is made anew is away for a moment: that what refers to it finds it again is looked
    // at before the change is kept.
    let kept: bool = connection.pragma_query_value(None, "foreign_keys", |row| row.get(0))?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let taken = take_each(groups, connection, from, to);
    connection.pragma_update(None, "foreign_keys", kept)?;
    taken
}

fn take_each(groups: &[Group], connection: &mut Connection, from: u32, to: u32) -> Result<()> {
    for version in from + 1..=to {
        let transaction = connection.transaction()?;
        for step in groups.iter().flat_map(|group| group.steps).filter(|step| step.to == version) {
            transaction.execute_batch(step.sql)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", version)?;
        let lost = transaction
            .prepare("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")?
            .query_row([], |row| row.get::<_, String>(0))
            .optional()?;
        if let Some(table) = lost {
            return Err(Error::Damaged { detail: format!("{table} refers to what is not there") });
        }
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Step;

    /// What the file holds, without the blanks of how it was written.
    fn schema(connection: &Connection) -> Vec<(String, String, Option<String>)> {
        let mut query = connection
            .prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
            .unwrap();
        let rows = query
            .query_map([], |row| {
                let sql: Option<String> = row.get(2)?;
                let sql = sql.map(|sql| sql.split_whitespace().collect::<Vec<_>>().join(" "));
                Ok((row.get(0)?, row.get(1)?, sql))
            })
            .unwrap();
        rows.map(|row| row.unwrap()).collect()
    }

    #[test]
    fn migrating_from_nothing_gives_the_tables_that_are_created() {
        let mut created = Connection::open_in_memory().unwrap();
        let transaction = created.transaction().unwrap();
        create(&transaction).unwrap();
        transaction.commit().unwrap();

        let mut migrated = Connection::open_in_memory().unwrap();
        migrate(&mut migrated, 0).unwrap();
        assert_eq!(schema(&migrated), schema(&created));
        assert_eq!(found(&migrated).unwrap(), found(&created).unwrap());
        assert!(20 < schema(&created).len(), "tables, indices and triggers");
    }

    #[test]
    fn every_table_is_strict() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, 0).unwrap();
        for (kind, name, sql) in schema(&connection) {
            let sql = sql.unwrap_or_default();
            assert!(kind != "table" || sql.contains(" STRICT"), "{name}: {sql}");
        }
    }

    #[test]
    fn only_the_steps_beyond_a_version_are_taken_and_a_failed_one_leaves_it() {
        const GROUPS: &[Group] = &[Group {
            name: "t",
            create: &[],
            steps: &[
                Step { to: 1, sql: "CREATE TABLE t (a INTEGER) STRICT" },
                Step { to: 2, sql: "ALTER TABLE t ADD COLUMN b TEXT" },
                Step {
                    to: 3,
                    sql: "ALTER TABLE t ADD COLUMN c TEXT; ALTER TABLE none RENAME TO d",
                },
            ],
        }];
        let mut connection = Connection::open_in_memory().unwrap();
        migrate_with(&[Group { steps: &GROUPS[0].steps[..1], ..GROUPS[0] }], &mut connection, 0)
            .unwrap();
        connection.execute("INSERT INTO t VALUES (1)", []).unwrap();

        assert!(migrate_with(GROUPS, &mut connection, 1).is_err(), "version 3 has a fault");
        let at: u32 =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(at, 2);
        let sql = schema(&connection)[0].2.clone().unwrap();
        assert!(sql.contains("b TEXT") && !sql.contains("c TEXT"), "{sql}");
    }

    #[test]
    fn a_newer_file_and_a_strange_one_are_told_apart() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert!(matches!(found(&connection), Err(Error::NotAProject)));
        migrate(&mut connection, 0).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(found(&connection), Err(Error::TooNew { found: 99, .. })));
    }
}
