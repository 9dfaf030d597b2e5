//! JPEG of 12 bits: waves in blocks of 8 × 8 pixels.
//!
//! See ITU-T T.81 annexes A and F. Only gray: nobody has seen color of 12 bits.

use std::f32::consts::{FRAC_1_SQRT_2, PI};

use super::super::{broken, unsupported};
use super::bits::Bits;
use super::huffman::Huffman;
use super::stream::{Frame, Part, Scan, Stream};
use crate::Result;

const SIDE: usize = 8;
const BLOCK: usize = SIDE * SIDE;

/// Where the n-th number of a block belongs: frequencies are ordered along diagonals.
const ZIGZAG: [usize; BLOCK] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Returns the numbers of the only component.
pub(super) fn decode(mut stream: Stream<'_>, frame: &Frame) -> Result<Vec<u16>> {
    let [component] = frame.components.as_slice() else {
        return Err(unsupported("a color JPEG of 12 bits"));
    };
    let mut numbers = None;
    loop {
        match stream.next()? {
            Part::Scan(scan) if numbers.is_none() => {
                let missing = || broken("a scan of its JPEG names what is not there");
                let &[(id, first, other)] = scan.components.as_slice() else {
                    return Err(missing());
                };
                if id != component.id || (scan.first, scan.last, scan.low) != (0, 63, 0) {
                    return Err(missing());
                }
                let table = |class: usize, at: usize| {
                    stream.huffman[class].get(at).and_then(Option::as_ref).ok_or_else(missing)
                };
                let quantization = stream.quantization.get(component.quantization);
                let coder = Coder {
                    first: table(0, first)?,
                    other: table(1, other)?,
                    steps: quantization.and_then(Option::as_ref).ok_or_else(missing)?,
                };
                numbers = Some(coder.decode(frame, &scan, stream.restart)?);
            }
            Part::Scan(_) => return Err(broken("its JPEG has two scans of one color")),
            Part::Frame(_) => return Err(broken("its JPEG has two frames")),
            Part::End => break,
        }
    }
    numbers.ok_or_else(|| broken("its JPEG has no scan"))
}

/// The tables of a scan.
struct Coder<'a> {
    /// Of the mean of a block.
    first: &'a Huffman,
    /// Of the waves.
    other: &'a Huffman,
    steps: &'a [u16; BLOCK],
}

impl Coder<'_> {
    fn decode(&self, frame: &Frame, scan: &Scan<'_>, restart: usize) -> Result<Vec<u16>> {
        let (rows, columns) = (usize::from(frame.rows), usize::from(frame.columns));
        let blocks = [rows.div_ceil(SIDE), columns.div_ceil(SIDE)];
        // Each block takes two codes of a bit at least.
        if scan.data.len().saturating_mul(4) < blocks[0] * blocks[1] {
            return Err(broken("its JPEG ends before its pixels do"));
        }
        let waves = waves();
        let mut numbers = vec![0; rows * columns];
        let mut data = scan.data;
        let mut bits = Bits::split_off(&mut data);
        let mut mean = 0;
        for n in 0..blocks[0] * blocks[1] {
            if restart != 0 && n != 0 && n.is_multiple_of(restart) {
                bits = Bits::split_off(&mut data);
                mean = 0;
            }
            let block = back_to_pixels(&self.block(&mut bits, &mut mean)?, &waves);
            let (top, left) = (n / blocks[1] * SIDE, n % blocks[1] * SIDE);
            for (y, row) in block.chunks(SIDE).enumerate().take(rows - top) {
                let start = (top + y) * columns + left;
                let width = SIDE.min(columns - left);
                for (number, &value) in numbers[start..start + width].iter_mut().zip(row) {
                    *number = level(value, frame.bits);
                }
            }
        }
        Ok(numbers)
    }

    /// Returns the strengths of the waves of the next block.
    fn block(&self, bits: &mut Bits<'_>, mean: &mut i32) -> Result<[f32; BLOCK]> {
        let mut strengths = [0.0; BLOCK];
        let length = self.first.decode(bits)?;
        *mean = mean.wrapping_add(bits.signed(length)?);
        strengths[0] = *mean as f32 * f32::from(self.steps[0]);
        let mut at = 1;
        while at < BLOCK {
            let code = self.other.decode(bits)?;
            let (zeros, length) = (usize::from(code >> 4), code & 15);
            match (zeros, length) {
                (15, 0) => at += 16,
                (_, 0) => break,
                _ => {
                    at += zeros;
                    let strength = bits.signed(length)?;
                    let place = ZIGZAG.get(at).ok_or_else(Bits::no_code)?;
                    strengths[*place] = strength as f32 * f32::from(self.steps[at]);
                    at += 1;
                }
            }
        }
        Ok(strengths)
    }
}

/// Returns how strong each of the 8 waves is at each of 8 places.
fn waves() -> [[f32; SIDE]; SIDE] {
    std::array::from_fn(|place| {
        std::array::from_fn(|wave| {
            let scale = if wave == 0 { FRAC_1_SQRT_2 } else { 1.0 };
            let angle = (2 * place + 1) as f32 * wave as f32 * PI / (2 * SIDE) as f32;
            0.5 * scale * angle.cos()
        })
    })
}

/// Sums the waves of each row, then of each column.
fn back_to_pixels(strengths: &[f32; BLOCK], waves: &[[f32; SIDE]; SIDE]) -> [f32; BLOCK] {
    let sum = |values: [f32; SIDE], at: usize| {
        values.iter().zip(&waves[at]).map(|(value, wave)| value * wave).sum()
    };
    let mut rows = [0.0; BLOCK];
    for y in 0..SIDE {
        let row: [f32; SIDE] = std::array::from_fn(|x| strengths[y * SIDE + x]);
        for x in 0..SIDE {
            rows[y * SIDE + x] = sum(row, x);
        }
    }
    let mut pixels = [0.0; BLOCK];
    for x in 0..SIDE {
        let column: [f32; SIDE] = std::array::from_fn(|y| rows[y * SIDE + x]);
        for y in 0..SIDE {
            pixels[y * SIDE + x] = sum(column, y);
        }
    }
    pixels
}

/// Waves swing about the middle of the range.
fn level(value: f32, bits: u8) -> u16 {
    let middle = f32::from(1u16 << (bits - 1));
    let level = (value + middle).round().clamp(0.0, 2.0 * middle - 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "just clamped")]
    let level = level as u16;
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_one_wave_is_flat() {
        let mut strengths = [0.0; BLOCK];
        strengths[0] = 80.0;
        let pixels = back_to_pixels(&strengths, &waves());
        assert!(pixels.iter().all(|pixel| (pixel - 10.0).abs() < 1e-4), "{pixels:?}");
    }

    #[test]
    fn levels_do_not_leave_the_range() {
        assert_eq!(level(-3000.0, 12), 0);
        assert_eq!(level(0.4, 12), 2048);
        assert_eq!(level(3000.0, 12), 4095);
    }
}
