//! Folders to files, and files to bytes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::{Companion, Error, Input, Limits, Peek, Result, natural, registry};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its path from the folder that was given, with `/` between folders.
    pub relative: String,
    /// The own names of the files beside it that belong to it.
    pub companions: Vec<String>,
}

impl Found {
    fn alone(path: PathBuf, relative: String) -> Self {
        Found { path, relative, companions: Vec::new() }
    }

    /// Returns its own name.
    pub fn name(&self) -> &str {
        self.relative.rsplit('/').next().unwrap_or(&self.relative)
    }

    /// Returns its bytes and those of its companions.
    ///
    /// # Errors
    ///
    /// As [`load`]; the limit holds for all together.
    pub fn load(&self, limits: &Limits) -> Result<Loaded> {
        let bytes = load(&self.path, limits)?;
        let mut given = bytes.len() as u64;
        let mut companions = Vec::with_capacity(self.companions.len());
        for name in &self.companions {
            let bytes = load(&self.path.with_file_name(name), limits)?;
            given = given.saturating_add(bytes.len() as u64);
            if limits.bytes < given {
                return Err(Error::TooManyBytes { given, limit: limits.bytes });
            }
            companions.push(Companion { name: name.clone(), bytes });
        }
        Ok(Loaded { name: self.name().to_owned(), bytes, companions })
    }
}

/// The bytes of a file and of those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The file's own name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What belongs to it.
    pub companions: Vec<Companion>,
}

impl Loaded {
    /// Returns what a format reads.
    pub fn input(&self) -> Input<'_> {
        Input { name: &self.name, bytes: &self.bytes, companions: &self.companions }
    }
}

/// What cannot be read, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Its path from the folder that was given, with `/` between folders.
    pub relative: String,
    /// Why.
    pub error: Error,
}

/// The files below some paths.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walk {
    /// What can be read, in the order in which people count.
    pub files: Vec<Found>,
    /// What cannot, in the same order.
    pub left_out: Vec<LeftOut>,
}

/// Returns the files that were given and those below the folders that were given.
///
/// A link is followed when it was given itself, and left out below a folder,
/// since it may lead anywhere. Hidden files and what systems leave in folders
/// are skipped below a folder. A file that is reached twice is listed once.
/// With more than one path, a folder's own name begins the relative paths, so
/// that two folders do not mix. A file that belongs to another one is listed
/// with that one, and not by itself.
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    for path in paths {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        match fs::metadata(path) {
            Err(error) => walk.left_out.push(LeftOut { relative: name, error: error.into() }),
            Ok(found) if found.is_dir() => {
                let within = if paths.len() == 1 { String::new() } else { name };
                walk_folder(path, &within, &mut walk);
            }
            Ok(found) if found.is_file() => {
                walk.files.push(Found::alone(path.clone(), name));
            }
            Ok(_) => walk.left_out.push(LeftOut { relative: name, error: Error::NotAFile }),
        }
    }
    walk.files.sort_by(|left, right| {
        natural::compare(&left.relative, &right.relative).then_with(|| left.path.cmp(&right.path))
    });
    walk.left_out.sort_by(|left, right| natural::compare(&left.relative, &right.relative));

    let mut seen = BTreeSet::new();
    walk.files.retain(|file| seen.insert(real(&file.path)));
    join(&mut walk.files);
    walk
}

/// A file that names others is small: a header of text.
const MOST_BYTES_OF_A_HEADER: u64 = 1 << 20;

/// Puts files that belong together under the one that names the others.
fn join(files: &mut Vec<Found>) {
    let mut claimed = BTreeSet::new();
    for file in files.iter_mut() {
        file.companions = companions_of(file).unwrap_or_default();
        claimed.extend(file.companions.iter().map(|name| real(&file.path.with_file_name(name))));
    }
    if !claimed.is_empty() {
        files.retain(|file| !file.companions.is_empty() || !claimed.contains(&real(&file.path)));
    }
}

/// Returns the one path that a file has, in whatever case its name is written.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Returns the companions that a file names and that lie beside it; links are not followed.
fn companions_of(file: &Found) -> Option<Vec<String>> {
    let peek = Peek { name: file.name(), head: &[] };
    let mut able = registry::ALL.iter().filter(|format| format.has_companions());
    let format = able.find(|format| peek.has_extension(format.extensions()))?;
    let limits = Limits { bytes: MOST_BYTES_OF_A_HEADER, ..Limits::default() };
    let bytes = load(&file.path, &limits).ok()?;
    let mut names = format.companions(file.name(), &bytes)?;
    names.retain(|name| {
        is_plain(name)
            && fs::symlink_metadata(file.path.with_file_name(name)).is_ok_and(|it| it.is_file())
    });
    names.sort();
    // On some systems several spellings are one file.
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(real(&file.path.with_file_name(name))));
    Some(names)
}

/// Whether a name stays in its folder, on every system.
pub(crate) fn is_plain(name: &str) -> bool {
    !name.is_empty() && !matches!(name, "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

/// Returns the bytes of a file, if they are not too many.
///
/// # Errors
///
/// [`Error::TooManyBytes`], [`Error::IsAFolder`], [`Error::NotAFile`],
/// [`Error::NoPermission`], [`Error::Vanished`], [`Error::Disk`].
pub fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let found = fs::metadata(path)?;
    if found.is_dir() {
        return Err(Error::IsAFolder);
    }
    if !found.is_file() {
        return Err(Error::NotAFile);
    }
    let within = |given: u64| {
        if given <= limits.bytes {
            Ok(())
        } else {
            Err(Error::TooManyBytes { given, limit: limits.bytes })
        }
    };
    within(found.len())?;

    // The file may grow while it is read: one byte more than allowed tells.
    let mut bytes = Vec::new();
    File::open(path)?.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    within(bytes.len() as u64)?;
    Ok(bytes)
}

fn walk_folder(folder: &Path, within: &str, walk: &mut Walk) {
    let before = (walk.files.len(), walk.left_out.len());
    for entry in
        WalkDir::new(folder).min_depth(1).into_iter().filter_entry(|entry| !is_litter(entry))
    {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let relative = relative(folder, within, entry.path());
                let kind = entry.file_type();
                if kind.is_file() {
                    walk.files.push(Found::alone(entry.into_path(), relative));
                } else {
                    let error = if kind.is_symlink() { Error::Link } else { Error::NotAFile };
                    walk.left_out.push(LeftOut { relative, error });
                }
            }
            Err(error) => {
                let relative = relative(folder, within, error.path().unwrap_or(folder));
                let error = error.into_io_error().map_or(Error::Link, Error::from);
                walk.left_out.push(LeftOut { relative, error });
            }
        }
    }
    if before == (walk.files.len(), walk.left_out.len()) {
        let relative = relative(folder, within, folder);
        walk.left_out.push(LeftOut { relative, error: Error::EmptyFolder });
    }
}

/// Returns the path from `folder`; the folder's own name where that would be nothing.
fn relative(folder: &Path, within: &str, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let names = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> =
        Some(within.to_owned()).into_iter().chain(names).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    }
    parts.join("/")
}

/// Says whether a system or an editor left this behind.
fn is_litter(entry: &DirEntry) -> bool {
    const NAMES: [&str; 4] = ["thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"];
    let name = entry.file_name().to_string_lossy().to_lowercase();
    0 < entry.depth() && (name.starts_with('.') || NAMES.contains(&name.as_str()))
}
