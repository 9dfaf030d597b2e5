//! What the jobs work on: made from a seed, and from the demo's images, so that it is the same everywhere.

mod dicom;
mod images;
mod lossless_jpeg;
mod numbers;
mod packed;
mod readers;
mod study;

use std::fs;
use std::path::Path;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

pub(crate) use numbers::N_CHANNELS;
pub(crate) use readers::{N_CATEGORIES, N_CONDITIONS, N_RESAMPLES, SEED_OF_RESAMPLES};
pub(crate) use study::{PROJECT, STUDY};

use crate::Outcome;

/// All inputs are drawn from it.
const SEED: u64 = 20;
/// Stands beside a folder whose inputs are all there.
const WHOLE: &str = "whole";

/// Kinds of inputs that only a peer can make: there is no encoder among our dependencies.
pub(crate) const MADE_BY_THE_PEER: [&str; 1] = ["dicom-2000"];

/// Makes `n` inputs of a kind in `folder`, unless they are there.
pub(crate) fn make(kind: &str, n: usize, side: usize, folder: &Path) -> Outcome {
    if is_whole(folder) {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| said(&error, folder))?;
    let mut chance = ChaCha8Rng::seed_from_u64(SEED);
    match kind {
        "csv" => numbers::tables(&mut chance, n, side, folder),
        "dicom" => dicom::write(&mut chance, n, side, dicom::Pixels::Plain, folder),
        "dicom-lossless" => dicom::write(&mut chance, n, side, dicom::Pixels::LosslessJpeg, folder),
        "dicom-rle" => dicom::write(&mut chance, n, side, dicom::Pixels::RunLengths, folder),
        "jpeg" => images::write(&mut chance, n, side, images::Kind::Jpeg, folder),
        "npy" => numbers::arrays(&mut chance, n, side, folder),
        "png" => images::write(&mut chance, n, side, images::Kind::Png, folder),
        "png16" => images::write(&mut chance, n, side, images::Kind::Png16, folder),
        "readers" => readers::categories(&mut chance, n, side, folder),
        "scores" => readers::scores(&mut chance, n, side, folder),
        "signals" => numbers::two_sets_of_signals(&mut chance, n, side, folder),
        "study" => study::write(&mut chance, n, side, folder),
        "tiff" => images::write(&mut chance, n, side, images::Kind::Tiff16, folder),
        "vectors" => numbers::two_sets(&mut chance, n, side, folder),
        "wfdb" => numbers::signals(&mut chance, n, side, folder),
        _ => Err(format!("there are no inputs called {kind}")),
    }?;
    note_whole(folder)
}

/// Notes that all inputs of a folder are there.
pub(crate) fn note_whole(folder: &Path) -> Outcome {
    fs::write(folder.with_extension(WHOLE), "").map_err(|error| said(&error, folder))
}

/// Says whether all inputs of a folder are there.
pub(crate) fn is_whole(folder: &Path) -> bool {
    folder.with_extension(WHOLE).is_file()
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Outcome {
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|error| said(&error, &path))
}

fn said(error: &dyn std::error::Error, path: &Path) -> String {
    format!("{}: {error}", path.display())
}
