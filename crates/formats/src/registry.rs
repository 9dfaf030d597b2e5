//! Every format the workbench knows.

use crate::Format;
use crate::csv::Csv;
use crate::dicom::Dicom;
use crate::jpeg::Jpeg;
use crate::npy::Npy;
use crate::parquet::Parquet;
use crate::png::Png;
use crate::tiff::Tiff;
use crate::wfdb::Wfdb;

/// In alphabetical order, so that two additions never collide.
pub static ALL: &[&dyn Format] = &[&Csv, &Dicom, &Jpeg, &Npy, &Parquet, &Png, &Tiff, &Wfdb];
