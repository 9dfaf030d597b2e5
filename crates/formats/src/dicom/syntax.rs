//! Transfer syntaxes: how the elements of a file and its pixels are written.
//!
//! See DICOM PS3.5 section 10 and PS3.6 annex A.

use super::dataset::Encoding;
use crate::{Error, Result};

/// How the elements and the pixels of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Syntax {
    pub encoding: Encoding,
    /// All elements behind the meta header are compressed together.
    pub deflated: bool,
    pub coding: Coding,
}

/// How pixels are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Plain,
    /// Baseline, extended or lossless: the frame header of the JPEG says which.
    Jpeg,
    Jpeg2000,
    RunLengths,
}

impl Syntax {
    pub(super) fn plain(encoding: Encoding) -> Self {
        Syntax { encoding, deflated: false, coding: Coding::Plain }
    }

    /// Returns what an identifier stands for.
    ///
    /// # Errors
    ///
    /// [`Error::Compression`] names what cannot be read.
    pub(super) fn of(uid: &str) -> Result<Self> {
        let with = |coding| Syntax { coding, ..Syntax::plain(Encoding::EXPLICIT) };
        let last = uid.strip_prefix("1.2.840.10008.1.2.4.");
        let last = last.filter(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        Ok(match uid {
            "1.2.840.10008.1.2" => Syntax::plain(Encoding::IMPLICIT),
            "1.2.840.10008.1.2.1" | "1.2.840.10008.1.2.1.98" => Syntax::plain(Encoding::EXPLICIT),
            "1.2.840.10008.1.2.1.99" => {
                Syntax { deflated: true, ..Syntax::plain(Encoding::EXPLICIT) }
            }
            "1.2.840.10008.1.2.2" => Syntax::plain(Encoding::BIG_ENDIAN),
            "1.2.840.10008.1.2.5" => with(Coding::RunLengths),
            _ => match last.and_then(|last| last.parse().ok()) {
                Some(50 | 51 | 57 | 70) => with(Coding::Jpeg),
                Some(90 | 91) => with(Coding::Jpeg2000),
                other => return Err(Error::Compression { name: unread(other) }),
            },
        })
    }
}

/// Returns the name of a compression that is not read, by its last number.
fn unread(last: Option<u32>) -> &'static str {
    match last {
        Some(52..=66) => "a retired kind of JPEG",
        Some(80 | 81) => "JPEG-LS",
        Some(92 | 93) => "JPEG 2000 for several components",
        Some(94 | 95 | 204 | 205) => "JPIP, which fetches pixels from a server",
        Some(100..=106) => "MPEG video",
        Some(107 | 108) => "HEVC video",
        Some(110..=112) => "JPEG XL",
        Some(201..=203) => "High-Throughput JPEG 2000",
        _ => "an unknown method",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_named() {
        let name = |uid| Syntax::of(uid).map(|_| "read");
        let unread = |name| Err(Error::Compression { name });
        assert_eq!(name("1.2.840.10008.1.2.4.80"), unread("JPEG-LS"));
        assert_eq!(name("1.2.840.10008.1.2.4.110"), unread("JPEG XL"));
        assert_eq!(name("1.2.840.113619.5.2"), unread("an unknown method"));
        assert_eq!(name("1.2.840.10008.1.2.4.+90"), unread("an unknown method"));
        assert_eq!(name("1.2.840.10008.1.2.4.90"), Ok("read"));
    }
}
