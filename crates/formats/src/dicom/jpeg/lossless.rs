//! Lossless JPEG: each number is what its neighbours foretell, and a difference.
//!
//! See ITU-T T.81 annex H: process 14, with any selection value.

use super::super::{broken, unsupported};
use super::bits::Bits;
use super::stream::{Frame, Part, Scan, Stream};
use crate::Result;

/// A difference of this length is 32768 and has no bits of its own.
const HALF: u8 = 16;

/// Returns the numbers of all components, interleaved.
pub(super) fn decode(mut stream: Stream<'_>, frame: &Frame) -> Result<Vec<u16>> {
    if frame.components.iter().any(|component| !component.whole) {
        return Err(unsupported("a lossless JPEG with coarser colors"));
    }
    let n_pixels = usize::from(frame.rows) * usize::from(frame.columns);
    let mut numbers = Vec::new();
    let mut seen = vec![false; frame.components.len()];
    loop {
        match stream.next()? {
            Part::Scan(scan) => {
                // Each number takes a bit at least.
                if scan.data.len().saturating_mul(8) < n_pixels * scan.components.len() {
                    return Err(broken("its JPEG ends before its pixels do"));
                }
                numbers.resize(n_pixels * frame.components.len(), 0);
                let places = scan_into(&stream, frame, &scan, &mut numbers)?;
                for place in places {
                    seen[place] = true;
                }
            }
            Part::Frame(_) => return Err(broken("its JPEG has two frames")),
            Part::End => break,
        }
    }
    if seen.contains(&false) { Err(broken("a color of its JPEG is missing")) } else { Ok(numbers) }
}

/// Decodes one scan, and returns which components it held.
fn scan_into(
    stream: &Stream<'_>,
    frame: &Frame,
    scan: &Scan<'_>,
    numbers: &mut [u16],
) -> Result<Vec<usize>> {
    let missing = || broken("a scan of its JPEG names what is not there");
    let mut parts = Vec::new();
    for &(id, table, _) in &scan.components {
        let place = frame.components.iter().position(|component| component.id == id);
        let table = stream.huffman[0].get(table).and_then(Option::as_ref);
        parts.push((place.ok_or_else(missing)?, table.ok_or_else(missing)?));
    }
    if parts.is_empty() || frame.bits <= scan.low {
        return Err(missing());
    }
    let columns = usize::from(frame.columns);
    if !stream.restart.is_multiple_of(columns) {
        return Err(unsupported("a lossless JPEG that starts afresh within a row"));
    }
    let rows_at_once =
        if stream.restart == 0 { usize::from(frame.rows) } else { stream.restart / columns };

    let (step, stride) = (frame.components.len(), columns * frame.components.len());
    let first = 1 << (frame.bits - scan.low - 1);
    let mut data = scan.data;
    let mut bits = Bits::split_off(&mut data);
    for row in 0..usize::from(frame.rows) {
        let afresh = row.is_multiple_of(rows_at_once);
        if afresh && 0 < row {
            bits = Bits::split_off(&mut data);
        }
        for column in 0..columns {
            for &(place, table) in &parts {
                let at = row * stride + column * step + place;
                let difference = match table.decode(&mut bits)? {
                    HALF => 1 << 15,
                    length => bits.signed(length)?,
                };
                let foretold = match (afresh, column) {
                    (true, 0) => first,
                    (true, _) => i32::from(numbers[at - step]),
                    (false, 0) => i32::from(numbers[at - stride]),
                    (false, _) => {
                        let [left, above, corner] = [at - step, at - stride, at - stride - step]
                            .map(|at| i32::from(numbers[at]));
                        foretell(scan.first, left, above, corner)?
                    }
                };
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "modulo 2^16"
                )]
                let number = (foretold + difference) as u16;
                numbers[at] = number;
            }
        }
    }
    let places: Vec<usize> = parts.into_iter().map(|(place, _)| place).collect();
    if 0 < scan.low {
        for pixel in numbers.chunks_mut(step) {
            for &place in &places {
                pixel[place] <<= scan.low;
            }
        }
    }
    Ok(places)
}

/// See table H.1.
fn foretell(selection: u8, left: i32, above: i32, corner: i32) -> Result<i32> {
    Ok(match selection {
        1 => left,
        2 => above,
        3 => corner,
        4 => left + above - corner,
        5 => left + ((above - corner) >> 1),
        6 => above + ((left - corner) >> 1),
        7 => (left + above) >> 1,
        _ => return Err(broken("its JPEG foretells pixels in an unknown way")),
    })
}
