//! How many files are read at once: by what they will take in memory.

use std::borrow::Borrow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::reading::known_by;
use crate::{Found, Peek};

/// What the files of one portion may take in memory together.
pub const BYTES_AT_ONCE: u64 = 2 << 30;

/// What is assumed of a file whose beginning does not tell: text grows when it becomes numbers.
const TIMES_ITS_SIZE: u64 = 4;

/// Splits `files` into portions that are read at once: at most `most_files`, and no more than
/// `most_bytes` of memory by what their headers declare. A file that takes more is a portion alone.
///
/// The order is kept. Only the beginnings of the files are read, when their portion is asked for.
pub fn portions<F: Borrow<Found>>(
    files: &[F],
    most_files: usize,
    most_bytes: u64,
) -> impl Iterator<Item = &[F]> {
    let mut rest = files;
    let mut known = None;
    std::iter::from_fn(move || {
        let (mut n, mut taken) = (0, 0_u64);
        while n < most_files.max(1)
            && let Some(file) = rest.get(n)
        {
            // The file that did not fit into the last portion is the first of this one.
            let weight = known.take().unwrap_or_else(|| weigh(&file.borrow().path));
            if 0 < n && most_bytes < taken.saturating_add(weight) {
                known = Some(weight);
                break;
            }
            taken = taken.saturating_add(weight);
            n += 1;
        }
        let (portion, after) = rest.split_at(n);
        rest = after;
        (0 < n).then_some(portion)
    })
}

/// Returns about how many bytes of memory a file takes while it is read; 0 when it cannot be.
fn weigh(path: &Path) -> u64 {
    let weigh = || {
        let found = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let mut file = File::open(path).ok()?;
        let mut head = Vec::new();
        file.by_ref().take(Peek::LENGTH as u64).read_to_end(&mut head).ok()?;
        file.seek(SeekFrom::Start(0)).ok()?;
        let name = path.file_name()?.to_string_lossy();
        let declared = known_by(&Peek { name: &name, head: &head })?.weigh(&mut file);
        let grown = || found.len().saturating_mul(TIMES_ITS_SIZE);
        Some(found.len().saturating_add(declared.unwrap_or_else(grown)))
    };
    weigh().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use samples::{Channels, Image, ValueRange};

    use super::*;

    fn sizes(files: &[Found], most_files: usize, most_bytes: u64) -> Vec<usize> {
        portions(files, most_files, most_bytes).map(<[Found]>::len).collect()
    }

    #[test]
    fn large_images_are_read_one_at_a_time_and_small_ones_together() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Vec::new();
        for (at, side) in [64, 64, 2, 2, 2, 64].into_iter().enumerate() {
            let values = vec![1.0; side * side * 3];
            let image = Image::new([side, side], Channels::Rgb, ValueRange::BITS_8, values);
            let path = folder.path().join(format!("{at}.png"));
            std::fs::write(&path, crate::write_png(&image.unwrap()).unwrap()).unwrap();
            files.push(Found { path, relative: String::new(), companions: Vec::new() });
        }
        // A large one takes 64 · 64 · 3 · 5 = 61440 bytes and its file's.
        assert!((61_440..63_000).contains(&weigh(&files[0].path)));
        assert_eq!(sizes(&files, 32, 70_000), [1, 4, 1]);
        assert_eq!(sizes(&files, 32, 1), [1; 6], "each is read, however large");
        assert_eq!(sizes(&files, 4, u64::MAX), [4, 2]);
        assert!(sizes(&[], 4, 1).is_empty());
    }

    #[test]
    fn a_table_weighs_more_than_its_file_and_a_missing_file_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, b"a\n1\n").unwrap();
        assert_eq!(weigh(&path), 4 + 4 * 4);
        assert_eq!(weigh(&folder.path().join("gone.csv")), 0);
    }
}
