//! TIFF: images of 1, 8 or 16 bits, the first page of each file.

use std::collections::BTreeSet;
use std::io::Cursor;

use image::codecs::tiff::TiffDecoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder};
use samples::Contents;

use crate::pixels::{check_size, decoder_limits, decoding_error, into_image};
use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result};

/// See TIFF revision 6.0, 1992, and for files over 4 GiB `BigTIFF`.
pub(crate) struct Tiff;

const TITLE: &str = "TIFF";

impl Format for Tiff {
    fn id(&self) -> &'static str {
        "tiff"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tif", "tiff"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        if is_dicom(file.head) {
            Match::No
        } else if Layout::of(file.head).is_some() {
            Match::BySignature
        } else if file.has_extension(self.extensions()) {
            Match::ByName
        } else {
            Match::No
        }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        let layout = Layout::of(input.bytes).ok_or(Error::NotWhatItSays { format: TITLE })?;
        let failed = |error| decoding_error(error, TITLE);
        let mut decoder = TiffDecoder::new(Cursor::new(input.bytes)).map_err(failed)?;
        let (columns, rows) = decoder.dimensions();
        check_size(columns, rows, limits)?;
        decoder.set_limits(decoder_limits(columns, rows)).map_err(failed)?;

        let original = decoder.original_color_type();
        if matches!(original, ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16) {
            return Err(Error::Unsupported { format: TITLE, what: "CMYK".to_owned() });
        }
        let orientation = decoder.orientation().map_err(failed)?;
        let pixels = DynamicImage::from_decoder(decoder).map_err(failed)?;
        if original == ExtendedColorType::L1 {
            notes.add(Note::BitsExpanded { bits: 1 });
        }
        let pages = layout.n_pages(input.bytes);
        if 1 < pages {
            notes.add(Note::SeveralPages { pages });
        }
        Ok(Contents::Image(into_image(pixels, orientation, TITLE, notes)?))
    }
}

/// A DICOM file may begin like a TIFF, in the 128 bytes that it leaves to others.
fn is_dicom(head: &[u8]) -> bool {
    head.get(128..).is_some_and(|rest| rest.starts_with(b"DICM"))
}

/// How numbers are written in a file.
#[derive(Clone, Copy)]
struct Layout {
    big_endian: bool,
    /// Offsets of 8 bytes.
    big: bool,
}

impl Layout {
    fn of(bytes: &[u8]) -> Option<Self> {
        let (big_endian, big) = match bytes.first_chunk()? {
            b"II*\0" => (false, false),
            b"MM\0*" => (true, false),
            b"II+\0" => (false, true),
            b"MM\0+" => (true, true),
            _ => return None,
        };
        Some(Layout { big_endian, big })
    }

    /// Follows the chain of directories, which may bite its own tail.
    fn n_pages(self, bytes: &[u8]) -> u64 {
        let (first, count_size, entry_size, offset_size) =
            if self.big { (8, 8, 20, 8) } else { (4, 2, 12, 4) };
        let mut seen = BTreeSet::new();
        let mut at = first;
        while let Some(directory) = self.number(bytes, at, offset_size).filter(|&it| it != 0) {
            let Some(entries) = self.number(bytes, directory, count_size) else { break };
            if !seen.insert(directory) {
                break;
            }
            let end = entries.checked_mul(entry_size).and_then(|size| size.checked_add(count_size));
            let Some(next) = end.and_then(|end| end.checked_add(directory)) else { break };
            at = next;
        }
        seen.len() as u64
    }

    fn number(self, bytes: &[u8], at: u64, size: u64) -> Option<u64> {
        let start = usize::try_from(at).ok()?;
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        let digits = bytes.get(start..end)?;
        let join = |sum: u64, &digit: &u8| sum << 8 | u64::from(digit);
        Some(if self.big_endian {
            digits.iter().fold(0, join)
        } else {
            digits.iter().rev().fold(0, join)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of no entries at 8 whose next one is at `next`.
    fn chain(next: u8) -> Vec<u8> {
        vec![b'I', b'I', b'*', 0, 8, 0, 0, 0, 0, 0, next, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    #[test]
    fn a_dicom_file_that_begins_like_a_tiff_is_none() {
        let head = [&b"II*\0"[..], &[0; 124], b"DICM"].concat();
        assert_eq!(Tiff.recognise(&Peek { name: "a.dcm", head: &head }), Match::No);
    }

    #[test]
    fn pages_are_counted_to_the_end_of_the_chain() {
        let pages = |file: &[u8]| Layout::of(file).map(|layout| layout.n_pages(file));
        assert_eq!(pages(&chain(0)), Some(1));
        assert_eq!(pages(&chain(14)), Some(2), "the second ends the chain");
        assert_eq!(pages(&chain(8)), Some(1), "it is its own successor");
        assert_eq!(pages(&chain(200)), Some(1), "the next one lies behind the end");
    }
}
