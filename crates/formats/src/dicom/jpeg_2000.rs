//! JPEG 2000, with and without loss.
//!
//! See ITU-T T.800.

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};

use super::jpeg::Decoded;
use super::raster::{Photometric, Raster};
use super::{TITLE, broken, unsupported};
use crate::{Error, Result};

/// Returns the pixels of a code stream; `raster` was checked against the limits.
pub(super) fn decode(bytes: &[u8], raster: Raster) -> Result<Decoded> {
    let stream =
        code_stream(bytes).ok_or_else(|| broken("its compressed pixels are no JPEG 2000"))?;
    let size = Size::of(stream)?;
    size.check(raster)?;

    // Strict: what is missing would come out blurred.
    let settings =
        DecodeSettings { resolve_palette_indices: false, strict: true, target_resolution: None };
    let failed = |error: hayro_jpeg2000::DecodeError| broken(&format!("its JPEG 2000: {error}"));
    let image = Image::new(stream, &settings).map_err(failed)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(failed)?;

    let n_pixels = raster.n_pixels();
    let components = decoded.components();
    let fills = components.iter().all(|component| component.samples().len() == n_pixels);
    if components.len() != raster.samples || !fills {
        return Err(broken("the pixels of its JPEG 2000 do not fill the image"));
    }
    let mut numbers = vec![0; raster.n_numbers()];
    for (place, component) in components.iter().enumerate() {
        let all = numbers.iter_mut().skip(place).step_by(raster.samples);
        for (number, &sample) in all.zip(component.samples()) {
            *number = size.number(sample);
        }
    }
    let photometric = match raster.photometric {
        Photometric::YbrOfJpeg2000 => Photometric::Rgb,
        Photometric::Ybr422 => Photometric::Ybr,
        other => other,
    };
    Ok(Decoded { numbers, photometric })
}

/// Returns the code stream, which some programs put into a file of its own.
fn code_stream(bytes: &[u8]) -> Option<&[u8]> {
    const START: &[u8] = b"\xff\x4f\xff\x51";
    const FILE: &[u8] = b"\0\0\0\x0cjP  ";
    if bytes.starts_with(START) {
        return Some(bytes);
    }
    let start = bytes.windows(START.len()).position(|window| window == START)?;
    bytes.starts_with(FILE).then(|| &bytes[start..])
}

/// What the first segment says: it is checked before a decoder believes it.
struct Size {
    rows: u32,
    columns: u32,
    components: Vec<[u8; 3]>,
    /// Bits of a number, the same for all.
    bits: u8,
    signed: bool,
}

impl Size {
    fn of(stream: &[u8]) -> Result<Self> {
        const FIRST_COMPONENT: usize = 42;
        const MOST_TILES: u64 = 65_535;
        let cut = || Error::Truncated { format: TITLE };
        let number = |at: usize| -> Result<u32> {
            let &bytes = stream.get(at..).and_then(|rest| rest.first_chunk()).ok_or_else(cut)?;
            Ok(u32::from_be_bytes(bytes))
        };
        let damaged = || broken("the size of its JPEG 2000 is damaged");
        let side = |end: u32, start: u32| end.checked_sub(start).ok_or_else(damaged);
        let (columns, rows) = (side(number(8)?, number(16)?)?, side(number(12)?, number(20)?)?);
        let [across, down] = [number(24)?, number(28)?];
        if across == 0 || down == 0 {
            return Err(damaged());
        }
        let n_tiles = u64::from(columns.div_ceil(across)) * u64::from(rows.div_ceil(down));
        if MOST_TILES < n_tiles {
            return Err(damaged());
        }
        let n = number(38)? & 0xffff;
        let n = usize::try_from(n).map_err(|_| damaged())?;
        let end = FIRST_COMPONENT + 3 * n;
        let (components, _) = stream.get(FIRST_COMPONENT..end).ok_or_else(cut)?.as_chunks();
        let &[depth, _, _] = components.first().ok_or_else(damaged)?;
        let (bits, signed) = ((depth & 0x7f) + 1, 0x80 <= depth);
        Ok(Size { rows, columns, components: components.to_vec(), bits, signed })
    }

    fn check(&self, raster: Raster) -> Result<()> {
        if (self.rows, self.columns) != (raster.rows.into(), raster.columns.into()) {
            return Err(broken("its JPEG 2000 has another size than the header says"));
        }
        if self.components.len() != raster.samples {
            return Err(broken("its JPEG 2000 has more or fewer colors than the header says"));
        }
        if 16 < self.bits {
            return Err(unsupported(&format!("a JPEG 2000 of {} bits", self.bits)));
        }
        let same =
            |&[depth, right, down]: &[u8; 3]| (depth, right, down) == (self.components[0][0], 1, 1);
        if !self.components.iter().all(same) {
            return Err(unsupported("a JPEG 2000 with coarser colors"));
        }
        Ok(())
    }

    /// Returns a number as it would stand in a file; the decoder lifts all of them above zero.
    fn number(&self, sample: f32) -> u16 {
        let levels = 1_u32 << self.bits;
        let level = f64::from(sample).round().clamp(0.0, f64::from(levels - 1));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just clamped")]
        let level = level as u32;
        let number = if self.signed { level.wrapping_sub(levels / 2) } else { level };
        #[expect(clippy::cast_possible_truncation, reason = "the low bits, with the sign")]
        let number = number as u16;
        number
    }
}
