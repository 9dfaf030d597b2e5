//! Decoded pixels to images: what PNG, JPEG and TIFF have in common.

use std::io;

use image::metadata::Orientation;
use image::{DynamicImage, ImageError};
use samples::{Channels, Image, ValueRange};

use crate::{Error, Limits, Note, Notes, Result};

/// Says whether an image of this declared size may be read, before memory is taken for it.
pub(crate) fn check_size(columns: u32, rows: u32, limits: &Limits) -> Result<()> {
    let (rows, columns) = (u64::from(rows), u64::from(columns));
    match rows.checked_mul(columns) {
        Some(pixels) if pixels <= limits.pixels => Ok(()),
        _ => Err(Error::TooManyPixels { rows, columns, limit: limits.pixels }),
    }
}

/// Returns what a decoder may take for an image of this size: its pixels and some room to work.
pub(crate) fn decoder_limits(columns: u32, rows: u32) -> image::Limits {
    const WIDEST_PIXEL: u64 = 8;
    const ROOM: u64 = 16 << 20;
    let pixels = u64::from(columns).saturating_mul(u64::from(rows));
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(pixels.saturating_mul(2 * WIDEST_PIXEL).saturating_add(ROOM));
    limits
}

/// Returns the image, turned upright, without its alpha channel.
pub(crate) fn into_image(
    mut decoded: DynamicImage,
    orientation: Orientation,
    format: &'static str,
    notes: &mut Notes,
) -> Result<Image> {
    if orientation != Orientation::NoTransforms {
        decoded.apply_orientation(orientation);
        notes.add(Note::Turned { orientation: orientation.to_exif() });
    }
    let shape = [decoded.height() as usize, decoded.width() as usize];
    let (channels, range, values) = match &decoded {
        DynamicImage::ImageLuma8(it) => {
            (Channels::Gray, ValueRange::BITS_8, widen(it, 1, 1, notes))
        }
        DynamicImage::ImageLumaA8(it) => {
            (Channels::Gray, ValueRange::BITS_8, widen(it, 2, 1, notes))
        }
        DynamicImage::ImageRgb8(it) => (Channels::Rgb, ValueRange::BITS_8, widen(it, 3, 3, notes)),
        DynamicImage::ImageRgba8(it) => (Channels::Rgb, ValueRange::BITS_8, widen(it, 4, 3, notes)),
        DynamicImage::ImageLuma16(it) => {
            (Channels::Gray, ValueRange::BITS_16, widen(it, 1, 1, notes))
        }
        DynamicImage::ImageLumaA16(it) => {
            (Channels::Gray, ValueRange::BITS_16, widen(it, 2, 1, notes))
        }
        DynamicImage::ImageRgb16(it) => {
            (Channels::Rgb, ValueRange::BITS_16, widen(it, 3, 3, notes))
        }
        DynamicImage::ImageRgba16(it) => {
            (Channels::Rgb, ValueRange::BITS_16, widen(it, 4, 3, notes))
        }
        _ => return Err(Error::Unsupported { format, what: "pixels of real numbers".to_owned() }),
    };
    Ok(Image::new(shape, channels, range, values)?)
}

/// Says in our words what a decoder noticed.
pub(crate) fn decoding_error(error: ImageError, format: &'static str) -> Error {
    match error {
        ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Error::Truncated { format }
        }
        ImageError::Unsupported(error) => Error::Unsupported { format, what: error.to_string() },
        other => Error::Broken { format, detail: other.to_string() },
    }
}

/// A value of 8 or 16 bits.
trait Depth: Copy + Into<f32> + PartialOrd {
    const OPAQUE: Self;
}

impl Depth for u8 {
    const OPAQUE: Self = u8::MAX;
}

impl Depth for u16 {
    const OPAQUE: Self = u16::MAX;
}

/// Keeps the first `kept` of every `stride` values; a further one is alpha.
fn widen<T: Depth>(values: &[T], stride: usize, kept: usize, notes: &mut Notes) -> Vec<f32> {
    if kept < stride {
        let pixels = values.chunks_exact(stride);
        let transparent = pixels.filter(|pixel| pixel[stride - 1] < T::OPAQUE).count() as u64;
        notes.add(Note::AlphaDropped { transparent });
    }
    values.chunks_exact(stride).flat_map(|pixel| pixel[..kept].iter().map(|&v| v.into())).collect()
}
