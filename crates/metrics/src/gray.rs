//! Images on the scale and in the form that a metric is defined for.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;
use samples::{Channels, Image, ValueRange};

use crate::distance::fastest;
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
        let mut fits = true;
        fastest(Look {
            values: image.values(),
            ends: [low, high],
            fits: &mut fits,
            whole: &mut whole,
        });
        if !fits {
            return Err(outside(image, low, high));
        }
        // In a range too narrow for that, no value but its lower end can be told apart.
        let factor = if (255.0 / width).is_finite() { 255.0 / width } else { 0.0 };
        Ok(EightBit { image, low, factor, whole })
    }

    /// Returns rows and columns.
    pub(crate) fn shape(&self) -> [usize; 2] {
        self.image.shape()
    }

    /// Returns the red, green and blue of one pixel; gray is all three.
    pub(crate) fn pixel(&self, row: usize, column: usize) -> [f64; 3] {
        let n = self.n_channels();
        let at = (row * self.shape()[1] + column) * n;
        let level = |value: f32| (f64::from(value) - self.low) * self.factor;
        match self.image.values()[at..at + n] {
            [red, green, blue] => [red, green, blue].map(level),
            _ => [level(self.image.values()[at]); 3],
        }
    }

    /// Returns the red, green and blue of each pixel; gray is all three.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = [f64; 3]> + '_ {
        let level = |value: f32| (f64::from(value) - self.low) * self.factor;
        self.image.values().chunks_exact(self.n_channels()).map(move |pixel| match *pixel {
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

    /// Returns the number of values in a row.
    pub(crate) fn row_length(&self) -> usize {
        self.shape()[1] * self.image.channels().count()
    }

    /// Puts the levels of one row, channels interleaved, in the place of what `line` holds.
    #[inline(always)]
    pub(crate) fn levels_row(&self, row: usize, line: &mut Vec<f64>) {
        let width = self.row_length();
        line.clear();
        let values = &self.image.values()[row * width..(row + 1) * width];
        line.extend(values.iter().map(|&value| (f64::from(value) - self.low) * self.factor));
    }

    /// Returns the levels of a row of a gray image that stand in it as whole numbers already.
    #[inline(always)]
    pub(crate) fn whole_row(&self, row: usize) -> Option<&[f32]> {
        let width = self.row_length();
        let whole = self.whole && self.n_channels() == 1;
        whole.then(|| &self.image.values()[row * width..(row + 1) * width])
    }

    /// Puts the gray levels that a row of levels has in the place of what `line` holds.
    #[inline(always)]
    pub(crate) fn gray_of_levels(&self, levels: &[f64], line: &mut Vec<f64>) {
        line.clear();
        match self.image.channels() {
            Channels::Gray => line.extend_from_slice(levels),
            Channels::Rgb => {
                line.extend(levels.as_chunks::<3>().0.iter().map(|&pixel| self.gray_of(pixel)));
            }
        }
    }

    /// Puts the gray levels of one row in the place of what `line` holds.
    #[inline(always)]
    pub(crate) fn gray_row(&self, row: usize, line: &mut Vec<f64>) {
        let width = self.row_length();
        let values = &self.image.values()[row * width..(row + 1) * width];
        let level = |value: f32| (f64::from(value) - self.low) * self.factor;
        line.clear();
        match self.image.channels() {
            Channels::Gray => line.extend(values.iter().map(|&value| level(value))),
            Channels::Rgb => line.extend(
                values.as_chunks::<3>().0.iter().map(|pixel| self.gray_of(pixel.map(level))),
            ),
        }
    }

    /// Returns whether the levels are whole numbers because the image has 8 bits.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Returns how many values a pixel has.
    pub(crate) fn n_channels(&self) -> usize {
        self.image.channels().count()
    }

    #[inline(always)]
    fn gray_of(&self, pixel: [f64; 3]) -> f64 {
        match (self.image.channels(), self.whole) {
            (Channels::Gray, _) => pixel[0],
            (Channels::Rgb, true) => whole_luma(pixel),
            (Channels::Rgb, false) => luma(pixel),
        }
    }
}

/// Looks whether all values are between two ends, and whether those that were said to be whole are.
struct Look<'a> {
    values: &'a [f32],
    ends: [f64; 2],
    fits: &'a mut bool,
    whole: &'a mut bool,
}

impl NullaryFnOnce for Look<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        const LANES: usize = 16;
        let [low, high] = self.ends;
        let (chunks, rest) = self.values.as_chunks::<LANES>();
        // How often it is so in each lane: counts are faster than answers.
        let (mut n_fit, mut n_whole) = ([0_u32; LANES], [0_u32; LANES]);
        let of_rest = rest.iter().enumerate();
        let mut count = |lane: usize, value: f32| {
            n_whole[lane] += u32::from((value - value.trunc()).abs() <= 0.0);
            let value = f64::from(value);
            // NaN is in no range.
            n_fit[lane] += u32::from(low <= value && value <= high);
        };
        for values in chunks {
            values.iter().enumerate().for_each(|(lane, &value)| count(lane, value));
        }
        of_rest.for_each(|(lane, &value)| count(lane, value));
        let all = |counts: [u32; LANES]| {
            counts.into_iter().map(u64::from).sum::<u64>() == self.values.len() as u64
        };
        *self.fits &= all(n_fit);
        *self.whole &= all(n_whole);
    }
}

/// Says which value does not fit.
fn outside(image: &Image, low: f64, high: f64) -> Error {
    let values = image.values().iter().map(|&value| f64::from(value));
    let misfit = values.into_iter().find(|value| !(low <= *value && *value <= high));
    match misfit {
        Some(value) if value.is_finite() => Error::OutsideRange { value, low, high },
        _ => Error::NotFinite { input: "image" },
    }
}

/// Returns the luma of ITU-R BT.601.
#[inline(always)]
pub(crate) fn luma([red, green, blue]: [f64; 3]) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Returns the luma with weights in 1/32768, rounded to a whole number.
#[inline(always)]
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
        let mut finite = true;
        fastest(|| finite = values.iter().fold(true, |finite, value| finite & value.is_finite()));
        if !finite {
            return Err(Error::NotFinite { input });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(value: f32, at: usize) -> Image {
        let mut values = vec![7.0; 5 * 7];
        values[at] = value;
        Image::new([5, 7], Channels::Gray, ValueRange::BITS_8, values).unwrap()
    }

    #[test]
    fn one_value_that_does_not_fit_is_found_wherever_it_is() {
        for at in 0..5 * 7 {
            let error = |value: f32| EightBit::of(&with(value, at), None).err();
            let outside = Error::OutsideRange { value: 256.0, low: 0.0, high: 255.0 };
            assert_eq!(error(256.0), Some(outside), "{at}");
            assert_eq!(error(f32::NAN), Some(Error::NotFinite { input: "image" }), "{at}");
        }
    }

    #[test]
    fn an_image_is_whole_when_each_value_is() {
        let is_whole = |value: f32, at: usize| {
            EightBit::of(&with(value, at), None).expect("it fits").is_whole()
        };
        for at in 0..5 * 7 {
            assert!(is_whole(255.0, at), "{at}");
            assert!(!is_whole(0.5, at), "{at}");
        }
    }
}
