//! Synthetic counterparts of files, without a project.

use std::path::PathBuf;

use jobs::Task;
use samples::Modality;
use serde::Serialize;

use crate::files::{LeftOut, load_set};
use crate::measuring::{Body, SetData};
use crate::{Error, Result};

/// What to generate, and where to.
#[derive(Debug, Clone)]
pub struct FilesToGenerate {
    /// The set to learn from.
    pub from: PathBuf,
    /// The method.
    pub method: String,
    /// How many samples; nothing: as many as the set has.
    pub n: Option<usize>,
    /// What chance is drawn from.
    pub seed: u64,
    /// The folder for what is made.
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
    if set.modality() != method.modality {
        return Err(Error::NotOfModality { wanted: method.modality, given: set.modality() });
    }
    match &set.body {
        // A table is one file: it is there whole, or not at all.
        Body::Table(_) if 0 < first => Ok(Vec::new()),
        Body::Table(table) => {
            let copula = synth::GaussianCopula::fit(table)?;
            task.reached(0, 1)?;
            let made = copula.sample(n, seed)?;
            keep(Made { name: "synthetic.csv".to_owned(), bytes: formats::write_csv(&made)? })?;
            task.reached(1, 1)?;
            Ok(copula.left_out().to_vec())
        }
        Body::Images(read) => {
            let total = (set.n() + n - first) as u64;
            let mut images = Vec::with_capacity(set.n());
            for at in 0..set.n() {
                task.reached(at as u64, total)?;
                images.push(samples::Image::clone(&*read(at)?));
            }
            let fitted = synth::PcaGaussian::fit(&images)?;
            drop(images);
            for at in first..n {
                task.reached((set.n() + at - first) as u64, total)?;
                let name = format!("synthetic_{:05}.png", at + 1);
                keep(Made { name, bytes: formats::write_png(&fitted.sample(at, seed)?)? })?;
            }
            task.reached(total, total)?;
            Ok(Vec::new())
        }
        Body::Vectors(_) => {
            Err(Error::NotOfModality { wanted: method.modality, given: Modality::Vectors })
        }
    }
}

/// Generates files from files.
///
/// # Errors
///
/// A set that cannot be read or learnt, a folder that cannot be written, or a stop.
pub fn generate_files(task: &Task, request: &FilesToGenerate) -> Result<(Generated, Vec<LeftOut>)> {
    let method = method(&request.method)?;
    let (set, left_out) = load_set(task, &request.from)?;
    let n = request.n.unwrap_or(set.n());
    let unwritten = |error: &std::io::Error| Error::File {
        name: request.out.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        tried: "written",
        why: error.to_string(),
    };
    std::fs::create_dir_all(&request.out).map_err(|error| unwritten(&error))?;
    let mut files = Vec::new();
    let columns_left_out = make(task, &set, method, (0, n), request.seed, &mut |made| {
        std::fs::write(request.out.join(&made.name), &made.bytes)
            .map_err(|error| unwritten(&error))?;
        files.push(made.name);
        Ok(())
    })?;
    let (id, method_version) = (method.id, method.version);
    Ok((Generated { method: id, method_version, n, files, columns_left_out }, left_out))
}
