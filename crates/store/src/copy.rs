//! A copy of the database at one moment, while it is open.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use crate::connect::unlock;
use crate::{Key, Result};

/// Copies an open database to a new file by the database's own means.
///
/// Copying the file itself could catch it in the middle of a change. The copy has the key of the
/// original, if there is one.
pub(crate) fn copy_database(from: &Connection, to: &Path, key: Option<&Key>) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags)?;
    unlock(&copy, key)?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    // All pages in one step: nobody can write in between, as we hold the connection.
    Backup::new(from, &mut copy)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
    // One file and no log beside it, so that it can be renamed.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(())
}

/// Copies an open database into memory.
pub(crate) fn copy_to_memory(from: &Connection) -> Result<Connection> {
    let mut copy = Connection::open_in_memory()?;
    Backup::new(from, &mut copy)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
    Ok(copy)
}
