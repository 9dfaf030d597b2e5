//! Structural similarity.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use samples::{Image, Modality};

use crate::gray::comparable;
use crate::parameter::{DATA_RANGE, number, odd};
use crate::similarity::{Pair, similarity};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameter, Parameters, Range,
    Reference, Result, Unit,
};

/// See [`ssim`].
pub const METRIC: Metric = Metric {
    id: "ssim",
    version: 2,
    title: "Structural similarity",
    modalities: &[Modality::Image],
    reference: Reference::Instance,
    levels: &[Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range { low: Some(-1.0), high: Some(1.0) },
    better: Better::Higher,
    parameters: PARAMETERS,
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "Z. Wang et al., IEEE Transactions on Image Processing 13(4), 2004, 600–612",
    page: include_str!("../../../docs/metrics/ssim.md"),
    compute: Compute::ImagePair(compute),
};

/// What can be chosen about structural similarity, at one scale or at several.
pub(crate) const PARAMETERS: &[Parameter] = &[
    DATA_RANGE,
    number("k1", 0.01, [0.0, 1.0], "Steadies the comparison of brightness in dark places."),
    number("k2", 0.03, [0.0, 1.0], "Steadies the comparison of contrast in flat places."),
    odd("kernel_size", 11.0, [3.0, 63.0], "Pixels on a side of the window, odd."),
    number("sigma", 1.5, [0.1, 32.0], "Width of the Gaussian window, in pixels."),
];

fn compute(reference: &Image, image: &Image, parameters: &Parameters) -> Result<f64> {
    let (window, steady) = chosen(reference, parameters);
    ssim(reference, image, window, steady)
}

/// Returns the window and the constants C1 and C2 that [`PARAMETERS`] stand for.
pub(crate) fn chosen(reference: &Image, parameters: &Parameters) -> (Window, [f64; 2]) {
    let window = Window { size: parameters.whole("kernel_size"), sigma: parameters.fixed("sigma") };
    let peak = parameters.number("data_range").unwrap_or(reference.range().width());
    let steady = [parameters.fixed("k1"), parameters.fixed("k2")].map(|k| (k * peak) * (k * peak));
    (window, steady)
}

/// The Gaussian window that local means are taken in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Pixels on a side, odd.
    pub size: usize,
    /// Standard deviation, in pixels.
    pub sigma: f64,
}

impl Window {
    /// Returns the weights along one side; their sum is 1.
    pub(crate) fn weights(self) -> Vec<f64> {
        let middle = (self.size / 2) as f64;
        let weight = |at: usize| (-0.5 * ((at as f64 - middle) / self.sigma).powi(2)).exp();
        let weights: Vec<f64> = (0..self.size).map(weight).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }
}

/// The two images, one channel of them, counted from the lower end of their range.
pub(crate) struct OfChannel<'a> {
    pub(crate) reference: &'a Image,
    pub(crate) image: &'a Image,
    pub(crate) channel: usize,
}

impl Pair for OfChannel<'_> {
    fn shape(&self) -> [usize; 2] {
        self.image.shape()
    }

    #[inline(always)]
    fn fill(&self, row: usize, x: &mut [f64], y: &mut [f64]) {
        let low = self.image.range().low();
        let n_channels = self.image.channels().count();
        let width = self.shape()[1] * n_channels;
        for (image, line) in [(self.reference, x), (self.image, y)] {
            let values = &image.values()[row * width..(row + 1) * width];
            if n_channels == 1 {
                line.iter_mut().zip(values).for_each(|(to, &value)| *to = f64::from(value) - low);
            } else {
                let values = values.iter().skip(self.channel).step_by(n_channels);
                line.iter_mut().zip(values).for_each(|(to, &value)| *to = f64::from(value) - low);
            }
        }
    }
}

/// Passes pairs of images that have room for the window, and odd windows.
///
/// # Errors
///
/// Those of [`comparable`]; [`Error::TooSmall`], [`Error::Parameter`] for an even window.
pub(crate) fn fitting(
    reference: &Image,
    image: &Image,
    window: Window,
    least: usize,
) -> Result<()> {
    comparable(reference, image)?;
    if window.size.is_multiple_of(2) {
        let wanted = "an odd number".to_owned();
        return Err(Error::Parameter { name: "kernel_size", wanted, given: window.size as f64 });
    }
    let shape = image.shape();
    if shape.iter().any(|&side| side < least) {
        return Err(Error::TooSmall { shape, least });
    }
    Ok(())
}

/// Returns how alike the local brightness, contrast and pattern of two images are.
///
/// Means, variances and covariance are taken in a Gaussian window around every
/// pixel whose window lies inside the image; the value is the mean over these
/// pixels and over the channels. Values count from the lower end of the stated
/// range, so that Hounsfield units below 0 do no harm.
///
/// # Input
///
/// * `reference`, `image`: one shape, one stated range, no side shorter than the window.
/// * `steady`: the constants C1 and C2, `(K1 · L)²` and `(K2 · L)²`.
///
/// # Value
///
/// -1 to 1; higher is closer; 1 for equal images.
///
/// # Errors
///
/// [`Error::ShapeMismatch`], [`Error::ChannelsMismatch`], [`Error::RangeMismatch`],
/// [`Error::NotFinite`], [`Error::TooSmall`], [`Error::Parameter`] for an even window,
/// [`Error::TooLarge`] for values above 1e150.
///
/// # Source
///
/// Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, "Image quality
/// assessment: from error visibility to structural similarity", IEEE
/// Transactions on Image Processing 13(4), 2004, 600–612.
pub fn ssim(reference: &Image, image: &Image, window: Window, steady: [f64; 2]) -> Result<f64> {
    fitting(reference, image, window, window.size)?;
    let weights = window.weights();
    let n_channels = image.channels().count();
    let of_channel =
        |channel| similarity(&OfChannel { reference, image, channel }, &weights, steady).whole;
    let value = (0..n_channels).map(of_channel).sum::<f64>() / n_channels as f64;
    // Rounding may carry the value of equal images past 1 by a bit.
    if value.is_nan() { Err(Error::TooLarge) } else { Ok(value.clamp(-1.0, 1.0)) }
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn flat(value: f32, side: usize) -> Image {
        Image::new([side, side], Channels::Gray, ValueRange::BITS_8, vec![value; side * side])
            .unwrap()
    }

    fn preset(reference: &Image, image: &Image) -> Result<f64> {
        compute(reference, image, &Parameters::preset(&METRIC))
    }

    #[test]
    fn an_image_smaller_than_the_window_has_no_value() {
        let value = preset(&flat(1.0, 10), &flat(1.0, 10));
        assert_eq!(value, Err(Error::TooSmall { shape: [10, 10], least: 11 }));
    }

    #[test]
    fn equal_flat_images_are_alike() {
        assert_eq!(preset(&flat(7.0, 12), &flat(7.0, 12)), Ok(1.0));
    }

    #[test]
    fn values_count_from_the_lower_end_of_the_range() {
        let hounsfield = |value: f32| {
            let range = ValueRange::new(-1000.0, -745.0).unwrap();
            Image::new([12, 12], Channels::Gray, range, vec![value; 144]).unwrap()
        };
        let (a, b) = (
            preset(&flat(10.0, 12), &flat(40.0, 12)).unwrap(),
            preset(&hounsfield(-990.0), &hounsfield(-960.0)).unwrap(),
        );
        assert!((a - b).abs() < 1e-12, "10 and 40 above the lower end of 255: {a} and {b}");
    }
}
