//! TIFF: images of 1, 8 or 16 bits, the first page of each file.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor};

use image::codecs::tiff::TiffDecoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder};
use samples::Contents;

use crate::pixels::{
    check_decoded, check_size, decoded_bytes, decoder_limits, decoding_error, into_image,
};
use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result, Source};

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
        let failed = |error| decoding_error(&error, TITLE, || layout.what_it_holds(input.bytes));
        let mut decoder = TiffDecoder::new(Cursor::new(input.bytes)).map_err(failed)?;
        let (columns, rows) = decoder.dimensions();
        check_size(columns, rows, limits)?;
        check_decoded(columns, rows, channels(&decoder), limits)?;
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

    fn weigh(&self, source: &mut dyn Source) -> Option<u64> {
        let decoder = TiffDecoder::new(BufReader::new(source)).ok()?;
        let (columns, rows) = decoder.dimensions();
        let bytes = u64::from(decoder.color_type().bytes_per_pixel());
        let channels = channels(&decoder);
        // The decoder fills a buffer of its own and copies it.
        Some(decoded_bytes(columns, rows, channels, (2 * bytes).div_ceil(channels)))
    }
}

/// Returns how many channels an image has once its alpha is left out.
fn channels<R: std::io::BufRead + std::io::Seek>(decoder: &TiffDecoder<R>) -> u64 {
    if decoder.color_type().has_color() { 3 } else { 1 }
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

    /// Says in the expert's words what a file holds that is not read.
    fn what_it_holds(self, bytes: &[u8]) -> String {
        const BITS: u64 = 258;
        const COMPRESSION: u64 = 259;
        const COLORS: u64 = 262;
        const SAMPLES: u64 = 277;
        const KIND: u64 = 339;
        let of = |tag| self.tag(bytes, tag);
        let bits = of(BITS).unwrap_or(1);
        match (of(KIND), of(COLORS)) {
            (Some(3), _) => return format!("pixels of real numbers ({bits} bits)"),
            (Some(2), _) => return format!("pixels of signed numbers ({bits} bits)"),
            (Some(5 | 6), _) => return "pixels of complex numbers".to_owned(),
            (_, Some(3)) => return "colors from a palette".to_owned(),
            (_, Some(5)) => return "CMYK".to_owned(),
            (_, Some(6)) => return "colors as YCbCr".to_owned(),
            (_, Some(8..=10)) => return "colors as L*a*b*".to_owned(),
            _ => {}
        }
        let samples = of(SAMPLES).unwrap_or(1);
        if 4 < samples {
            return format!("pixels of {samples} channels");
        }
        if ![1, 8, 16].contains(&bits) {
            return format!("pixels of {bits} bits");
        }
        let compression = of(COMPRESSION).unwrap_or(1);
        format!("compression {compression} with pixels of {bits} bits")
    }

    /// Returns the first number of an entry of the first directory.
    fn tag(self, bytes: &[u8], tag: u64) -> Option<u64> {
        let (first, count_size, entry_size, offset_size) =
            if self.big { (8, 8, 20, 8) } else { (4, 2, 12, 4) };
        let directory = self.number(bytes, first, offset_size)?;
        let entries = self.number(bytes, directory, count_size)?;
        let start = directory.checked_add(count_size)?;
        (0..entries.min(4096))
            .map(|entry| start + entry * entry_size)
            .find(|&at| self.number(bytes, at, 2) == Some(tag))
            .and_then(|at| {
                let size = match self.number(bytes, at + 2, 2)? {
                    1 => 1,
                    3 => 2,
                    4 => 4,
                    _ => return None,
                };
                let n = self.number(bytes, at + 4, offset_size)?;
                let value = at + 4 + offset_size;
                let within = n.checked_mul(size)? <= offset_size;
                let at = if within { value } else { self.number(bytes, value, offset_size)? };
                self.number(bytes, at, size)
            })
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

    /// A gray image of one pixel with these bits, sample format and photometric interpretation.
    fn one_pixel(bits: u8, kind: u8, colors: u8) -> Vec<u8> {
        let entries: [(u16, u8); 9] = [
            (256, 1),
            (257, 1),
            (258, bits),
            (259, 1),
            (262, colors),
            (273, 8 + 2 + 9 * 12 + 4),
            (277, 1),
            (279, bits.div_ceil(8)),
            (339, kind),
        ];
        let mut file = vec![b'I', b'I', b'*', 0, 8, 0, 0, 0, 9, 0];
        for (tag, value) in entries {
            file.extend(tag.to_le_bytes());
            file.extend([3, 0, 1, 0, 0, 0, value, 0, 0, 0]);
        }
        file.extend([0; 4 + 16]);
        file
    }

    #[test]
    fn what_is_not_read_is_said_in_words() {
        let why = |file: &[u8]| {
            let input = Input::alone("a.tif", file);
            match Tiff.read(&input, &Limits::default(), &mut Notes::default()) {
                Err(Error::Unsupported { what, .. }) => what,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(why(&one_pixel(32, 3, 1)), "pixels of real numbers (32 bits)");
        assert_eq!(why(&one_pixel(64, 3, 1)), "pixels of real numbers (64 bits)");
        assert_eq!(why(&one_pixel(16, 2, 1)), "pixels of signed numbers (16 bits)");
        assert_eq!(why(&one_pixel(32, 1, 1)), "pixels of 32 bits");
        assert_eq!(why(&one_pixel(8, 1, 3)), "colors from a palette");
    }

    #[test]
    fn what_a_page_takes_is_known_from_its_header() {
        let file = one_pixel(16, 1, 1);
        assert_eq!(Tiff.weigh(&mut Cursor::new(&file)), Some(4 + 2 * 2));
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
