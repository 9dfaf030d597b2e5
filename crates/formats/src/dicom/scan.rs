//! Walks through the elements of a file, without recursion and without trust.
//!
//! A value is a range of bytes that are there: nothing is allocated by a length
//! that a file declares. Sequences are only walked into where their length is
//! not given or where something of use lies within.

use super::dataset::{Dataset, Encoding, Pixels};
use super::tags::{self, Tag};
use super::{TITLE, broken};
use crate::{Error, Result};

/// Far deeper than any known object, far less than a stack could not bear.
const DEEPEST: usize = 64;
/// A single image has hundreds; thousands of private ones have been seen.
const MOST_ELEMENTS: usize = 1_000_000;
const UNDEFINED: u32 = u32::MAX;

/// Returns the attributes that are looked at, up to the pixels.
///
/// What stands behind the pixels is padding and signatures.
pub(super) fn scan(bytes: &[u8], encoding: Encoding) -> Result<Dataset<'_>> {
    let mut dataset = Dataset::new(encoding);
    let mut walk = Walk { bytes, at: 0, n_elements: 0, open: Vec::new() };
    while !walk.is_at_end() {
        walk.count()?;
        if walk.step_through_items(encoding)? {
            continue;
        }
        let head = walk.head(walk.encoding(encoding))?;
        if head.is_compressed_pixels() {
            let fragments = walk.fragments()?;
            if walk.open.is_empty() {
                dataset.pixels = Some(Pixels::Fragments(fragments));
                return Ok(dataset);
            }
        } else if head.is_sequence() {
            walk.enter(&head, encoding)?;
        } else {
            let value = walk.take(head.defined_length()?)?;
            walk.keep(&head, value, &mut dataset)?;
            if dataset.pixels.is_some() {
                return Ok(dataset);
            }
        }
    }
    Ok(dataset)
}

/// What the meta header says.
#[derive(Default)]
pub(super) struct Meta<'a> {
    pub class: Option<&'a [u8]>,
    pub syntax: Option<&'a [u8]>,
    /// Where the elements of the object begin.
    pub end: usize,
}

/// Reads the meta header; `bytes` begin with it, or else there is none.
pub(super) fn scan_meta(bytes: &[u8]) -> Result<Meta<'_>> {
    let mut meta = Meta::default();
    let mut walk = Walk { bytes, at: 0, n_elements: 0, open: Vec::new() };
    while bytes.get(walk.at..walk.at + 2) == Some(&[2, 0]) {
        walk.count()?;
        let head = walk.head(Encoding::EXPLICIT)?;
        let value = walk.take(head.defined_length()?)?;
        match head.tag {
            tags::MEDIA_STORAGE_CLASS => meta.class = Some(value),
            tags::TRANSFER_SYNTAX => meta.syntax = Some(value),
            _ => {}
        }
    }
    meta.end = walk.at;
    Ok(meta)
}

/// What stands before a value.
struct Head {
    tag: Tag,
    /// Two letters, where elements say of what kind they are.
    kind: Option<[u8; 2]>,
    length: u32,
}

impl Head {
    fn is_compressed_pixels(&self) -> bool {
        self.tag == tags::PIXELS && self.length == UNDEFINED
    }

    /// Says whether items lie in the value, and whether to look at them.
    fn is_sequence(&self) -> bool {
        let may_be = matches!(self.kind, None | Some([b'S', b'Q'] | [b'U', b'N']));
        may_be && (self.length == UNDEFINED || self.leads_to_frame())
    }

    fn leads_to_frame(&self) -> bool {
        tags::FRAME_GROUPS.contains(&self.tag) || tags::FRAME_MACROS.contains(&self.tag)
    }

    fn defined_length(&self) -> Result<usize> {
        match usize::try_from(self.length) {
            Ok(length) if self.length != UNDEFINED => Ok(length),
            _ => Err(broken("an element that is no sequence has no length")),
        }
    }
}

/// A sequence or an item that has begun and not ended.
struct Open {
    tag: Tag,
    /// Where it ends, when it says so.
    end: Option<usize>,
    /// Where it must end at the latest.
    limit: usize,
    encoding: Encoding,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    n_elements: usize,
    open: Vec<Open>,
}

impl<'a> Walk<'a> {
    fn limit(&self) -> usize {
        self.open.last().map_or(self.bytes.len(), |open| open.limit)
    }

    fn encoding(&self, outermost: Encoding) -> Encoding {
        self.open.last().map_or(outermost, |open| open.encoding)
    }

    fn count(&mut self) -> Result<()> {
        self.n_elements += 1;
        if self.n_elements <= MOST_ELEMENTS {
            Ok(())
        } else {
            Err(broken("it has too many elements"))
        }
    }

    /// Closes what ends here, and says whether nothing is left.
    fn is_at_end(&mut self) -> bool {
        while self.open.last().is_some_and(|open| open.end == Some(self.at)) {
            self.open.pop();
        }
        self.open.is_empty() && self.at == self.bytes.len()
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let limit = self.limit();
        let end = self.at.checked_add(length).filter(|&end| end <= limit);
        match end.and_then(|end| self.bytes.get(self.at..end)) {
            Some(value) => {
                self.at += length;
                Ok(value)
            }
            None if limit == self.bytes.len() => Err(Error::Truncated { format: TITLE }),
            None => Err(broken("an element is longer than the item it lies in")),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let value = self.take(N)?;
        value.try_into().map_err(|_| Error::Truncated { format: TITLE })
    }

    fn tag(&mut self, encoding: Encoding) -> Result<Tag> {
        let [a, b, c, d] = self.array()?;
        Ok(Tag::from(encoding.u16([a, b])) << 16 | Tag::from(encoding.u16([c, d])))
    }

    fn head(&mut self, encoding: Encoding) -> Result<Head> {
        let tag = self.tag(encoding)?;
        if !encoding.explicit {
            return Ok(Head { tag, kind: None, length: encoding.u32(self.array()?) });
        }
        let kind: [u8; 2] = self.array()?;
        if !kind.iter().all(u8::is_ascii_uppercase) {
            return Err(broken("an element does not say of what kind it is"));
        }
        let length = if is_short(kind) {
            u32::from(encoding.u16(self.array()?))
        } else {
            let [_, _] = self.array()?;
            encoding.u32(self.array()?)
        };
        Ok(Head { tag, kind: Some(kind), length })
    }

    /// Begins or ends an item, or ends a sequence; says whether one of these stood here.
    fn step_through_items(&mut self, outermost: Encoding) -> Result<bool> {
        let encoding = self.encoding(outermost);
        let in_sequence = self.open.last().is_some_and(|open| open.tag != tags::ITEM);
        let start = self.at;
        let tag = self.tag(encoding)?;
        if tag >> 16 != tags::ITEM >> 16 {
            self.at = start;
            let message = "something else than items lies in a sequence";
            return if in_sequence { Err(broken(message)) } else { Ok(false) };
        }
        let length = encoding.u32(self.array()?);
        let undefined = self.open.last().is_some_and(|open| open.end.is_none());
        match tag {
            tags::ITEM if in_sequence => self.push(tags::ITEM, length, encoding)?,
            tags::END_OF_ITEM if undefined && !in_sequence => drop(self.open.pop()),
            tags::END_OF_SEQUENCE if undefined && in_sequence => drop(self.open.pop()),
            _ => return Err(broken("an item begins or ends where none should")),
        }
        Ok(true)
    }

    fn enter(&mut self, head: &Head, outermost: Encoding) -> Result<()> {
        let n_sequences = self.open.iter().filter(|open| open.tag != tags::ITEM).count();
        if n_sequences == DEEPEST {
            return Err(broken(&format!("its sequences lie more than {DEEPEST} deep")));
        }
        // Whoever did not know the kind copied the items as they came: without kinds.
        let unknown = head.kind == Some(*b"UN");
        let encoding = if unknown { Encoding::IMPLICIT } else { self.encoding(outermost) };
        self.push(head.tag, head.length, encoding)
    }

    fn push(&mut self, tag: Tag, length: u32, encoding: Encoding) -> Result<()> {
        let limit = self.limit();
        let end = if length == UNDEFINED {
            None
        } else {
            let start = self.at;
            // It is there, or else this is an error.
            self.take(usize::try_from(length).unwrap_or(usize::MAX))?;
            Some(std::mem::replace(&mut self.at, start))
        };
        self.open.push(Open { tag, end, limit: end.unwrap_or(limit), encoding });
        Ok(())
    }

    /// Walks over the pieces of compressed pixels; the first is a table of offsets.
    fn fragments(&mut self) -> Result<Vec<&'a [u8]>> {
        let mut pieces = Vec::new();
        loop {
            self.count()?;
            let tag = self.tag(Encoding::EXPLICIT)?;
            let length = u32::from_le_bytes(self.array()?);
            match tag {
                tags::ITEM if length != UNDEFINED => {
                    pieces.push(self.take(usize::try_from(length).unwrap_or(usize::MAX))?);
                }
                tags::END_OF_SEQUENCE => break,
                _ => return Err(broken("its compressed pixels are not in pieces")),
            }
        }
        if pieces.is_empty() {
            return Err(broken("its compressed pixels are missing"));
        }
        pieces.remove(0);
        Ok(pieces)
    }

    fn keep(&self, head: &Head, value: &'a [u8], dataset: &mut Dataset<'a>) -> Result<()> {
        let path: Vec<Tag> =
            self.open.iter().map(|open| open.tag).filter(|&tag| tag != tags::ITEM).collect();
        match *path.as_slice() {
            [] => {
                if head.tag == tags::PIXELS {
                    let words = head.kind == Some(*b"OW");
                    dataset.pixels = Some(Pixels::Plain { bytes: value, words });
                }
                let is_wanted = tags::is_wanted(head.tag);
                if is_wanted && dataset.of_object.insert(head.tag, value).is_some() {
                    return Err(broken("an attribute stands there twice"));
                }
            }
            [group, part]
                if tags::FRAME_GROUPS.contains(&group)
                    && tags::FRAME_MACROS.contains(&part)
                    && tags::is_of_frame(head.tag) =>
            {
                dataset.of_frame.entry(head.tag).or_insert(value);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The kinds whose length has 16 bits; all others, also ones not known yet, have 32.
fn is_short(kind: [u8; 2]) -> bool {
    const SHORT: [&[u8; 2]; 21] = [
        b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"PN",
        b"SH", b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US",
    ];
    SHORT.contains(&&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An element of explicit, little endian elements.
    fn element(tag: Tag, kind: [u8; 2], value: &[u8]) -> Vec<u8> {
        let (group, number) = ((tag >> 16).to_le_bytes(), tag.to_le_bytes());
        let length = u32::try_from(value.len()).expect("short").to_le_bytes();
        let length = if is_short(kind) { &length[..2] } else { &length[..] };
        let gap: &[u8] = if is_short(kind) { b"" } else { b"\0\0" };
        [&group[..2], &number[..2], &kind, gap, length, value].concat()
    }

    const OPEN_SEQUENCE: &[u8] = b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff";
    const OPEN_ITEM: &[u8] = b"\xfe\xff\x00\xe0\xff\xff\xff\xff";
    const END_ITEM: &[u8] = b"\xfe\xff\x0d\xe0\0\0\0\0";
    const END_SEQUENCE: &[u8] = b"\xfe\xff\xdd\xe0\0\0\0\0";

    fn fails(bytes: &[u8]) -> Option<Error> {
        scan(bytes, Encoding::EXPLICIT).err()
    }

    #[test]
    fn what_lies_in_sequences_is_not_taken_for_the_image() {
        let icon = element(tags::ROWS, *b"US", &[8, 0]);
        let rows = element(tags::ROWS, *b"US", &[64, 0]);
        let nested = [OPEN_SEQUENCE, OPEN_ITEM, &icon, END_ITEM, END_SEQUENCE, &rows].concat();
        let dataset = scan(&nested, Encoding::EXPLICIT).expect("sound");
        assert_eq!(dataset.needed_short(tags::ROWS, "rows"), Ok(64));
    }

    #[test]
    fn a_frame_may_have_its_values_in_groups() {
        let slope = element(tags::RESCALE_SLOPE, *b"DS", b"2 ");
        let item = |value: &[u8]| {
            let length = u32::try_from(value.len()).expect("short").to_le_bytes();
            [&b"\xfe\xff\x00\xe0"[..], &length, value].concat()
        };
        let part = element(0x0028_9145, *b"SQ", &item(&slope));
        let group = element(0x5200_9229, *b"SQ", &item(&part));
        let dataset = scan(&group, Encoding::EXPLICIT).expect("sound");
        assert_eq!(dataset.decimal(tags::RESCALE_SLOPE, "slope"), Ok(Some(2.0)));
    }

    #[test]
    fn items_out_of_place_are_errors() {
        for bytes in [
            OPEN_ITEM.to_vec(),
            END_SEQUENCE.to_vec(),
            [OPEN_SEQUENCE, END_ITEM].concat(),
            [OPEN_SEQUENCE, OPEN_ITEM, END_SEQUENCE].concat(),
            [OPEN_SEQUENCE, OPEN_ITEM, OPEN_ITEM].concat(),
            [OPEN_SEQUENCE, &element(tags::ROWS, *b"US", &[1, 0])].concat(),
        ] {
            assert!(matches!(fails(&bytes), Some(Error::Broken { .. })), "{bytes:x?}");
        }
        let cut = Some(Error::Truncated { format: TITLE });
        assert_eq!(fails(OPEN_SEQUENCE), cut);
        assert_eq!(fails(&[OPEN_SEQUENCE, OPEN_ITEM].concat()), cut);
    }

    #[test]
    fn a_value_that_stands_twice_is_an_error() {
        let rows = element(tags::ROWS, *b"US", &[64, 0]);
        let twice = fails(&[&rows[..], &rows].concat());
        assert_eq!(twice, Some(broken("an attribute stands there twice")));
    }
}
