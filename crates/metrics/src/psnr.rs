//! Peak signal-to-noise ratio.

use samples::{Channels, Image, Modality};

use crate::distance::fastest;
use crate::gray::{comparable, luma};
use crate::parameter::{DATA_RANGE, flag};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`psnr`].
pub const METRIC: Metric = Metric {
    id: "psnr",
    version: 2,
    title: "Peak signal-to-noise ratio",
    modalities: &[Modality::Image],
    reference: Reference::Instance,
    levels: &[Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Decibel,
    range: Range::ANY,
    better: Better::Higher,
    parameters: &[
        flag("convert_to_grayscale", "Compares the luma (BT.601) of color images."),
        DATA_RANGE,
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "Q. Huynh-Thu and M. Ghanbari, Electronics Letters 44(13), 2008, 800–801",
    page: include_str!("../../../docs/metrics/psnr.md"),
    compute: Compute::ImagePair(compute),
};

fn compute(reference: &Image, image: &Image, parameters: &Parameters) -> Result<f64> {
    let peak = parameters.number("data_range").unwrap_or(reference.range().width());
    psnr(reference, image, peak, parameters.flag("convert_to_grayscale"))
}

/// Returns how close `image` is to `reference`, on the scale of the value range.
///
/// `10 · log10(peak² / MSE)`, where MSE is the mean squared difference over all
/// pixels and channels. The range is stated and never guessed from the pixels:
/// two slices of one scan would else be scored on different scales.
///
/// # Input
///
/// * `reference`, `image`: one shape, one stated range.
/// * `peak`: width of the value range, positive and finite, e.g. 4095 for 12 bits.
/// * `in_gray`: compares the luma of color images; gray images stay as they are.
///
/// # Value
///
/// Decibel; any real number; higher is closer. Equal images have no noise: the
/// value is `+∞`, and summaries leave it out and say how many they left out.
///
/// # Errors
///
/// [`Error::ShapeMismatch`], [`Error::ChannelsMismatch`], [`Error::RangeMismatch`],
/// [`Error::NotFinite`], [`Error::TooLarge`] for a peak that is not finite.
///
/// # Source
///
/// Q. Huynh-Thu and M. Ghanbari, "Scope of validity of PSNR in image/video
/// quality assessment", Electronics Letters 44(13), 2008, 800–801.
///
/// # Example
///
/// ```
/// use metrics::psnr::psnr;
/// use samples::{Channels, Image, ValueRange};
///
/// let row = |values: &[f32]| {
///     Image::new([1, 2], Channels::Gray, ValueRange::BITS_8, values.to_vec())
/// };
/// let (reference, image) = (row(&[10.0, 20.0])?, row(&[11.0, 21.0])?);
/// let value = psnr(&reference, &image, 255.0, false)?;
/// assert!((value - 48.13).abs() < 0.01, "off by one gray level in 255");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn psnr(reference: &Image, image: &Image, peak: f64, in_gray: bool) -> Result<f64> {
    comparable(reference, image)?;
    let mse = if in_gray && image.channels() == Channels::Rgb {
        mean_square(&gray_of(reference), &gray_of(image))
    } else {
        mean_square(reference.values(), image.values())
    };
    // Neither side is squared here: a peak of 1e200 has no square.
    if peak.is_finite() { Ok(20.0 * (peak / mse.sqrt()).log10()) } else { Err(Error::TooLarge) }
}

/// Returns the luma of each pixel, not rounded.
fn gray_of(image: &Image) -> Vec<f64> {
    image.values().as_chunks::<3>().0.iter().map(|pixel| luma(pixel.map(f64::from))).collect()
}

/// Sums in `f64`: in `f32` a bright volume would round its small errors away.
///
/// Sums in lanes, which processors add side by side, in an order that is the same on all.
fn mean_square<T: Copy + Into<f64>>(reference: &[T], image: &[T]) -> f64 {
    const LANES: usize = 8;
    let square = |r: T, i: T| {
        let difference: f64 = r.into() - i.into();
        difference * difference
    };
    let (references, reference_rest) = reference.as_chunks::<LANES>();
    let (images, image_rest) = image.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    fastest(|| {
        for (r, i) in references.iter().zip(images) {
            for lane in 0..LANES {
                sums[lane] += square(r[lane], i[lane]);
            }
        }
    });
    let rest = reference_rest.iter().zip(image_rest).map(|(&r, &i)| square(r, i));
    (sums.iter().sum::<f64>() + rest.sum::<f64>()) / reference.len() as f64
}

#[cfg(test)]
mod tests {
    use samples::ValueRange;

    use super::*;

    fn row(values: &[f32]) -> Image {
        Image::new([1, values.len()], Channels::Gray, ValueRange::BITS_8, values.to_vec())
            .expect("one row")
    }

    #[test]
    fn equal_images_have_no_noise() {
        let value = psnr(&row(&[3.0, 4.0]), &row(&[3.0, 4.0]), 255.0, false);
        assert_eq!(value, Ok(f64::INFINITY));
    }

    #[test]
    fn a_missing_pixel_is_an_error_not_a_value() {
        let value = psnr(&row(&[3.0, f32::NAN]), &row(&[3.0, 4.0]), 255.0, false);
        assert_eq!(value, Err(Error::NotFinite { input: "reference" }));
    }

    #[test]
    fn images_under_different_mappings_are_not_compared() {
        let other = Image::new([1, 2], Channels::Gray, ValueRange::BITS_16, vec![3.0, 4.0]);
        let value = psnr(&row(&[3.0, 4.0]), &other.unwrap(), 255.0, false);
        assert!(matches!(value, Err(Error::RangeMismatch { .. })), "8 and 16 bits");
    }
}
