//! Single images as DICOM, with the few attributes that make one readable.

use std::path::Path;

use rand_chacha::ChaCha8Rng;

use super::images::Slices;
use super::{lossless_jpeg, packed, put};
use crate::Outcome;

/// How the pixels are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pixels {
    Plain,
    RunLengths,
    LosslessJpeg,
}

impl Pixels {
    /// Returns the transfer syntax.
    fn syntax(self) -> &'static str {
        match self {
            Pixels::Plain => "1.2.840.10008.1.2.1",
            Pixels::RunLengths => "1.2.840.10008.1.2.5",
            Pixels::LosslessJpeg => "1.2.840.10008.1.2.4.70",
        }
    }
}

/// The class of CT images.
const CT: &str = "1.2.840.10008.5.1.4.1.1.2";
/// Bits of a pixel that are used, as a scanner does.
pub(super) const BITS: u8 = 12;

/// Writes `n` images whose sides are `side` pixels.
pub(super) fn write(
    chance: &mut ChaCha8Rng,
    n: usize,
    side: usize,
    pixels: Pixels,
    folder: &Path,
) -> Outcome {
    let slices = Slices::open(side)?;
    for at in 0..n {
        let numbers = slices.noisy(at, chance).into_iter().map(|number| number >> (16 - BITS));
        let file = file(at, side, &numbers.collect::<Vec<_>>(), pixels)?;
        put(folder, &format!("image_{at:05}.dcm"), &file)?;
    }
    Ok(())
}

/// Returns one file: preamble, meta header, attributes, pixels.
fn file(at: usize, side: usize, numbers: &[u16], pixels: Pixels) -> Outcome<Vec<u8>> {
    let side_u16 = u16::try_from(side).map_err(|error| error.to_string())?;
    let number = format!("1.2.826.0.1.3680043.2.1143.{}", at + 1);
    let mut meta = Elements::default();
    meta.long((0x0002, 0x0001), *b"OB", &[0, 1]);
    meta.short((0x0002, 0x0002), *b"UI", CT.as_bytes());
    meta.short((0x0002, 0x0003), *b"UI", number.as_bytes());
    meta.short((0x0002, 0x0010), *b"UI", pixels.syntax().as_bytes());
    meta.short((0x0002, 0x0012), *b"UI", b"1.2.826.0.1.3680043.2.1143");

    let mut set = Elements::default();
    set.short((0x0008, 0x0016), *b"UI", CT.as_bytes());
    set.short((0x0008, 0x0018), *b"UI", number.as_bytes());
    set.short((0x0008, 0x0060), *b"CS", b"CT");
    set.number((0x0028, 0x0002), 1);
    set.short((0x0028, 0x0004), *b"CS", b"MONOCHROME2");
    set.number((0x0028, 0x0010), side_u16);
    set.number((0x0028, 0x0011), side_u16);
    set.number((0x0028, 0x0100), 16);
    set.number((0x0028, 0x0101), BITS.into());
    set.number((0x0028, 0x0102), (BITS - 1).into());
    set.number((0x0028, 0x0103), 0);
    set.short((0x0028, 0x1052), *b"DS", b"0");
    set.short((0x0028, 0x1053), *b"DS", b"1");
    match pixels {
        Pixels::Plain => {
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            set.long(PIXELS, *b"OW", &bytes);
        }
        Pixels::RunLengths => set.fragment(&packed::encode(side, numbers)),
        Pixels::LosslessJpeg => set.fragment(&lossless_jpeg::encode(side_u16, numbers, BITS)),
    }

    let mut file = vec![0; 128];
    file.extend_from_slice(b"DICM");
    let mut length = Elements::default();
    length.short((0x0002, 0x0000), *b"UL", &length_of(&meta.0));
    file.extend(length.0);
    file.extend(meta.0);
    file.extend(set.0);
    Ok(file)
}

const PIXELS: (u16, u16) = (0x7FE0, 0x0010);

fn length_of(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// Elements, little end first, with their kinds.
#[derive(Default)]
struct Elements(Vec<u8>);

impl Elements {
    fn tag(&mut self, (group, element): (u16, u16)) {
        self.0.extend(group.to_le_bytes());
        self.0.extend(element.to_le_bytes());
    }

    fn short(&mut self, tag: (u16, u16), kind: [u8; 2], value: &[u8]) {
        self.tag(tag);
        self.0.extend(kind);
        let length = value.len().next_multiple_of(2);
        self.0.extend(u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes());
        self.0.extend(value);
        self.fill_up(value.len(), if kind == *b"UI" { 0 } else { b' ' });
    }

    fn number(&mut self, tag: (u16, u16), value: u16) {
        self.short(tag, *b"US", &value.to_le_bytes());
    }

    fn long(&mut self, tag: (u16, u16), kind: [u8; 2], value: &[u8]) {
        self.tag(tag);
        self.0.extend(kind);
        self.0.extend([0, 0]);
        self.item(value);
    }

    /// Writes compressed pixels: no table of offsets, and one fragment.
    fn fragment(&mut self, value: &[u8]) {
        self.tag(PIXELS);
        self.0.extend(b"OB\0\0\xff\xff\xff\xff");
        self.tag((0xFFFE, 0xE000));
        self.0.extend([0; 4]);
        self.tag((0xFFFE, 0xE000));
        self.item(value);
        self.tag((0xFFFE, 0xE0DD));
        self.0.extend([0; 4]);
    }

    fn item(&mut self, value: &[u8]) {
        let length = u32::try_from(value.len().next_multiple_of(2)).unwrap_or(u32::MAX);
        self.0.extend(length.to_le_bytes());
        self.0.extend(value);
        self.fill_up(value.len(), 0);
    }

    fn fill_up(&mut self, length: usize, with: u8) {
        if length % 2 == 1 {
            self.0.push(with);
        }
    }
}

#[cfg(test)]
mod tests {
    use formats::{Input, Limits, read};
    use samples::Contents;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        // Runs, single bytes, the highest number and steps of every size.
        let side = 12;
        let number = |at: u16| if at < 40 { at / 20 } else { at.wrapping_mul(40_503) >> 4 };
        let mut numbers: Vec<u16> = (0..side * side).map(number).collect();
        numbers[143] = 4095;
        for pixels in [Pixels::Plain, Pixels::RunLengths, Pixels::LosslessJpeg] {
            let file = file(0, side.into(), &numbers, pixels).unwrap();
            let reading = read(&Input::alone("a.dcm", &file), &Limits::default()).unwrap();
            let Contents::Image(image) = reading.contents else { panic!("an image") };
            let wanted: Vec<f32> = numbers.iter().copied().map(f32::from).collect();
            assert_eq!(image.values(), wanted, "{}", pixels.syntax());
        }
    }
}
