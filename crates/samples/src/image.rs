//! Images: a grid of values with a stated range.

use crate::{ContentHash, Error, Result};

/// The range that a value may take, in its own unit: 0 to 255 for 8 bits.
///
/// It is stated by whoever read the image and never guessed from its pixels:
/// two slices of one scan would else be scored on different scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueRange {
    low: f64,
    high: f64,
}

impl ValueRange {
    /// 0 to 255.
    pub const BITS_8: ValueRange = ValueRange { low: 0.0, high: 255.0 };
    /// 0 to 65535.
    pub const BITS_16: ValueRange = ValueRange { low: 0.0, high: 65535.0 };

    /// Makes a range.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] unless both ends are finite and `low < high`.
    pub fn new(low: f64, high: f64) -> Result<Self> {
        if low.is_finite() && high.is_finite() && low < high {
            Ok(ValueRange { low, high })
        } else {
            Err(Error::Range { low, high })
        }
    }

    /// Returns the lower end.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// Returns the upper end.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Returns `high - low`: the peak that PSNR and SSIM ask for.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// How many values a pixel has, and what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channels {
    /// One value: brightness.
    Gray,
    /// Three values: red, green, blue.
    Rgb,
}

impl Channels {
    /// Returns the number of values in a pixel.
    pub fn count(self) -> usize {
        match self {
            Channels::Gray => 1,
            Channels::Rgb => 3,
        }
    }
}

/// What the values and pixels of an image stand for, as far as its file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meaning {
    /// The unit of a value, e.g. `HU`.
    pub unit: Option<String>,
    /// Millimetres from one row to the next, and from one column to the next.
    pub spacing_mm: Option<[f64; 2]>,
    /// The window that the file asks to be seen in.
    pub window: Option<Window>,
}

/// Which values are shown from black to white.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The value shown as middle gray, in the image's unit.
    pub center: f64,
    /// How many units lie between black and white; above 0.
    pub width: f64,
}

/// An image: rows from the top, pixels from the left, channels interleaved.
///
/// Values are `f32`, which holds every 8 and 16 bit value exactly.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    shape: [usize; 2],
    channels: Channels,
    range: ValueRange,
    values: Vec<f32>,
    meaning: Meaning,
}

impl Image {
    /// Makes an image of `shape` `[rows, columns]`.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when a side is 0, [`Error::Shape`] unless there are
    /// `rows · columns · channels` values.
    pub fn new(
        shape: [usize; 2],
        channels: Channels,
        range: ValueRange,
        values: Vec<f32>,
    ) -> Result<Self> {
        let whole = vec![shape[0], shape[1], channels.count()];
        if shape.contains(&0) {
            return Err(Error::Empty { shape: whole });
        }
        let wanted = shape[0].checked_mul(shape[1]).and_then(|n| n.checked_mul(channels.count()));
        if wanted != Some(values.len()) {
            return Err(Error::Shape { shape: whole, given: values.len() });
        }
        Ok(Image { shape, channels, range, values, meaning: Meaning::default() })
    }

    /// Returns the image with what its file says of the values.
    #[must_use]
    pub fn with_meaning(self, meaning: Meaning) -> Self {
        Image { meaning, ..self }
    }

    /// Returns what the values and pixels stand for.
    pub fn meaning(&self) -> &Meaning {
        &self.meaning
    }

    /// Returns `[rows, columns]`.
    pub fn shape(&self) -> [usize; 2] {
        self.shape
    }

    /// Returns what a pixel holds.
    pub fn channels(&self) -> Channels {
        self.channels
    }

    /// Returns the range the values may take.
    pub fn range(&self) -> ValueRange {
        self.range
    }

    /// Returns the values, row by row, channels interleaved.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// Returns the SHA-256 of shape, channels, range, values and, where there is one, their unit.
    ///
    /// How far pixels lie apart and how the image asks to be seen are not its content.
    pub fn content_hash(&self) -> ContentHash {
        let head: Vec<u8> =
            [self.shape[0] as u64, self.shape[1] as u64, self.channels.count() as u64]
                .iter()
                .flat_map(|n| n.to_le_bytes())
                .chain([self.range.low, self.range.high].iter().flat_map(|end| end.to_le_bytes()))
                .collect();
        match &self.meaning.unit {
            None => ContentHash::of_values(&[b"touchstone.image/1", &head], &self.values),
            Some(unit) => ContentHash::of_values(
                &[b"touchstone.image/1", &head, unit.as_bytes()],
                &self.values,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(values: &[f32], range: ValueRange) -> Image {
        Image::new([1, values.len()], Channels::Gray, range, values.to_vec()).expect("one row")
    }

    #[test]
    fn a_shape_that_the_values_do_not_fill_is_refused() {
        let image = Image::new([2, 2], Channels::Rgb, ValueRange::BITS_8, vec![0.0; 4]);
        assert_eq!(image, Err(Error::Shape { shape: vec![2, 2, 3], given: 4 }));
    }

    #[test]
    fn values_are_hashed_as_if_they_were_written_out() {
        let values: Vec<f32> = (0_u16..10_000).map(f32::from).collect();
        let body: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let written = ContentHash::of(&[b"a", b"bc", &body]);
        assert_eq!(ContentHash::of_values(&[b"a", b"bc"], &values), written);
    }

    #[test]
    fn an_image_without_pixels_is_refused() {
        let image = Image::new([0, 4], Channels::Gray, ValueRange::BITS_8, vec![]);
        assert_eq!(image, Err(Error::Empty { shape: vec![0, 4, 1] }));
    }

    #[test]
    fn the_same_numbers_in_another_range_are_another_content() {
        let (a, b) =
            (gray(&[1.0, 2.0], ValueRange::BITS_8), gray(&[1.0, 2.0], ValueRange::BITS_16));
        assert_ne!(a.content_hash(), b.content_hash());
    }

    #[test]
    fn a_unit_is_part_of_the_content_and_a_window_is_not() {
        let plain = gray(&[1.0, 2.0], ValueRange::BITS_8);
        let window = Some(Window { center: 40.0, width: 400.0 });
        let seen = plain.clone().with_meaning(Meaning { window, ..Meaning::default() });
        assert_eq!(seen.content_hash(), plain.content_hash());
        let unit = Some("HU".to_owned());
        let ct = plain.clone().with_meaning(Meaning { unit, ..Meaning::default() });
        assert_ne!(ct.content_hash(), plain.content_hash());
    }

    #[test]
    fn a_range_needs_two_finite_ends_in_order() {
        assert!(ValueRange::new(0.0, f64::INFINITY).is_err(), "no upper end");
        assert!(ValueRange::new(1.0, 1.0).is_err(), "no width");
    }
}
