//! Synthetic counterparts of files, without a project.

use std::path::{Component, Path, PathBuf};

use formats::Limits;
use jobs::Task;
use samples::{Channels, Meaning, Modality, ValueRange};
use serde::Serialize;

use crate::files::{LeftOut, load_set};
use crate::measuring::{Body, SetData};
use crate::names::name_of;
use crate::{Error, Result};

/// The most samples that may be asked for at once.
pub const MOST: u32 = 1_000_000;

/// What to generate, and where to.
#[derive(Debug, Clone)]
pub struct FilesToGenerate {
    /// The set to learn from.
    pub from: PathBuf,
    /// The method.
    pub method: String,
    /// How many samples; nothing: as many as the set has.
    pub n: Option<u32>,
    /// What chance is drawn from.
    pub seed: u64,
    /// The folder for what is made: a new or an empty one.
    pub out: PathBuf,
}

/// What was generated.
#[derive(Debug, Clone, Serialize)]
pub struct Generated {
    /// The method.
    pub method: &'static str,
    /// Its version.
    pub method_version: u32,
    /// How many samples.
    pub n: usize,
    /// The files, by name.
    pub files: Vec<String>,
    /// Columns of text, which no method here can learn.
    pub columns_left_out: Vec<String>,
}

/// One file that was generated.
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Finds a method by its id.
pub(crate) fn method(id: &str) -> Result<&'static synth::Method> {
    synth::registry::ALL
        .iter()
        .find(|method| method.id == id)
        .ok_or_else(|| Error::NoSuchMethod { id: id.to_owned() })
}

/// Returns an image as a file of the kind that can hold what it says: PNG, or DICOM with a unit.
fn written(image: &samples::Image) -> Result<(&'static str, Vec<u8>)> {
    let plain = [ValueRange::BITS_8, ValueRange::BITS_16].contains(&image.range());
    if plain && *image.meaning() == Meaning::default() || image.channels() != Channels::Gray {
        Ok(("png", formats::write_png(image)?))
    } else {
        Ok(("dcm", formats::write_dicom(image)?))
    }
}

/// Fits `method` to `set`, and hands over file after file; returns the columns it cannot learn.
///
/// # Errors
///
/// A set the method does not fit, a stop, or whatever `keep` fails with. Files before `first` are
/// not made: sample `i` never depends on how many are drawn.
pub(crate) fn make(
    task: &Task,
    set: &SetData,
    method: &synth::Method,
    (first, n): (usize, usize),
    seed: u64,
    keep: &mut dyn FnMut(Made) -> Result<()>,
) -> Result<Vec<String>> {
    if !method.modalities.contains(&set.modality()) {
        let wanted = method.modalities.first().copied().unwrap_or(Modality::Table);
        return Err(Error::NotOfModality { wanted, given: set.modality() });
    }
    match &set.body {
        // A table or an array is one file: it is there whole, or not at all.
        Body::Table(_) | Body::Signals(_) if 0 < first => Ok(Vec::new()),
        Body::Table(table) => {
            let copula = synth::GaussianCopula::fit(table)?;
            task.reached(0, 1)?;
            let columns = table.columns().len() - copula.left_out().len();
            check_cells(n, columns, Limits::default().cells)?;
            let made = copula.sample(n, seed)?;
            keep(Made { name: "synthetic.csv".to_owned(), bytes: formats::write_csv(&made)? })?;
            task.reached(1, 1)?;
            Ok(copula.left_out().to_vec())
        }
        Body::Images(read) => {
            let total = (set.n() as u64).saturating_add(n.saturating_sub(first) as u64);
            let mut images = Vec::with_capacity(set.n());
            for at in 0..set.n() {
                task.reached(at as u64, total)?;
                images.push(samples::Image::clone(&*read(at)?));
            }
            let fitted = synth::PcaGaussian::fit(&images)?;
            drop(images);
            for at in first..n {
                task.reached(set.n() as u64 + (at - first) as u64, total)?;
                let (ending, bytes) = written(&fitted.sample(at, seed)?)?;
                keep(Made { name: format!("synthetic_{:05}.{ending}", at + 1), bytes })?;
            }
            task.reached(total, total)?;
            Ok(Vec::new())
        }
        Body::Signals(read) => {
            let total = (set.n() as u64).saturating_add(n as u64);
            let mut signals = Vec::with_capacity(set.n());
            for at in 0..set.n() {
                task.reached(at as u64, total)?;
                signals.push(samples::Signal::clone(&*read(at)?));
            }
            let values = signals.first().map_or(1, |signal| signal.values().len());
            check_cells(n, values, Limits::default().cells)?;
            let fitted = synth::SignalPcaGaussian::fit(&signals)?;
            drop(signals);
            let mut made = Vec::with_capacity(n);
            for at in 0..n {
                task.reached((set.n() + at) as u64, total)?;
                made.push(fitted.sample(at, seed)?);
            }
            let bytes = formats::write_npy_signals(&made)?;
            keep(Made { name: "synthetic.npy".to_owned(), bytes })?;
            task.reached(total, total)?;
            Ok(Vec::new())
        }
        Body::Vectors(_) => {
            let wanted = method.modalities.first().copied().unwrap_or(Modality::Table);
            Err(Error::NotOfModality { wanted, given: Modality::Vectors })
        }
    }
}

/// Says whether a table of this size could be read back.
fn check_cells(rows: usize, columns: usize, limit: u64) -> Result<()> {
    let given = (rows as u64).saturating_mul(columns as u64);
    if limit < given {
        return Err(formats::Error::TooManyCells { given, limit }.into());
    }
    Ok(())
}

/// Generates files from files.
///
/// They are written beside their place and moved there whole: a run that is stopped or fails
/// leaves nothing.
///
/// # Errors
///
/// A set that cannot be read or learnt, [`Error::OutOfRange`], [`Error::Occupied`],
/// [`Error::WithinSource`], a folder that cannot be written, or a stop.
pub fn generate_files(task: &Task, request: &FilesToGenerate) -> Result<(Generated, Vec<LeftOut>)> {
    let method = method(&request.method)?;
    if let Some(given) = request.n.filter(|&n| n == 0 || MOST < n) {
        return Err(Error::OutOfRange { what: "n", least: 1, most: MOST, given });
    }
    let out = place_for(&request.out, &request.from)?;
    let (set, left_out) = load_set(task, &request.from)?;
    let n = request.n.map_or(set.n(), |n| n as usize);

    let unwritten = |error: &std::io::Error| unwritten(&request.out, error);
    let beside = out.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    let partial = tempfile::Builder::new().prefix(".touchstone-generate-").tempdir_in(beside);
    let partial = partial.map_err(|error| unwritten(&error))?;
    // A folder for the moment is nobody else's; what stays gets the rights that folders have.
    let whole = partial.path().join("whole");
    std::fs::create_dir(&whole).map_err(|error| unwritten(&error))?;
    let mut files = Vec::new();
    let columns_left_out = make(task, &set, method, (0, n), request.seed, &mut |made| {
        std::fs::write(whole.join(&made.name), &made.bytes).map_err(|error| unwritten(&error))?;
        files.push(made.name);
        Ok(())
    })?;
    move_whole(&whole, &out).map_err(|error| unwritten(&error))?;
    let (id, method_version) = (method.id, method.version);
    Ok((Generated { method: id, method_version, n, files, columns_left_out }, left_out))
}

fn unwritten(folder: &Path, error: &std::io::Error) -> Error {
    Error::File { name: name_of(folder), tried: "written", why: error.to_string() }
}

/// Returns where `out` really is, when what is made may go there.
fn place_for(out: &Path, from: &Path) -> Result<PathBuf> {
    let place = real(out).map_err(|error| unwritten(out, &error))?;
    let source = real(from).map_err(|error| unwritten(from, &error))?;
    if place.starts_with(&source) {
        return Err(Error::WithinSource { name: name_of(out) });
    }
    let occupied = || Error::Occupied { name: name_of(&place) };
    match std::fs::read_dir(&place) {
        Ok(mut entries) => match entries.next() {
            None => Ok(place),
            Some(_) => Err(occupied()),
        },
        Err(_) if place.symlink_metadata().is_ok() => Err(occupied()),
        Err(_) => Ok(place),
    }
}

/// Returns a path without links and steps upwards, as far as it is there.
fn real(path: &Path) -> std::io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    Ok(real)
}

/// Moves a folder to its place, which is an empty folder or nothing.
fn move_whole(whole: &Path, to: &Path) -> std::io::Result<()> {
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent)?;
    }
    if to.is_dir() {
        // Fails when somebody has put something there meanwhile.
        std::fs::remove_dir(to)?;
    }
    std::fs::rename(whole, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_could_not_be_read_back_is_not_made() {
        assert!(check_cells(10, 10, 100).is_ok());
        assert!(check_cells(11, 10, 100).is_err());
        assert!(check_cells(usize::MAX, usize::MAX, 100).is_err(), "and nothing overflows");
    }
}
