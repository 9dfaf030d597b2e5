//! PNG: images without loss, of 1 to 16 bits.

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageBuffer, ImageEncoder};
use png::{BitDepth, ColorType, DecodeOptions, Decoder, DecodingError, Transformations};
use samples::{Channels, Contents, Image, ValueRange};

use crate::pixels::{check_decoded, check_size, decoded_bytes, into_image, room_to_decode};
use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result, Source};

/// See <https://www.w3.org/TR/png-3/>.
pub(crate) struct Png;

const TITLE: &str = "PNG";
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

impl Format for Png {
    fn id(&self) -> &'static str {
        "png"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["png"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        if file.head.starts_with(SIGNATURE) {
            Match::BySignature
        } else if file.has_extension(self.extensions()) {
            Match::ByName
        } else {
            Match::No
        }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        let header = Header::of(input.bytes)?;
        check_size(header.columns, header.rows, limits)?;
        check_decoded(header.columns, header.rows, header.channels(), limits)?;
        let chunks = Chunks::of(input.bytes)?;
        if chunks.cannot_hold(&header) {
            return Err(Error::Truncated { format: TITLE });
        }

        let (pixels, orientation) = decode(input.bytes, &header)?;
        if header.color == PALETTE {
            notes.add(Note::PaletteExpanded);
        } else if header.bits < 8 {
            notes.add(Note::BitsExpanded { bits: header.bits });
        }
        if 1 < chunks.frames {
            notes.add(Note::SeveralPages { pages: chunks.frames.into() });
        }
        Ok(Contents::Image(into_image(pixels, orientation, TITLE, notes)?))
    }

    fn weigh(&self, source: &mut dyn Source) -> Option<u64> {
        let mut head = [0; SIGNATURE.len() + 8 + 13];
        source.read_exact(&mut head).ok()?;
        let header = Header::of(&head).ok()?;
        let bytes = if header.bits == 16 { 2 } else { 1 };
        Some(decoded_bytes(header.columns, header.rows, header.channels(), bytes))
    }
}

/// Decodes a file to its last checksum.
///
/// Most decoders pass over the checksum of the pixels and those of chunks that
/// pixels do not need; here each of them counts, or a turned bit in the
/// orientation would turn the image.
fn decode(bytes: &[u8], header: &Header) -> Result<(DynamicImage, Orientation)> {
    let mut options = DecodeOptions::default();
    options.set_ignore_adler32(false);
    options.set_skip_ancillary_crc_failures(false);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let room = room_to_decode(header.columns, header.rows);
    decoder.set_limits(png::Limits { bytes: usize::try_from(room).unwrap_or(usize::MAX) });
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().map_err(|error| broken(&error))?;
    let size = reader.output_buffer_size().ok_or(Error::Truncated { format: TITLE })?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).map_err(|error| broken(&error))?;
    buffer.truncate(frame.buffer_size());
    reader.finish().map_err(|error| broken(&error))?;

    let exif = reader.info().exif_metadata.as_deref();
    let orientation = exif.and_then(Orientation::from_exif_chunk);
    let (columns, rows) = (frame.width, frame.height);
    let pixels = match (frame.color_type, frame.bit_depth) {
        (ColorType::Grayscale, BitDepth::Eight) => {
            ImageBuffer::from_raw(columns, rows, buffer).map(DynamicImage::ImageLuma8)
        }
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => {
            ImageBuffer::from_raw(columns, rows, buffer).map(DynamicImage::ImageLumaA8)
        }
        (ColorType::Rgb, BitDepth::Eight) => {
            ImageBuffer::from_raw(columns, rows, buffer).map(DynamicImage::ImageRgb8)
        }
        (ColorType::Rgba, BitDepth::Eight) => {
            ImageBuffer::from_raw(columns, rows, buffer).map(DynamicImage::ImageRgba8)
        }
        (ColorType::Grayscale, BitDepth::Sixteen) => {
            ImageBuffer::from_raw(columns, rows, wide(&buffer)).map(DynamicImage::ImageLuma16)
        }
        (ColorType::GrayscaleAlpha, BitDepth::Sixteen) => {
            ImageBuffer::from_raw(columns, rows, wide(&buffer)).map(DynamicImage::ImageLumaA16)
        }
        (ColorType::Rgb, BitDepth::Sixteen) => {
            ImageBuffer::from_raw(columns, rows, wide(&buffer)).map(DynamicImage::ImageRgb16)
        }
        (ColorType::Rgba, BitDepth::Sixteen) => {
            ImageBuffer::from_raw(columns, rows, wide(&buffer)).map(DynamicImage::ImageRgba16)
        }
        _ => None,
    };
    let unfilled = Error::Broken { format: TITLE, detail: UNFILLED.to_owned() };
    Ok((pixels.ok_or(unfilled)?, orientation.unwrap_or(Orientation::NoTransforms)))
}

const UNFILLED: &str = "its pixels do not fill it";

/// Joins two bytes to a value; the first is the higher one.
fn wide(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

/// Says in our words what the decoder noticed.
fn broken(error: &DecodingError) -> Error {
    let detail = match error {
        DecodingError::IoError(_) => return Error::Truncated { format: TITLE },
        DecodingError::LimitsExceeded => "its parts take more room than its pixels",
        DecodingError::Format(error) => {
            let said = error.to_string();
            if ["CRC", "hecksum", "dler"].iter().any(|word| said.contains(word)) {
                "a checksum is wrong, so bytes of it have changed"
            } else {
                "its compressed pixels cannot be unpacked"
            }
        }
        DecodingError::Parameter(_) => UNFILLED,
    };
    Error::Broken { format: TITLE, detail: detail.to_owned() }
}

/// Returns an image as a PNG of 8 bits when its range is that, and else of 16 bits.
///
/// Only pixels are written: no time, no text, no color profile.
///
/// # Errors
///
/// [`Error::NotWhole`] unless all values are whole numbers that the bits hold.
pub fn write_png(image: &Image) -> Result<Vec<u8>> {
    let rgb = image.channels() == Channels::Rgb;
    if image.range() == ValueRange::BITS_8 {
        let color = if rgb { ExtendedColorType::Rgb8 } else { ExtendedColorType::L8 };
        let bytes = whole_numbers(image, u8::MAX)?;
        encode(image.shape(), color, &bytes)
    } else {
        let color = if rgb { ExtendedColorType::Rgb16 } else { ExtendedColorType::L16 };
        let bytes: Vec<u8> =
            whole_numbers(image, u16::MAX)?.into_iter().flat_map(u16::to_ne_bytes).collect();
        encode(image.shape(), color, &bytes)
    }
}

/// Returns pixels in the machine's byte order as a PNG.
pub(crate) fn encode(shape: [usize; 2], color: ExtendedColorType, bytes: &[u8]) -> Result<Vec<u8>> {
    let unwritable = |detail: String| Error::Unwritable { format: TITLE, detail };
    let side = |n: usize| u32::try_from(n).map_err(|error| unwritable(error.to_string()));
    let (rows, columns) = (side(shape[0])?, side(shape[1])?);
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(bytes, columns, rows, color)
        .map_err(|error| unwritable(error.to_string()))?;
    Ok(file)
}

fn whole_numbers<T: TryFrom<u32> + Into<u32>>(image: &Image, highest: T) -> Result<Vec<T>> {
    let highest: u32 = highest.into();
    let whole = |&value: &f32| -> Option<T> {
        let fits = 0.0 <= value && f64::from(value) <= f64::from(highest) && value.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just checked")]
        let number = value as u32;
        fits.then(|| T::try_from(number).ok()).flatten()
    };
    let wrong = Error::NotWhole { highest };
    image.values().iter().map(whole).collect::<Option<_>>().ok_or(wrong)
}

/// The first chunk.
struct Header {
    columns: u32,
    rows: u32,
    bits: u8,
    color: u8,
}

const PALETTE: u8 = 3;

impl Header {
    fn of(bytes: &[u8]) -> Result<Self> {
        let Some(rest) = bytes.strip_prefix(SIGNATURE) else {
            return Err(Error::NotWhatItSays { format: TITLE });
        };
        let cut = Error::Truncated { format: TITLE };
        let Some((kind, rest)) = rest.split_at_checked(8) else { return Err(cut) };
        if kind != b"\0\0\0\x0dIHDR" {
            return Err(Error::Broken { format: TITLE, detail: "it has no header".to_owned() });
        }
        let number = |at: usize| rest.get(at..)?.first_chunk().copied().map(u32::from_be_bytes);
        let (Some(columns), Some(rows)) = (number(0), number(4)) else { return Err(cut) };
        let Some(&[bits, color]) = rest.get(8..10) else { return Err(cut) };
        Ok(Header { columns, rows, bits, color })
    }

    /// Returns how many channels the image has once its alpha is left out.
    fn channels(&self) -> u64 {
        const GRAY: [u8; 2] = [0, 4];
        if GRAY.contains(&self.color) { 1 } else { 3 }
    }
}

/// What the list of chunks tells without opening one.
struct Chunks {
    /// Bytes of compressed pixels.
    pixels: u64,
    /// Frames of an animation; 0 without one.
    frames: u32,
}

impl Chunks {
    /// Walks the chunks to the end mark, without which the file is cut.
    fn of(bytes: &[u8]) -> Result<Self> {
        let mut chunks = Chunks { pixels: 0, frames: 0 };
        let mut rest = &bytes[SIGNATURE.len()..];
        while let [a, b, c, d, k, l, m, n, after @ ..] = rest {
            let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
            let Some((body, after)) = after.split_at_checked(length) else { break };
            let Some((_checksum, after)) = after.split_at_checked(4) else { break };
            match &[*k, *l, *m, *n] {
                b"IEND" => return Ok(chunks),
                b"IDAT" => chunks.pixels += length as u64,
                b"acTL" => {
                    if let [a, b, c, d, ..] = *body {
                        chunks.frames = u32::from_be_bytes([a, b, c, d]);
                    }
                }
                _ => {}
            }
            rest = after;
        }
        Err(Error::Truncated { format: TITLE })
    }

    /// Says whether these few bytes can never become that many pixels.
    ///
    /// Deflate makes at most 1032 bytes of one; so a small file that declares
    /// a huge image is refused before memory is taken for it.
    fn cannot_hold(&self, header: &Header) -> bool {
        const MOST: u64 = 1032;
        let pixels = u64::from(header.columns) * u64::from(header.rows);
        let wanted = pixels.saturating_mul(u64::from(header.bits)) / 8;
        self.pixels.saturating_mul(MOST) < wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(range: ValueRange, values: &[f32]) -> Image {
        Image::new([1, values.len()], Channels::Gray, range, values.to_vec()).unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Contents> {
        Png.read(&Input::alone("a.png", bytes), &Limits::default(), &mut Notes::default())
    }

    #[test]
    fn what_was_written_is_read_back() {
        let rgb = Image::new([1, 1], Channels::Rgb, ValueRange::BITS_16, vec![0.0, 258.0, 65535.0]);
        for image in [
            gray(ValueRange::BITS_8, &[0.0, 1.0, 255.0]),
            gray(ValueRange::BITS_16, &[0.0, 258.0, 65535.0]),
            rgb.unwrap(),
        ] {
            assert_eq!(read(&write_png(&image).unwrap()), Ok(Contents::Image(image)));
        }
    }

    #[test]
    fn only_the_chunks_that_pixels_need_are_written() {
        let file = write_png(&gray(ValueRange::BITS_8, &[1.0, 2.0])).unwrap();
        let (mut rest, mut kinds) = (&file[8..], Vec::new());
        while let Some((length, _)) = rest.split_first_chunk::<4>() {
            kinds.push(String::from_utf8_lossy(&rest[4..8]).into_owned());
            rest = &rest[12 + u32::from_be_bytes(*length) as usize..];
        }
        assert_eq!(kinds, ["IHDR", "IDAT", "IEND"], "metadata would tell where an image is from");
    }

    #[test]
    fn values_between_whole_numbers_or_outside_are_not_bent() {
        let half = write_png(&gray(ValueRange::BITS_8, &[0.5]));
        assert_eq!(half, Err(Error::NotWhole { highest: 255 }));
        let hounsfield = ValueRange::new(-1024.0, 3071.0).unwrap();
        let below = write_png(&gray(hounsfield, &[-1000.0]));
        assert_eq!(below, Err(Error::NotWhole { highest: 65535 }));
    }

    #[test]
    fn a_huge_declared_image_is_refused_before_memory_is_taken() {
        let mut file = write_png(&gray(ValueRange::BITS_8, &[1.0])).unwrap();
        file[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]); // 100000 × 100000
        let limit = Limits::default().pixels;
        assert_eq!(
            read(&file),
            Err(Error::TooManyPixels { rows: 100_000, columns: 100_000, limit })
        );

        file[16..24].copy_from_slice(&[0, 0, 0x40, 0, 0, 0, 0x40, 0]); // 16384 × 16384: allowed
        assert_eq!(read(&file), Err(Error::Truncated { format: "PNG" }), "one byte is no image");
    }

    #[test]
    fn an_image_that_would_not_fit_into_memory_is_refused_by_its_channels() {
        let rgb = Image::new([1, 2], Channels::Rgb, ValueRange::BITS_8, vec![7.0; 6]).unwrap();
        let file = write_png(&rgb).unwrap();
        let within = |decoded| {
            let limits = Limits { decoded, ..Limits::default() };
            Png.read(&Input::alone("a.png", &file), &limits, &mut Notes::default())
        };
        assert!(within(24).is_ok(), "2 pixels of 3 values of 4 bytes");
        let refused = Error::TooManyPixels { rows: 1, columns: 2, limit: 1 };
        assert_eq!(within(23), Err(refused));
    }

    #[test]
    fn every_wrong_checksum_is_an_error() {
        let file = write_png(&gray(ValueRange::BITS_8, &[1.0, 2.0, 3.0])).unwrap();
        let mark = |kind: &[u8]| file.windows(4).position(|four| four == kind).unwrap();
        let (pixels, end) = (mark(b"IDAT"), mark(b"IEND"));
        let length = u32::from_be_bytes(file[pixels - 4..pixels].try_into().unwrap()) as usize;
        let changed = Err(Error::Broken {
            format: "PNG",
            detail: "a checksum is wrong, so bytes of it have changed".to_owned(),
        });
        for (what, at) in [
            ("the header's", 8 + 8 + 13 + 3),
            ("the one of the compressed pixels", pixels + 4 + length + 3),
            ("the end mark's", end + 4 + 3),
        ] {
            let mut file = file.clone();
            file[at] ^= 1;
            assert_eq!(read(&file), changed, "{what}");
        }

        // The checksum of the pixels themselves, in a chunk whose own one is right.
        let mut pixels_changed = file.clone();
        let adler = pixels + 4 + length - 1;
        pixels_changed[adler] ^= 1;
        let sum = crc(&pixels_changed[pixels..=adler]);
        pixels_changed[adler + 1..adler + 5].copy_from_slice(&sum.to_be_bytes());
        assert!(matches!(read(&pixels_changed), Err(Error::Broken { .. })), "the pixels' own");
    }

    /// As the specification has it, appendix D.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, &byte| {
            (0..8).fold(sum ^ u32::from(byte), |sum, _| {
                if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }
            })
        })
    }

    #[test]
    fn a_text_file_that_is_named_png_is_told_so() {
        assert_eq!(read(b"age,sex\n40,f\n"), Err(Error::NotWhatItSays { format: "PNG" }));
    }
}
