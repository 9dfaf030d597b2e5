//! JPEG within DICOM: which of its kinds it is, and what its colors are.
//!
//! The common one, of 8 bits and with loss, is left to the decoder of JPEG
//! files. The two others that medicine uses are read here.

mod bits;
mod extended;
mod huffman;
mod lossless;
mod stream;

use super::raster::{Photometric, Raster};
use super::{TITLE, broken, unsupported};
use crate::{Error, Result};

use stream::{Frame, Part, Stream};

/// One number for each sample of each pixel, interleaved, and what they stand for.
pub(super) struct Decoded {
    pub numbers: Vec<u16>,
    pub photometric: Photometric,
}

/// Returns the pixels of a JPEG; `raster` was checked against the limits.
pub(super) fn decode(bytes: &[u8], raster: Raster) -> Result<Decoded> {
    let mut stream = Stream::of(bytes)?;
    let Part::Frame(frame) = stream.next()? else {
        return Err(broken("its JPEG has no frame"));
    };
    if (frame.rows, frame.columns) != (raster.rows, raster.columns) {
        return Err(broken("its JPEG has another size than the header says"));
    }
    if frame.components.len() != raster.samples {
        return Err(broken("its JPEG has more or fewer colors than the header says"));
    }
    let photometric = color(&stream, &frame, raster.photometric);
    let numbers = match (frame.kind, frame.bits) {
        (BASELINE | EXTENDED | PROGRESSIVE, 8) => common(bytes)?,
        (EXTENDED, 12) => extended::decode(stream, &frame)?,
        (LOSSLESS, 2..=16) => lossless::decode(stream, &frame)?,
        (BASELINE | EXTENDED | PROGRESSIVE | LOSSLESS, bits) => {
            return Err(unsupported(&format!("a JPEG of this kind with {bits} bits")));
        }
        _ => return Err(unsupported("a hierarchical or arithmetic JPEG")),
    };
    if numbers.len() != raster.n_numbers() {
        return Err(broken("the pixels of its JPEG do not fill the image"));
    }
    Ok(Decoded { numbers, photometric })
}

const BASELINE: u8 = 0xc0;
const EXTENDED: u8 = 0xc1;
const PROGRESSIVE: u8 = 0xc2;
const LOSSLESS: u8 = 0xc3;

fn common(bytes: &[u8]) -> Result<Vec<u16>> {
    let values = crate::jpeg::decode_as_is(bytes).map_err(|error| match error {
        Error::Truncated { .. } => Error::Truncated { format: TITLE },
        Error::Broken { detail, .. } => broken(&format!("its JPEG: {detail}")),
        Error::Unsupported { what, .. } => unsupported(&format!("a JPEG of {what}")),
        other => other,
    })?;
    Ok(values.into_iter().map(u16::from).collect())
}

/// Says what the colors are where the header and the JPEG do not agree: many programs forget to
/// say that their JPEG is no RGB, and its own marks are what other viewers go by.
fn color(stream: &Stream<'_>, frame: &Frame, said: Photometric) -> Photometric {
    let ids: Vec<u8> = frame.components.iter().map(|component| component.id).collect();
    let named_rgb = matches!(ids.as_slice(), b"RGB" | b"rgb");
    match said {
        Photometric::Rgb if stream.is_ybr && !named_rgb => Photometric::Ybr,
        Photometric::Ybr | Photometric::Ybr422 if named_rgb => Photometric::Rgb,
        Photometric::Ybr422 => Photometric::Ybr, // The decoder gave each pixel its color.
        other => other,
    }
}
