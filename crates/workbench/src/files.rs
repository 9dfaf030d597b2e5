//! Sets straight from files, without a project.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use formats::{Found, Limits, Reading};
use jobs::Task;
use rayon::prelude::*;
use samples::{ContentHash, Contents, Image, Modality, Signal};

use crate::error::failure;
use crate::measuring::{Body, ReadImage, ReadSignal, SetData};
use crate::{Error, Result};

/// Images kept in memory as long as they are no larger than this together; others are read again.
const KEPT_BYTES: usize = 1 << 30;
/// How many files are read at once.
const AT_ONCE: usize = 32;

/// A file that gave no sample, and why.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Its path below the folder that was named.
    pub name: String,
    /// Why.
    pub error: Error,
}

/// Loads and reads one file.
///
/// # Errors
///
/// Those of crate `formats`.
pub(crate) fn read_file(file: &Found) -> Result<Reading> {
    let limits = Limits::default();
    let loaded = file.load(&limits)?;
    Ok(formats::read(&loaded.input(), &limits)?)
}

/// Returns the last part of a relative path: the file's own name.
pub(crate) fn own_name(relative: &str) -> &str {
    relative.rsplit('/').next().unwrap_or(relative)
}

/// What was odd about a file, in words.
#[derive(Debug, Clone)]
pub(crate) struct FileNote {
    /// Its path below the folder that was named.
    pub(crate) name: String,
    pub(crate) note: String,
}

/// What lies at a path.
pub(crate) struct Loaded {
    /// The set, or why there is none.
    pub(crate) set: Result<SetData>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) notes: Vec<FileNote>,
}

/// Reads what lies at `path` as one set.
///
/// # Errors
///
/// As [`load`], and why there is no set.
pub(crate) fn load_set(task: &Task, path: &Path) -> Result<(SetData, Vec<LeftOut>)> {
    let loaded = load(task, path)?;
    Ok((loaded.set?, loaded.left_out))
}

/// Reads what lies at `path` as one set; what could not be read is there even without a set.
///
/// The kind of data that most files hold is the set's; the others are left out with a reason.
///
/// # Errors
///
/// [`Error::Stopped`]. Without a set: [`Error::NoSuchPath`], [`Error::NotAllowed`],
/// [`Error::NothingRead`].
pub(crate) fn load(task: &Task, path: &Path) -> Result<Loaded> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if let Some(error) = unreachable(path, &name) {
        return Ok(Loaded { set: Err(error), left_out: Vec::new(), notes: Vec::new() });
    }
    let mut walk = formats::walk(&[path.to_path_buf()]);
    let taken = crate::annotations::take(&mut walk.files);
    let mut left_out: Vec<LeftOut> = walk
        .left_out
        .into_iter()
        .map(|left| LeftOut { name: left.relative, error: left.error.into() })
        .collect();

    let mut read: Vec<Read> = Vec::new();
    let mut notes = Vec::new();
    let mut room = KEPT_BYTES;
    for some in formats::portions(&walk.files, AT_ONCE, formats::BYTES_AT_ONCE) {
        task.reached(read.len() as u64, walk.files.len() as u64)?;
        let readings: Vec<Result<Reading>> = some.par_iter().map(read_file).collect();
        for (file, reading) in some.iter().zip(readings) {
            match reading {
                Ok(reading) => {
                    notes.extend(reading.notes.iter().map(|note| noted(&file.relative, note)));
                    read.push(Read::new(file.clone(), reading, &mut room));
                }
                Err(error) => left_out.push(LeftOut { name: file.relative.clone(), error }),
            }
        }
    }
    let mut set = gather(read, &mut left_out);
    left_out.extend(
        taken.left_out.into_iter().map(|(file, error)| LeftOut { name: file.relative, error }),
    );
    match (&mut set, taken.beside) {
        (Some(set), Some(beside)) if set.modality() == Modality::Image => {
            let name = &beside.file.relative;
            notes.extend(beside.reading.notes.iter().map(|note| noted(name, note)));
            set.annotations = Some(Arc::new(beside.reading.annotations));
        }
        // Among other files it says nothing.
        (_, Some(beside)) => left_out.push(LeftOut {
            name: beside.file.relative,
            error: formats::Error::Unrecognised.into(),
        }),
        (_, None) => {}
    }
    left_out.sort_by(|a, b| a.name.cmp(&b.name));
    let set = set.ok_or_else(|| nothing_read(name, &left_out));
    Ok(Loaded { set, left_out, notes })
}

/// Tells what is not there, and what may not be read, from what holds nothing.
fn unreachable(path: &Path, name: &str) -> Option<Error> {
    let looked = std::fs::metadata(path).and_then(|found| {
        if found.is_dir() {
            std::fs::read_dir(path).map(drop)
        } else if found.is_file() {
            std::fs::File::open(path).map(drop)
        } else {
            Ok(())
        }
    });
    let name = name.to_owned();
    match looked.err()?.kind() {
        ErrorKind::NotFound => Some(Error::NoSuchPath { name }),
        ErrorKind::PermissionDenied => Some(Error::NotAllowed { name }),
        // The walk meets it again, and says what it is.
        _ => None,
    }
}

fn noted(name: &str, note: &formats::Note) -> FileNote {
    let params = note.params().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let said = failure(note.code(), params, &note.to_string());
    FileNote { name: name.to_owned(), note: said.message }
}

fn nothing_read(name: String, left_out: &[LeftOut]) -> Error {
    match left_out.first() {
        Some(first) => Error::NothingRead {
            name,
            n: left_out.len(),
            first: first.name.clone(),
            reason: first.error.failure().message,
        },
        None => Error::NothingToImport { name },
    }
}

/// What one file gave; what is beyond the room in memory is read again when it is asked for.
struct Read {
    file: Found,
    modality: Modality,
    hashes: Vec<ContentHash>,
    /// Whose it is, as the file says.
    subject: Option<String>,
    contents: Option<Contents>,
}

impl Read {
    fn new(file: Found, reading: Reading, room: &mut usize) -> Self {
        let bytes = match &reading.contents {
            Contents::Image(image) => size_of_val(image.values()),
            Contents::Signals(signals) => {
                signals.iter().map(|signal| size_of_val(signal.values())).sum()
            }
            Contents::Table(_) | Contents::Vectors(_) => 0,
        };
        let (modality, hashes) = (reading.contents.modality(), reading.contents.content_hashes());
        let kept = bytes <= *room;
        *room -= if kept { bytes } else { 0 };
        let subject = reading.subject.map(|subject| subject.0);
        Read { file, modality, hashes, subject, contents: kept.then_some(reading.contents) }
    }
}

fn gather(read: Vec<Read>, left_out: &mut Vec<LeftOut>) -> Option<SetData> {
    let modality = most_common(&read)?;
    let mut kept: Vec<Read> = Vec::new();
    for read in read {
        let given = read.modality;
        let error = if given != modality {
            Some(Error::OtherModality { wanted: modality, given })
        } else if is_one_file(modality) && !kept.is_empty() {
            Some(Error::OneFileASet)
        } else {
            None
        };
        match error {
            Some(error) => left_out.push(LeftOut { name: read.file.relative, error }),
            None => kept.push(read),
        }
    }
    let contents: Vec<ContentHash> = kept.iter().flat_map(|read| read.hashes.clone()).collect();
    let subjects: Vec<Option<String>> =
        kept.iter().flat_map(|read| read.hashes.iter().map(|_| read.subject.clone())).collect();
    let labels: Vec<String> = match modality {
        Modality::Image => kept.iter().map(|read| read.file.relative.clone()).collect(),
        Modality::Signal => kept.iter().flat_map(labels_of).collect(),
        Modality::Table | Modality::Vectors => (0..contents.len()).map(|n| n.to_string()).collect(),
    };
    let body = match modality {
        Modality::Image => Body::Images(images_of(kept)),
        Modality::Signal => Body::Signals(signals_of(kept)),
        Modality::Table | Modality::Vectors => match kept.into_iter().next()?.contents? {
            Contents::Table(table) => Body::Table(table),
            Contents::Vectors(vectors) => Body::Vectors(vectors),
            Contents::Image(_) | Contents::Signals(_) => return None,
        },
    };
    Some(SetData { pair_keys: labels.clone(), subjects, labels, contents, body, annotations: None })
}

/// Whether all samples of such a set are in one file.
pub(crate) fn is_one_file(modality: Modality) -> bool {
    matches!(modality, Modality::Table | Modality::Vectors)
}

/// Names the signals of a file: by the file, and by their place where there are several.
fn labels_of(read: &Read) -> Vec<String> {
    let name = &read.file.relative;
    match read.hashes.len() {
        1 => vec![name.clone()],
        n => (0..n).map(|part| format!("{name}#{part}")).collect(),
    }
}

/// Returns the kind of data that most files hold.
fn most_common(read: &[Read]) -> Option<Modality> {
    let n_of = |modality| read.iter().filter(|read| read.modality == modality).count();
    [Modality::Vectors, Modality::Table, Modality::Signal, Modality::Image]
        .into_iter()
        .max_by_key(|&modality| n_of(modality))
        .filter(|&modality| 0 < n_of(modality))
}

fn images_of(files: Vec<Read>) -> ReadImage {
    enum Place {
        Kept(Arc<Image>),
        File(Found),
    }
    let places: Vec<Place> = files
        .into_iter()
        .map(|read| match read.contents {
            Some(Contents::Image(image)) => Place::Kept(Arc::new(image)),
            _ => Place::File(read.file),
        })
        .collect();
    Box::new(move |at| match places.get(at) {
        Some(Place::Kept(image)) => Ok(Arc::clone(image)),
        Some(Place::File(file)) => match read_file(file)?.contents {
            Contents::Image(image) => Ok(Arc::new(image)),
            other => Err(Error::NotOfModality { wanted: Modality::Image, given: other.modality() }),
        },
        None => Err(Error::NoSuchSample { ordinal: u32::try_from(at).unwrap_or(u32::MAX) }),
    })
}

fn signals_of(files: Vec<Read>) -> ReadSignal {
    enum Place {
        Kept(Arc<Signal>),
        File(Arc<Found>, usize),
    }
    let places: Vec<Place> = files
        .into_iter()
        .flat_map(|read| {
            if let Some(Contents::Signals(signals)) = read.contents {
                return signals.into_iter().map(|one| Place::Kept(Arc::new(one))).collect();
            }
            let file = Arc::new(read.file);
            let part = |part| Place::File(Arc::clone(&file), part);
            (0..read.hashes.len()).map(part).collect::<Vec<_>>()
        })
        .collect();
    Box::new(move |at| match places.get(at) {
        Some(Place::Kept(signal)) => Ok(Arc::clone(signal)),
        Some(Place::File(file, part)) => nth_signal(read_file(file)?.contents, *part),
        None => Err(Error::NoSuchSample { ordinal: u32::try_from(at).unwrap_or(u32::MAX) }),
    })
}

/// Returns one of the signals in a file.
pub(crate) fn nth_signal(contents: Contents, part: usize) -> Result<Arc<Signal>> {
    let given = contents.modality();
    match contents {
        Contents::Signals(signals) => signals
            .into_iter()
            .nth(part)
            .map(Arc::new)
            .ok_or(Error::NoSuchSample { ordinal: u32::try_from(part).unwrap_or(u32::MAX) }),
        _ => Err(Error::NotOfModality { wanted: Modality::Signal, given }),
    }
}
