//! Exposure by mean and spread of the gray levels.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::DATA_RANGE;
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    Unit,
};

/// See [`exposure_brightness`].
pub const METRIC: Metric = Metric {
    id: "exposure_brightness",
    version: 1,
    title: "Exposure",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    // A variable on 0..1 with mean m has a standard deviation of at most sqrt(m (1 - m));
    // m + 2 sqrt(m (1 - m)) is greatest at m = (1 + 1/√5) / 2, where it is (1 + √5) / 2.
    range: Range { low: Some(0.0), high: Some(1.618_033_988_749_895) },
    better: Better::Neither,
    parameters: &[DATA_RANGE],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "pyMDMA 0.3.0; no paper defines it",
    page: include_str!("../../../docs/metrics/exposure_brightness.md"),
    compute: Compute::Image(exposure_brightness),
};

/// Returns mean plus two standard deviations of the gray levels, over the width of the range.
///
/// # Value
///
/// 0 (black) to 1.618; above 1 when the spread reaches past white.
///
/// # Errors
///
/// [`crate::Error::NotFinite`], [`crate::Error::OutsideRange`].
pub fn exposure_brightness(image: &Image, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let [rows, columns] = image.shape();
    let n = (rows * columns) as f64;
    let mean = image.gray().sum::<f64>() / n;
    let variance = image.gray().map(|level| (level - mean) * (level - mean)).sum::<f64>() / n;
    Ok((mean + 2.0 * variance.sqrt()) / 255.0)
}
