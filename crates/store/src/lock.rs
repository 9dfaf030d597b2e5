//! One process holds a project, by a lock of the kernel that dies with it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::{Error, Result};

/// The name of the file that is locked.
pub(crate) const LOCK: &str = "project.lock";

/// What came of asking for the lock.
pub(crate) enum Held {
    /// It is ours.
    Yes(File),
    /// The medium knows no such locks.
    NoSuchLocks,
    /// Nothing can be written here.
    NotWritable,
}

/// Asks for the lock.
pub(crate) fn lock(folder: &Path) -> Result<Held> {
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
        Err(TryLockError::Error(error)) if knows_no_locks(&error) => Ok(Held::NoSuchLocks),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Keeps writers out while somebody only looks; many may look at once.
pub(crate) fn lock_shared(folder: &Path) -> Result<Option<File>> {
    let Ok(file) = File::open(folder.join(LOCK)) else { return Ok(None) };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        // Media without locks are looked at without one.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Returns whether an error says that this place cannot be written.
pub(crate) fn forbids_writing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// Returns whether an error says that this medium cannot lock: it has no such locks, or its server
/// grants none.
fn knows_no_locks(error: &io::Error) -> bool {
    // `ENOLCK`, which has no kind of its own.
    const NO_LOCKS_LEFT: i32 = if cfg!(target_os = "linux") { 37 } else { 77 };
    error.kind() == ErrorKind::Unsupported
        || (cfg!(unix) && error.raw_os_error() == Some(NO_LOCKS_LEFT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_cannot_be_written_is_told_from_a_fault() {
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
            assert!(forbids_writing(&io::Error::from(kind)));
        }
        assert!(!forbids_writing(&io::Error::from(ErrorKind::NotFound)));
        assert!(!forbids_writing(&io::Error::from(ErrorKind::StorageFull)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_medium_without_locks_is_told_from_a_fault() {
        // EOPNOTSUPP, ENOSYS, and what a share says whose lock server is not there: ENOLCK.
        for code in [95, 38, 37] {
            assert!(knows_no_locks(&io::Error::from_raw_os_error(code)), "{code}");
        }
        assert!(!knows_no_locks(&io::Error::from_raw_os_error(5)), "EIO");
    }
}
