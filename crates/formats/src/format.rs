//! What a format is asked to do.

use std::io::{Read, Seek};

use samples::Contents;

use crate::{Notes, Result};

/// One kind of file: how to know it, and how to read it.
pub trait Format: Sync {
    /// Returns the word that is stored; it never changes.
    fn id(&self) -> &'static str;

    /// Returns the name that people know.
    fn title(&self) -> &'static str;

    /// Returns the endings its files usually have, in small letters, without the point.
    fn extensions(&self) -> &'static [&'static str];

    /// Says whether a file that begins like this is of this format.
    fn recognise(&self, file: &Peek<'_>) -> Match;

    /// Returns what the file holds, and adds a note for what was odd.
    ///
    /// # Errors
    ///
    /// Why this file gives no sample. Nothing is returned of a file that is
    /// cut or damaged: half an image would be measured like a whole one.
    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents>;

    /// Returns which files beside this one belong to it, by their own names.
    ///
    /// `None` when files of this format stand alone, as most do. The names are
    /// wishes: nothing but a plain name in the same folder is ever looked for.
    fn companions(&self, _name: &str, _bytes: &[u8]) -> Option<Vec<String>> {
        None
    }

    /// Says whether files of this format may have companions.
    fn has_companions(&self) -> bool {
        false
    }

    /// Returns how many bytes reading a file will take beyond the file's own, as far as its
    /// beginning tells; nothing when it does not.
    fn weigh(&self, _source: &mut dyn Source) -> Option<u64> {
        None
    }
}

/// A file that is looked into without reading all of it.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// A file: its own name, without folders, and all its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The file's name only: folders may name a patient.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The files beside it that belong to it.
    pub companions: &'a [Companion],
}

impl<'a> Input<'a> {
    /// Returns a file that stands alone.
    pub fn alone(name: &'a str, bytes: &'a [u8]) -> Self {
        Input { name, bytes, companions: &[] }
    }

    /// Returns the bytes of the companion of that name.
    pub fn companion(&self, name: &str) -> Option<&'a [u8]> {
        self.companions.iter().find(|one| one.name == name).map(|one| one.bytes.as_slice())
    }
}

/// A file that belongs to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Its own name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The beginning of a file: enough to know its format.
#[derive(Debug, Clone, Copy)]
pub struct Peek<'a> {
    /// The file's name only.
    pub name: &'a str,
    /// Its first bytes, at most [`Peek::LENGTH`].
    pub head: &'a [u8],
}

impl<'a> Peek<'a> {
    /// How many bytes are looked at.
    pub const LENGTH: usize = 132;

    /// Returns the beginning of a file.
    pub fn of(input: &Input<'a>) -> Self {
        Peek { name: input.name, head: &input.bytes[..input.bytes.len().min(Self::LENGTH)] }
    }

    /// Says whether the name ends in one of these.
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        ending.is_some_and(|ending| extensions.contains(&ending.as_str()))
    }
}

/// How sure it is that a file is of a format; the strongest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// Nothing speaks for it.
    No,
    /// Its name does.
    ByName,
    /// Its first bytes do.
    BySignature,
}

/// How much one file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels of an image.
    pub pixels: u64,
    /// Bytes of an image in memory, four for each value.
    pub decoded: u64,
    /// Cells of a table, or values of all vectors.
    pub cells: u64,
}

impl Default for Limits {
    /// 2 GiB, 400 million pixels that take at most 2 GiB, 200 million cells.
    ///
    /// So a gray image has at most 400 million pixels, and a color image 178 million.
    fn default() -> Self {
        Limits { bytes: 2 << 30, pixels: 400_000_000, decoded: 2 << 30, cells: 200_000_000 }
    }
}
