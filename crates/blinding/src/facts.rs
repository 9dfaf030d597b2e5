//! What is known of the file that a case came from.

use std::collections::BTreeSet;

use samples::Table;

/// What is known of the file that a case came from; all of it may be unknown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The file's own name, without folders.
    pub name: Option<String>,
    /// Its size in bytes.
    pub bytes: Option<u64>,
    /// The word of its format, e.g. `png`.
    pub format: Option<String>,
    /// How its pixels or values are compressed, e.g. `none`, `lossless`, `jpeg`.
    pub compression: Option<String>,
    /// When it was changed last, in seconds since 1970.
    pub modified: Option<f64>,
    /// Its place in its folder, or of a row in its table, from 0.
    pub place: Option<usize>,
    /// The tags, text chunks or header fields that are there, by name.
    pub tags: BTreeSet<String>,
    /// How many bits of a value its header says are used.
    pub bits_stored: Option<u32>,
    /// Millimetres through the slice, as its header says.
    pub slice_thickness_mm: Option<f64>,
    /// How many frames or slices the case has.
    pub n_frames: Option<usize>,
}

/// A case and the facts of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen<T> {
    /// The case itself: an [`samples::Image`], a [`samples::Signal`], a [`Row`], or a reference to one.
    pub sample: T,
    /// What is known of its file.
    pub facts: Facts,
}

/// One row of a table: one case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// The table.
    pub table: &'a Table,
    /// The row, from 0; it must be in the table.
    pub row: usize,
}
