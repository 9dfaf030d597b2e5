//! Images on the scale and in the form that a metric is defined for.

use samples::{Channels, Image, ValueRange};

use crate::{Error, Result};

/// An image's values on 0..255, by its value range.
pub(crate) struct EightBit {
    shape: [usize; 2],
    channels: Channels,
    values: Vec<f64>,
    /// Whether the values are whole because the image has 8 bits.
    whole: bool,
}

impl EightBit {
    /// Maps `image` linearly: the lower end of its range to 0, `data_range` above it to 255.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`]; [`Error::OutsideRange`] for a value the range does not hold.
    pub(crate) fn of(image: &Image, data_range: Option<f64>) -> Result<Self> {
        let low = image.range().low();
        let width = data_range.unwrap_or(image.range().width());
        let high = low + width;
        let mut values = Vec::with_capacity(image.values().len());
        let mut whole = image.range() == ValueRange::BITS_8 && (width - 255.0).abs() < 1e-9;
        for &value in image.values() {
            let value = f64::from(value);
            if !value.is_finite() {
                return Err(Error::NotFinite { input: "image" });
            }
            if !(low <= value && value <= high) {
                return Err(Error::OutsideRange { value, low, high });
            }
            whole &= value.fract().abs() < f64::EPSILON;
            values.push((value - low) * (255.0 / width));
        }
        Ok(EightBit { shape: image.shape(), channels: image.channels(), values, whole })
    }

    /// Returns rows and columns.
    pub(crate) fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// Returns the red, green and blue of each pixel; gray is all three.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = [f64; 3]> + '_ {
        self.values.chunks_exact(self.channels.count()).map(|pixel| match *pixel {
            [red, green, blue] => [red, green, blue],
            _ => [pixel[0]; 3],
        })
    }

    /// Returns the gray level of each pixel: the luma of ITU-R BT.601.
    ///
    /// Of an 8-bit color image it is a whole number, as every program that works
    /// in 8 bits has it; otherwise it is not rounded.
    pub(crate) fn into_gray(self) -> Vec<f64> {
        match (self.channels, self.whole) {
            (Channels::Gray, _) => self.values,
            (Channels::Rgb, true) => self.pixels().map(whole_luma).collect(),
            (Channels::Rgb, false) => self.pixels().map(luma).collect(),
        }
    }
}

/// Returns the luma of ITU-R BT.601.
pub(crate) fn luma([red, green, blue]: [f64; 3]) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Returns the luma with weights in 1/32768, rounded to a whole number.
fn whole_luma([red, green, blue]: [f64; 3]) -> f64 {
    ((9798.0 * red + 19235.0 * green + 3735.0 * blue + 16384.0) / 32768.0).floor()
}

/// Passes pairs of images that lie on one grid, state one range and hold finite values.
///
/// # Errors
///
/// [`Error::ShapeMismatch`], [`Error::ChannelsMismatch`], [`Error::RangeMismatch`],
/// [`Error::NotFinite`].
pub(crate) fn comparable(reference: &Image, image: &Image) -> Result<()> {
    let (left, right) = (reference.shape(), image.shape());
    if left != right {
        return Err(Error::ShapeMismatch { left, right });
    }
    if reference.channels() != image.channels() {
        return Err(Error::ChannelsMismatch);
    }
    if reference.range() != image.range() {
        let ends = |range: ValueRange| [range.low(), range.high()];
        return Err(Error::RangeMismatch {
            left: ends(reference.range()),
            right: ends(image.range()),
        });
    }
    for (values, input) in [(reference.values(), "reference"), (image.values(), "image")] {
        if !values.iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
    }
    Ok(())
}
