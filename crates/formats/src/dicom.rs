//! DICOM: single images of radiology and of whatever else a clinic takes pictures of.
//!
//! The elements are walked through here, without recursion and by the bytes
//! that are there, and some fifty of them are looked at. Known readers take
//! memory by the length that a file declares and fall into deep sequences.

mod color;
mod dataset;
mod file;
mod gray;
mod header;
mod jpeg;
mod jpeg_2000;
mod numbers;
mod raster;
mod run_lengths;
mod scan;
mod syntax;
mod tags;
mod write;

use samples::Contents;

use crate::pixels::check_size;
use crate::{Error, Format, Input, Limits, Match, Notes, Peek, Result};

use dataset::Encoding;
use file::File;
use raster::Raster;

pub use write::write_dicom;

/// See <https://www.dicomstandard.org/current>.
pub(crate) struct Dicom;

const TITLE: &str = "DICOM";

impl Format for Dicom {
    fn id(&self) -> &'static str {
        "dicom"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dcm", "dicom"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        let begins = file::begins_with_elements(file.head);
        if file::has_signature(file.head) || begins == Some(Encoding::EXPLICIT) {
            Match::BySignature
        } else if begins.is_some() || file.has_extension(self.extensions()) {
            Match::ByName
        } else {
            Match::No
        }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        let file = File::open(input.bytes, notes)?;
        let elements = file.elements(limits)?;
        let dataset = scan::scan(&elements, file.syntax.encoding)?;
        header::note(&dataset, notes);

        if dataset.bytes(tags::FLOAT_PIXELS).or(dataset.bytes(tags::DOUBLE_PIXELS)).is_some() {
            return Err(unsupported("pixels of real numbers"));
        }
        if dataset.pixels.is_none() {
            return Err(header::no_image(&dataset, file.class));
        }
        let frames = dataset.n_frames()?;
        if frames != 1 {
            return Err(Error::SeveralFrames { frames });
        }
        let raster = Raster::of(&dataset)?;
        check_size(raster.columns.into(), raster.rows.into(), limits)?;
        let numbers = numbers::numbers(&dataset, file.syntax.coding, raster)?;
        let image = if numbers.raster.photometric.is_gray() {
            gray::image(&dataset, numbers, notes)?
        } else {
            color::image(&dataset, numbers, notes)?
        };
        Ok(Contents::Image(image))
    }
}

fn broken(detail: &str) -> Error {
    Error::Broken { format: TITLE, detail: detail.to_owned() }
}

fn unsupported(what: &str) -> Error {
    Error::Unsupported { format: TITLE, what: what.to_owned() }
}
