//! Writes a gray image with its unit, so that what was generated from a scan is read like a scan.
//!
//! See DICOM PS3.10 section 7 for the file, and PS3.3 sections A.8.1 and C.11.1 for what is in it.

use samples::{Channels, ContentHash, Image};

use super::{TITLE, tags};
use crate::{Error, Result};

/// Secondary Capture: an image that no scanner took.
const CLASS: &str = "1.2.840.10008.5.1.4.1.1.7";
/// Explicit VR Little Endian.
const SYNTAX: &str = "1.2.840.10008.1.2.1";
/// The form of an identifier that anybody may make: a number of 128 bits behind this root.
const OWN_ROOT: &str = "2.25";
/// The longest text of a decimal number.
const LONGEST_DECIMAL: usize = 16;

/// Returns a gray image as an uncompressed DICOM of at most 16 bits, with range, unit, spacing and window.
///
/// Values are rounded to the nearest number that the file can hold: whole ones where the range has at
/// most 65536 of them, otherwise the 65535th part of the range. Nothing in it names a person, a time, a
/// place or a program; the identifiers come from the pixels.
///
/// # Errors
///
/// [`Error::Unwritable`] for color, for more than 65535 rows or columns, and for a range whose ends
/// decimal numbers of 16 letters cannot say.
pub fn write_dicom(image: &Image) -> Result<Vec<u8>> {
    let unwritable = |detail: &str| Error::Unwritable { format: TITLE, detail: detail.to_owned() };
    if image.channels() != Channels::Gray {
        return Err(unwritable("only gray images have a unit"));
    }
    let side = |n: usize| u16::try_from(n).map_err(|_| unwritable("a side is too long"));
    let [rows, columns] = image.shape();
    let (rows, columns) = (side(rows)?, side(columns)?);
    let scale = Scale::of(image).ok_or_else(|| unwritable("its range cannot be said"))?;
    let pixels = scale.pixels(image);

    let mut body = Elements::default();
    let identifier = |what: &str| own_identifier(&[what.as_bytes(), &pixels]);
    body.text(tags::IMAGE_TYPE, *b"CS", "DERIVED\\SECONDARY");
    body.text(tags::SOP_CLASS, *b"UI", CLASS);
    body.text(tags::SOP_INSTANCE, *b"UI", &identifier("image"));
    let (modality, rescale_type, units) = codes_of(image.meaning().unit.as_deref());
    body.text(tags::MODALITY, *b"CS", modality);
    body.text(tags::CONVERSION_TYPE, *b"CS", "SYN");
    body.text(tags::STUDY_INSTANCE, *b"UI", &identifier("study"));
    body.text(tags::SERIES_INSTANCE, *b"UI", &identifier("series"));
    body.short(tags::SAMPLES_PER_PIXEL, 1);
    body.text(tags::PHOTOMETRIC_INTERPRETATION, *b"CS", "MONOCHROME2");
    body.short(tags::ROWS, rows);
    body.short(tags::COLUMNS, columns);
    if let Some([down, across]) = image.meaning().spacing_mm {
        let both = format!("{}\\{}", decimal(down), decimal(across));
        body.text(tags::PIXEL_SPACING, *b"DS", &both);
    }
    body.short(tags::BITS_ALLOCATED, 16);
    body.short(tags::BITS_STORED, scale.bits);
    body.short(tags::HIGH_BIT, scale.bits - 1);
    body.short(tags::PIXEL_REPRESENTATION, 0);
    if let Some(window) = image.meaning().window {
        body.text(tags::WINDOW_CENTER, *b"DS", &decimal(window.center));
        body.text(tags::WINDOW_WIDTH, *b"DS", &decimal(window.width));
    }
    body.text(tags::RESCALE_INTERCEPT, *b"DS", &decimal(scale.low));
    body.text(tags::RESCALE_SLOPE, *b"DS", &decimal(scale.step));
    if let Some(code) = rescale_type {
        body.text(tags::RESCALE_TYPE, *b"LO", code);
    }
    if let Some(code) = units {
        body.text(tags::UNITS, *b"CS", code);
    }
    body.long(tags::PIXELS, *b"OW", &pixels);

    let mut meta = Elements::default();
    meta.long(tags::META_VERSION, *b"OB", &[0, 1]);
    meta.text(tags::MEDIA_STORAGE_CLASS, *b"UI", CLASS);
    meta.text(tags::MEDIA_STORAGE_INSTANCE, *b"UI", &identifier("image"));
    meta.text(tags::TRANSFER_SYNTAX, *b"UI", SYNTAX);
    meta.text(tags::IMPLEMENTATION, *b"UI", &own_identifier(&[b"touchstone"]));
    let mut head = Elements::default();
    let length = u32::try_from(meta.0.len()).map_err(|_| unwritable("its header is too long"))?;
    head.value(tags::META_LENGTH, *b"UL", &length.to_le_bytes());
    Ok([&[0; 128][..], b"DICM", &head.0, &meta.0, &body.0].concat())
}

/// How values become the numbers of the file.
struct Scale {
    bits: u16,
    low: f64,
    step: f64,
}

impl Scale {
    /// Returns the scale by which the range is read as it is; `None` when none is.
    fn of(image: &Image) -> Option<Self> {
        let range = image.range();
        let equal = |a: f64, b: f64| (a - b).abs() <= 0.0;
        let whole = (1..=16_u16).find(|&bits| equal(range.width() + 1.0, f64::from(1_u32 << bits)));
        let bits = whole.unwrap_or(16);
        let step = range.width() / f64::from((1_u32 << bits) - 1);
        let scale = Scale { bits, low: range.low(), step };
        // What a reader makes of the written letters.
        let said = |number: f64| decimal(number).parse::<f64>().ok();
        let (low, step) = (said(scale.low)?, said(scale.step)?);
        let high = low + step * f64::from((1_u32 << bits) - 1);
        #[expect(clippy::cast_possible_truncation, reason = "a reader rounds the ends likewise")]
        let same = |a: f64, b: f64| equal(f64::from(a as f32), f64::from(b as f32));
        (same(low, range.low()) && same(high, range.high())).then_some(scale)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the bits before"
    )]
    fn pixels(&self, image: &Image) -> Vec<u8> {
        let most = f64::from((1_u32 << self.bits) - 1);
        let number = |&value: &f32| {
            (((f64::from(value) - self.low) / self.step).round().clamp(0.0, most) as u16)
                .to_le_bytes()
        };
        image.values().iter().flat_map(number).collect()
    }
}

/// Returns a number in at most 16 letters.
fn decimal(number: f64) -> String {
    let plain = number.to_string();
    if plain.len() <= LONGEST_DECIMAL {
        return plain;
    }
    // Exact letters first, then fewer and fewer digits, until they fit.
    (0..LONGEST_DECIMAL)
        .rev()
        .map(|digits| format!("{number:.digits$e}"))
        .find(|text| text.len() <= LONGEST_DECIMAL)
        .unwrap_or_default()
}

/// Returns what says a unit: the modality, the rescale type, and what a value of a PET image counts.
fn codes_of(unit: Option<&str>) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match unit {
        Some("HU") => ("OT", Some("HU"), None),
        Some("modified HU") => ("OT", Some("HU_MOD"), None),
        Some("mOD") => ("OT", Some("OD"), None),
        Some("mg/ml") => ("OT", Some("MGML"), None),
        Some("%") => ("OT", Some("PCT"), None),
        Some("Bq/ml") => ("PT", None, Some("BQML")),
        Some("counts") => ("PT", None, Some("CNTS")),
        Some("counts/s") => ("PT", None, Some("CPS")),
        Some("g/ml") => ("PT", None, Some("GML")),
        // The standard's word for a unit that is not said.
        _ => ("OT", Some("US"), None),
    }
}

/// Returns an identifier that belongs to what is named, and to nothing else.
fn own_identifier(named: &[&[u8]]) -> String {
    let hash = ContentHash::of(named).to_string();
    let number = u128::from_str_radix(&hash[..32], 16).unwrap_or_default();
    format!("{OWN_ROOT}.{number}")
}

/// Elements, one behind the other, each of even length.
#[derive(Default)]
struct Elements(Vec<u8>);

impl Elements {
    fn name(&mut self, tag: tags::Tag, kind: [u8; 2]) {
        for half in [tag >> 16, tag & 0xffff] {
            self.0.extend(&half.to_le_bytes()[..2]);
        }
        self.0.extend(kind);
    }

    /// An element whose length has 16 bits.
    fn value(&mut self, tag: tags::Tag, kind: [u8; 2], value: &[u8]) {
        self.name(tag, kind);
        self.0.extend(&value.len().to_le_bytes()[..2]);
        self.0.extend(value);
    }

    fn short(&mut self, tag: tags::Tag, value: u16) {
        self.value(tag, *b"US", &value.to_le_bytes());
    }

    /// Text, filled up to an even length with what its kind is filled with.
    fn text(&mut self, tag: tags::Tag, kind: [u8; 2], text: &str) {
        let mut bytes = text.as_bytes().to_vec();
        if bytes.len() % 2 == 1 {
            bytes.push(if kind == *b"UI" { 0 } else { b' ' });
        }
        self.value(tag, kind, &bytes);
    }

    /// An element whose length has 32 bits.
    fn long(&mut self, tag: tags::Tag, kind: [u8; 2], value: &[u8]) {
        self.name(tag, kind);
        self.0.extend([0, 0]);
        self.0.extend(&value.len().to_le_bytes()[..4]);
        self.0.extend(value);
    }
}

#[cfg(test)]
mod tests {
    use samples::{Contents, Meaning, ValueRange, Window};

    use super::*;
    use crate::{Input, Limits, read};

    fn scan(low: f64, high: f64, values: Vec<f32>) -> Image {
        let range = ValueRange::new(low, high).unwrap();
        Image::new([1, values.len()], Channels::Gray, range, values).unwrap()
    }

    fn again(image: &Image) -> Image {
        let bytes = write_dicom(image).unwrap();
        match read(&Input::alone("made.dcm", &bytes), &Limits::default()).unwrap().contents {
            Contents::Image(image) => image,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_scan_is_read_back_with_range_unit_spacing_and_window() {
        let meaning = |unit: Option<&str>| Meaning {
            unit: unit.map(str::to_owned),
            spacing_mm: Some([0.625, 0.75]),
            window: Some(Window { center: 40.0, width: 400.0 }),
        };
        for (low, high) in [(-1024.0_f32, 3071.0_f32), (-33792.0, 31743.0), (0.0, 4095.0)] {
            for unit in
                [None, Some("HU"), Some("modified HU"), Some("mOD"), Some("mg/ml"), Some("%")]
                    .into_iter()
                    .chain(["Bq/ml", "counts", "counts/s", "g/ml"].map(Some))
            {
                let image = scan(low.into(), high.into(), vec![low, 17.0, high]);
                let image = image.with_meaning(meaning(unit));
                assert_eq!(again(&image), image);
            }
        }
    }

    #[test]
    fn values_between_the_numbers_of_the_file_go_to_the_nearest() {
        let image = again(&scan(0.0, 131_070.0, vec![0.9, 1.1, 131_070.0]));
        assert_eq!(image.values(), [0.0, 2.0, 131_070.0]);
        assert_eq!(image.range(), ValueRange::new(0.0, 131_070.0).unwrap());
    }

    #[test]
    fn color_is_not_written() {
        let red = Image::new([1, 1], Channels::Rgb, ValueRange::BITS_8, vec![255.0, 0.0, 0.0]);
        assert!(matches!(write_dicom(&red.unwrap()), Err(Error::Unwritable { .. })));
    }

    #[test]
    fn a_decimal_has_at_most_sixteen_letters() {
        for number in [1.0 / 3.0, -1024.0, 1e-20 / 7.0, -123_456.789_012_345_67] {
            let text = decimal(number);
            assert!(text.len() <= 16, "{text}");
            let near = (text.parse::<f64>().unwrap() - number).abs() <= number.abs() * 1e-8;
            assert!(near, "{number}: {text}");
        }
    }
}
