//! How much of its sharpness an image loses when it is smoothed.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, number, odd};
use crate::sobel::mean_of_gradients;
use crate::softened::Softened;
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameter, Parameters, Preset,
    Range, Reference, Result, Unit,
};

/// See [`tenengrad_relative`].
pub const METRIC: Metric = Metric {
    id: "tenengrad_relative",
    version: 1,
    title: "Relative Tenengrad sharpness",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    // The difference is below 0 when smoothing takes sharpness away.
    range: Range::ANY,
    better: Better::Lower,
    parameters: &[
        number(
            "blur_factor",
            0.0,
            [0.0, 1.0],
            "How much of the image stays when it is smoothed: 0 nothing, 1 all of it.",
        ),
        Parameter {
            name: "criteria",
            default: Preset::Number(0.0),
            least: 0.0,
            most: 1.0,
            whole: true,
            odd: false,
            choices: &["ratio", "diff"],
            meaning: "The sharpness of the smoothed image over that of the image, or minus it, in gray levels.",
        },
        DATA_RANGE,
        odd("kernel_size", 3.0, [3.0, 31.0], "Pixels on a side of the Sobel filter, odd."),
        number(
            "threshold",
            0.0,
            [0.0, 1e12],
            "Gradients weaker than this count as 0; in 8-bit gray levels.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "pyMDMA 0.3.0, after E. Krotkov, International Journal of Computer Vision 1, 1988, 223–237",
    page: include_str!("../../../docs/metrics/tenengrad_relative.md"),
    compute: Compute::Image(tenengrad_relative),
};

/// Compares the mean gradient of the smoothed image with that of the image.
///
/// The gradient is Sobel's magnitude, not squared, with values on 0..255 by the stated range.
/// Smoothing takes 3 × 3 pixels, 5/13 of them the middle one; the border stays. A blurred
/// image has little to lose: its ratio is near 1. A sharp or a noisy one loses much.
///
/// # Value
///
/// The ratio: 0 and above, seldom above 1; lower is sharper, or noisier. Or the difference, in
/// gray levels: lower is sharper, too.
///
/// # Errors
///
/// [`Error::NotFinite`], [`Error::OutsideRange`]; [`Error::TooSmall`] when a side is shorter
/// than the filter; [`Error::FlatImage`] for the ratio when no gradient reaches the threshold.
pub fn tenengrad_relative(image: &Image, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let threshold = parameters.fixed("threshold");
    let size = parameters.whole("kernel_size");
    let strong = |square: f64| {
        let magnitude = square.sqrt();
        if threshold <= magnitude { magnitude } else { 0.0 }
    };
    let sharpness = mean_of_gradients(&image, size, strong)?;
    let softened = Softened::new(&image, parameters.fixed("blur_factor"));
    let smoothed = mean_of_gradients(softened, size, strong)?;
    if parameters.flag("criteria") {
        return Ok(smoothed - sharpness);
    }
    let ratio = smoothed / sharpness;
    // The least gradients can be too small for their ratio to be a number.
    if ratio.is_finite() { Ok(ratio) } else { Err(Error::FlatImage) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use samples::{Channels, ValueRange};

    use super::*;

    fn value(image: &Image, given: &[(&str, f64)]) -> Result<f64> {
        let given: BTreeMap<String, f64> =
            given.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
        tenengrad_relative(image, &Parameters::for_metric(&METRIC, &given).unwrap())
    }

    fn image(range: ValueRange, factor: f32) -> Image {
        let values = (0..35_u16).map(|i| f32::from(i * i % 11) * factor).collect();
        Image::new([5, 7], Channels::Gray, range, values).unwrap()
    }

    #[test]
    fn a_flat_image_has_no_ratio_but_a_difference() {
        let flat = Image::new([4, 4], Channels::Gray, ValueRange::BITS_8, vec![7.0; 16]).unwrap();
        assert_eq!(value(&flat, &[]), Err(Error::FlatImage));
        assert_eq!(value(&flat, &[("criteria", 1.0)]), Ok(0.0));
    }

    #[test]
    fn an_image_that_stays_as_it_is_loses_nothing() {
        let image = image(ValueRange::BITS_8, 1.0);
        assert_eq!(value(&image, &[("blur_factor", 1.0)]), Ok(1.0));
        assert!(value(&image, &[]).unwrap() < 1.0, "smoothing takes sharpness away");
    }

    #[test]
    fn an_image_smaller_than_the_filter_has_no_value() {
        let pixel = Image::new([1, 1], Channels::Gray, ValueRange::BITS_8, vec![9.0]).unwrap();
        assert_eq!(value(&pixel, &[]), Err(Error::TooSmall { shape: [1, 1], least: 3 }));
    }

    #[test]
    fn more_than_eight_bits_are_not_rounded() {
        let eight = value(&image(ValueRange::BITS_8, 10.0), &[]).unwrap();
        let sixteen = value(&image(ValueRange::BITS_16, 2570.0), &[]).unwrap();
        assert!((eight - sixteen).abs() < 0.01, "they differ by rounding: {eight}, {sixteen}");
    }
}
