//! Images on the scale and in the form that a metric is defined for.

use samples::{Channels, Image, ValueRange};

use crate::{Error, Result};

/// An image's values on 0..255, by its value range; each is computed when it is asked for.
pub(crate) struct EightBit<'a> {
    image: &'a Image,
    low: f64,
    factor: f64,
    /// Whether the values are whole because the image has 8 bits.
    whole: bool,
}

impl<'a> EightBit<'a> {
    /// Maps `image` linearly: the lower end of its range to 0, `data_range` above it to 255.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`]; [`Error::OutsideRange`] for a value the range does not hold.
    pub(crate) fn of(image: &'a Image, data_range: Option<f64>) -> Result<Self> {
        let low = image.range().low();
        let width = data_range.unwrap_or(image.range().width());
        let high = low + width;
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
        }
        Ok(EightBit { image, low, factor: 255.0 / width, whole })
    }

    /// Returns rows and columns.
    pub(crate) fn shape(&self) -> [usize; 2] {
        self.image.shape()
    }

    /// Returns the red, green and blue of one pixel; gray is all three.
    pub(crate) fn pixel(&self, row: usize, column: usize) -> [f64; 3] {
        let n = self.image.channels().count();
        let at = (row * self.shape()[1] + column) * n;
        let pixel = self.pixels_of(&self.image.values()[at..at + n]).next();
        pixel.expect("a pixel's values make a pixel")
    }

    /// Returns the red, green and blue of each pixel; gray is all three.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = [f64; 3]> + '_ {
        self.pixels_of(self.image.values())
    }

    fn pixels_of<'b>(&'b self, values: &'b [f32]) -> impl Iterator<Item = [f64; 3]> + 'b {
        let level = |value: f32| (f64::from(value) - self.low) * self.factor;
        values.chunks_exact(self.image.channels().count()).map(move |pixel| match *pixel {
            [red, green, blue] => [red, green, blue].map(level),
            _ => [level(pixel[0]); 3],
        })
    }

    /// Returns the gray level of each pixel: the luma of ITU-R BT.601.
    ///
    /// Of an 8-bit color image it is a whole number, as every program that works
    /// in 8 bits has it; otherwise it is not rounded.
    pub(crate) fn gray(&self) -> impl Iterator<Item = f64> + '_ {
        self.pixels().map(|pixel| self.gray_of(pixel))
    }

    /// Puts the gray levels of one row in the place of what `line` holds.
    pub(crate) fn gray_row(&self, row: usize, line: &mut Vec<f64>) {
        let width = self.shape()[1] * self.image.channels().count();
        line.clear();
        let values = &self.image.values()[row * width..(row + 1) * width];
        line.extend(self.pixels_of(values).map(|pixel| self.gray_of(pixel)));
    }

    fn gray_of(&self, pixel: [f64; 3]) -> f64 {
        match (self.image.channels(), self.whole) {
            (Channels::Gray, _) => pixel[0],
            (Channels::Rgb, true) => whole_luma(pixel),
            (Channels::Rgb, false) => luma(pixel),
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
