//! How pixels are laid out, and what of a number is a value.

use super::dataset::Dataset;
use super::{broken, tags, unsupported};
use crate::Result;

/// What a pixel's numbers stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Photometric {
    /// Low is white.
    Monochrome1,
    /// Low is black.
    Monochrome2,
    Palette,
    Rgb,
    /// Brightness, blueness, redness, each of its full range.
    Ybr,
    /// The same; two neighbours share their color.
    Ybr422,
    /// RGB that JPEG 2000 turned, and turns back.
    YbrOfJpeg2000,
}

impl Photometric {
    fn of(code: &str) -> Result<Self> {
        Ok(match code {
            "MONOCHROME1" => Photometric::Monochrome1,
            "MONOCHROME2" => Photometric::Monochrome2,
            "PALETTE COLOR" => Photometric::Palette,
            "RGB" => Photometric::Rgb,
            "YBR_FULL" => Photometric::Ybr,
            "YBR_FULL_422" => Photometric::Ybr422,
            "YBR_ICT" | "YBR_RCT" => Photometric::YbrOfJpeg2000,
            "" => return Err(broken("it does not say its photometric interpretation")),
            "YBR_PARTIAL_422" | "YBR_PARTIAL_420" => {
                return Err(unsupported("video color (YBR_PARTIAL)"));
            }
            "CMYK" | "ARGB" => return Err(unsupported("color of four parts (CMYK or ARGB)")),
            _ => return Err(unsupported("an unknown photometric interpretation")),
        })
    }

    pub(super) fn is_gray(self) -> bool {
        matches!(self, Photometric::Monochrome1 | Photometric::Monochrome2)
    }
}

/// How pixels are laid out, and what of a number is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Raster {
    pub rows: u16,
    pub columns: u16,
    /// 1 or 3.
    pub samples: usize,
    /// Bytes that hold one number: 1 or 2.
    pub size: usize,
    /// Bits of a value.
    pub stored: u16,
    /// Bits below a value.
    pub shift: u16,
    pub signed: bool,
    /// Colors lie one image after the other.
    pub planar: bool,
    pub photometric: Photometric,
}

impl Raster {
    /// Reads and checks the description; nothing is said yet of how many pixels there are.
    pub(super) fn of(dataset: &Dataset<'_>) -> Result<Self> {
        let allocated = dataset.needed_short(tags::BITS_ALLOCATED, "bits allocated")?;
        let size = match allocated {
            8 => 1,
            16 => 2,
            0 => return Err(broken("a pixel has no bit")),
            1 => return Err(unsupported("a segmentation of 1 bit")),
            bits => return Err(unsupported(&format!("pixels of {bits} bits"))),
        };
        let rows = dataset.needed_short(tags::ROWS, "rows")?;
        let columns = dataset.needed_short(tags::COLUMNS, "columns")?;
        if rows == 0 || columns == 0 {
            return Err(broken("it has no row or no column"));
        }
        let photometric = Photometric::of(dataset.code(tags::PHOTOMETRIC_INTERPRETATION))?;
        let samples = dataset.short(tags::SAMPLES_PER_PIXEL, "samples of a pixel")?.unwrap_or(1);
        let wanted =
            if photometric.is_gray() || photometric == Photometric::Palette { 1 } else { 3 };
        if samples != wanted {
            return Err(broken("its pixels have more or fewer samples than its color needs"));
        }
        if wanted == 3 && photometric != Photometric::Rgb && size != 1 {
            return Err(unsupported("color of 16 bits that is not RGB"));
        }

        let stored = dataset.needed_short(tags::BITS_STORED, "bits stored")?;
        let high = dataset.short(tags::HIGH_BIT, "high bit")?;
        let high = high.unwrap_or(stored.saturating_sub(1));
        if stored == 0 || allocated <= high || high + 1 < stored {
            return Err(broken("the bits that it stores do not lie within a pixel"));
        }
        let sign = dataset.needed_short(tags::PIXEL_REPRESENTATION, "pixel representation")?;
        let planar = dataset.short(tags::PLANAR_CONFIGURATION, "planar configuration")?;
        if 1 < sign || planar.is_some_and(|planar| 1 < planar) {
            return Err(broken("its pixel representation or planar configuration is none"));
        }
        let (signed, planar) = (sign == 1, wanted == 3 && planar == Some(1));
        if signed && !photometric.is_gray() {
            return Err(unsupported("color with a sign"));
        }
        Ok(Raster {
            rows,
            columns,
            samples: usize::from(samples),
            size,
            stored,
            shift: high + 1 - stored,
            signed,
            planar,
            photometric,
        })
    }

    pub(super) fn n_pixels(&self) -> usize {
        usize::from(self.rows) * usize::from(self.columns)
    }

    pub(super) fn n_numbers(&self) -> usize {
        self.n_pixels() * self.samples
    }

    /// Returns the lowest and the highest value.
    pub(super) fn ends(&self) -> [i32; 2] {
        let half = 1 << (self.stored - 1);
        if self.signed { [-half, half - 1] } else { [0, 2 * half - 1] }
    }

    /// Returns the value that a number of the file holds; other bits may hold graphics.
    pub(super) fn value(&self, number: u16) -> i32 {
        let bits = i32::from(number >> self.shift) & ((1 << self.stored) - 1);
        let is_negative = self.signed && bits >> (self.stored - 1) == 1;
        if is_negative { bits - (1 << self.stored) } else { bits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(stored: u16, shift: u16, signed: bool) -> Raster {
        let (photometric, planar) = (Photometric::Monochrome2, false);
        let (rows, columns, samples, size) = (1, 1, 1, 2);
        Raster { rows, columns, samples, size, stored, shift, signed, planar, photometric }
    }

    #[test]
    fn a_sign_is_the_highest_bit_that_is_stored() {
        let twelve = raster(12, 0, true);
        assert_eq!(twelve.ends(), [-2048, 2047]);
        assert_eq!(twelve.value(0x0fff), -1);
        assert_eq!(twelve.value(0xf800), -2048, "four bits of something else");
        assert_eq!(raster(16, 0, true).value(0x8000), -32768);
        assert_eq!(raster(16, 0, false).ends(), [0, 65535]);
    }

    #[test]
    fn values_may_lie_in_the_upper_bits() {
        assert_eq!(raster(12, 4, false).value(0xfff7), 4095);
        assert_eq!(raster(12, 4, true).value(0xffff), -1);
    }
}
