//! The mends: what is done to the cases of both sources, and in which order.

use samples::{Channels, Image, ValueRange};
use serde::{Deserialize, Serialize};

use crate::Facts;

/// One step of the pipeline that every case of a study goes through, whatever its source.
///
/// It is stored with the study as JSON, e.g. `{"mend":"lossy","quality":75}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "mend", rename_all = "snake_case")]
pub enum Mend {
    /// Colors become gray: 0.299 red, 0.587 green, 0.114 blue (ITU-R BT.601).
    Gray,
    /// The middle of an image is cut out.
    Crop {
        /// Columns that stay.
        columns: usize,
        /// Rows that stay.
        rows: usize,
    },
    /// An image is made so large that it just covers the size, and what stands out is cut off: its
    /// proportions stay. Catmull-Rom, made wider where an image gets smaller.
    Resample {
        /// Columns afterwards.
        columns: usize,
        /// Rows afterwards.
        rows: usize,
    },
    /// Values become whole numbers from 0 to 2ᵇ − 1.
    Requantise {
        /// Their bits, 1 to 16.
        bits: u32,
        /// What is black and what is white, by the range that an image states; the first that fits
        /// counts, and where none does it is the range.
        spans: Vec<Span>,
    },
    /// What is darker than a share of the range becomes as dark as that: noise of air, and none.
    Floor {
        /// The share, 0 to 1.
        level: f64,
    },
    /// What is brighter than a share of the range becomes as bright as that.
    Ceiling {
        /// The share, 0 to 1.
        level: f64,
    },
    /// An image goes through JPEG once, with 8 bits.
    Lossy {
        /// Its quality, 1 to 100.
        quality: u8,
    },
    /// Rectangles become black.
    Mask {
        /// The rectangles; what of them lies outside of an image does not count.
        rects: Vec<Rect>,
    },
    /// How far pixels lie apart is not told: no scale is shown and no length can be measured.
    HideScale,
    /// These channels stay, in this order.
    Channels {
        /// Their names.
        names: Vec<String>,
    },
    /// Values are written in this unit: `V`, `mV` or `uV`.
    Unit {
        /// The unit.
        unit: String,
    },
    /// Signals get this rate, and lose what lies above 0.45 of it, also those which have it already.
    Rate {
        /// Values in a second.
        hz: f64,
    },
    /// Only frequencies between these stay.
    Band {
        /// What is slower is taken away.
        low_hz: Option<f64>,
        /// What is faster is taken away.
        high_hz: Option<f64>,
    },
    /// Frequencies within 2 Hz are taken away: those of the mains.
    Notch {
        /// The frequency, 50 or 60.
        hz: f64,
    },
    /// The middle of a signal is cut out.
    Length {
        /// The values of a channel that stay.
        samples: usize,
    },
    /// Values stop at these ends.
    Clip {
        /// The lower end, in the signal's unit.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// Values become multiples of a step.
    Quantise {
        /// The step, in the signal's unit.
        step: f64,
    },
}

/// Which values of images with one range are black and white.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The lower end of the range that the image states.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The image's largest value is at most this.
    pub top: f64,
    /// What becomes 0.
    pub black: f64,
    /// What becomes the largest number.
    pub white: f64,
}

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    /// Its first column.
    pub left: usize,
    /// Its first row.
    pub top: usize,
    /// Its columns.
    pub width: usize,
    /// Its rows.
    pub height: usize,
}

/// Where a mend stands in the pipeline. The order is fixed: mends are applied in it, however they are
/// listed.
///
/// What brings images to one grid comes first, since it makes new values; then the values get one
/// depth; then what shall look alike is made so; JPEG comes last of all that touches
/// every pixel, since anything behind it would show which blocks were there before. Signals
/// likewise end with what makes values whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// [`Mend::Gray`], [`Mend::Channels`], [`Mend::Unit`].
    Kind,
    /// [`Mend::Crop`], and [`Mend::Clip`]: filters would round the corners of what is clipped already.
    Cut,
    /// [`Mend::Resample`], [`Mend::Rate`].
    Grid,
    /// [`Mend::Band`], [`Mend::Notch`].
    Filter,
    /// [`Mend::Length`], after the filters, which are less sure at the ends.
    Length,
    /// [`Mend::Requantise`]: what comes behind counts in shares of one range.
    Depth,
    /// [`Mend::Floor`], [`Mend::Ceiling`].
    Ends,
    /// [`Mend::Quantise`], [`Mend::Lossy`].
    Written,
    /// [`Mend::Mask`], which JPEG shall not smear; JPEG is given images that are covered already.
    Covered,
    /// [`Mend::HideScale`].
    Told,
}

impl Mend {
    /// Returns the word of its kind, which picks its title and its reason from the catalogue.
    pub fn id(&self) -> &'static str {
        match self {
            Mend::Gray => "gray",
            Mend::Crop { .. } => "crop",
            Mend::Resample { .. } => "resample",
            Mend::Requantise { .. } => "requantise",
            Mend::Floor { .. } => "floor",
            Mend::Ceiling { .. } => "ceiling",
            Mend::Lossy { .. } => "lossy",
            Mend::Mask { .. } => "mask",
            Mend::HideScale => "hide_scale",
            Mend::Channels { .. } => "channels",
            Mend::Unit { .. } => "unit",
            Mend::Rate { .. } => "rate",
            Mend::Band { .. } => "band",
            Mend::Notch { .. } => "notch",
            Mend::Length { .. } => "length",
            Mend::Clip { .. } => "clip",
            Mend::Quantise { .. } => "quantise",
        }
    }

    /// Returns where it stands in the pipeline.
    pub fn stage(&self) -> Stage {
        match self {
            Mend::Gray | Mend::Channels { .. } | Mend::Unit { .. } => Stage::Kind,
            Mend::Crop { .. } | Mend::Clip { .. } => Stage::Cut,
            Mend::Resample { .. } | Mend::Rate { .. } => Stage::Grid,
            Mend::Band { .. } | Mend::Notch { .. } => Stage::Filter,
            Mend::Length { .. } => Stage::Length,
            Mend::Requantise { .. } => Stage::Depth,
            Mend::Floor { .. } | Mend::Ceiling { .. } => Stage::Ends,
            Mend::Quantise { .. } | Mend::Lossy { .. } => Stage::Written,
            Mend::Mask { .. } => Stage::Covered,
            Mend::HideScale => Stage::Told,
        }
    }

    /// Returns mends in the order in which they are applied; of one stage, as they are listed.
    pub(crate) fn in_order(mends: &[Mend]) -> Vec<&Mend> {
        let mut ordered: Vec<&Mend> = mends.iter().collect();
        ordered.sort_by_key(|mend| mend.stage());
        ordered
    }
}

impl Span {
    /// Returns whether an image is one of those it speaks of.
    pub(crate) fn fits(&self, range: ValueRange, most: f64) -> bool {
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * range.width();
        same(self.low, range.low()) && same(self.high, range.high()) && most <= self.top
    }

    /// Returns black and white of an image.
    pub(crate) fn of(spans: &[Span], range: ValueRange, most: f64) -> [f64; 2] {
        let fitting = spans.iter().find(|span| span.fits(range, most));
        fitting.map_or([range.low(), range.high()], |span| [span.black, span.white])
    }
}

impl Facts {
    /// Returns what is still true of a case that went through the pipeline, for the audit of what came
    /// out.
    ///
    /// A pass of JPEG for all makes each file's own compression a thing of the past, whose traces
    /// are looked for in the pixels; a hidden scale hides thickness and frames, too.
    #[must_use]
    pub fn after(&self, mends: &[Mend]) -> Self {
        let mut facts = self.clone();
        for mend in mends {
            match mend {
                Mend::Lossy { .. } => facts.compression = None,
                Mend::HideScale => {
                    facts.slice_thickness_mm = None;
                    facts.n_frames = None;
                }
                _ => {}
            }
        }
        facts
    }
}

/// Returns an image with gray pixels.
pub(crate) fn to_gray(image: Image) -> samples::Result<Image> {
    if image.channels() == Channels::Gray {
        return Ok(image);
    }
    let luma = |pixel: &[f32]| 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    let values = image.values().chunks_exact(3).map(luma).collect();
    let gray = Image::new(image.shape(), Channels::Gray, image.range(), values)?;
    Ok(gray.with_meaning(image.meaning().clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mend_is_stored_by_its_word_and_reads_back() {
        let mends = [
            Mend::Lossy { quality: 75 },
            Mend::Band { low_hz: None, high_hz: Some(40.0) },
            Mend::HideScale,
        ];
        let text = serde_json::to_string(&mends).unwrap();
        assert!(text.starts_with(r#"[{"mend":"lossy","quality":75},{"mend":"band""#), "{text}");
        assert_eq!(serde_json::from_str::<Vec<Mend>>(&text).unwrap(), mends);
        for mend in &mends {
            let text = serde_json::to_value(mend).unwrap();
            assert_eq!(text["mend"], mend.id(), "the id is the stored word");
        }
    }

    #[test]
    fn jpeg_comes_behind_the_common_depth_however_they_are_listed() {
        let mends = [
            Mend::Lossy { quality: 75 },
            Mend::Requantise { bits: 8, spans: Vec::new() },
            Mend::Resample { columns: 5, rows: 5 },
        ];
        let ids: Vec<&str> = Mend::in_order(&mends).iter().map(|mend| mend.id()).collect();
        assert_eq!(ids, ["resample", "requantise", "lossy"]);
    }
}
