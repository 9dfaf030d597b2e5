//! The parts of a JPEG: frames, tables and scans.
//!
//! See ITU-T T.81 annex B.

use super::super::{TITLE, broken};
use super::huffman::Huffman;
use crate::{Error, Result};

/// What a stream holds, one after the other; tables are kept on the way.
pub(super) enum Part<'a> {
    Frame(Frame),
    Scan(Scan<'a>),
    End,
}

/// What the frame header says.
pub(super) struct Frame {
    /// The second byte of its marker.
    pub kind: u8,
    pub bits: u8,
    pub rows: u16,
    pub columns: u16,
    pub components: Vec<Component>,
}

pub(super) struct Component {
    pub id: u8,
    /// It has a number for each pixel.
    pub whole: bool,
    pub quantization: usize,
}

/// What a scan header says, and its compressed numbers.
pub(super) struct Scan<'a> {
    /// The component's id, and the number of its tables.
    pub components: Vec<(u8, usize, usize)>,
    /// The first frequency; of lossless scans, how a number is predicted.
    pub first: u8,
    pub last: u8,
    /// How many low bits were cut off.
    pub low: u8,
    pub data: &'a [u8],
}

/// A JPEG that is read from the start to the end.
pub(super) struct Stream<'a> {
    bytes: &'a [u8],
    at: usize,
    /// By number; of differences first, then of frequencies.
    pub huffman: [[Option<Huffman>; 4]; 2],
    pub quantization: [Option<[u16; 64]>; 4],
    /// After how many units decoding starts afresh; 0 is never.
    pub restart: usize,
    /// It says itself that its colors are brightness, blueness and redness.
    pub is_ybr: bool,
}

const FRAME_LIKE: std::ops::RangeInclusive<u8> = 0xc0..=0xcf;
const HUFFMAN: u8 = 0xc4;
const ARITHMETIC: u8 = 0xcc;
const EXTENSION: u8 = 0xc8;
const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const QUANTIZATION: u8 = 0xdb;
const RESTART_INTERVAL: u8 = 0xdd;
const JFIF: u8 = 0xe0;
const ADOBE: u8 = 0xee;

fn cut() -> Error {
    Error::Truncated { format: TITLE }
}

fn damaged() -> Error {
    broken("a table or header of its JPEG is damaged")
}

impl<'a> Stream<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self> {
        if !bytes.starts_with(&[0xff, START]) {
            return Err(broken("its compressed pixels are no JPEG"));
        }
        Ok(Stream {
            bytes,
            at: 2,
            huffman: Default::default(),
            quantization: [None; 4],
            restart: 0,
            is_ybr: false,
        })
    }

    pub(super) fn next(&mut self) -> Result<Part<'a>> {
        loop {
            let marker = self.marker()?;
            if marker == END {
                return Ok(Part::End);
            }
            if RESTARTS.contains(&marker) {
                continue;
            }
            let segment = self.segment()?;
            match marker {
                HUFFMAN => self.huffman_tables(segment)?,
                QUANTIZATION => self.quantization_tables(segment)?,
                RESTART_INTERVAL => {
                    let &[high, low] = segment else { return Err(damaged()) };
                    self.restart = u16::from_be_bytes([high, low]).into();
                }
                JFIF => self.is_ybr |= segment.starts_with(b"JFIF\0"),
                ADOBE => {
                    let turned = segment.starts_with(b"Adobe") && segment.get(11) == Some(&1);
                    self.is_ybr |= turned;
                }
                SCAN => return self.scan(segment).map(Part::Scan),
                ARITHMETIC | EXTENSION => return Err(damaged()),
                _ if FRAME_LIKE.contains(&marker) => {
                    return frame(marker, segment).map(Part::Frame);
                }
                _ => {}
            }
        }
    }

    /// Moves behind the next marker; fill bytes may stand before it.
    fn marker(&mut self) -> Result<u8> {
        loop {
            let &[first, second] = self.bytes.get(self.at..self.at + 2).ok_or_else(cut)? else {
                return Err(cut());
            };
            if first != 0xff {
                return Err(broken("its JPEG has bytes between its parts"));
            }
            self.at += if second == 0xff { 1 } else { 2 };
            if second != 0xff {
                return Ok(second);
            }
        }
    }

    fn segment(&mut self) -> Result<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let &length = rest.first_chunk().ok_or_else(cut)?;
        let length = usize::from(u16::from_be_bytes(length));
        if length < 2 {
            return Err(damaged());
        }
        let segment = rest.get(2..length).ok_or_else(cut)?;
        self.at += length;
        Ok(segment)
    }

    fn huffman_tables(&mut self, mut segment: &[u8]) -> Result<()> {
        while let Some((&which, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
            let n = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = rest.split_at_checked(n).ok_or_else(damaged)?;
            let table = Huffman::of(counts, symbols).ok_or_else(damaged)?;
            let class = self.huffman.get_mut(usize::from(which >> 4)).ok_or_else(damaged)?;
            *class.get_mut(usize::from(which & 15)).ok_or_else(damaged)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    fn quantization_tables(&mut self, mut segment: &[u8]) -> Result<()> {
        while let Some((&which, rest)) = segment.split_first() {
            let size = if which >> 4 == 0 { 1 } else { 2 };
            let (values, rest) = rest.split_at_checked(64 * size).ok_or_else(damaged)?;
            let mut table = [0; 64];
            for (entry, digits) in table.iter_mut().zip(values.chunks(size)) {
                *entry = digits.iter().fold(0, |sum, &digit| sum << 8 | u16::from(digit));
            }
            *self.quantization.get_mut(usize::from(which & 15)).ok_or_else(damaged)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    fn scan(&mut self, segment: &[u8]) -> Result<Scan<'a>> {
        let (&n, rest) = segment.split_first().ok_or_else(damaged)?;
        let (components, rest) = rest.split_at_checked(2 * usize::from(n)).ok_or_else(damaged)?;
        let &[first, last, bits] = rest else { return Err(damaged()) };
        let (components, _) = components.as_chunks();
        let tables =
            |&[id, tables]: &[u8; 2]| (id, usize::from(tables >> 4), usize::from(tables & 15));
        let components = components.iter().map(tables).collect();
        let data = &self.bytes[self.at..];
        let length = length_of_scan(data).ok_or_else(cut)?;
        self.at += length;
        Ok(Scan { components, first, last, low: bits & 15, data: &data[..length] })
    }
}

fn frame(kind: u8, segment: &[u8]) -> Result<Frame> {
    let (size, components) = segment.split_first_chunk().ok_or_else(damaged)?;
    let &[bits, high_rows, low_rows, high_columns, low_columns, n] = size;
    let rows = u16::from_be_bytes([high_rows, low_rows]);
    let columns = u16::from_be_bytes([high_columns, low_columns]);
    if components.len() != 3 * usize::from(n) {
        return Err(damaged());
    }
    let (components, _) = components.as_chunks();
    // Of a single component the factors mean nothing.
    let component = |&[id, factors, quantization]: &[u8; 3]| Component {
        id,
        whole: factors == 0x11 || n == 1,
        quantization: quantization.into(),
    };
    Ok(Frame { kind, bits, rows, columns, components: components.iter().map(component).collect() })
}

/// Returns where the marker stands that ends a scan.
fn length_of_scan(data: &[u8]) -> Option<usize> {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    data.windows(2).position(ends)
}
