//! Connections to a project's file, and whether the file is one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{Error, Key, Result, schema};

/// For looking only.
pub(crate) const READ: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Opens a database for writing, in the mode that keeps every answer through a loss of power.
///
/// # Input
///
/// * `alone`: no lock could be had, or the log does not work here: the older
///   journal is used.
///
/// Either way the database itself keeps everybody else out, and so needs no
/// memory shared with others: on a network's share that would be a file mapped
/// into two computers, which do not see each other's changes.
pub(crate) fn connect(database: &Path, key: Option<&Key>, alone: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    unlock(&connection, key)?;
    harden(&connection)?;
    // Before the log is looked at for the first time: from then on it is too late.
    connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
    if alone {
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    } else {
        let mode: rusqlite::Result<String> =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        // Where the log does not work, the older journal does.
        match mode {
            Ok(mode) if mode == "wal" => {}
            Err(error) if !works_otherwise(&error) => return Err(error.into()),
            _ => {
                drop(connection);
                return connect(database, key, true);
            }
        }
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    // In KiB: a study of many readers stays in memory while it is merged or exported.
    connection.pragma_update(None, "cache_size", -32_768)?;
    Ok(connection)
}

/// Gives a connection the key of its file, before anything else is asked of it.
pub(crate) fn unlock(connection: &Connection, key: Option<&Key>) -> Result<()> {
    if let Some(key) = key {
        // It would tell the terminal of every wrong key.
        connection.pragma_update(None, "cipher_log_level", "NONE")?;
        connection.pragma_update(None, "key", key.database().as_str())?;
        // What does not fit into memory would lie on the disk for all to see.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
    }
    Ok(())
}

fn works_otherwise(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | SystemIoFailure))
}

/// Sets what holds for every connection: rules are kept, and a crafted file can do no harm.
pub(crate) fn harden(connection: &Connection) -> Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Else REPLACE would delete an answer without asking its trigger.
    connection.pragma_update(None, "recursive_triggers", true)?;
    Ok(())
}

/// Returns the version of the tables of a sound project file.
pub(crate) fn check(connection: &Connection) -> Result<u32> {
    let found = schema::found(connection)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(found) } else { Err(Error::Damaged { detail: verdict }) }
}

/// Fails unless there is a file that can be a database at all, and is whole.
///
/// The database itself fills a torn last page with zeros and says nothing.
pub(crate) fn check_there(database: &Path, encrypted: bool) -> Result<()> {
    let mut file = match File::open(database) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::NotAProject),
        opened => opened?,
    };
    let about = file.metadata()?;
    if !about.is_file() || about.len() == 0 {
        return Err(Error::NotAProject);
    }
    let mut head = [0; 18];
    let torn = || Error::Damaged { detail: "its end is missing".to_owned() };
    file.read_exact(&mut head).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => torn(),
        _ => error.into(),
    })?;
    // The file format: page size at byte 16, and 1 means 65536. A log may still mend the end.
    let page_size = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        // Not to be seen from outside; the cipher's own is never another.
        _ if encrypted => 4096,
        1 => 65536,
        size => size.max(512),
    };
    let is_torn = about.len() % page_size != 0;
    if is_torn && !has_log(database) { Err(torn()) } else { Ok(()) }
}

/// Returns whether there are changes that are not merged into the file yet.
pub(crate) fn has_log(database: &Path) -> bool {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| 0 < log.len())
}

/// Returns the address that opens `database` without locks, journal or log.
pub(crate) fn immutable(database: &Path) -> Result<String> {
    let path = database.canonicalize()?;
    let Some(path) = path.to_str() else {
        return Err(Error::File(io::Error::from(ErrorKind::InvalidFilename)));
    };
    // Windows: `\\?\C:\a` becomes `/C:/a`.
    let path = path.strip_prefix(r"\\?\").unwrap_or(path);
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut address = String::from("file:");
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => {
                address.push(char::from(byte));
            }
            other => {
                let digit = |four_bits: u8| char::from(b"0123456789ABCDEF"[usize::from(four_bits)]);
                address.extend(['%', digit(other >> 4), digit(other & 15)]);
            }
        }
    }
    address.push_str("?immutable=1");
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(connection: &Connection) -> String {
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap()
    }

    #[test]
    fn the_log_works_without_memory_shared_with_others_and_keeps_them_out() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("project.sqlite");
        let connection = connect(&database, None, false).unwrap();
        connection.execute_batch("CREATE TABLE t (a INTEGER) STRICT").unwrap();
        assert_eq!(journal(&connection), "wal");
        let beside = |ending: &str| folder.path().join(format!("project.sqlite{ending}")).exists();
        assert!(beside("-wal") && !beside("-shm"));
        let other = Connection::open(&database).unwrap();
        other.busy_timeout(Duration::ZERO).unwrap();
        assert!(other.query_row("SELECT count(*) FROM t", [], |_| Ok(())).is_err());
        drop(connection);
        other.query_row("SELECT count(*) FROM t", [], |_| Ok(())).unwrap();
    }

    #[test]
    fn without_shared_memory_the_older_journal_works_on_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("project.sqlite");
        let connection = connect(&database, None, false).unwrap();
        connection.execute_batch("CREATE TABLE t (a INTEGER) STRICT").unwrap();
        assert_eq!(journal(&connection), "wal");
        drop(connection);

        let alone = connect(&database, None, true).unwrap();
        alone.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        assert_eq!(journal(&alone), "delete");
        let other = Connection::open(&database).unwrap();
        other.busy_timeout(Duration::ZERO).unwrap();
        let kept_out = other.execute_batch("SELECT * FROM t; INSERT INTO t VALUES (2)");
        assert!(kept_out.is_err(), "the database itself keeps everybody else out");
        drop((alone, other));
        assert_eq!(journal(&connect(&database, None, false).unwrap()), "wal");
    }

    #[test]
    fn answers_are_on_the_disk_when_they_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for alone in [false, true] {
            let connection = connect(&folder.path().join("project.sqlite"), None, alone).unwrap();
            let setting = |name: &str| -> i64 {
                connection.pragma_query_value(None, name, |row| row.get(0)).unwrap()
            };
            assert_eq!(setting("synchronous"), 2, "FULL");
            let on = ["foreign_keys", "cell_size_check", "recursive_triggers"];
            assert_eq!(on.map(setting), [1; 3]);
            assert_eq!(setting("trusted_schema"), 0);
        }
    }

    #[test]
    fn the_address_of_an_immutable_file_hides_what_addresses_give_a_meaning() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b?c#d%é");
        fs::write(&path, b"").unwrap();
        let address = immutable(&path).unwrap();
        assert!(address.ends_with("/a%20b%3Fc%23d%25%C3%A9?immutable=1"), "{address}");
        assert!(address.starts_with("file:/"), "{address}");
    }
}
