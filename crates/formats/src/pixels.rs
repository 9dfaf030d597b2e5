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

/// Bytes of a value in memory.
const VALUE: u64 = size_of::<f32>() as u64;

/// Says whether an image of so many channels may be read: each value takes four bytes.
pub(crate) fn check_decoded(columns: u32, rows: u32, channels: u64, limits: &Limits) -> Result<()> {
    let limit = limits.decoded / (VALUE * channels.max(1));
    let (rows, columns) = (u64::from(rows), u64::from(columns));
    if rows.saturating_mul(columns) <= limit {
        Ok(())
    } else {
        Err(Error::TooManyPixels { rows, columns, limit })
    }
}

/// Returns what an image takes in memory while it is read: its values, and the decoded ones of so
/// many bytes that they are made of.
pub(crate) fn decoded_bytes(columns: u32, rows: u32, channels: u64, bytes: u64) -> u64 {
    let values = u64::from(columns).saturating_mul(u64::from(rows)).saturating_mul(channels);
    values.saturating_mul(VALUE + bytes)
}

/// Returns what a decoder may take for an image of this size: its pixels and some room to work.
pub(crate) fn room_to_decode(columns: u32, rows: u32) -> u64 {
    const WIDEST_PIXEL: u64 = 8;
    const ROOM: u64 = 16 << 20;
    let pixels = u64::from(columns).saturating_mul(u64::from(rows));
    pixels.saturating_mul(2 * WIDEST_PIXEL).saturating_add(ROOM)
}

/// Returns the same for decoders of crate `image`.
pub(crate) fn decoder_limits(columns: u32, rows: u32) -> image::Limits {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(room_to_decode(columns, rows));
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

/// What is said of compressed pixels that no decoder makes sense of; decoders have words of their
/// own, which help nobody who only has the file.
pub(crate) const UNREADABLE: &str = "its compressed pixels cannot be unpacked";

/// Says in our words what a decoder noticed; `what` is in the file where the decoder does not know
/// that kind.
pub(crate) fn decoding_error(
    error: &ImageError,
    format: &'static str,
    what: impl FnOnce() -> String,
) -> Error {
    match error {
        ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Error::Truncated { format }
        }
        ImageError::Unsupported(_) => Error::Unsupported { format, what: what() },
        _ => Error::Broken { format, detail: UNREADABLE.to_owned() },
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
    if kept == stride {
        // All at once, side by side: pixel by pixel takes several times as long.
        return values.iter().map(|&value| value.into()).collect();
    }
    // The room is taken once: a vector that grows has up to twice as much.
    let mut wide: Vec<f32> = Vec::with_capacity(values.len() / stride * kept);
    for pixel in values.chunks_exact(stride) {
        wide.extend(pixel[..kept].iter().map(|&value| value.into()));
    }
    wide
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_no_more_memory_than_they_need() {
        let pixels: Vec<u8> = vec![9; 3 * 1000];
        let wide = widen(&pixels, 3, 3, &mut Notes::default());
        assert_eq!((wide.len(), wide.capacity()), (3000, 3000));
    }

    #[test]
    fn what_an_image_takes_is_known_from_its_size() {
        let limits = Limits::default();
        assert!(check_decoded(19_900, 19_900, 3, &limits).is_err(), "4.8 GB");
        assert!(check_decoded(16_384, 16_384, 1, &limits).is_ok(), "1 GiB");
        assert_eq!(decoded_bytes(10, 10, 3, 1), 1500);
        assert_eq!(decoded_bytes(u32::MAX, u32::MAX, 3, 1), u64::MAX);
    }
}
