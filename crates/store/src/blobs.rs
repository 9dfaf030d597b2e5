//! The bytes of samples: plain files named by their hash, or encrypted ones named by a keyed hash.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU64, Ordering};

use jobs::Task;
use samples::ContentHash;

use crate::{Error, Key, Result};

/// The bytes of samples: `samples/ab/abcdef…`, one file for each content.
#[derive(Debug)]
pub struct Blobs {
    folder: PathBuf,
    key: Option<Key>,
    writable: bool,
    n_begun: AtomicU64,
}

impl Blobs {
    /// Keeps bytes under their hash; the same bytes twice are one file.
    ///
    /// When this returns, the bytes are on the disk. A file that was damaged
    /// since is mended.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`], [`Error::DiskFull`], [`Error::File`].
    pub fn put(&self, bytes: &[u8]) -> Result<ContentHash> {
        if !self.writable {
            return Err(Error::ReadOnly);
        }
        let hash = ContentHash::of_bytes(bytes);
        let path = self.path(&hash);
        // A file of the same length can have rotted: only its bytes say that it is whole.
        if !self.is_at(&path, bytes) {
            self.put_as(&hash, bytes)?;
        }
        Ok(hash)
    }

    /// Keeps bytes under a name, whether it is that of their hash or not.
    fn put_as(&self, hash: &ContentHash, bytes: &[u8]) -> Result<()> {
        let path = self.path(hash);
        let closed = self.key.as_ref().map(|key| key.close(bytes)).transpose()?;

        // A file under its final name is always whole: it is written elsewhere and moved.
        let begun = self.n_begun.fetch_add(1, Ordering::Relaxed);
        let half = self.unfinished().join(begun.to_string());
        let written = write_through(&half, closed.as_deref().unwrap_or(bytes)).and_then(|()| {
            let parent = path.parent().unwrap_or(&self.folder);
            if !parent.is_dir() {
                fs::create_dir_all(parent)?;
                // A drawer that is gone after a loss of power takes its files with it.
                sync_folder(&self.folder)?;
            }
            fs::rename(&half, &path)?;
            sync_folder(parent)
        });
        if let Err(error) = written {
            // The half file is of no use; what went wrong first is what is told.
            fs::remove_file(&half).ok();
            return Err(error.into());
        }
        Ok(())
    }

    /// Returns the bytes with this hash, and makes sure that it is theirs.
    ///
    /// # Errors
    ///
    /// [`Error::BlobMissing`], [`Error::BlobDamaged`], [`Error::File`].
    pub fn get(&self, hash: &ContentHash) -> Result<Vec<u8>> {
        let bytes = fs::read(self.path(hash)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::BlobMissing { hash: *hash },
            _ => error.into(),
        })?;
        let damaged = || Error::BlobDamaged { hash: *hash };
        let bytes = match &self.key {
            Some(key) => key.open(&bytes).ok_or_else(damaged)?,
            None => bytes,
        };
        if ContentHash::of_bytes(&bytes) == *hash { Ok(bytes) } else { Err(damaged()) }
    }

    /// Returns whether there are bytes with this hash, without reading them.
    pub fn has(&self, hash: &ContentHash) -> bool {
        self.path(hash).is_file()
    }

    /// Opens the folder, and clears away what a crash left half written.
    pub(crate) fn open(folder: PathBuf, writable: bool, key: Option<Key>) -> Result<Self> {
        let blobs = Blobs { folder, key, writable, n_begun: AtomicU64::new(0) };
        if writable {
            let unfinished = blobs.unfinished();
            match fs::remove_dir_all(&unfinished) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => fs::create_dir_all(&unfinished)?,
            }
        }
        Ok(blobs)
    }

    /// Copies all bytes to another folder of this kind, under the same key.
    pub(crate) fn copy_to(&self, other: &Path) -> Result<()> {
        for drawer in self.drawers()? {
            let Some(name) = drawer.file_name() else { continue };
            let to = other.join(name);
            fs::create_dir_all(&to)?;
            for file in fs::read_dir(&drawer)? {
                let file = file?;
                let to = to.join(file.file_name());
                fs::copy(file.path(), &to)?;
                // For writing: some systems flush no other.
                fs::OpenOptions::new().write(true).open(&to)?.sync_all()?;
            }
            sync_folder(&to)?;
        }
        Ok(())
    }

    /// Writes all bytes into another folder, under its key; returns how many could not be read.
    pub(crate) fn move_to(&self, other: &Blobs, task: &Task) -> Result<u64> {
        let mut files = Vec::new();
        for drawer in self.drawers()? {
            for file in fs::read_dir(drawer)? {
                let file = file?.path();
                // Systems leave files of their own in every folder.
                let named = file.file_name().and_then(|name| name.to_str());
                let is_ours = |name: &str| {
                    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
                };
                if named.is_some_and(is_ours) && file.is_file() {
                    files.push(file);
                }
            }
        }
        files.sort();
        let mut unreadable = 0;
        for file in task.each(files) {
            let file = file?;
            let bytes = fs::read(&file)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            match (&self.key, ContentHash::from_str(&name)) {
                (Some(key), _) => match key.open(&bytes) {
                    Some(bytes) => drop(other.put(&bytes)?),
                    None => unreadable += 1,
                },
                // What has rotted keeps its name, and is as damaged as before.
                (None, Ok(hash)) => other.put_as(&hash, &bytes)?,
                (None, Err(_)) => unreadable += 1,
            }
        }
        Ok(unreadable)
    }

    /// Returns the folders with files in them.
    fn drawers(&self) -> Result<Vec<PathBuf>> {
        let mut drawers = Vec::new();
        if self.folder.is_dir() {
            for entry in fs::read_dir(&self.folder)? {
                drawers.push(entry?.path());
            }
        }
        let unfinished = self.unfinished();
        drawers.retain(|drawer| drawer.is_dir() && *drawer != unfinished);
        drawers.sort();
        Ok(drawers)
    }

    /// Returns whether these bytes are kept at `path`.
    fn is_at(&self, path: &Path, bytes: &[u8]) -> bool {
        let Ok(there) = fs::metadata(path) else { return false };
        match &self.key {
            None if there.len() != bytes.len() as u64 => false,
            None => fs::read(path).is_ok_and(|there| there == bytes),
            Some(key) => fs::read(path)
                .is_ok_and(|there| key.open(&there).is_some_and(|there| there == bytes)),
        }
    }

    fn path(&self, hash: &ContentHash) -> PathBuf {
        let name = self.key.as_ref().map_or_else(|| hash.to_string(), |key| key.name(hash));
        self.folder.join(&name[..2]).join(name)
    }

    fn unfinished(&self) -> PathBuf {
        self.folder.join("unfinished")
    }
}

fn write_through(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename in `folder` last through a loss of power, where the system allows it.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Does nothing: this system keeps folders by itself.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs() -> (tempfile::TempDir, Blobs) {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path().join("samples"), true, None).unwrap();
        (folder, blobs)
    }

    #[test]
    fn the_same_bytes_twice_are_one_file_named_as_sha256sum_says() {
        let (folder, blobs) = blobs();
        let hash = blobs.put(b"abc").unwrap();
        assert_eq!(blobs.put(b"abc").unwrap(), hash);
        // FIPS 180-4, example "abc".
        let name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let drawer = folder.path().join("samples/ba");
        let names: Vec<_> =
            fs::read_dir(&drawer).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, [name]);
        assert_eq!(blobs.get(&hash).unwrap(), b"abc");
    }

    #[test]
    fn changed_and_missing_bytes_are_told_apart() {
        let (folder, blobs) = blobs();
        let hash = blobs.put(b"abc").unwrap();
        let path = folder.path().join("samples/ba").join(hash.to_string());
        fs::write(&path, b"abd").unwrap();
        assert!(matches!(blobs.get(&hash), Err(Error::BlobDamaged { .. })));
        fs::remove_file(&path).unwrap();
        assert!(matches!(blobs.get(&hash), Err(Error::BlobMissing { .. })));
        assert!(!blobs.has(&hash));
    }

    #[test]
    fn damaged_bytes_are_mended_when_they_are_put_again() {
        let (folder, blobs) = blobs();
        let hash = blobs.put(b"abc").unwrap();
        let path = folder.path().join("samples/ba").join(hash.to_string());
        for damaged in [b"abd".as_slice(), b"ab", b""] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(blobs.put(b"abc").unwrap(), hash);
            assert_eq!(blobs.get(&hash).unwrap(), b"abc");
        }
    }

    #[test]
    fn no_bytes_are_bytes_too() {
        let (_folder, blobs) = blobs();
        let hash = blobs.put(b"").unwrap();
        assert_eq!(blobs.get(&hash).unwrap(), b"");
    }

    #[test]
    fn what_a_crash_left_half_written_is_cleared_away() {
        let (folder, blobs) = blobs();
        let half = folder.path().join("samples/unfinished/7");
        fs::write(&half, b"ha").unwrap();
        drop(blobs);
        Blobs::open(folder.path().join("samples"), true, None).unwrap();
        assert!(!half.exists());
    }

    #[test]
    fn nothing_is_put_where_nothing_can_be_written() {
        let (folder, blobs) = blobs();
        let hash = blobs.put(b"abc").unwrap();
        let blobs = Blobs::open(folder.path().join("samples"), false, None).unwrap();
        assert!(matches!(blobs.put(b"abcd"), Err(Error::ReadOnly)));
        assert_eq!(blobs.get(&hash).unwrap(), b"abc");
    }
}
