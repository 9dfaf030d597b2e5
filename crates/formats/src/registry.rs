//! Every format the workbench knows.

use crate::Format;
use crate::csv::Csv;
use crate::dicom::Dicom;
use crate::jpeg::Jpeg;
use crate::npy::Npy;
use crate::png::Png;
use crate::tiff::Tiff;

/// In alphabetical order, so that two additions never collide.
pub static ALL: &[&dyn Format] = &[&Csv, &Dicom, &Jpeg, &Npy, &Png, &Tiff];
