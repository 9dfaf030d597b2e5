//! JPEG: photographs with loss, of 8 bits.

use std::borrow::Cow;
use std::io::Read;

use image::metadata::Orientation;
use image::{DynamicImage, ImageBuffer};
use samples::Contents;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::pixels::{UNREADABLE, check_decoded, check_size, decoded_bytes, into_image};
use crate::{Error, Format, Input, Limits, Match, Notes, Peek, Result, Source};

/// See ITU-T T.81, <https://www.w3.org/Graphics/JPEG/itu-t81.pdf>.
pub(crate) struct Jpeg;

const TITLE: &str = "JPEG";
const SIGNATURE: &[u8] = b"\xff\xd8\xff";

impl Format for Jpeg {
    fn id(&self) -> &'static str {
        "jpeg"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jpg", "jpeg", "jpe", "jfif"]
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
        if !input.bytes.starts_with(SIGNATURE) {
            return Err(Error::NotWhatItSays { format: TITLE });
        }
        let frame = Frame::of(input.bytes)?;
        check_size(frame.columns.into(), frame.rows.into(), limits)?;
        let color = frame.color()?;
        let channels = if color == ColorSpace::Luma { 1 } else { 3 };
        check_decoded(frame.columns.into(), frame.rows.into(), channels, limits)?;

        let options = frame.options().jpeg_set_out_colorspace(color);
        let bytes = frame.with_a_wall(input.bytes);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes.as_ref()), options);
        let broken = |detail: &str| Error::Broken { format: TITLE, detail: detail.to_owned() };
        let values = decoder.decode().map_err(|_| broken(UNREADABLE))?;
        let orientation = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));

        let (columns, rows) = (frame.columns.into(), frame.rows.into());
        let pixels = if color == ColorSpace::Luma {
            ImageBuffer::from_raw(columns, rows, values).map(DynamicImage::ImageLuma8)
        } else {
            ImageBuffer::from_raw(columns, rows, values).map(DynamicImage::ImageRgb8)
        };
        let pixels = pixels.ok_or_else(|| broken("its pixels do not fill it"))?;
        let upright = orientation.unwrap_or(Orientation::NoTransforms);
        Ok(Contents::Image(into_image(pixels, upright, TITLE, notes)?))
    }

    fn weigh(&self, source: &mut dyn Source) -> Option<u64> {
        /// Enough for the metadata of most cameras, which stands before the frame.
        const HEAD: u64 = 1 << 20;
        let mut head = Vec::new();
        source.take(HEAD).read_to_end(&mut head).ok()?;
        let frame = Frame::first(&head)?;
        let channels = if frame.components == 1 { 1 } else { 3 };
        Some(decoded_bytes(frame.columns.into(), frame.rows.into(), channels, 1))
    }
}

/// Returns the values of all components, interleaved and as they are stored: with the colors that
/// the file calls them, which another header may know better.
///
/// The caller has checked its size.
pub(crate) fn decode_as_is(bytes: &[u8]) -> Result<Vec<u8>> {
    let frame = Frame::of(bytes)?;
    frame.color()?;
    let broken = |error: DecodeErrors| Error::Broken { format: TITLE, detail: error.to_string() };
    let options = frame.options();
    let bytes = frame.with_a_wall(bytes);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes.as_ref()), options);
    decoder.decode_headers().map_err(broken)?;
    if let Some(color) = decoder.input_colorspace() {
        decoder.set_options(options.jpeg_set_out_colorspace(color));
    }
    decoder.decode().map_err(broken)
}

/// What the frame header says.
struct Frame {
    bits: u8,
    rows: u16,
    columns: u16,
    components: u8,
    /// Each part of the image is described in one place.
    sequential: bool,
    /// Where the compressed pixels of a sequential frame end.
    end_of_pixels: Option<usize>,
}

impl Frame {
    /// Walks the markers to the end mark, without which the file is cut.
    ///
    /// The size is known, and checked by the caller, before anything is decoded.
    fn of(bytes: &[u8]) -> Result<Self> {
        let cut = Error::Truncated { format: TITLE };
        let mut frame: Option<Frame> = None;
        let (mut at, mut last) = (2, START);
        while let Some(marker) = next_marker(bytes, &mut at) {
            match marker {
                END => {
                    let detail = "it has no frame".to_owned();
                    let mut frame = frame.ok_or(Error::Broken { format: TITLE, detail })?;
                    frame.end_of_pixels = (frame.sequential && last == SCAN).then_some(at - 2);
                    return Ok(frame);
                }
                TEMPORARY | RESTART_FIRST..=RESTART_LAST => continue,
                _ => last = marker,
            }
            let Some(&[high, low]) = bytes.get(at..at + 2) else { return Err(cut) };
            let length = usize::from(u16::from_be_bytes([high, low]));
            let Some(segment) = bytes.get(at + 2..at + length.max(2)) else { return Err(cut) };
            frame = frame.or_else(|| Frame::in_segment(marker, segment));
            at += length.max(2);
        }
        Err(cut)
    }

    /// Returns the first frame that the beginning of a file describes.
    fn first(head: &[u8]) -> Option<Self> {
        let mut at = head.starts_with(SIGNATURE).then_some(2)?;
        loop {
            let marker = next_marker(head, &mut at)?;
            if matches!(marker, TEMPORARY | RESTART_FIRST..=RESTART_LAST) {
                continue;
            }
            let length = usize::from(u16::from_be_bytes(*head.get(at..)?.first_chunk()?)).max(2);
            let segment = head.get(at + 2..at + length)?;
            if let Some(frame) = Frame::in_segment(marker, segment) {
                return Some(frame);
            }
            at += length;
        }
    }

    fn in_segment(marker: u8, segment: &[u8]) -> Option<Self> {
        let [bits, a, b, c, d, components, ..] = *segment else { return None };
        is_frame(marker).then(|| Frame {
            bits,
            rows: u16::from_be_bytes([a, b]),
            columns: u16::from_be_bytes([c, d]),
            components,
            sequential: is_sequential(marker),
            end_of_pixels: None,
        })
    }

    /// Puts bits that are no code behind the compressed pixels of a sequential frame.
    ///
    /// Where pixels are missing although the end mark is there, the decoder
    /// would read zeros, which are a code, and go on in gray. Of the code of all
    /// ones the standard says that it stands for nothing (section C), so that the
    /// decoder fails there. Whole files end before it.
    fn with_a_wall<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        // Each byte of ones is followed by a zero, or else it would begin a marker.
        const ONES: [u8; 2] = [0xff, 0x00];
        let wall = ONES.repeat(16);
        match self.end_of_pixels.and_then(|end| bytes.split_at_checked(end)) {
            Some((before, after)) => Cow::Owned([before, &wall, after].concat()),
            None => Cow::Borrowed(bytes),
        }
    }

    /// Strict: otherwise what is missing comes out as gray.
    fn options(&self) -> DecoderOptions {
        DecoderOptions::default()
            .set_strict_mode(true)
            .set_max_width(self.columns.into())
            .set_max_height(self.rows.into())
    }

    fn color(&self) -> Result<ColorSpace> {
        let unsupported = |what: String| Err(Error::Unsupported { format: TITLE, what });
        if self.bits != 8 {
            return unsupported(format!("{} bits", self.bits));
        }
        match self.components {
            1 => Ok(ColorSpace::Luma),
            3 => Ok(ColorSpace::RGB),
            4 => unsupported("CMYK".to_owned()),
            n => unsupported(format!("{n} components")),
        }
    }
}

const TEMPORARY: u8 = 0x01;
const START: u8 = 0xd8;
const SCAN: u8 = 0xda;
const RESTART_FIRST: u8 = 0xd0;
const RESTART_LAST: u8 = 0xd7;
const END: u8 = 0xd9;

/// SOF0 to SOF15, which lie among the markers of tables.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// SOF0 and SOF1.
fn is_sequential(marker: u8) -> bool {
    matches!(marker, 0xc0 | 0xc1)
}

/// Returns the next marker and moves behind it; compressed pixels and fill bytes are passed over.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let found = *at + bytes.get(*at..)?.iter().position(|&byte| byte == 0xff)?;
        let marker = *bytes.get(found + 1)?;
        *at = if marker == 0xff { found + 1 } else { found + 2 };
        if marker != 0x00 && marker != 0xff {
            return Some(marker);
        }
    }
}
