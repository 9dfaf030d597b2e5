//! Tenengrad: sharpness by the strength of edges.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, number, odd};
use crate::sobel::mean_of_gradients;
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    Unit,
};

/// See [`tenengrad`].
pub const METRIC: Metric = Metric {
    id: "tenengrad",
    version: 2,
    title: "Tenengrad sharpness",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::GrayLevelsSquared,
    range: Range::FROM_0,
    better: Better::Higher,
    parameters: &[
        DATA_RANGE,
        odd("kernel_size", 3.0, [3.0, 31.0], "Pixels on a side of the Sobel filter, odd."),
        number(
            "threshold",
            0.0,
            [0.0, 1e12],
            "Gradients weaker than this count as 0; in 8-bit gray levels, not squared.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "E. Krotkov, International Journal of Computer Vision 1, 1988, 223–237",
    page: include_str!("../../../docs/metrics/tenengrad.md"),
    compute: Compute::Image(compute),
};

fn compute(image: &Image, parameters: &Parameters) -> Result<f64> {
    let gray = EightBit::of(image, parameters.number("data_range"))?;
    tenengrad(&gray, parameters.whole("kernel_size"), parameters.fixed("threshold"))
}

/// Returns the mean squared gradient of the gray image.
///
/// The gradient is Sobel's, at every pixel, with the image mirrored at its border
/// (the border pixel itself is not repeated). Values are on 0..255 by the stated
/// range, so that images of different depth are on one scale.
///
/// # Value
///
/// Squared gray levels; 0 and above; higher is sharper, or noisier. 0 for a flat image.
///
/// # Errors
///
/// [`crate::Error::TooSmall`] when a side is shorter than the filter;
/// [`crate::Error::Parameter`] for an even filter.
///
/// # Source
///
/// E. Krotkov, "Focusing", International Journal of Computer Vision 1, 1988, 223–237.
fn tenengrad(image: &EightBit<'_>, kernel_size: usize, threshold: f64) -> Result<f64> {
    let strong = |square: f64| if threshold <= square.sqrt() { square } else { 0.0 };
    mean_of_gradients(image, kernel_size, strong)
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;
    use crate::Error;

    #[test]
    fn one_pixel_has_no_sharpness() {
        let pixel = Image::new([1, 1], Channels::Gray, ValueRange::BITS_8, vec![9.0]).unwrap();
        let value = compute(&pixel, &Parameters::preset(&METRIC));
        assert_eq!(value, Err(Error::TooSmall { shape: [1, 1], least: 3 }));
    }

    #[test]
    fn sixteen_bits_are_on_the_scale_of_eight() {
        let image = |range: ValueRange, factor: f32| {
            let values = (0..25_u16).map(|i| f32::from(i * i % 11) * factor).collect();
            Image::new([5, 5], Channels::Gray, range, values).unwrap()
        };
        let preset = Parameters::preset(&METRIC);
        let eight = compute(&image(ValueRange::BITS_8, 1.0), &preset).unwrap();
        let sixteen = compute(&image(ValueRange::BITS_16, 257.0), &preset).unwrap();
        assert!((eight - sixteen).abs() < 1e-9 * eight, "65535 is 257 times 255");
    }
}
