//! Images of a real size, from the demo's slices.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::put;
use crate::Outcome;

/// What the images are written as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Png16,
    Tiff16,
}

/// Writes `n` images whose sides are `side` pixels.
pub(super) fn write(
    chance: &mut ChaCha8Rng,
    n: usize,
    side: usize,
    kind: Kind,
    folder: &Path,
) -> Outcome {
    let slices = Slices::open(side)?;
    for at in 0..n {
        let numbers = slices.noisy(at, chance);
        let mut file = Cursor::new(Vec::new());
        let (ending, written) = match kind {
            Kind::Jpeg => {
                let encoder = JpegEncoder::new_with_quality(&mut file, 90);
                ("jpg", slices.narrow(&numbers)?.write_with_encoder(encoder))
            }
            Kind::Png => ("png", slices.narrow(&numbers)?.write_to(&mut file, ImageFormat::Png)),
            Kind::Png16 => ("png", slices.wide(numbers)?.write_to(&mut file, ImageFormat::Png)),
            Kind::Tiff16 => ("tif", slices.wide(numbers)?.write_to(&mut file, ImageFormat::Tiff)),
        };
        written.map_err(|error| error.to_string())?;
        put(folder, &format!("image_{at:05}.{ending}"), &file.into_inner())?;
    }
    Ok(())
}

/// The demo's slices, enlarged.
pub(super) struct Slices {
    side: u32,
    slices: Vec<GrayImage>,
}

impl Slices {
    /// Reads the slices and enlarges them: anatomy, not noise, is what decoders are made for.
    pub(super) fn open(side: usize) -> Outcome<Self> {
        let side = u32::try_from(side).map_err(|error| error.to_string())?;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/demo/real");
        let entries = std::fs::read_dir(&folder).map_err(|error| super::said(&error, &folder))?;
        let mut paths: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        let slices = paths
            .iter()
            .map(|path| {
                let slice = image::open(path).map_err(|error| super::said(&error, path))?;
                Ok(slice.resize_exact(side, side, FilterType::CatmullRom).into_luma8())
            })
            .collect::<Outcome<Vec<_>>>()?;
        Ok(Slices { side, slices })
    }

    /// Returns slice `at` in 16 bits, with noise: enlarging alone leaves an image that packs too well.
    pub(super) fn noisy(&self, at: usize, chance: &mut ChaCha8Rng) -> Vec<u16> {
        let slice = &self.slices[at % self.slices.len()];
        let noisy = |&level: &u8| {
            let value = i32::from(level) * 257 + chance.random_range(-600..=600);
            u16::try_from(value.clamp(0, i32::from(u16::MAX))).unwrap_or(u16::MAX)
        };
        slice.as_raw().iter().map(noisy).collect()
    }

    fn narrow(&self, numbers: &[u16]) -> Outcome<DynamicImage> {
        let bytes = numbers.iter().map(|number| number.to_be_bytes()[0]).collect();
        let image = GrayImage::from_raw(self.side, self.side, bytes);
        Ok(DynamicImage::ImageLuma8(image.ok_or("a square has as many pixels")?))
    }

    fn wide(&self, numbers: Vec<u16>) -> Outcome<DynamicImage> {
        let image = ImageBuffer::<Luma<u16>, _>::from_raw(self.side, self.side, numbers);
        Ok(DynamicImage::ImageLuma16(image.ok_or("a square has as many pixels")?))
    }
}
