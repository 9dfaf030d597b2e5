//! One pass through JPEG, so that all images have been through it.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ExtendedColorType};
use samples::{Channels, Image, ValueRange};

use crate::requantise::requantise;
use crate::{Error, Result};

/// Returns what an image of 8 bits is after JPEG (ITU-T T.81, baseline); others are brought to 8 bits
/// over their range before.
pub(crate) fn lossy(image: &Image, quality: u8) -> Result<Image> {
    if !(1..=100).contains(&quality) {
        let given = f64::from(quality);
        let wanted = "1 to 100";
        return Err(Error::Parameter { mend: "lossy", name: "quality", wanted, given });
    }
    let image = requantise(image, 8, &[])?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    let bytes: Vec<u8> = image.values().iter().map(|&value| value as u8).collect();
    let [rows, columns] = image.shape();
    let side = |n: usize| u32::try_from(n).map_err(|_| broken("it is too large"));
    let color = match image.channels() {
        Channels::Gray => ExtendedColorType::L8,
        Channels::Rgb => ExtendedColorType::Rgb8,
    };
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(&bytes, side(columns)?, side(rows)?, color)
        .map_err(|error| broken(&error.to_string()))?;
    let reader =
        JpegDecoder::new(Cursor::new(&file)).map_err(|error| broken(&error.to_string()))?;
    let decoded = DynamicImage::from_decoder(reader).map_err(|error| broken(&error.to_string()))?;
    let bytes = match image.channels() {
        Channels::Gray => decoded.into_luma8().into_raw(),
        Channels::Rgb => decoded.into_rgb8().into_raw(),
    };
    let values = bytes.into_iter().map(f32::from).collect();
    let meaning = image.meaning().clone();
    Ok(Image::new(image.shape(), image.channels(), ValueRange::BITS_8, values)?
        .with_meaning(meaning))
}

fn broken(detail: &str) -> Error {
    Error::Compression { detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_image_stays_and_a_quality_beyond_is_refused() {
        let flat = Image::new([9, 11], Channels::Rgb, ValueRange::BITS_8, vec![77.0; 297]).unwrap();
        let found = lossy(&flat, 90).unwrap();
        assert_eq!((found.shape(), found.channels()), ([9, 11], Channels::Rgb));
        assert!(found.values().iter().all(|value| (value - 77.0).abs() <= 1.0));
        assert!(matches!(lossy(&flat, 0), Err(Error::Parameter { .. })));
    }
}
