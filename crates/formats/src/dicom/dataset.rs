//! The attributes that were found, and how their values are spelled.

use std::collections::BTreeMap;

use super::tags::{self, Tag};
use super::{TITLE, broken};
use crate::{Error, Result};

/// How elements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoding {
    /// Each element says of what kind its value is.
    pub explicit: bool,
    /// The big end of a number comes first.
    pub big_endian: bool,
}

impl Encoding {
    pub(super) const IMPLICIT: Encoding = Encoding { explicit: false, big_endian: false };
    pub(super) const EXPLICIT: Encoding = Encoding { explicit: true, big_endian: false };
    pub(super) const BIG_ENDIAN: Encoding = Encoding { explicit: true, big_endian: true };

    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }
}

/// The pixels as they stand in the file.
pub(super) enum Pixels<'a> {
    /// One after the other.
    Plain {
        bytes: &'a [u8],
        /// They are words, whose two bytes follow the order of the file, even when a pixel is a byte.
        words: bool,
    },
    /// Compressed, in pieces.
    Fragments(Vec<&'a [u8]>),
}

/// The values of the attributes that are looked at.
///
/// It has no `Debug`: values of a header may name a person.
pub(super) struct Dataset<'a> {
    pub(super) encoding: Encoding,
    /// Of the whole object.
    pub(super) of_object: BTreeMap<Tag, &'a [u8]>,
    /// Of its only frame, in objects that keep these apart.
    pub(super) of_frame: BTreeMap<Tag, &'a [u8]>,
    pub(super) pixels: Option<Pixels<'a>>,
}

impl<'a> Dataset<'a> {
    pub(super) fn new(encoding: Encoding) -> Self {
        let (of_object, of_frame) = (BTreeMap::new(), BTreeMap::new());
        Dataset { encoding, of_object, of_frame, pixels: None }
    }

    /// Returns a value as it stands, of the object or else of its only frame.
    pub(super) fn bytes(&self, tag: Tag) -> Option<&'a [u8]> {
        self.of_object.get(&tag).or_else(|| self.of_frame.get(&tag)).copied()
    }

    /// Says whether an attribute has a value, whatever it is.
    pub(super) fn has(&self, tag: Tag) -> bool {
        self.bytes(tag).is_some_and(|value| value.iter().any(|&byte| !matches!(byte, b' ' | 0)))
    }

    /// Returns the codes of an attribute, e.g. `MONOCHROME2`, without the blanks around them.
    pub(super) fn codes(&self, tag: Tag) -> impl Iterator<Item = &'a str> {
        let bytes = self.bytes(tag).unwrap_or_default();
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        text.split('\\').map(|code| code.trim_matches([' ', '\0']))
    }

    /// Returns the first code; empty when there is none.
    pub(super) fn code(&self, tag: Tag) -> &'a str {
        self.codes(tag).next().unwrap_or_default()
    }

    /// Returns the decimal numbers of an attribute; `None` unless all of them are finite.
    pub(super) fn decimals(&self, tag: Tag) -> Option<Vec<f64>> {
        let number = |code: &str| code.parse().ok().filter(|number: &f64| number.is_finite());
        self.has(tag).then(|| self.codes(tag).map(number).collect())?
    }

    /// Returns the first decimal number; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`Error::Broken`] when there is something else.
    pub(super) fn decimal(&self, tag: Tag, name: &str) -> Result<Option<f64>> {
        if !self.has(tag) {
            return Ok(None);
        }
        match self.decimals(tag).as_deref() {
            Some([number, ..]) => Ok(Some(*number)),
            _ => Err(broken(&format!("its {name} is no number"))),
        }
    }

    /// Returns the only number of an attribute of 16 bits.
    ///
    /// # Errors
    ///
    /// [`Error::Broken`] when there are more or fewer bytes.
    pub(super) fn short(&self, tag: Tag, name: &str) -> Result<Option<u16>> {
        match self.bytes(tag) {
            None | Some([]) => Ok(None),
            Some(&[a, b]) => Ok(Some(self.encoding.u16([a, b]))),
            Some(_) => Err(broken(&format!("its {name} is no number of 16 bits"))),
        }
    }

    /// Returns the number of an attribute that an image cannot be read without.
    pub(super) fn needed_short(&self, tag: Tag, name: &str) -> Result<u16> {
        self.short(tag, name)?.ok_or_else(|| broken(&format!("it does not say its {name}")))
    }

    /// Returns all numbers of an attribute of 16 bits.
    pub(super) fn shorts(&self, tag: Tag) -> Vec<u16> {
        let (pairs, _) = self.bytes(tag).unwrap_or_default().as_chunks();
        pairs.iter().map(|&pair| self.encoding.u16(pair)).collect()
    }

    /// Returns the identifier of the patient.
    ///
    /// Outside of UTF-8 each byte stands for one letter: that may be the wrong
    /// letter, but it is the same one in every file of the patient.
    pub(super) fn patient(&self) -> String {
        let bytes = self.bytes(tags::PATIENT_ID).unwrap_or_default();
        let says_utf8 = self.codes(tags::CHARACTER_SET).any(|set| set == "ISO_IR 192");
        match std::str::from_utf8(bytes) {
            Ok(text) if says_utf8 || text.is_ascii() => text.to_owned(),
            _ => bytes.iter().copied().map(char::from).collect(),
        }
    }

    /// Returns how many frames there are; one when nothing is said.
    pub(super) fn n_frames(&self) -> Result<u64> {
        match self.code(tags::NUMBER_OF_FRAMES) {
            "" => Ok(1),
            // Some programs write 0 into objects of one frame.
            text => text.parse().map(|n: u64| n.max(1)).map_err(|_| Error::Broken {
                format: TITLE,
                detail: "its number of frames is none".to_owned(),
            }),
        }
    }

    /// Returns how many planes of graphics lie over the image.
    pub(super) fn n_overlays(&self) -> u64 {
        self.of_object.keys().filter(|&&tag| tags::is_overlay(tag)).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(tag: Tag, value: &'static [u8]) -> Dataset<'static> {
        let mut dataset = Dataset::new(Encoding::EXPLICIT);
        dataset.of_object.insert(tag, value);
        dataset
    }

    #[test]
    fn decimals_are_read_with_the_blanks_around_them() {
        let spacing = |value| with(tags::PIXEL_SPACING, value).decimals(tags::PIXEL_SPACING);
        assert_eq!(spacing(b" 0.5\\ +1.25E-1 "), Some(vec![0.5, 0.125]));
        assert_eq!(spacing(b"0.5\\"), None, "the second is missing");
        assert_eq!(spacing(b"nan"), None);
        assert_eq!(spacing(b"  "), None);
    }

    #[test]
    fn a_number_of_another_kind_is_an_error() {
        let rows = |value| with(tags::ROWS, value).needed_short(tags::ROWS, "rows");
        assert_eq!(rows(&[1, 2]), Ok(513));
        assert_eq!(rows(b""), Err(broken("it does not say its rows")));
        assert_eq!(rows(b"64  "), Err(broken("its rows is no number of 16 bits")));
    }

    #[test]
    fn an_identifier_is_the_same_text_in_every_file() {
        let id = |value| with(tags::PATIENT_ID, value).patient();
        assert_eq!(id(b"A-1"), "A-1");
        assert_eq!(id(b"M\xfcller"), "M\u{fc}ller", "Latin 1");
        assert_eq!(id("Ü".as_bytes()), "\u{c3}\u{9c}", "nobody says that it is UTF-8");
    }
}
