//! Huffman codes.
//!
//! See ITU-T T.81 annex C.

use super::bits::Bits;
use crate::Result;

/// Codes of 1 to 16 bits and the symbols that they stand for.
pub(super) struct Huffman {
    /// For each length: the first 16 bits that no code up to it begins with.
    ends: [u32; 16],
    /// For each length: what to add to a code to find its symbol.
    offsets: [i32; 16],
    symbols: Vec<u8>,
}

impl Huffman {
    /// Returns the codes; `None` when there are more than their lengths have room for.
    pub(super) fn of(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let (mut ends, mut offsets) = ([0; 16], [0; 16]);
        let (mut code, mut n) = (0u32, 0i32);
        for (at, &count) in counts.iter().enumerate() {
            let unused = 15 - at;
            offsets[at] = n - i32::try_from(code).ok()?;
            code += u32::from(count);
            n += i32::from(count);
            ends[at] = code << unused;
            if 1 << 16 < ends[at] {
                return None;
            }
            code <<= 1;
        }
        Some(Huffman { ends, offsets, symbols: symbols.to_vec() })
    }

    /// Returns the next symbol.
    pub(super) fn decode(&self, bits: &mut Bits<'_>) -> Result<u8> {
        let ahead = bits.peek_16();
        let at = self.ends.iter().position(|&end| ahead < end).ok_or_else(Bits::no_code)?;
        bits.skip(at + 1)?;
        let code = i32::try_from(ahead >> (15 - at)).map_err(|_| Bits::no_code())?;
        let place = usize::try_from(code + self.offsets[at]).map_err(|_| Bits::no_code())?;
        self.symbols.get(place).copied().ok_or_else(Bits::no_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_by_their_lengths() {
        // 0 → 5, 10 → 6, 110 → 7.
        let mut counts = [0; 16];
        counts[..3].fill(1);
        let table = Huffman::of(&counts, &[5, 6, 7]).expect("there is room");
        let mut bits = Bits::of(&[0b0101_1001]);
        let symbols: Vec<_> = (0..4).map(|_| table.decode(&mut bits).ok()).collect();
        assert_eq!(symbols, [Some(5), Some(6), Some(7), Some(5)]);
        assert!(table.decode(&mut bits).is_err(), "one bit is left, and it is half a code");
    }

    #[test]
    fn more_codes_than_their_lengths_have_room_for_are_refused() {
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(Huffman::of(&counts, &[1, 2, 3]).is_none());
    }
}
