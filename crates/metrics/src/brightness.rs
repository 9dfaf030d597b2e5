//! Perceived brightness.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::DATA_RANGE;
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    Unit,
};

/// See [`brightness`].
pub const METRIC: Metric = Metric {
    id: "brightness",
    version: 1,
    title: "Perceived brightness",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::GrayLevels,
    range: Range { low: Some(0.0), high: Some(255.0) },
    better: Better::Neither,
    parameters: &[DATA_RANGE],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "D. R. Finley, HSP color model, 2006",
    page: include_str!("../../../docs/metrics/brightness.md"),
    compute: Compute::Image(brightness),
};

/// Returns the mean perceived brightness of the pixels.
///
/// `sqrt(0.299 R² + 0.587 G² + 0.114 B²)`, with values on 0..255 by the stated
/// range. The weights sum to 1, so that a gray pixel's brightness is its gray level.
///
/// # Value
///
/// 0 (black) to 255 (white).
///
/// # Errors
///
/// [`crate::Error::NotFinite`], [`crate::Error::OutsideRange`].
///
/// # Source
///
/// D. R. Finley, "HSP color model: alternative to HSV (HSB) and HSL", 2006,
/// <https://alienryderflex.com/hsp.html>.
pub fn brightness(image: &Image, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let [rows, columns] = image.shape();
    let perceived = |[red, green, blue]: [f64; 3]| {
        (0.299 * red * red + 0.587 * green * green + 0.114 * blue * blue).sqrt()
    };
    let sum: f64 = image.pixels().map(perceived).sum();
    // Rounding may carry white past its bound by a bit.
    Ok((sum / (rows * columns) as f64).min(255.0))
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;
    use crate::Error;

    #[test]
    fn a_value_outside_the_stated_range_is_a_reason() {
        let range = ValueRange::new(0.0, 100.0).unwrap();
        let image = Image::new([1, 1], Channels::Gray, range, vec![101.0]).unwrap();
        let value = brightness(&image, &Parameters::preset(&METRIC));
        assert_eq!(value, Err(Error::OutsideRange { value: 101.0, low: 0.0, high: 100.0 }));
    }
}
