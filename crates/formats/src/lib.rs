//! Files to samples and back, one file for each format.
//!
//! Readers see bytes and a file's own name; no reader opens a path. Folders
//! are walked and files are loaded by [`walk`] and [`load`], which know no
//! format. What a file declares of its own size is checked against [`Limits`]
//! before memory is taken for it.
//!
//! This crate removes nothing that identifies a person: it says, in a
//! [`Note`], where a column's name suggests so. It keeps no metadata of
//! images, and writes none.

mod coco;
mod csv;
mod dicom;
mod error;
mod files;
mod format;
mod jpeg;
mod natural;
mod note;
mod npy;
mod parquet;
mod pixels;
mod png;
mod portions;
mod quiet;
mod reading;
pub mod registry;
mod text;
mod thumbnail;
mod tiff;
mod wfdb;

pub use coco::{AnnotationReading, read_annotations};
pub use csv::{identifies_people, write_csv};
pub use dicom::write_dicom;
pub use error::{Error, Result};
pub use files::{Found, LeftOut, Loaded, Walk, load, walk};
pub use format::{Companion, Format, Input, Limits, Match, Peek, Source};
pub use note::{Note, Notes};
pub use npy::{write_npy, write_npy_signals};
pub use png::write_png;
pub use portions::{BYTES_AT_ONCE, portions};
pub use reading::{Reading, Subject, read, recognise};
pub use thumbnail::thumbnail;
