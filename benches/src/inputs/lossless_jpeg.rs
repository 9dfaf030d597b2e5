//! Lossless JPEG, ITU-T T.81 annex H, as files of DICOM hold it.

/// How many bits the code of each size of a difference has: sizes 2 to 6 are the most frequent.
const LENGTHS: [u8; 13] = [4, 4, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9];

/// Returns pixels as an image that predicts each from its left neighbour.
pub(super) fn encode(side: u16, numbers: &[u16], bits: u8) -> Vec<u8> {
    let mut order: Vec<u8> = (0..).take(LENGTHS.len()).collect();
    order.sort_by_key(|&size| LENGTHS[usize::from(size)]);
    let mut file = vec![0xff, 0xd8, 0xff, 0xc3, 0, 11, bits];
    file.extend(side.to_be_bytes());
    file.extend(side.to_be_bytes());
    file.extend([1, 1, 0x11, 0]);
    file.extend([0xff, 0xc4, 0, 19 + 13, 0]);
    let mut counts = [0; 16];
    for length in LENGTHS {
        counts[usize::from(length) - 1] += 1;
    }
    file.extend(counts);
    file.extend(&order);
    file.extend([0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0]);

    let codes = codes(&order);
    let mut stream = Bits::default();
    for (at, row) in numbers.chunks(side.into()).enumerate() {
        // A row begins from the pixel above, and the first one from the middle.
        let mut left = if at == 0 { 1 << (bits - 1) } else { numbers[(at - 1) * row.len()] };
        for &number in row {
            let difference = i32::from(number) - i32::from(left);
            let width = 32 - difference.unsigned_abs().leading_zeros();
            let (code, length) = codes[width as usize];
            stream.put(code, length);
            // A negative difference is written less one, in as many bits.
            let written = if difference < 0 { difference - 1 } else { difference };
            stream.put(written.cast_unsigned() & ((1 << width) - 1), width);
            left = number;
        }
    }
    file.extend(stream.finish());
    file.extend([0xff, 0xd9]);
    file
}

/// Returns the code of each size: shorter ones first, each one more than the last.
fn codes(order: &[u8]) -> [(u32, u32); LENGTHS.len()] {
    let mut codes = [(0, 0); LENGTHS.len()];
    let (mut code, mut length) = (0, 0);
    for &size in order {
        let wanted = u32::from(LENGTHS[usize::from(size)]);
        code <<= wanted - length;
        length = wanted;
        codes[usize::from(size)] = (code, length);
        code += 1;
    }
    codes
}

/// Bits to bytes; a byte of ones is followed by one of zeros.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    waiting: u64,
    n: u32,
}

impl Bits {
    fn put(&mut self, bits: u32, n: u32) {
        self.waiting = self.waiting << n | u64::from(bits);
        self.n += n;
        while 8 <= self.n {
            self.n -= 8;
            let byte = (self.waiting >> self.n).to_le_bytes()[0];
            self.bytes.push(byte);
            if byte == 0xff {
                self.bytes.push(0);
            }
        }
    }

    /// Fills the last byte with ones.
    fn finish(mut self) -> Vec<u8> {
        let missing = (8 - self.n) % 8;
        self.put((1 << missing) - 1, missing);
        self.bytes
    }
}
