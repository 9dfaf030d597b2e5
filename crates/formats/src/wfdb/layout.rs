//! Which bytes of which file are whose samples, checked before one is read.

use crate::{Error, Input, Limits, Note, Notes, Result, files};

use super::header::Header;
use super::stored::Stored;
use super::{TITLE, broken, find};

/// Where the samples are.
pub(super) struct Layout<'a> {
    pub(super) files: Vec<DataFile<'a>>,
    pub(super) n_frames: usize,
    /// Samples of each signal in a frame, where all have equally many.
    pub(super) per_frame: Option<usize>,
}

/// One file of samples: frame after frame, in each the samples of its signals.
pub(super) struct DataFile<'a> {
    name: &'a str,
    pub(super) stored: Stored,
    offset: u64,
    pub(super) bytes: &'a [u8],
    /// Samples in each frame, of all its signals.
    pub(super) per_frame: u64,
    /// Its signals, by their places in the header.
    pub(super) signals: Vec<usize>,
}

impl<'a> Layout<'a> {
    /// Finds the files and checks that they hold what the header says.
    pub(super) fn of(header: &'a Header, input: &Input<'a>, limits: &Limits) -> Result<Self> {
        let mut files: Vec<DataFile<'a>> = Vec::new();
        for (signal, line) in header.lines.iter().enumerate() {
            let of_file = files.iter_mut().find(|file| file.name == line.file);
            if let Some(file) = of_file {
                if file.stored != line.stored || file.offset != line.offset {
                    return Err(broken("signals of one file differ in format or offset"));
                }
                file.per_frame = file.per_frame.saturating_add(line.per_frame);
                file.signals.push(signal);
            } else {
                let offset = usize::try_from(line.offset).unwrap_or(usize::MAX);
                let bytes = bytes_of(&line.file, input)?.get(offset..).ok_or_else(cut)?;
                let (name, stored) = (line.file.as_str(), line.stored);
                let (per_frame, signals) = (line.per_frame, vec![signal]);
                let offset = line.offset;
                files.push(DataFile { name, stored, offset, bytes, per_frame, signals });
            }
        }

        let n_frames = match header.n_frames {
            Some(n_frames) => n_frames,
            None => agreed(&files)?,
        };
        let per_frame = files.iter().fold(0, |sum: u64, file| sum.saturating_add(file.per_frame));
        let given = n_frames.saturating_mul(per_frame);
        if limits.cells < given {
            return Err(Error::TooManyCells { given, limit: limits.cells });
        }
        for file in &files {
            let needed = file.stored.bytes_of(n_frames.saturating_mul(file.per_frame));
            if needed.is_none_or(|needed| (file.bytes.len() as u64) < needed) {
                return Err(cut());
            }
        }
        let first = header.lines[0].per_frame;
        let equal = header.lines.iter().all(|line| line.per_frame == first);
        let whole = |number: u64| usize::try_from(number).map_err(|_| cut());
        let per_frame = equal.then(|| whole(first)).transpose()?;
        Ok(Layout { files, n_frames: whole(n_frames)?, per_frame })
    }

    /// Returns how many values each channel has.
    pub(super) fn length(&self) -> usize {
        self.n_frames.saturating_mul(self.per_frame.unwrap_or(1))
    }

    /// Returns how many values each channel has in a second.
    pub(super) fn rate_hz(&self, header: &Header, notes: &mut Notes) -> f64 {
        /// What is meant where none is told.
        const DEFAULT: f64 = 250.0;
        let frames = header.rate.unwrap_or_else(|| {
            notes.add(Note::RateAssumed { rate: DEFAULT.to_string() });
            DEFAULT
        });
        frames * self.per_frame.unwrap_or(1) as f64
    }

    /// Says where a file goes on behind the end that the header tells.
    pub(super) fn note_longer(&self, notes: &mut Notes) {
        let held = |file: &DataFile<'_>| {
            let n = file.stored.samples_in(file.bytes.len() as u64).0;
            n.saturating_sub(file.stored.most_padding())
        };
        let most = self.files.iter().map(|file| held(file) / file.per_frame).max();
        let (read, held) = (self.n_frames as u64, most.unwrap_or(0));
        if read < held {
            notes.add(Note::LongerThanTold { read, held });
        }
    }
}

/// Returns the bytes of a file beside the header.
fn bytes_of<'a>(name: &str, input: &Input<'a>) -> Result<&'a [u8]> {
    if !files::is_plain(name) {
        return Err(Error::OutsideItsFolder { format: TITLE });
    }
    find(input, name).ok_or_else(|| Error::WithoutPart { part: name.to_owned() })
}

/// Returns the number of frames that all files hold.
fn agreed(files: &[DataFile<'_>]) -> Result<u64> {
    let mut counts = files.iter().map(frames_in);
    let first = counts.next().unwrap_or(Ok(0))?;
    for count in counts {
        if count? != first {
            return Err(broken("its files hold different numbers of samples"));
        }
    }
    Ok(first)
}

/// Returns how many frames a file holds; a part of one tells that it is cut.
fn frames_in(file: &DataFile<'_>) -> Result<u64> {
    let (n, left_over) = file.stored.samples_in(file.bytes.len() as u64);
    let rest = n % file.per_frame;
    let is_padding =
        |at: u64| usize::try_from(at).is_ok_and(|at| file.stored.sample(file.bytes, at) == 0);
    let padded = rest <= file.stored.most_padding() && (n - rest..n).all(is_padding);
    if left_over || !padded { Err(cut()) } else { Ok(n / file.per_frame) }
}

fn cut() -> Error {
    Error::Truncated { format: TITLE }
}
