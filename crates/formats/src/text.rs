//! Bytes to text.

use std::borrow::Cow;

use crate::{Error, Note, Notes, Result};

/// Returns the text of a file of that `format`: UTF-8, or else Windows-1252, which holds Latin-1.
pub(crate) fn decode<'a>(
    format: &'static str,
    bytes: &'a [u8],
    notes: &mut Notes,
) -> Result<Cow<'a, str>> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Error::Unsupported { format, what: "UTF-16 text".to_owned() });
    }
    let bytes = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        notes.add(Note::ByteOrderMark);
        rest
    } else {
        bytes
    };
    if bytes.contains(&0) {
        return Err(Error::Broken { format, detail: "it holds bytes that are no text".to_owned() });
    }
    Ok(std::str::from_utf8(bytes).map_or_else(
        |_| {
            notes.add(Note::Windows1252);
            Cow::Owned(bytes.iter().map(|&byte| windows_1252(byte)).collect())
        },
        Cow::Borrowed,
    ))
}

/// Returns the character of a byte; the five bytes without one stand for control characters, as
/// the WHATWG encoding standard says.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_utf_8_is_windows_1252() {
        let mut notes = Notes::default();
        assert_eq!(decode("CSV", b"M\xfcller \x80", &mut notes).unwrap(), "Müller €");
        assert_eq!(notes.into_parts().0, [Note::Windows1252]);
    }

    #[test]
    fn two_byte_text_and_binary_files_are_refused() {
        let refused = |bytes: &[u8]| decode("CSV", bytes, &mut Notes::default()).map(|_| ());
        assert!(matches!(refused(b"\xff\xfea\0"), Err(Error::Unsupported { .. })));
        assert!(matches!(refused(b"a,b\n\0,1\n"), Err(Error::Broken { .. })));
    }
}
