//! Measure of enhancement: contrast of blocks.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, whole};
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    Unit,
};

/// The least gray level that counts, so that black has a logarithm.
const DARKEST: f64 = 0.1;

/// Black and white in every block: 20 ln(255 / 0.1).
const MOST: f64 = 156.876_972_763_049_5;

/// See [`eme`].
pub const METRIC: Metric = Metric {
    id: "eme",
    version: 1,
    title: "Contrast of blocks (EME)",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    range: Range { low: Some(0.0), high: Some(MOST) },
    better: Better::Higher,
    parameters: &[
        whole("block_columns", 100.0, [1.0, 1e6], "Pixels of a block from left to right."),
        whole("block_rows", 100.0, [1.0, 1e6], "Pixels of a block from top to bottom."),
        DATA_RANGE,
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "S. S. Agaian, K. Panetta and A. M. Grigoryan, IASTED International Conference on Signal and Image Processing, 2000",
    page: include_str!("../../../docs/metrics/eme.md"),
    compute: Compute::Image(eme),
};

/// Returns the mean over blocks of `20 ln(brightest / darkest)`.
///
/// Gray levels are on 0..255 by the stated range; those below 0.1 count as 0.1. Rows and
/// columns that fill no block are left out. A block that is larger than the image is cut to
/// it, so that a small image has one block.
///
/// # Value
///
/// 0 (every block is flat) to 156.9; higher is more contrast, or more noise.
///
/// # Errors
///
/// [`crate::Error::NotFinite`], [`crate::Error::OutsideRange`].
///
/// # Source
///
/// S. S. Agaian, K. Panetta and A. M. Grigoryan, "A new measure of image enhancement",
/// IASTED International Conference on Signal Processing and Communication, 2000, 19–22.
pub fn eme(image: &Image, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let [rows, columns] = image.shape();
    let height = parameters.whole("block_rows").min(rows);
    let width = parameters.whole("block_columns").min(columns);
    let (down, across) = (rows / height, columns / width);
    let mut line = Vec::new();
    let mut total = 0.0;
    for strip in 0..down {
        let mut ends = vec![[f64::INFINITY, 0.0]; across];
        for row in strip * height..(strip + 1) * height {
            image.gray_row(row, &mut line);
            for (ends, block) in ends.iter_mut().zip(line.chunks_exact(width)) {
                let low = block.iter().fold(ends[0], |low, &level| low.min(level));
                let high = block.iter().fold(ends[1], |high, &level| high.max(level));
                *ends = [low, high];
            }
        }
        let contrast = |[low, high]: &[f64; 2]| 20.0 * (high.max(DARKEST) / low.max(DARKEST)).ln();
        total += ends.iter().map(contrast).sum::<f64>();
    }
    // The sum over many blocks may be rounded up.
    Ok((total / (down * across) as f64).min(MOST))
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn preset(values: &[f32]) -> Result<f64> {
        let image =
            Image::new([1, values.len()], Channels::Gray, ValueRange::BITS_8, values.to_vec());
        eme(&image.unwrap(), &Parameters::preset(&METRIC))
    }

    #[test]
    fn an_image_smaller_than_a_block_is_one_block() {
        assert_eq!(preset(&[9.0]), Ok(0.0));
        let value = preset(&[2.0, 200.0]).unwrap();
        assert!((value - 20.0 * 100_f64.ln()).abs() < 1e-12, "{value}");
    }

    #[test]
    fn black_and_white_have_the_most_contrast() {
        let value = preset(&[0.0, 255.0]).unwrap();
        assert!(METRIC.range.holds(value) && 156.8 < value, "{value}");
    }
}
