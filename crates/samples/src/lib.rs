//! What data is: images with their annotations, signals, tables and feature vectors, with their
//! ids and provenance.
//!
//! This crate holds values only. It reads no file, knows no metric and no
//! study, and does not say how a value is stored or shown.

mod annotations;
mod error;
mod identity;
mod image;
mod matching;
mod origin;
mod signal;
mod table;
mod vectors;

pub use annotations::{
    AnnotatedImage, Annotation, Annotations, Category, Field, Matched, RecordId, Segmentation,
};
pub use error::{Error, Result};
pub use identity::{ContentHash, Manifest, SampleId, SetId};
pub use image::{Channels, Image, Meaning, ValueRange, Window};
pub use origin::{Arm, DIAGNOSIS, Modality, Origin, STRATUM};
pub use signal::{Channel, Mark, Signal};
pub use table::{Cell, Column, ColumnKind, Table, Values};
pub use vectors::Vectors;

/// What one file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Contents {
    /// One image: one sample.
    Image(Image),
    /// One signal or several: each is a sample.
    Signals(Vec<Signal>),
    /// One table: each row is a sample.
    Table(Table),
    /// Feature vectors: each row is a sample.
    Vectors(Vectors),
}

impl Contents {
    /// Returns how many samples these contents are.
    pub fn n_samples(&self) -> usize {
        match self {
            Contents::Image(_) => 1,
            Contents::Signals(signals) => signals.len(),
            Contents::Table(table) => table.n_rows(),
            Contents::Vectors(vectors) => vectors.n(),
        }
    }

    /// Returns what kind of samples these are.
    pub fn modality(&self) -> Modality {
        match self {
            Contents::Image(_) => Modality::Image,
            Contents::Signals(_) => Modality::Signal,
            Contents::Table(_) => Modality::Table,
            Contents::Vectors(_) => Modality::Vectors,
        }
    }

    /// Returns the content hash of each sample, in order.
    pub fn content_hashes(&self) -> Vec<ContentHash> {
        match self {
            Contents::Image(image) => vec![image.content_hash()],
            Contents::Signals(signals) => signals.iter().map(Signal::content_hash).collect(),
            Contents::Table(table) => (0..table.n_rows()).map(|row| table.row_hash(row)).collect(),
            Contents::Vectors(vectors) => {
                (0..vectors.n()).map(|row| vectors.row_hash(row)).collect()
            }
        }
    }
}
