//! Opening, holding and closing a project's folder.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::connect::{READ, check, check_there, connect, harden, has_log, immutable, unlock};
use crate::handle::{self, HANDLE};
use crate::lock::{Held, LOCK, forbids_writing, lock, lock_shared};
use crate::{Blobs, Error, Key, Result, copy, protect, schema};

pub(crate) const DATABASE: &str = "project.sqlite";
pub(crate) const SAMPLES: &str = "samples";
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
    /// Nothing when its bytes are not encrypted.
    key: Option<Key>,
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
        handle::put(folder)?;
        let connection = connect(&folder.join(DATABASE), None, lock.is_none())?;
        Project::of(folder, Access::ReadWrite, None, connection, lock)
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
        Project::open_with(folder, None, now)
    }

    /// Opens a project that has users, by the key that one of them unlocked.
    ///
    /// # Errors
    ///
    /// As [`Project::open`]; and [`Error::Locked`] when it has users and no key is given,
    /// [`Error::Unfinished`].
    pub fn open_with(folder: &Path, key: Option<&Key>, now: &str) -> Result<Self> {
        let database = folder.join(DATABASE);
        // What lies in the folder may be about to be replaced; else nothing is made in a wrong one.
        if !protect::is_unfinished(folder) {
            let key = protect::admit(folder, key)?;
            check_there(&database, key.is_some())?;
        }
        let lock = match lock(folder)? {
            Held::NotWritable => return Project::open_read_only_with(folder, key),
            Held::Yes(lock) => Some(lock),
            Held::NoSuchLocks => None,
        };
        protect::finish(folder)?;
        let key = protect::admit(folder, key)?;
        check_there(&database, key.is_some())?;
        if let Err(error) = OpenOptions::new().read(true).write(true).open(&database) {
            drop(lock);
            return if forbids_writing(&error) {
                Project::open_read_only_with(folder, key)
            } else {
                Err(error.into())
            };
        }

        let mut connection = open_database(&database, key, lock.is_none())?;
        let found = check(&connection)?;
        if found < schema::version() {
            let before = folder.join(format!("project.version-{found}.sqlite"));
            copy::copy_database(&connection, &before, key)?;
            schema::migrate(&mut connection, found)?;
        }
        let project = Project::of(folder, Access::ReadWrite, key, connection, lock)?;
        project.interrupt_running(now)?;
        // For projects that were made before there was one; a project without it opens all the same.
        drop(handle::put(folder));
        Ok(project)
    }

    /// Opens a project for reading only, wherever it lies, and changes nothing in its folder.
    ///
    /// # Errors
    ///
    /// As [`Project::open`].
    pub fn open_read_only(folder: &Path) -> Result<Self> {
        Project::open_read_only_with(folder, None)
    }

    /// As [`Project::open_read_only`], for a project that has users.
    ///
    /// # Errors
    ///
    /// As [`Project::open_with`].
    pub fn open_read_only_with(folder: &Path, key: Option<&Key>) -> Result<Self> {
        if protect::is_unfinished(folder) {
            return Err(Error::Unfinished);
        }
        let database = folder.join(DATABASE);
        let key = protect::admit(folder, key)?;
        check_there(&database, key.is_some())?;
        let lock = lock_shared(folder)?;
        // An immutable file is read without its log: what stands there would silently be missing.
        if has_log(&database) {
            return Err(Error::Unmerged);
        }
        let connection =
            Connection::open_with_flags(immutable(&database)?, READ | OpenFlags::SQLITE_OPEN_URI)?;
        unlock(&connection, key)?;
        harden(&connection)?;
        let found = check(&connection)?;
        let connection = if found < schema::READABLE_FROM {
            // Nothing may be changed here: a copy in memory is brought to this version.
            let mut copied = copy::copy_to_memory(&connection)?;
            schema::migrate(&mut copied, found)?;
            harden(&copied)?;
            copied
        } else {
            connection
        };
        Project::of(folder, Access::ReadOnly, key, connection, lock)
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

    /// Returns whether what lies in the folder is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.key.is_some()
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
        copy::copy_database(&self.connection(), &half, self.key.as_ref())?;
        self.blobs.copy_to(&to.join(SAMPLES))?;
        fs::create_dir_all(to.join(EXPORTS))?;
        protect::copy_vault(&self.folder, to)?;
        // Under its name last: a copy that was broken off is no project.
        fs::rename(&half, to.join(DATABASE))?;
        Ok(handle::put(to)?)
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
        key: Option<&Key>,
        connection: Connection,
        lock: Option<File>,
    ) -> Result<Self> {
        let writable = access == Access::ReadWrite;
        let blobs = Blobs::open(folder.join(SAMPLES), writable, key.cloned())?;
        let (folder, key) = (folder.to_owned(), key.cloned());
        Ok(Project { folder, access, key, blobs, connection: Mutex::new(connection), _lock: lock })
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

/// Opens the file of a project, and nothing else.
fn open_database(database: &Path, key: Option<&Key>, alone: bool) -> Result<Connection> {
    // Before anything is set in it: the file could belong to another program.
    let opened = Connection::open_with_flags(database, READ)
        .map_err(Error::from)
        .and_then(|connection| {
            unlock(&connection, key)?;
            schema::found(&connection)
        })
        .and_then(|_| connect(database, key, alone));
    match opened {
        // Without a lock of ours, the database's own may be refused for the same reason.
        Err(Error::InUse) if alone => Err(Error::CannotLock),
        opened => opened,
    }
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
        } else if ![LOCK, SAMPLES, EXPORTS, HANDLE].contains(&&*name)
            && !name.starts_with('.')
            && !name.starts_with("project.sqlite")
        {
            return Err(Error::FolderNotEmpty);
        }
    }
    Ok(())
}
