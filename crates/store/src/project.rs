//! Opening, holding and closing a project's folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::{Blobs, Error, Result, copy, schema};

const DATABASE: &str = "project.sqlite";
const LOCK: &str = "project.lock";
const SAMPLES: &str = "samples";
const EXPORTS: &str = "exports";

/// What may be done with an open project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    ReadWrite,
    /// Looking only: the folder or its medium cannot be written.
    ReadOnly,
}

/// An open project. It can be used from several threads.
///
/// The folder is locked while this lives, by the kernel: when the process
/// ends, in whatever way, the lock ends.
#[derive(Debug)]
pub struct Project {
    folder: PathBuf,
    access: Access,
    blobs: Blobs,
    connection: Mutex<Connection>,
    // Dropped last, when the connection has closed its files.
    _lock: Option<File>,
}

impl Project {
    /// Makes a new project in an empty or missing folder, and opens it.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyThere`], [`Error::FolderNotEmpty`], [`Error::InUse`],
    /// [`Error::ReadOnly`], [`Error::DiskFull`], [`Error::File`].
    pub fn create(folder: &Path, name: &str, now: &str) -> Result<Self> {
        fs::create_dir_all(folder)?;
        check_free(folder)?;
        let lock = match lock(folder)? {
            Held::Yes(lock) => Some(lock),
            Held::NoSuchLocks => None,
            Held::NotWritable => return Err(Error::ReadOnly),
        };
        fs::create_dir_all(folder.join(EXPORTS))?;

        // Before the log is switched on: a creation that is broken off leaves an empty file.
        let mut connection = Connection::open(folder.join(DATABASE))?;
        let transaction = connection.transaction()?;
        schema::create(&transaction)?;
        for (key, value) in [("project.name", name), ("project.created_at", now)] {
            transaction
                .execute("INSERT INTO settings (key, value) VALUES (?1, ?2)", [key, value])?;
        }
        transaction.commit()?;
        drop(connection);
        let connection = connect(&folder.join(DATABASE), lock.is_none())?;
        Project::of(folder, Access::ReadWrite, connection, lock)
    }

    /// Opens a project; where nothing can be written, for reading only.
    ///
    /// Tables of an older version are brought to this program's, after a copy
    /// of the file was put beside it. What was running when the program ended
    /// last becomes interrupted.
    ///
    /// # Errors
    ///
    /// [`Error::NotAProject`], [`Error::InUse`], [`Error::TooNew`],
    /// [`Error::Damaged`], [`Error::Unmerged`], [`Error::DiskFull`],
    /// [`Error::File`].
    pub fn open(folder: &Path, now: &str) -> Result<Self> {
        let database = folder.join(DATABASE);
        check_there(&database)?;
        let lock = match lock(folder)? {
            Held::NotWritable => return Project::open_read_only(folder),
            Held::Yes(lock) => Some(lock),
            Held::NoSuchLocks => None,
        };
        if let Err(error) = OpenOptions::new().read(true).write(true).open(&database) {
            drop(lock);
            return if forbids_writing(&error) {
                Project::open_read_only(folder)
            } else {
                Err(error.into())
            };
        }

        // Before anything is set in it: the file could belong to another program.
        check(&Connection::open_with_flags(&database, READ)?)?;
        let mut connection = connect(&database, lock.is_none())?;
        let found = check(&connection)?;
        if found < schema::version() {
            let before = folder.join(format!("project.version-{found}.sqlite"));
            copy::copy_database(&connection, &before)?;
            schema::migrate(&mut connection, found)?;
        }
        let project = Project::of(folder, Access::ReadWrite, connection, lock)?;
        project.interrupt_running(now)?;
        Ok(project)
    }

    /// Opens a project for reading only, wherever it lies, and changes nothing in its folder.
    ///
    /// # Errors
    ///
    /// As [`Project::open`]; and [`Error::TooNew`] with an older version when
    /// its tables would have to be changed to be read, which needs writing.
    pub fn open_read_only(folder: &Path) -> Result<Self> {
        let database = folder.join(DATABASE);
        check_there(&database)?;
        let lock = lock_shared(folder)?;
        // An immutable file is read without its log: what stands there would silently be missing.
        if has_log(&database) {
            return Err(Error::Unmerged);
        }
        let connection =
            Connection::open_with_flags(immutable(&database)?, READ | OpenFlags::SQLITE_OPEN_URI)?;
        harden(&connection)?;
        let found = check(&connection)?;
        if found < schema::version() {
            return Err(Error::ReadOnly);
        }
        Project::of(folder, Access::ReadOnly, connection, lock)
    }

    /// Closes the project, and says whether that went well; dropping it closes it, too.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`] and others of the last merge.
    pub fn close(self) -> Result<()> {
        self.merge()
    }

    /// Returns the project's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder for what leaves the project.
    pub fn exports(&self) -> PathBuf {
        self.folder.join(EXPORTS)
    }

    /// Returns what may be done with the project.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Returns the bytes of samples.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Writes a copy of the project to an empty or missing folder.
    ///
    /// The copy holds the project as it was at one moment; the project stays
    /// open and usable.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyThere`], [`Error::FolderNotEmpty`],
    /// [`Error::CopyInside`], [`Error::DiskFull`], [`Error::File`].
    pub fn save_copy(&self, to: &Path) -> Result<()> {
        fs::create_dir_all(to)?;
        if to.canonicalize()?.starts_with(self.folder.canonicalize()?) {
            return Err(Error::CopyInside);
        }
        check_free(to)?;
        // The tables first: bytes are only ever added, so all that they name are there afterwards.
        let half = to.join("project.sqlite.part");
        copy::copy_database(&self.connection(), &half)?;
        self.blobs.copy_to(&to.join(SAMPLES))?;
        fs::create_dir_all(to.join(EXPORTS))?;
        // Under its name last: a copy that was broken off is no project.
        fs::rename(&half, to.join(DATABASE))?;
        Ok(())
    }

    /// Runs a query.
    pub(crate) fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        query(&self.connection())
    }

    /// Runs a change as one transaction: all of it is kept, or nothing.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        if self.access == Access::ReadOnly {
            return Err(Error::ReadOnly);
        }
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = change(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    fn of(
        folder: &Path,
        access: Access,
        connection: Connection,
        lock: Option<File>,
    ) -> Result<Self> {
        let blobs = Blobs::open(folder.join(SAMPLES), access == Access::ReadWrite)?;
        let folder = folder.to_owned();
        Ok(Project { folder, access, blobs, connection: Mutex::new(connection), _lock: lock })
    }

    /// A thread that panicked has rolled its transaction back, so the connection is sound.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings the log into the file, so that the folder can be copied by anyone.
    fn merge(&self) -> Result<()> {
        if self.access == Access::ReadWrite {
            let merge = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.connection().query_row(merge, [], |_| Ok(()))?;
        }
        Ok(())
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        // Nothing is lost when this fails: the log is merged at the next opening.
        self.merge().ok();
    }
}

const READ: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Opens a database for writing, in the mode that keeps every answer through a loss of power.
///
/// # Input
///
/// * `alone`: no lock could be had, or no memory shared with others: the
///   database itself keeps everybody else out.
fn connect(database: &Path, alone: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    harden(&connection)?;
    if alone {
        connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    } else {
        let mode: rusqlite::Result<String> =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        // Network shares have no shared memory; there, the older journal works.
        match mode {
            Ok(mode) if mode == "wal" => {}
            Err(error) if !lacks_shared_memory(&error) => return Err(error.into()),
            _ => {
                drop(connection);
                return connect(database, true);
            }
        }
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn lacks_shared_memory(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | SystemIoFailure))
}

/// Sets what holds for every connection: rules are kept, and a crafted file can do no harm.
fn harden(connection: &Connection) -> Result<()> {
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
fn check(connection: &Connection) -> Result<u32> {
    let found = schema::found(connection)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(found) } else { Err(Error::Damaged { detail: verdict }) }
}

/// Fails unless there is a file that can be a database at all, and is whole.
///
/// The database itself fills a torn last page with zeros and says nothing.
fn check_there(database: &Path) -> Result<()> {
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
        1 => 65536,
        size => size.max(512),
    };
    let is_torn = about.len() % page_size != 0;
    if is_torn && !has_log(database) { Err(torn()) } else { Ok(()) }
}

/// Returns whether there are changes that are not merged into the file yet.
fn has_log(database: &Path) -> bool {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| 0 < log.len())
}

/// Fails unless a project could be put in `folder`.
fn check_free(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name == DATABASE {
            // A creation that was broken off leaves an empty file.
            if 0 < entry.metadata()?.len() {
                return Err(Error::AlreadyThere);
            }
        } else if ![LOCK, SAMPLES, EXPORTS].contains(&&*name)
            && !name.starts_with('.')
            && !name.starts_with("project.sqlite")
        {
            return Err(Error::FolderNotEmpty);
        }
    }
    Ok(())
}

/// What came of asking for the lock.
enum Held {
    /// It is ours.
    Yes(File),
    /// The medium knows no such locks.
    NoSuchLocks,
    /// Nothing can be written here.
    NotWritable,
}

fn lock(folder: &Path) -> Result<Held> {
    let path = folder.join(LOCK);
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if forbids_writing(&error) => return Ok(Held::NotWritable),
        Err(error) => return Err(error.into()),
    };
    match file.try_lock() {
        Ok(()) => Ok(Held::Yes(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
            Ok(Held::NoSuchLocks)
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Keeps writers out while somebody only looks; many may look at once.
fn lock_shared(folder: &Path) -> Result<Option<File>> {
    let Ok(file) = File::open(folder.join(LOCK)) else { return Ok(None) };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        // Media without locks are looked at without one.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Returns whether an error says that this place cannot be written.
fn forbids_writing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// Returns the address that opens `database` without locks, journal or log.
fn immutable(database: &Path) -> Result<String> {
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
    fn without_shared_memory_the_older_journal_works_on_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join(DATABASE);
        let connection = connect(&database, false).unwrap();
        connection.execute_batch("CREATE TABLE t (a INTEGER) STRICT").unwrap();
        assert_eq!(journal(&connection), "wal");
        drop(connection);

        let alone = connect(&database, true).unwrap();
        alone.execute_batch("INSERT INTO t VALUES (1)").unwrap();
        assert_eq!(journal(&alone), "delete");
        let other = Connection::open(&database).unwrap();
        other.busy_timeout(Duration::ZERO).unwrap();
        let kept_out = other.execute_batch("SELECT * FROM t; INSERT INTO t VALUES (2)");
        assert!(kept_out.is_err(), "the database itself keeps everybody else out");
        drop((alone, other));
        assert_eq!(journal(&connect(&database, false).unwrap()), "wal");
    }

    #[test]
    fn answers_are_on_the_disk_when_they_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for alone in [false, true] {
            let connection = connect(&folder.path().join(DATABASE), alone).unwrap();
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
    fn a_place_that_cannot_be_written_is_told_from_a_fault() {
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
            assert!(forbids_writing(&io::Error::from(kind)));
        }
        assert!(!forbids_writing(&io::Error::from(ErrorKind::NotFound)));
        assert!(!forbids_writing(&io::Error::from(ErrorKind::StorageFull)));
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
