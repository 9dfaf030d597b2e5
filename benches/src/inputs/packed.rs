//! Run lengths of DICOM, PS3.5 annex G.

/// Returns pixels of 16 bits, the high bytes first, each row by itself.
pub(super) fn encode(side: usize, numbers: &[u16]) -> Vec<u8> {
    let segments = [0, 1].map(|which| {
        let bytes: Vec<u8> = numbers.iter().map(|number| number.to_be_bytes()[which]).collect();
        let mut packed: Vec<u8> = bytes.chunks(side).flat_map(pack).collect();
        if packed.len() % 2 == 1 {
            packed.push(0);
        }
        packed
    });
    let mut header = [0_u32; 16];
    header[0] = 2;
    header[1] = 64;
    header[2] = 64 + u32::try_from(segments[0].len()).unwrap_or(u32::MAX);
    header.iter().flat_map(|number| number.to_le_bytes()).chain(segments.concat()).collect()
}

/// The longest run, and the most bytes that stand as they are.
const MOST: usize = 128;

fn pack(row: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(row.len());
    let mut rest = row;
    while let Some(&first) = rest.first() {
        let run = rest.iter().take(MOST).take_while(|&&byte| byte == first).count();
        if 1 < run {
            packed.extend([count(257 - run), first]);
            rest = &rest[run..];
            continue;
        }
        let repeats = rest.windows(2).take(MOST).position(|pair| pair[0] == pair[1]);
        let plain = repeats.unwrap_or(rest.len().min(MOST));
        packed.push(count(plain - 1));
        packed.extend(&rest[..plain]);
        rest = &rest[plain..];
    }
    packed
}

fn count(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}
