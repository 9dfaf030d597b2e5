//! The numbers of all pixels, whatever they are compressed by.

use std::borrow::Cow;

use super::dataset::{Dataset, Pixels};
use super::jpeg::{self, Decoded};
use super::raster::{Photometric, Raster};
use super::syntax::Coding;
use super::{TITLE, broken, jpeg_2000, run_lengths};
use crate::{Error, Result};

/// One number for each sample of each pixel, interleaved, and what they stand for now.
pub(super) struct Numbers {
    pub numbers: Vec<u16>,
    pub raster: Raster,
}

/// Returns the numbers of the only frame; `raster` was checked against the limits.
pub(super) fn numbers(dataset: &Dataset<'_>, coding: Coding, raster: Raster) -> Result<Numbers> {
    match (dataset.pixels.as_ref(), coding) {
        (Some(&Pixels::Plain { bytes, words }), Coding::Plain) => {
            let swapped = dataset.encoding.big_endian && words && raster.size == 1;
            let bytes = if swapped { Cow::Owned(swap(bytes)) } else { Cow::Borrowed(bytes) };
            plain(&bytes, dataset, raster)
        }
        (Some(Pixels::Fragments(pieces)), Coding::Plain) => {
            plain(&join(pieces), dataset, raster) // One frame, put into one piece.
        }
        (Some(Pixels::Fragments(pieces)), _) => compressed(&join(pieces), coding, raster),
        _ => Err(broken("its pixels should be compressed and are not")),
    }
}

/// One frame may be cut into pieces anywhere.
fn join<'a>(pieces: &[&'a [u8]]) -> Cow<'a, [u8]> {
    match *pieces {
        [piece] => Cow::Borrowed(piece),
        _ => Cow::Owned(pieces.concat()),
    }
}

/// Turns round the bytes of each word.
fn swap(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks(2).flat_map(|word| word.iter().rev().copied()).collect()
}

fn plain(bytes: &[u8], dataset: &Dataset<'_>, raster: Raster) -> Result<Numbers> {
    let cut = Error::Truncated { format: TITLE };
    if raster.photometric == Photometric::Ybr422 {
        let raster_after = Raster { photometric: Photometric::Ybr, ..raster };
        let Some(bytes) = bytes.get(..raster.n_pixels() * 2) else { return Err(cut) };
        if !raster.columns.is_multiple_of(2) {
            return Err(broken("its rows have an odd number of pixels that share colors"));
        }
        let (pairs, _) = bytes.as_chunks();
        let spread = |&[left, right, blue, red]: &[u8; 4]| [left, blue, red, right, blue, red];
        let numbers = pairs.iter().flat_map(spread).map(u16::from).collect();
        return Ok(Numbers { numbers, raster: raster_after });
    }
    let Some(bytes) = bytes.get(..raster.n_numbers() * raster.size) else { return Err(cut) };
    let numbers: Vec<u16> = if raster.size == 1 {
        bytes.iter().copied().map(u16::from).collect()
    } else {
        let (pairs, _) = bytes.as_chunks();
        pairs.iter().map(|&pair| dataset.encoding.u16(pair)).collect()
    };
    let numbers = if raster.planar { interleave(&numbers, raster) } else { numbers };
    Ok(Numbers { numbers, raster })
}

/// Puts three images, one of each color, together.
fn interleave(numbers: &[u16], raster: Raster) -> Vec<u16> {
    let n = raster.n_pixels();
    (0..n).flat_map(|at| (0..raster.samples).map(move |sample| numbers[sample * n + at])).collect()
}

fn compressed(bytes: &[u8], coding: Coding, raster: Raster) -> Result<Numbers> {
    let decoded = match coding {
        Coding::RunLengths => {
            let numbers = run_lengths::decode(bytes, raster)?;
            let numbers = interleave(&numbers, raster);
            // Only here a word is cut into bytes as it stands, with all its bits.
            return Ok(Numbers { numbers, raster });
        }
        Coding::Jpeg2000 => jpeg_2000::decode(bytes, raster)?,
        Coding::Jpeg | Coding::Plain => jpeg::decode(bytes, raster)?,
    };
    let Decoded { numbers, photometric } = decoded;
    Ok(Numbers { numbers, raster: Raster { shift: 0, photometric, ..raster } })
}
