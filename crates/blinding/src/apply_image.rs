//! Mends of images.

use image::imageops::{self, FilterType};
use image::{ImageBuffer, Luma, Pixel, Rgb};
use samples::{Channels, Image, Meaning};

use crate::lossy::lossy;
use crate::mend::to_gray;
use crate::requantise::requantise;
use crate::{Error, Mend, Rect, Result};

/// Returns an image after the pipeline; see [`crate::Stage`] for its order.
///
/// The same image comes out whatever its source is: nothing but its own pixels, range and size counts.
///
/// # Errors
///
/// [`Error::WrongKind`] for a mend of signals, [`Error::TooSmall`] for a crop beyond the image,
/// [`Error::Parameter`], [`Error::Compression`].
pub fn apply_image(mends: &[Mend], image: &Image) -> Result<Image> {
    let mut mended = image.clone();
    for mend in Mend::in_order(mends) {
        mended = match mend {
            Mend::Gray => to_gray(mended)?,
            Mend::Crop { columns, rows } => crop(&mended, [*rows, *columns])?,
            Mend::Resample { columns, rows } => resample(&mended, [*rows, *columns])?,
            Mend::Requantise { bits, spans } => requantise(&mended, *bits, spans)?,
            Mend::Floor { level } => {
                let end = end_of("floor", &mended, *level)?;
                with_values(&mended, |value| value.max(end))?
            }
            Mend::Ceiling { level } => {
                let end = end_of("ceiling", &mended, *level)?;
                with_values(&mended, |value| value.min(end))?
            }
            // Under a cover, too: its blocks would spread what is there.
            Mend::Lossy { quality } => lossy(&cover(mends, mended)?, *quality)?,
            Mend::Mask { rects } => mask(&mended, rects)?,
            Mend::HideScale => {
                let meaning = Meaning { spacing_mm: None, ..mended.meaning().clone() };
                mended.with_meaning(meaning)
            }
            other => return Err(Error::WrongKind { mend: other.id(), given: "an image" }),
        };
    }
    Ok(mended)
}

/// Returns the value at a share of the range.
fn end_of(mend: &'static str, image: &Image, level: f64) -> Result<f32> {
    if !(0.0..=1.0).contains(&level) {
        return Err(Error::Parameter { mend, name: "level", wanted: "0 to 1", given: level });
    }
    let value = image.range().low() + level * image.range().width();
    // A whole number where values are whole: between two levels it would be one more.
    let whole = image.values().iter().all(|value| value.fract().abs() <= 0.0);
    #[expect(clippy::cast_possible_truncation, reason = "values are f32")]
    Ok(if whole { value.round() } else { value } as f32)
}

fn with_values(image: &Image, of: impl Fn(f32) -> f32) -> Result<Image> {
    let values = image.values().iter().map(|&value| of(value)).collect();
    let changed = Image::new(image.shape(), image.channels(), image.range(), values)?;
    Ok(changed.with_meaning(image.meaning().clone()))
}

fn crop(image: &Image, [rows, columns]: [usize; 2]) -> Result<Image> {
    let [of_rows, of_columns] = image.shape();
    if of_rows < rows || of_columns < columns {
        return Err(Error::TooSmall { columns, rows, of_columns, of_rows });
    }
    let n_channels = image.channels().count();
    let (top, left) = ((of_rows - rows) / 2, (of_columns - columns) / 2);
    let line = |row: usize| {
        &image.values()[((top + row) * of_columns + left) * n_channels..][..columns * n_channels]
    };
    let values = (0..rows).flat_map(line).copied().collect();
    let cut = Image::new([rows, columns], image.channels(), image.range(), values)?;
    Ok(cut.with_meaning(image.meaning().clone()))
}

/// Covers the size, and cuts off what stands out.
///
/// # Source
///
/// R. G. Keys, "Cubic convolution interpolation for digital image processing", IEEE Transactions on
/// Acoustics, Speech, and Signal Processing 29(6), 1981, with its parameter at −1/2.
fn resample(image: &Image, size: [usize; 2]) -> Result<Image> {
    let shape = image.shape();
    if size.contains(&0) {
        let (wanted, given) = ("at least 1", 0.0);
        return Err(Error::Parameter { mend: "resample", name: "size", wanted, given });
    }
    if shape == size {
        return Ok(image.clone());
    }
    let ratios = [0, 1].map(|side| size[side] as f64 / shape[side] as f64);
    let ratio = ratios[0].max(ratios[1]);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size is positive and small"
    )]
    let covering =
        [0, 1].map(|side| ((shape[side] as f64 * ratio).round() as usize).max(size[side]));
    let (low, width) = (image.range().low(), image.range().width());
    // The library clamps at 0 and 1.
    #[expect(clippy::cast_possible_truncation, reason = "values are f32")]
    let shares: Vec<f32> =
        image.values().iter().map(|&value| ((f64::from(value) - low) / width) as f32).collect();
    let shares = match image.channels() {
        Channels::Gray => resized::<Luma<f32>>(shares, shape, covering),
        Channels::Rgb => resized::<Rgb<f32>>(shares, shape, covering),
    };
    let shares = shares.ok_or(Error::TooSmall {
        columns: size[1],
        rows: size[0],
        of_columns: shape[1],
        of_rows: shape[0],
    })?;
    #[expect(clippy::cast_possible_truncation, reason = "values are f32")]
    let values = shares.into_iter().map(|share| (low + f64::from(share) * width) as f32).collect();
    let meaning = Meaning {
        spacing_mm: image
            .meaning()
            .spacing_mm
            .map(|[rows, columns]| [rows / ratio, columns / ratio]),
        ..image.meaning().clone()
    };
    let covering = Image::new(covering, image.channels(), image.range(), values)?;
    crop(&covering.with_meaning(meaning), size)
}

fn resized<P: Pixel<Subpixel = f32> + 'static>(
    shares: Vec<f32>,
    from: [usize; 2],
    to: [usize; 2],
) -> Option<Vec<f32>> {
    let side = |n: usize| u32::try_from(n).ok();
    let buffer: ImageBuffer<P, Vec<f32>> =
        ImageBuffer::from_raw(side(from[1])?, side(from[0])?, shares)?;
    let (columns, rows) = (side(to[1])?, side(to[0])?);
    Some(imageops::resize(&buffer, columns, rows, FilterType::CatmullRom).into_raw())
}

/// Covers what is covered behind JPEG already before it.
fn cover(mends: &[Mend], image: Image) -> Result<Image> {
    mends.iter().try_fold(image, |image, mend| match mend {
        Mend::Mask { rects } => mask(&image, rects),
        _ => Ok(image),
    })
}

fn mask(image: &Image, rects: &[Rect]) -> Result<Image> {
    let [rows, columns] = image.shape();
    let n_channels = image.channels().count();
    #[expect(clippy::cast_possible_truncation, reason = "values are f32")]
    let black = image.range().low() as f32;
    let mut values = image.values().to_vec();
    for rect in rects {
        let right = rect.left.saturating_add(rect.width).min(columns);
        for row in rect.top..rect.top.saturating_add(rect.height).min(rows) {
            if rect.left < right {
                let from = (row * columns + rect.left) * n_channels;
                values[from..(row * columns + right) * n_channels].fill(black);
            }
        }
    }
    let masked = Image::new(image.shape(), image.channels(), image.range(), values)?;
    Ok(masked.with_meaning(image.meaning().clone()))
}

#[cfg(test)]
mod tests {
    use samples::ValueRange;

    use super::*;

    fn ramp(rows: usize, columns: usize) -> Image {
        let values = (0..rows * columns).map(|at| (at % columns) as f32).collect();
        Image::new([rows, columns], Channels::Gray, ValueRange::BITS_8, values).unwrap()
    }

    #[test]
    fn the_middle_is_cut_out_and_no_more_than_there_is() {
        let found = apply_image(&[Mend::Crop { columns: 2, rows: 1 }], &ramp(3, 6)).unwrap();
        assert_eq!(found.values(), [2.0, 3.0]);
        let beyond = apply_image(&[Mend::Crop { columns: 7, rows: 1 }], &ramp(3, 6));
        assert!(matches!(beyond, Err(Error::TooSmall { .. })));
    }

    #[test]
    fn a_ramp_that_is_made_half_as_large_is_a_ramp_of_means() {
        let spaced = Meaning { spacing_mm: Some([0.5, 0.5]), ..Meaning::default() };
        let image = ramp(32, 64).with_meaning(spaced);
        let found = apply_image(&[Mend::Resample { columns: 32, rows: 16 }], &image).unwrap();
        assert_eq!(found.shape(), [16, 32]);
        for column in 4..28 {
            // A straight line stays one: the middle of two pixels is their mean.
            let value = f64::from(found.values()[5 * 32 + column]);
            assert!((value - (2.0 * column as f64 + 0.5)).abs() < 1e-3, "{column}: {value}");
        }
        assert_eq!(found.meaning().spacing_mm, Some([1.0, 1.0]));
    }

    #[test]
    fn proportions_stay_and_what_stands_out_is_cut_off() {
        let found =
            apply_image(&[Mend::Resample { columns: 10, rows: 10 }], &ramp(20, 60)).unwrap();
        // Half as large it is 30 × 10, of which the columns 10 to 19 stay: 20.5, 22.5, …
        assert_eq!(found.shape(), [10, 10]);
        assert!((found.values()[0] - 20.5).abs() < 1e-3, "{}", found.values()[0]);
    }

    #[test]
    fn air_becomes_flat_and_bright_pixels_stay() {
        let floored = apply_image(&[Mend::Floor { level: 3.0 / 255.0 }], &ramp(1, 6)).unwrap();
        assert_eq!(floored.values(), [3.0, 3.0, 3.0, 3.0, 4.0, 5.0]);
        let both = [Mend::Ceiling { level: 4.0 / 255.0 }, Mend::Floor { level: 0.0 }];
        assert_eq!(
            apply_image(&both, &ramp(1, 6)).unwrap().values(),
            [0.0, 1.0, 2.0, 3.0, 4.0, 4.0]
        );
        let beyond = apply_image(&[Mend::Floor { level: f64::NAN }], &ramp(1, 6));
        assert!(matches!(beyond, Err(Error::Parameter { .. })));
    }

    #[test]
    fn rectangles_are_blackened_as_far_as_they_reach() {
        let rects = vec![Rect { left: 4, top: 0, width: 9, height: usize::MAX }];
        let found = apply_image(&[Mend::Mask { rects }], &ramp(2, 6)).unwrap();
        assert_eq!(found.values()[..6], [0.0, 1.0, 2.0, 3.0, 0.0, 0.0]);
    }

    #[test]
    fn jpeg_spreads_nothing_of_what_is_covered() {
        let plain = ramp(24, 40);
        let mut values = plain.values().to_vec();
        for row in 3..9 {
            values[row * 40 + 5..row * 40 + 14].fill(255.0);
        }
        let marked = Image::new([24, 40], Channels::Gray, ValueRange::BITS_8, values).unwrap();
        let rects = vec![Rect { left: 5, top: 3, width: 9, height: 6 }];
        let mends = [Mend::Lossy { quality: 30 }, Mend::Mask { rects }];
        let [marked, plain] = [marked, plain].map(|image| apply_image(&mends, &image).unwrap());
        assert_eq!(marked.values(), plain.values());
        assert!(marked.values()[3 * 40 + 5..][..9].iter().all(|value| value.abs() <= 0.0));
    }

    #[test]
    fn a_mend_of_signals_is_refused() {
        let found = apply_image(&[Mend::Rate { hz: 100.0 }], &ramp(2, 2));
        assert_eq!(found, Err(Error::WrongKind { mend: "rate", given: "an image" }));
    }
}
