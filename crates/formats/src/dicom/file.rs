//! The outside of a file: its preamble, its meta header, and where its elements begin.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use super::dataset::Encoding;
use super::scan::scan_meta;
use super::syntax::Syntax;
use super::{TITLE, broken};
use crate::{Error, Limits, Note, Notes, Result};

/// The bytes that a file leaves to others.
const PREAMBLE: usize = 128;
const SIGNATURE: &[u8] = b"DICM";

/// Says whether the signature of the format stands where it should.
pub(super) fn has_signature(head: &[u8]) -> bool {
    head.get(PREAMBLE..).is_some_and(|rest| rest.starts_with(SIGNATURE))
}

/// Returns how the elements are written when a file begins with them at once.
///
/// Such a file begins with group 2 or 8, whose first elements are short.
pub(super) fn begins_with_elements(head: &[u8]) -> Option<Encoding> {
    const LONGEST: u32 = 256;
    const KINDS: [&[u8; 2]; 6] = [b"UL", b"OB", b"CS", b"UI", b"DA", b"TM"];
    let &[group, 0, number, 0, a, b, c, d] = head.first_chunk()? else { return None };
    let kind = [a, b];
    if (group == 2 || group == 8) && number <= 0x60 && KINDS.contains(&&kind) {
        return Some(Encoding::EXPLICIT);
    }
    let length = u32::from_le_bytes([a, b, c, d]);
    let plausible = group == 8 && number <= 0x60 && length <= LONGEST && length.is_multiple_of(2);
    plausible.then_some(Encoding::IMPLICIT)
}

/// Where the elements of a file begin, and how they are written.
pub(super) struct File<'a> {
    pub syntax: Syntax,
    /// What kind of object it is, as far as the meta header says.
    pub class: &'a str,
    body: &'a [u8],
}

impl<'a> File<'a> {
    /// Reads the meta header, or guesses what it would say where there is none.
    pub(super) fn open(bytes: &'a [u8], notes: &mut Notes) -> Result<Self> {
        let rest = if has_signature(bytes) {
            if let Some(kind) = foreign(&bytes[..PREAMBLE]) {
                notes.add(Note::ForeignPreamble { kind });
            }
            &bytes[PREAMBLE + SIGNATURE.len()..]
        } else {
            if begins_with_elements(bytes).is_none() {
                return Err(Error::NotWhatItSays { format: TITLE });
            }
            bytes
        };
        let meta = scan_meta(rest)?;
        let body = &rest[meta.end..];
        let syntax = match meta.syntax.map(uid) {
            Some(uid) => Syntax::of(uid)?,
            None if body.is_empty() => return Err(Error::Truncated { format: TITLE }),
            None => {
                notes.add(Note::NoMetaHeader);
                let encoding = begins_with_elements(body);
                let unclear = || broken("it does not say how it is written");
                Syntax::plain(encoding.ok_or_else(unclear)?)
            }
        };
        Ok(File { syntax, class: meta.class.map(uid).unwrap_or_default(), body })
    }

    /// Returns the elements, unpacked if they are deflated.
    ///
    /// # Errors
    ///
    /// [`Error::UnpacksTooFar`] and, where they are no deflated bytes, [`Error::Broken`].
    pub(super) fn elements(&self, limits: &Limits) -> Result<Cow<'a, [u8]>> {
        if self.syntax.deflated {
            inflate(self.body, limits).map(Cow::Owned)
        } else {
            Ok(Cow::Borrowed(self.body))
        }
    }
}

/// Returns an identifier without what pads it.
fn uid(value: &[u8]) -> &str {
    std::str::from_utf8(value).unwrap_or_default().trim_end_matches(['\0', ' '])
}

/// Unpacks no further than an image would: a real one shrinks to a third, an empty one to a
/// thousandth.
fn inflate(packed: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    const MOST_RATIO: u64 = 200;
    const SMALL: u64 = 16 << 20;
    let limit = SMALL.max((packed.len() as u64).saturating_mul(MOST_RATIO)).min(limits.bytes);
    let mut bytes = Vec::new();
    let unpacked =
        DeflateDecoder::new(packed).take(limit.saturating_add(1)).read_to_end(&mut bytes);
    unpacked.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Error::Truncated { format: TITLE },
        _ => broken("its deflated part does not unpack"),
    })?;
    if limit < bytes.len() as u64 {
        return Err(Error::UnpacksTooFar { limit });
    }
    Ok(bytes)
}

/// Returns what else a file is that begins like this: something may run or open it.
fn foreign(preamble: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 11] = [
        (b"MZ", "a program for Windows"),
        (b"\x7fELF", "a program for Linux"),
        (b"\xcf\xfa\xed\xfe", "a program for macOS"),
        (b"\xce\xfa\xed\xfe", "a program for macOS"),
        (b"\xca\xfe\xba\xbe", "a program for macOS or Java"),
        (b"#!", "a script"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"%PDF", "a PDF document"),
        (b"<?", "a page or a script"),
        (b"<html", "a page"),
        (b"<script", "a script"),
    ];
    let lower = preamble.to_ascii_lowercase();
    let begins = |magic: &[u8]| preamble.starts_with(magic) || lower.starts_with(magic);
    KINDS.iter().find(|(magic, _)| begins(magic)).map(|&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_without_a_meta_header_are_told_from_other_bytes() {
        assert_eq!(begins_with_elements(b"\x08\0\x05\0CS\x0a\0"), Some(Encoding::EXPLICIT));
        assert_eq!(begins_with_elements(b"\x08\0\x08\0\x16\0\0\0"), Some(Encoding::IMPLICIT));
        for other in [&b"\x08\0\x05"[..], b"age,sex\n4", b"\x08\0\x08\0\xff\xff\xff\xff", &[0; 8]] {
            assert_eq!(begins_with_elements(other), None, "{other:x?}");
        }
    }

    #[test]
    fn a_preamble_of_another_kind_is_noticed() {
        assert_eq!(foreign(&[0; 128]), None);
        assert_eq!(foreign(b"MZ\x90\0"), Some("a program for Windows"));
        assert_eq!(foreign(b"II*\0"), None, "slides of pathology are TIFF, too");
    }
}
