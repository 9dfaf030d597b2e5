//! Gray: from the numbers of the file to values in a unit.
//!
//! See DICOM PS3.3 sections C.7.6.3 and C.11.1.

use samples::{Channels, Image, Meaning, ValueRange, Window};

use super::dataset::Dataset;
use super::numbers::Numbers;
use super::raster::{Photometric, Raster};
use super::{broken, tags, unsupported};
use crate::{Note, Notes, Result};

/// Returns the image in the unit that the header says, with what it says of the values.
pub(super) fn image(dataset: &Dataset<'_>, numbers: Numbers, notes: &mut Notes) -> Result<Image> {
    let Numbers { numbers, raster } = numbers;
    let rescale = Rescale::of(dataset)?;
    note_padding(dataset, &numbers, raster, rescale, notes);

    let unit = unit(dataset, rescale);
    let ends = raster.ends().map(|end| rescale.apply(end));
    // The ends are rounded as the values are, so that no value lies outside.
    let [low, high] = [ends[0].min(ends[1]), ends[0].max(ends[1])].map(f64::from);
    let range = ValueRange::new(low, high)?;

    let mut values: Vec<f32> =
        numbers.iter().map(|&number| rescale.apply(raster.value(number))).collect();
    let mut window = window(dataset);
    if raster.photometric == Photometric::Monochrome1 {
        if unit.is_some() {
            notes.add(Note::LowIsWhite);
        } else {
            for value in &mut values {
                *value = narrow(low + high - f64::from(*value));
            }
            window = window.map(|it| Window { center: low + high - it.center, ..it });
            notes.add(Note::TurnedRound);
        }
    }
    let shape = [raster.rows.into(), raster.columns.into()];
    let meaning = Meaning { unit: unit.map(str::to_owned), spacing_mm: spacing(dataset), window };
    Ok(Image::new(shape, Channels::Gray, range, values)?.with_meaning(meaning))
}

/// How a stored number becomes a value.
#[derive(Clone, Copy)]
struct Rescale {
    slope: f64,
    intercept: f64,
    /// The header says so; otherwise nothing changes.
    is_said: bool,
}

impl Rescale {
    fn of(dataset: &Dataset<'_>) -> Result<Self> {
        if dataset.bytes(tags::MODALITY_LUT).is_some() {
            return Err(unsupported("a modality lookup table"));
        }
        let slope = dataset.decimal(tags::RESCALE_SLOPE, "rescale slope")?;
        let intercept = dataset.decimal(tags::RESCALE_INTERCEPT, "rescale intercept")?;
        let is_said = slope.is_some() && intercept.is_some();
        let (slope, intercept) = (slope.unwrap_or(1.0), intercept.unwrap_or(0.0));
        if slope == 0.0 {
            return Err(broken("its rescale slope is 0, which makes all values equal"));
        }
        Ok(Rescale { slope, intercept, is_said })
    }

    fn apply(self, number: i32) -> f32 {
        narrow(f64::from(number) * self.slope + self.intercept)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "images hold 32 bits")]
fn narrow(value: f64) -> f32 {
    value as f32
}

/// Returns the unit of the values; `None` when none is known.
///
/// Free text is left out: it may name a scanner, by which a reader would know the arm.
fn unit(dataset: &Dataset<'_>, rescale: Rescale) -> Option<&'static str> {
    if !rescale.is_said {
        return None;
    }
    match (dataset.code(tags::RESCALE_TYPE), dataset.code(tags::MODALITY)) {
        // Of a CT the standard demands that another unit be said.
        ("HU", _) | ("", "CT") => Some("HU"),
        ("HU_MOD", _) => Some("modified HU"),
        ("OD", _) => Some("mOD"),
        ("MGML", _) => Some("mg/ml"),
        ("PCT", _) => Some("%"),
        ("", "PT") => match dataset.code(tags::UNITS) {
            "BQML" => Some("Bq/ml"),
            "CNTS" => Some("counts"),
            "CPS" => Some("counts/s"),
            "GML" => Some("g/ml"),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the distance of rows and of columns, at the patient or else at the detector.
pub(super) fn spacing(dataset: &Dataset<'_>) -> Option<[f64; 2]> {
    let of = |tag| match *dataset.decimals(tag)?.as_slice() {
        [rows, columns] if 0.0 < rows && 0.0 < columns => Some([rows, columns]),
        _ => None,
    };
    of(tags::PIXEL_SPACING).or_else(|| of(tags::IMAGER_PIXEL_SPACING))
}

/// Returns the first window; the width 0 stands for none.
fn window(dataset: &Dataset<'_>) -> Option<Window> {
    let first = |tag| dataset.decimals(tag)?.first().copied();
    let (center, width) = (first(tags::WINDOW_CENTER)?, first(tags::WINDOW_WIDTH)?);
    (0.0 < width).then_some(Window { center, width })
}

/// Says how many pixels are no part of the picture.
fn note_padding(
    dataset: &Dataset<'_>,
    numbers: &[u16],
    raster: Raster,
    rescale: Rescale,
    notes: &mut Notes,
) {
    let value = |tag| match dataset.shorts(tag).as_slice() {
        &[number] => Some(raster.value(number << raster.shift)),
        _ => None,
    };
    let Some(padding) = value(tags::PIXEL_PADDING_VALUE) else { return };
    let other = value(tags::PIXEL_PADDING_RANGE_LIMIT).unwrap_or(padding);
    let padded = padding.min(other)..=padding.max(other);
    let pixels = numbers.iter().filter(|&&number| padded.contains(&raster.value(number))).count();
    if 0 < pixels {
        let value = rescale.apply(padding).to_string();
        notes.add(Note::PixelPadding { value, pixels: pixels as u64 });
    }
}
