//! What holds for every file, whole or damaged.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::path::Path;

use formats::{Input, Limits, read, walk};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use samples::Contents;

/// Small, so that a damaged size that is within the limits costs nothing.
const LIMITS: Limits = Limits { bytes: 1 << 20, pixels: 1 << 16, decoded: 1 << 20, cells: 1 << 16 };

/// The golden files: name and bytes.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats");
    let files: Vec<_> = walk(&[folder])
        .files
        .into_iter()
        .filter(|file| file.path.extension().is_none_or(|ending| ending != "json"))
        .map(|file| {
            (file.relative.rsplit('/').next().unwrap().to_owned(), fs::read(file.path).unwrap())
        })
        .collect();
    assert!(20 < files.len(), "the golden files are found");
    files
}

#[test]
fn a_cut_file_gives_its_whole_content_or_an_error() {
    for (name, bytes) in files() {
        let whole = read(&Input { name: &name, bytes: &bytes }, &LIMITS).unwrap().contents;
        for end in 0..bytes.len() {
            let cut = read(&Input { name: &name, bytes: &bytes[..end] }, &LIMITS);
            if let Ok(cut) = cut
                && !matches!(whole, Contents::Table(_))
            {
                // Bytes behind the content may be missing; a part of the content may not.
                assert_eq!(
                    cut.contents.content_hashes(),
                    whole.content_hashes(),
                    "{name} at {end}"
                );
            }
        }
    }
}

#[test]
fn a_damaged_file_gives_a_sample_or_an_error() {
    const DAMAGES: usize = 300;
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    for (name, bytes) in files() {
        for _ in 0..DAMAGES {
            let mut bytes = bytes.clone();
            for _ in 0..chance.random_range(1..4) {
                let at = chance.random_range(0..bytes.len());
                bytes[at] = chance.random();
            }
            if let Ok(reading) = read(&Input { name: &name, bytes: &bytes }, &LIMITS) {
                let values = match &reading.contents {
                    Contents::Image(image) => image.values().len() / 3,
                    Contents::Table(table) => table.n_rows() * table.columns().len(),
                    Contents::Vectors(vectors) => vectors.values().len(),
                };
                assert!(values <= 1 << 16, "{name} holds {values} values");
            }
        }
    }
}

#[test]
fn a_file_that_is_read_twice_is_read_the_same() {
    for (name, bytes) in files() {
        let once = || read(&Input { name: &name, bytes: &bytes }, &LIMITS).unwrap();
        assert_eq!(once().contents.content_hashes(), once().contents.content_hashes(), "{name}");
        assert_eq!(once().notes, once().notes, "{name}");
    }
}
