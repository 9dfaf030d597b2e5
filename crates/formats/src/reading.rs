//! One file, by whichever format knows it best.

use samples::Contents;

use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result, registry};

/// What one file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The id of the format that read it.
    pub format: &'static str,
    /// What it holds.
    pub contents: Contents,
    /// What was odd.
    pub notes: Vec<Note>,
    /// Whose it is, as the file says: an identifier, which no log and no page may show.
    pub subject: Option<Subject>,
}

/// A patient's identifier as a file holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject(pub String);

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subject(..)")
    }
}

/// Reads a file by the format that knows it best.
///
/// # Errors
///
/// [`Error::EmptyFile`], [`Error::TooManyBytes`], [`Error::Unrecognised`], and
/// what the format says.
pub fn read(input: &Input<'_>, limits: &Limits) -> Result<Reading> {
    if input.bytes.is_empty() {
        return Err(Error::EmptyFile);
    }
    let given = input.bytes.len() as u64;
    if limits.bytes < given {
        return Err(Error::TooManyBytes { given, limit: limits.bytes });
    }
    let format = recognise(input).ok_or(Error::Unrecognised)?;

    let mut notes = Notes::default();
    if let Some(named) = named_otherwise(input, format) {
        notes.add(Note::NamedOtherwise { format: format.title(), named });
    }
    let contents = format.read(input, limits, &mut notes)?;
    let (notes, subject) = notes.into_parts();
    Ok(Reading { format: format.id(), contents, notes, subject })
}

/// Returns the format that knows a file best, by its first bytes or else by its name.
pub fn recognise(input: &Input<'_>) -> Option<&'static dyn Format> {
    known_by(&Peek::of(input))
}

/// Returns the format that the beginning of a file speaks for most.
pub(crate) fn known_by(peek: &Peek<'_>) -> Option<&'static dyn Format> {
    registry::ALL
        .iter()
        .map(|&format| (format.recognise(peek), format))
        .filter(|&(how, _)| how != Match::No)
        .max_by_key(|&(how, _)| how)
        .map(|(_, format)| format)
}

/// Returns the format that the file's name speaks of, when that is another one.
fn named_otherwise(input: &Input<'_>, format: &dyn Format) -> Option<&'static str> {
    let peek = Peek::of(input);
    let named = registry::ALL.iter().find(|other| peek.has_extension(other.extensions()))?;
    (named.id() != format.id()).then(|| named.title())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_byte_is_an_error() {
        let reading = read(&Input::alone("a.png", b""), &Limits::default());
        assert_eq!(reading, Err(Error::EmptyFile));
    }

    #[test]
    fn a_file_of_no_known_kind_is_an_error() {
        let reading = read(&Input::alone("a.docx", b"PK\x03\x04"), &Limits::default());
        assert_eq!(reading, Err(Error::Unrecognised));
    }

    #[test]
    fn the_first_bytes_count_more_than_the_name() {
        let input = Input::alone("scan.csv", b"\x89PNG\r\n\x1a\n");
        assert_eq!(recognise(&input).map(Format::id), Some("png"));
    }

    #[test]
    fn formats_stand_in_alphabetical_order_and_once() {
        let ids: Vec<&str> = registry::ALL.iter().map(|format| format.id()).collect();
        assert!(ids.is_sorted() && ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    }
}
