//! RLE: runs of equal bytes.
//!
//! See DICOM PS3.5 annex G.

use super::raster::Raster;
use super::{TITLE, broken};
use crate::{Error, Result};

/// How many numbers the header has: a count, and where each segment begins.
const HEADER: usize = 16;

/// Returns the numbers of one sample after the other.
///
/// Each segment holds one byte of each pixel: of the first sample the high
/// byte, then the low one.
pub(super) fn decode(bytes: &[u8], raster: Raster) -> Result<Vec<u16>> {
    let cut = Error::Truncated { format: TITLE };
    let Some((header, _)) = bytes.split_at_checked(HEADER * 4) else { return Err(cut) };
    let (words, _) = header.as_chunks();
    let words: Vec<usize> = words
        .iter()
        .map(|&word| usize::try_from(u32::from_le_bytes(word)).unwrap_or(usize::MAX))
        .collect();
    let n_segments = raster.samples * raster.size;
    if words[0] != n_segments {
        return Err(broken("its RLE has more or fewer segments than its pixels have bytes"));
    }

    let n = raster.n_pixels();
    // Two bytes stand for 128 at most.
    if bytes.len().saturating_mul(64) < n * n_segments {
        return Err(cut);
    }
    let mut numbers = vec![0; n * raster.samples];
    for segment in 0..n_segments {
        let start = words[1 + segment];
        let end = if segment + 1 < n_segments { words[2 + segment] } else { bytes.len() };
        let packed =
            bytes.get(start..end).ok_or_else(|| broken("its RLE segments are disordered"))?;
        let sample = segment / raster.size;
        unpack(packed, &mut numbers[sample * n..(sample + 1) * n])?;
    }
    Ok(numbers)
}

/// Puts one more byte below those that each number has already.
fn unpack(packed: &[u8], numbers: &mut [u16]) -> Result<()> {
    let cut = || Error::Truncated { format: TITLE };
    let mut rest = packed.iter().copied();
    let mut left = numbers.iter_mut();
    let push = |number: &mut u16, byte: u8| *number = *number << 8 | u16::from(byte);
    while !left.as_slice().is_empty() {
        let code = rest.next().ok_or_else(cut)?;
        match code {
            0..=127 => {
                for number in left.by_ref().take(usize::from(code) + 1) {
                    push(number, rest.next().ok_or_else(cut)?);
                }
            }
            128 => {}
            129..=255 => {
                let byte = rest.next().ok_or_else(cut)?;
                left.by_ref().take(257 - usize::from(code)).for_each(|number| push(number, byte));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_copies_are_told_apart() {
        let mut numbers = [0; 6];
        let packed = [2, 10, 20, 30, 128, 254, 7, 0];
        assert_eq!(unpack(&packed, &mut numbers), Ok(()));
        assert_eq!(numbers, [10, 20, 30, 7, 7, 7]);
        assert_eq!(unpack(&[0, 1, 255, 2, 2, 3, 3, 3], &mut numbers), Ok(()));
        assert_eq!(numbers[..3], [10 << 8 | 1, 20 << 8 | 2, 30 << 8 | 2], "the low bytes");
    }

    #[test]
    fn a_segment_that_is_too_short_is_an_error() {
        let cut = Err(Error::Truncated { format: TITLE });
        for packed in [&[][..], &[0, 1], &[5, 1, 2], &[250]] {
            assert_eq!(unpack(packed, &mut [0; 6]), cut, "{packed:?}");
        }
    }
}
