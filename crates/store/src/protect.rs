//! Who may open a project, and encrypting it as it lies.
//!
//! All that is to lie in the folder is made beside what lies there, in
//! `project.sealing`. Once it is whole, that folder becomes `project.sealed`,
//! in one step: from then on what is in it takes the place of what was there,
//! and whatever breaks that off, the next opening ends it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use jobs::Task;
use rusqlite::{Connection, OpenFlags};
use vault::Vault;

use crate::blobs::{Blobs, sync_folder};
use crate::connect::{check, check_there, unlock};
use crate::lock::{Held, lock};
use crate::project::{DATABASE, SAMPLES};
use crate::{Error, Key, Result, schema};

const VAULT: &str = "project.vault";
const PART: &str = "project.sealing";
const DONE: &str = "project.sealed";
/// Within [`DONE`]: the project has no users any more.
const NOBODY: &str = "nobody";
/// Within [`DONE`]: the samples as they were.
const GONE: &str = "gone";

/// What becomes of a project.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// What its bytes are encrypted under now, if they are.
    pub from: Option<&'a Key>,
    /// What they are to be encrypted under, if they are.
    pub to: Option<&'a Key>,
    /// Who may open it afterwards; everybody, if there is none.
    pub vault: Option<&'a Vault>,
}

/// Returns who may open a project; nothing when everybody may.
///
/// # Errors
///
/// [`Error::Vault`] when the list cannot be read, and those of the disk.
pub fn vault_of(folder: &Path) -> Result<Option<Vault>> {
    let done = folder.join(DONE);
    if done.join(NOBODY).exists() {
        return Ok(None);
    }
    for place in [done.join(VAULT), folder.join(VAULT)] {
        match fs::read_to_string(place) {
            Ok(text) => return Ok(Some(Vault::parse(&text)?)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(vault::Error::Damaged { what: "it is no text" }.into());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

/// Keeps who may open a project, in the place of what was kept before.
///
/// # Errors
///
/// Those of the disk.
pub fn write_vault(folder: &Path, vault: &Vault) -> Result<()> {
    let half = folder.join(format!("{VAULT}.part"));
    write_whole(&half, vault.text().as_bytes())?;
    fs::rename(&half, folder.join(VAULT))?;
    Ok(sync_folder(folder)?)
}

/// Encrypts a closed project, decrypts it, or encrypts it under another key; and says who may open it.
///
/// Broken off before its end, it leaves the project as it was. Returns how many files of samples
/// could not be read: damaged ones are encrypted as damaged as they are, and what cannot be decrypted
/// is not there any more.
///
/// # Errors
///
/// [`Error::Stopped`], [`Error::InUse`], [`Error::ReadOnly`],
/// [`Error::DiskFull`], and those of opening the project.
pub fn reseal(folder: &Path, change: &Change<'_>, task: &Task) -> Result<u64> {
    let database = folder.join(DATABASE);
    let _lock = match lock(folder)? {
        Held::Yes(lock) => Some(lock),
        Held::NoSuchLocks => None,
        Held::NotWritable => return Err(Error::ReadOnly),
    };
    finish(folder)?;
    check_there(&database, change.from.is_some())?;

    let part = folder.join(PART);
    let made = make(folder, &part, change, task).and_then(|unreadable| {
        fs::rename(&part, folder.join(DONE))?;
        Ok(unreadable)
    });
    if made.is_err() {
        // What went wrong first is what is told; what is left is cleared away at the next opening.
        fs::remove_dir_all(&part).ok();
    }
    let unreadable = made?;
    sync_folder(folder)?;
    finish(folder)?;
    Ok(unreadable)
}

/// Returns whether a change was broken off after it had become certain.
pub(crate) fn is_unfinished(folder: &Path) -> bool {
    folder.join(DONE).is_dir()
}

/// Returns the key that a project's bytes are under, if they are; fails when the project has users
/// and no key is given.
pub(crate) fn admit<'a>(folder: &Path, key: Option<&'a Key>) -> Result<Option<&'a Key>> {
    match (vault_of(folder)?, key) {
        (None, _) => Ok(None),
        (Some(_), None) => Err(Error::Locked),
        (Some(vault), Some(key)) => Ok(vault.is_encrypted().then_some(key)),
    }
}

/// Copies the list of users, if there is one.
pub(crate) fn copy_vault(from: &Path, to: &Path) -> Result<()> {
    match vault_of(from)? {
        Some(vault) => write_vault(to, &vault),
        None => Ok(()),
    }
}

/// Ends what was broken off, and clears away what had not become certain. Done twice, it does the
/// rest only.
pub(crate) fn finish(folder: &Path) -> Result<()> {
    remove_folder(&folder.join(PART))?;
    let done = folder.join(DONE);
    if !done.is_dir() {
        return Ok(());
    }
    if done.join(NOBODY).exists() {
        remove_file(&folder.join(VAULT))?;
    }
    let (vault, database) = (done.join(VAULT), done.join(DATABASE));
    if vault.exists() {
        fs::rename(&vault, folder.join(VAULT))?;
    }
    if database.exists() {
        // Copies from before its tables were changed hold what the project held.
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("project.version-") && name.ends_with(".sqlite") {
                remove_file(&entry.path())?;
            }
        }
        // They are of the file that goes.
        for beside in ["-wal", "-shm", "-journal"] {
            remove_file(&folder.join(format!("{DATABASE}{beside}")))?;
        }
        fs::rename(&database, folder.join(DATABASE))?;
    }
    let (samples, new, old) = (folder.join(SAMPLES), done.join(SAMPLES), done.join(GONE));
    if new.exists() {
        if samples.exists() && !old.exists() {
            fs::rename(&samples, &old)?;
        }
        remove_folder(&samples)?;
        fs::rename(&new, &samples)?;
    }
    sync_folder(folder)?;
    remove_folder(&done)?;
    Ok(sync_folder(folder)?)
}

/// Makes in `part` all that is to lie in the project's folder.
fn make(folder: &Path, part: &Path, change: &Change<'_>, task: &Task) -> Result<u64> {
    let Change { from, to, vault } = *change;
    fs::create_dir_all(part)?;
    let unreadable = if from.is_none() && to.is_none() {
        0
    } else {
        let old = Blobs::open(folder.join(SAMPLES), true, from.cloned())?;
        let new = Blobs::open(part.join(SAMPLES), true, to.cloned())?;
        let unreadable = old.move_to(&new, task)?;
        export(&folder.join(DATABASE), from, &part.join(DATABASE), to)?;
        unreadable
    };
    match vault {
        Some(vault) => write_whole(&part.join(VAULT), vault.text().as_bytes())?,
        None => write_whole(&part.join(NOBODY), b"")?,
    }
    sync_folder(part)?;
    Ok(unreadable)
}

/// Writes a database anew under another key, and makes sure that it holds as much.
fn export(old: &Path, from: Option<&Key>, new: &Path, to: Option<&Key>) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(old, flags)?;
    unlock(&connection, from)?;
    check(&connection)?;
    let place = new.to_str().ok_or_else(|| io::Error::from(ErrorKind::InvalidFilename))?;
    let key = to.map(Key::database);
    let key = key.as_ref().map_or("", |key| key.as_str());
    connection.execute("ATTACH DATABASE ?1 AS sealed KEY ?2", [place, key])?;
    connection.query_row("SELECT sqlcipher_export('sealed')", [], |_| Ok(()))?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    connection.pragma_update(Some("sealed"), "user_version", version)?;
    connection.pragma_update(Some("sealed"), "application_id", schema::APPLICATION_ID)?;
    connection.execute("DETACH DATABASE sealed", [])?;

    let written = Connection::open_with_flags(new, flags)?;
    unlock(&written, to)?;
    check(&written)?;
    if counts(&connection)? != counts(&written)? {
        return Err(Error::Damaged { detail: "not all of it could be written anew".to_owned() });
    }
    drop(written);
    // For writing: some systems flush no other.
    Ok(OpenOptions::new().write(true).open(new)?.sync_all()?)
}

/// Returns how many rows each table has, and what else there is.
fn counts(connection: &Connection) -> Result<Vec<(String, String, i64)>> {
    let mut query = connection.prepare(
        "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2",
    )?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = found.collect::<rusqlite::Result<_>>()?;
    let mut counts = Vec::new();
    for (kind, name) in found {
        let n = if kind == "table" {
            let all = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
            connection.query_row(&all, [], |row| row.get(0))?
        } else {
            0
        };
        counts.push((kind, name, n));
    }
    Ok(counts)
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn remove_file(path: &Path) -> io::Result<()> {
    unless_gone(fs::remove_file(path))
}

fn remove_folder(path: &PathBuf) -> io::Result<()> {
    unless_gone(fs::remove_dir_all(path))
}

fn unless_gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
