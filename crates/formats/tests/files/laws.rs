//! What holds for every file, whole or damaged.

use std::path::Path;

use formats::{Limits, Loaded, Reading, Result, read, walk};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use samples::Contents;

/// Small, so that a damaged size that is within the limits costs nothing.
const LIMITS: Limits = Limits { bytes: 1 << 20, pixels: 1 << 16, decoded: 1 << 20, cells: 1 << 16 };

/// The golden files, each with those that belong to it.
fn files() -> Vec<Loaded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats");
    let files: Vec<_> = walk(&[folder])
        .files
        .into_iter()
        .filter(|file| {
            file.path.extension().is_none_or(|ending| ending != "json" && ending != "md")
        })
        .map(|file| file.load(&Limits::default()).unwrap())
        .collect();
    assert!(20 < files.len(), "the golden files are found");
    files
}

fn reading(file: &Loaded) -> Result<Reading> {
    read(&file.input(), &LIMITS)
}

#[test]
fn a_cut_file_gives_its_whole_content_or_an_error() {
    for file in files() {
        let whole = reading(&file).unwrap().contents;
        // A text that is cut within a word or a number does not tell.
        let is_text = file.name.ends_with("sv") || file.name.ends_with("hea");
        for end in 0..file.bytes.len() {
            let cut = Loaded { bytes: file.bytes[..end].to_vec(), ..file.clone() };
            if let Ok(cut) = reading(&cut)
                && !is_text
            {
                check_equal(&cut.contents, &whole, &format!("{} at {end}", file.name));
            }
        }
    }
}

#[test]
fn a_file_beside_another_that_is_cut_is_not_read_in_part() {
    for file in files() {
        let whole = reading(&file).unwrap().contents;
        for part in 0..file.companions.len() {
            for end in 0..file.companions[part].bytes.len() {
                let mut cut = file.clone();
                cut.companions[part].bytes.truncate(end);
                if let Ok(cut) = reading(&cut) {
                    let place = format!("{} at {end}", file.companions[part].name);
                    check_equal(&cut.contents, &whole, &place);
                }
            }
        }
    }
}

/// Bytes behind the content may be missing; a part of the content may not.
fn check_equal(cut: &Contents, whole: &Contents, place: &str) {
    assert_eq!(cut.content_hashes(), whole.content_hashes(), "{place}");
}

#[test]
fn a_damaged_file_gives_a_sample_or_an_error() {
    const DAMAGES: usize = 300;
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    for file in files() {
        for _ in 0..DAMAGES {
            let mut damaged = file.clone();
            // The file itself, or one of those that belong to it.
            let part = chance.random_range(0..=file.companions.len());
            let bytes = match part.checked_sub(1) {
                None => &mut damaged.bytes,
                Some(part) => &mut damaged.companions[part].bytes,
            };
            for _ in 0..chance.random_range(1..4) {
                let at = chance.random_range(0..bytes.len());
                bytes[at] = chance.random();
            }
            if let Ok(reading) = reading(&damaged) {
                let values = match &reading.contents {
                    Contents::Image(image) => image.values().len() / 3,
                    Contents::Table(table) => table.n_rows() * table.columns().len(),
                    Contents::Signals(signals) => signals.iter().map(|s| s.values().len()).sum(),
                    Contents::Vectors(vectors) => vectors.values().len(),
                };
                assert!(values <= 1 << 16, "{} holds {values} values", file.name);
            }
        }
    }
}

#[test]
fn a_file_that_is_read_twice_is_read_the_same() {
    for file in files() {
        let once = || reading(&file).unwrap();
        let name = &file.name;
        assert_eq!(once().contents.content_hashes(), once().contents.content_hashes(), "{name}");
        assert_eq!(once().notes, once().notes, "{name}");
    }
}
