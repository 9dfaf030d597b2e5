//! How samples are stored: the data formats by their numbers.

/// A data format, see <https://wfdb.io/spec/signal-files.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    /// 8: differences of 8 bits.
    Differences,
    /// 16: 16 bits, little end first.
    Little16,
    /// 24: 24 bits, little end first.
    Little24,
    /// 32: 32 bits, little end first.
    Little32,
    /// 61: 16 bits, big end first.
    Big16,
    /// 80: 8 bits around 128.
    Around128,
    /// 160: 16 bits around 32768.
    Around32768,
    /// 212: two samples of 12 bits in three bytes.
    Pairs,
    /// 310: three samples of 10 bits in two words, spread.
    SpreadTriples,
    /// 311: three samples of 10 bits in four bytes, one after the other.
    Triples,
}

impl Stored {
    pub(super) fn of(number: u64) -> Option<Self> {
        Some(match number {
            8 => Stored::Differences,
            16 => Stored::Little16,
            24 => Stored::Little24,
            32 => Stored::Little32,
            61 => Stored::Big16,
            80 => Stored::Around128,
            160 => Stored::Around32768,
            212 => Stored::Pairs,
            310 => Stored::SpreadTriples,
            311 => Stored::Triples,
            _ => return None,
        })
    }

    /// How many samples share how many bytes.
    fn pack(self) -> (u64, u64) {
        match self {
            Stored::Differences | Stored::Around128 => (1, 1),
            Stored::Little16 | Stored::Big16 | Stored::Around32768 => (1, 2),
            Stored::Little24 => (1, 3),
            Stored::Little32 => (1, 4),
            Stored::Pairs => (2, 3),
            Stored::SpreadTriples | Stored::Triples => (3, 4),
        }
    }

    /// Returns the bytes that hold the first `rest` samples of a pack.
    fn of_pack(self, rest: u64) -> u64 {
        match (self, rest) {
            (_, 0) => 0,
            (Stored::Triples, 2) => 3,
            (Stored::SpreadTriples, 2) => 4,
            _ => 2,
        }
    }

    /// Returns how many bytes hold `n` samples; `None` when no number does.
    pub(super) fn bytes_of(self, n: u64) -> Option<u64> {
        let (samples, bytes) = self.pack();
        (n / samples).checked_mul(bytes)?.checked_add(self.of_pack(n % samples))
    }

    /// Returns how many whole samples so many bytes hold, and whether a byte is left over.
    pub(super) fn samples_in(self, bytes: u64) -> (u64, bool) {
        let (samples, size) = self.pack();
        let whole = bytes / size * samples;
        let rest = bytes % size;
        let more = (0..samples).rev().find(|&n| self.of_pack(n) <= rest).unwrap_or(0);
        (whole + more, self.of_pack(more) < rest)
    }

    /// Returns how many samples may stand at the end for nothing, since packs are filled up.
    pub(super) fn most_padding(self) -> u64 {
        self.pack().0 - 1
    }

    /// Returns the value that stands for a missing sample.
    pub(super) fn missing(self) -> Option<i32> {
        match self {
            Stored::Differences => None,
            Stored::Around128 => Some(-128),
            Stored::Little16 | Stored::Big16 | Stored::Around32768 => Some(-32_768),
            Stored::Little24 => Some(-(1 << 23)),
            Stored::Little32 => Some(i32::MIN),
            Stored::Pairs => Some(-2048),
            Stored::SpreadTriples | Stored::Triples => Some(-512),
        }
    }

    /// Returns sample `at`; bytes behind the end are 0, and the caller sees to it that there are
    /// none.
    pub(super) fn sample(self, bytes: &[u8], at: usize) -> i32 {
        let byte = |at: usize| i32::from(bytes.get(at).copied().unwrap_or(0));
        let word = |at: usize| byte(at) | byte(at + 1) << 8;
        match self {
            Stored::Differences => signed(byte(at), 8),
            Stored::Around128 => byte(at) - 128,
            Stored::Little16 => signed(word(2 * at), 16),
            Stored::Big16 => signed(byte(2 * at) << 8 | byte(2 * at + 1), 16),
            Stored::Around32768 => word(2 * at) - 32_768,
            Stored::Little24 => signed(word(3 * at) | byte(3 * at + 2) << 16, 24),
            Stored::Little32 => word(4 * at) | word(4 * at + 2) << 16,
            Stored::Pairs => {
                let (pack, first) = (at / 2 * 3, at.is_multiple_of(2));
                let middle = byte(pack + 1);
                let bits = if first {
                    byte(pack) | (middle & 15) << 8
                } else {
                    byte(pack + 2) | (middle >> 4) << 8
                };
                signed(bits, 12)
            }
            Stored::SpreadTriples => {
                let (low, high) = (word(at / 3 * 4), word(at / 3 * 4 + 2));
                let bits = match at % 3 {
                    0 => low >> 1,
                    1 => high >> 1,
                    _ => low >> 11 | high >> 11 << 5,
                };
                signed(bits, 10)
            }
            Stored::Triples => {
                let pack = at / 3 * 4;
                let all = word(pack) | word(pack + 2) << 16;
                signed(all >> (10 * (at % 3)), 10)
            }
        }
    }
}

/// Returns the number that the lowest `n` bits spell, the highest of them for the sign.
fn signed(bits: i32, n: u32) -> i32 {
    bits << (32 - n) >> (32 - n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_agree() {
        for number in [8, 16, 24, 32, 61, 80, 160, 212, 310, 311] {
            let stored = Stored::of(number).unwrap();
            // Two samples of 310 fill their four bytes, as three do.
            for n in (0..20).filter(|n| number != 310 || n % 3 != 2) {
                let bytes = stored.bytes_of(n).unwrap();
                assert_eq!(stored.samples_in(bytes), (n, false), "{n} samples of {number}");
            }
            assert_eq!(stored.bytes_of(u64::MAX).is_none(), stored.pack().0 < stored.pack().1);
        }
        assert_eq!(Stored::Pairs.samples_in(4), (2, true), "a byte is half a sample and more");
    }

    #[test]
    fn numbers_keep_their_signs() {
        // The examples by hand: bytes in the order of the file.
        assert_eq!(Stored::Little16.sample(&[0xfe, 0xff], 0), -2);
        assert_eq!(Stored::Big16.sample(&[0xff, 0xfe], 0), -2);
        assert_eq!(Stored::Little24.sample(&[0, 0, 0x80], 0), -(1 << 23));
        assert_eq!(Stored::Little32.sample(&[0, 0, 0, 0x80], 0), i32::MIN);
        assert_eq!(Stored::Around128.sample(&[0, 255], 1), 127);
        assert_eq!(Stored::Around32768.sample(&[0, 0x80], 0), 0);
        let pair = [0x34, 0x82, 0xff];
        assert_eq!(Stored::Pairs.sample(&pair, 0), 0x234);
        assert_eq!(Stored::Pairs.sample(&pair, 1), 0x8ff - 0x1000);
        let triple = 0x3ff_u32 | 1 << 10 | 0x200 << 20;
        let all = triple.to_le_bytes();
        let of = |at| Stored::Triples.sample(&all, at);
        assert_eq!([of(0), of(1), of(2)], [-1, 1, -512]);
        // 1 in the first, −1 in the second, 0b00011_00001 in the third.
        let (low, high) = (1_u16 << 1 | 1 << 11, 0x3ff_u16 << 1 | 3 << 11 & !(1 << 11));
        let spread = [low.to_le_bytes(), high.to_le_bytes()].concat();
        assert_eq!(Stored::SpreadTriples.sample(&spread, 0), 1);
    }
}
