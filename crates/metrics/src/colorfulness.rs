//! Colorfulness.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::DATA_RANGE;
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    Unit,
};

/// See [`colorfulness`].
pub const METRIC: Metric = Metric {
    id: "colorfulness",
    version: 1,
    title: "Colorfulness",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    // Mean square of both axes together is at most 1.25 · 255², at the corners of the cube; with a mean
    // m the value is sqrt(1.25 · 255² - m²) + 0.3 m, which is at most 255 sqrt(1.25 · 1.09).
    range: Range { low: Some(0.0), high: Some(297.651_747_013_184) },
    better: Better::Neither,
    parameters: &[DATA_RANGE],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "D. Hasler and S. Süsstrunk, Human Vision and Electronic Imaging VIII, Proceedings of SPIE 5007, 2003, 87–95",
    page: include_str!("../../../docs/metrics/colorfulness.md"),
    compute: Compute::Image(colorfulness),
};

/// Returns how far the colors spread and how far they are from gray.
///
/// `sqrt(sd(rg)² + sd(yb)²) + 0.3 sqrt(mean(rg)² + mean(yb)²)` with `rg = R - G` and
/// `yb = (R + G) / 2 - B`, both with their sign, values on 0..255 by the stated range.
///
/// # Value
///
/// 0 (gray) to 298; about 15 is slightly, 59 quite, 109 extremely colorful, by the paper. Red,
/// green and blue of a gray image are one, so that its value is 0.
///
/// # Errors
///
/// [`crate::Error::NotFinite`], [`crate::Error::OutsideRange`].
///
/// # Source
///
/// D. Hasler and S. Süsstrunk, "Measuring colourfulness in natural images", Human Vision and
/// Electronic Imaging VIII, Proceedings of SPIE 5007, 2003, 87–95.
pub fn colorfulness(image: &Image, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let [rows, columns] = image.shape();
    let n = (rows * columns) as f64;
    let axes =
        || image.pixels().map(|[red, green, blue]| [red - green, 0.5 * (red + green) - blue]);
    let sum = axes().fold([0.0; 2], |sum, axis| [sum[0] + axis[0], sum[1] + axis[1]]);
    let mean = sum.map(|sum| sum / n);
    let squares = |[rg, yb]: [f64; 2]| (rg - mean[0]).powi(2) + (yb - mean[1]).powi(2);
    let variance = axes().map(squares).sum::<f64>() / n;
    Ok(variance.sqrt() + 0.3 * mean[0].hypot(mean[1]))
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    #[test]
    fn gray_has_no_color_in_one_channel_and_in_three() {
        let values = [vec![3.0, 90.0], vec![3.0, 3.0, 3.0, 90.0, 90.0, 90.0]];
        for (channels, values) in [Channels::Gray, Channels::Rgb].into_iter().zip(values) {
            let image = Image::new([1, 2], channels, ValueRange::BITS_8, values).unwrap();
            assert_eq!(colorfulness(&image, &Parameters::preset(&METRIC)), Ok(0.0));
        }
    }

    #[test]
    fn the_most_colorful_image_is_within_the_range() {
        // One half at each of two far corners, and a little more of one for the mean.
        let corners = [[255.0, 0.0, 0.0], [255.0, 0.0, 255.0], [0.0, 255.0, 0.0]];
        let pixels = [0, 1, 0, 1, 0, 1, 0, 1, 2, 2, 2];
        let values: Vec<f32> = pixels.iter().flat_map(|&at: &usize| corners[at]).collect();
        let image = Image::new([1, 11], Channels::Rgb, ValueRange::BITS_8, values).unwrap();
        let value = colorfulness(&image, &Parameters::preset(&METRIC)).unwrap();
        assert!(METRIC.range.holds(value) && 280.0 < value, "{value}");
    }
}
