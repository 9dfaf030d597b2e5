//! Color: to red, green and blue.
//!
//! See DICOM PS3.3 sections C.7.6.3.1.2 and C.7.9.

use samples::{Channels, Image, Meaning, ValueRange};

use super::dataset::Dataset;
use super::gray::spacing;
use super::numbers::Numbers;
use super::raster::{Photometric, Raster};
use super::{broken, tags, unsupported};
use crate::{Note, Notes, Result};

/// Returns the image in colors, of 8 bits unless the file holds RGB of more.
pub(super) fn image(dataset: &Dataset<'_>, numbers: Numbers, notes: &mut Notes) -> Result<Image> {
    let Numbers { numbers, raster } = numbers;
    let [low, high] = raster.ends().map(f64::from);
    let (range, values) = match raster.photometric {
        Photometric::Palette => {
            let palette = Palette::of(dataset)?;
            notes.add(Note::PaletteExpanded);
            let colors = numbers.iter().flat_map(|&number| palette.color(raster.value(number)));
            (ValueRange::BITS_8, colors.map(f32::from).collect())
        }
        Photometric::Rgb => {
            let value = |&number: &u16| raster.value(number) as f32;
            (ValueRange::new(low, high)?, numbers.iter().map(value).collect())
        }
        Photometric::Ybr | Photometric::Ybr422 => (ValueRange::BITS_8, to_rgb(&numbers, raster)?),
        Photometric::YbrOfJpeg2000 => {
            return Err(broken("its colors are those of JPEG 2000, and its pixels are not"));
        }
        Photometric::Monochrome1 | Photometric::Monochrome2 => {
            return Err(broken("it is gray")); // Gray is read elsewhere.
        }
    };
    let shape = [raster.rows.into(), raster.columns.into()];
    let meaning = Meaning { unit: None, spacing_mm: spacing(dataset), window: None };
    Ok(Image::new(shape, Channels::Rgb, range, values)?.with_meaning(meaning))
}

fn to_rgb(numbers: &[u16], raster: Raster) -> Result<Vec<f32>> {
    if raster.stored != 8 {
        return Err(unsupported("color of another depth than 8 bits that is not RGB"));
    }
    let (pixels, _) = numbers.as_chunks();
    Ok(pixels.iter().flat_map(|&pixel| rgb(pixel.map(f64::from))).map(f32::from).collect())
}

/// The weights of ITU-R BT.601, over the full range.
fn rgb([y, cb, cr]: [f64; 3]) -> [u8; 3] {
    const RED: f64 = 0.299;
    const GREEN: f64 = 0.587;
    const BLUE: f64 = 0.114;
    let (blue, red) = ((cb - 128.0) * 2.0 * (1.0 - BLUE), (cr - 128.0) * 2.0 * (1.0 - RED));
    let green = -(BLUE * blue + RED * red) / GREEN;
    [red, green, blue].map(|more| {
        let level = (y + more + 0.5).floor().clamp(0.0, 255.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let level = level as u8;
        level
    })
}

/// Three tables of levels, for the same numbers.
struct Palette {
    /// The number that the first entry is for.
    first: i32,
    colors: Vec<[u8; 3]>,
}

impl Palette {
    fn of(dataset: &Dataset<'_>) -> Result<Self> {
        if dataset.has(tags::SEGMENTED_PALETTE) {
            return Err(unsupported("a palette in segments"));
        }
        let damaged = || broken("its palette is damaged");
        let mut parts = Vec::new();
        let mut head = None;
        for (descriptor, colors) in tags::PALETTE_DESCRIPTORS.into_iter().zip(tags::PALETTE_COLORS)
        {
            let &[n, first, bits] = dataset.shorts(descriptor).as_slice() else {
                return Err(damaged());
            };
            // 65,536 entries do not fit into 16 bits and are written as 0.
            let n = if n == 0 { 1 << 16 } else { usize::from(n) };
            if *head.get_or_insert((n, first)) != (n, first) {
                return Err(damaged());
            }
            let levels = levels(dataset, colors, n, bits).ok_or_else(damaged)?;
            parts.push(levels);
        }
        let signed = dataset.short(tags::PIXEL_REPRESENTATION, "pixel representation")? == Some(1);
        let (_, first) = head.ok_or_else(damaged)?;
        let first = if signed { i32::from(first.cast_signed()) } else { i32::from(first) };
        let colors = parts[0].iter().zip(&parts[1]).zip(&parts[2]);
        let colors = colors.map(|((&red, &green), &blue)| [red, green, blue]).collect();
        Ok(Palette { first, colors })
    }

    /// Numbers outside of the table have the color at its end.
    fn color(&self, number: i32) -> [u8; 3] {
        let last = self.colors.len() - 1;
        let at = usize::try_from(number.saturating_sub(self.first)).unwrap_or(0);
        self.colors[at.min(last)]
    }
}

/// Returns `n` levels of 8 bits; of 16 bits the upper half is kept.
fn levels(dataset: &Dataset<'_>, tag: tags::Tag, n: usize, bits: u16) -> Option<Vec<u8>> {
    let bytes = dataset.bytes(tag)?;
    let words = dataset.shorts(tag);
    match bits {
        // Levels of 8 bits stand in words each, or two in a word.
        8 if n * 2 <= bytes.len() => {
            Some(words[..n].iter().map(|&word| word.to_le_bytes()[0]).collect())
        }
        8 if n <= bytes.len() => {
            let pairs = words.iter().flat_map(|word| word.to_le_bytes());
            let odd = bytes.len() % 2;
            Some(pairs.chain(bytes[bytes.len() - odd..].iter().copied()).take(n).collect())
        }
        16 if n <= words.len() => {
            Some(words[..n].iter().map(|&word| word.to_be_bytes()[0]).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gray_stays_gray_and_levels_stay_in_range() {
        assert_eq!(rgb([77.0, 128.0, 128.0]), [77; 3]);
        assert_eq!(rgb([255.0, 255.0, 255.0]), [255, 121, 255]);
    }

    #[test]
    fn a_number_outside_of_the_palette_has_the_color_at_its_end() {
        let palette = Palette { first: 10, colors: vec![[1; 3], [2; 3]] };
        assert_eq!([9, 10, 11, 12].map(|number| palette.color(number)[0]), [1, 1, 2, 2]);
    }
}
