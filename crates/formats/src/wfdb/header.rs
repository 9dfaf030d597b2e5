//! The header: one line for the record, and one for each signal.
//!
//! Comments are skipped and never repeated: they tell age, sex and diagnosis.

use std::borrow::Cow;

use crate::{Error, Result};

use super::fields::Line;
use super::{TITLE, broken, unsupported};

/// What the header says.
#[derive(Debug)]
pub(super) struct Header {
    /// Frames a second, when it says so.
    pub(super) rate: Option<f64>,
    /// How many frames, when it says so.
    pub(super) n_frames: Option<u64>,
    pub(super) lines: Vec<Line>,
}

impl Header {
    pub(super) fn of(text: &str) -> Result<Self> {
        let mut lines = lines(text);
        let record = lines.next().ok_or_else(|| broken("its header has no line"))?;
        let mut fields = record.split_whitespace();
        let name = fields.next().unwrap_or("");
        if let Some((_, n_segments)) = name.split_once('/') {
            return Err(match n_segments.parse::<u64>() {
                Ok(_) => unsupported("a record of several segments"),
                Err(_) => broken("its record line begins with no name"),
            });
        }
        let n_signals = fields.next().ok_or_else(cut)?;
        let n_signals: usize =
            n_signals.parse().map_err(|_| broken("its number of signals is no whole number"))?;
        let rate = fields.next().map(rate).transpose()?;
        let n_frames = fields.next().map(|field| {
            field.parse().map_err(|_| broken("its number of samples is no whole number"))
        });
        let n_frames = n_frames.transpose()?.filter(|&n| n != 0);
        if n_signals == 0 {
            return Err(unsupported("a record without signals"));
        }

        let lines = lines.take(n_signals).zip(1..);
        let lines: Vec<Line> = lines.map(|(line, at)| Line::of(line, at)).collect::<Result<_>>()?;
        if lines.len() < n_signals {
            return Err(cut());
        }
        Ok(Header { rate, n_frames, lines })
    }
}

/// Reads `360`, or `360/720(12)`, whose counter is not needed.
fn rate(field: &str) -> Result<f64> {
    let frames = field.split(['/', '(']).next().unwrap_or(field);
    let rate = frames.parse().ok().filter(|rate: &f64| rate.is_finite() && 0.0 < *rate);
    rate.ok_or_else(|| broken("its rate is not a positive number"))
}

fn cut() -> Error {
    Error::Truncated { format: TITLE }
}

/// Returns the text of a header: UTF-8, or else Latin-1.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_or_else(
        |_| Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Cow::Borrowed,
    )
}

/// Returns the lines that are neither blank nor comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.split(['\n', '\r']).map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Returns the names of the files that a header may speak of, each once.
pub(super) fn names(text: &str) -> Vec<String> {
    /// More than any record has, and few enough to look for.
    const MOST: usize = 1024;
    let mut names: Vec<String> = Vec::new();
    for line in lines(text).skip(1) {
        let name = line.split_whitespace().next().unwrap_or("");
        // Signals of one file follow each other.
        if names.last().is_none_or(|last| last != name) && names.len() < MOST {
            names.push(name.to_owned());
        }
    }
    names
}

/// Says whether a file that begins like this may be a header.
pub(super) fn may_begin(head: &[u8]) -> bool {
    let text = text(head);
    let Some(record) = lines(&text).next() else { return true };
    let mut fields = record.split_whitespace();
    let name = fields.next().unwrap_or("");
    // The line may go on behind what is looked at.
    let n_signals = fields.next();
    let fits = |field: &str| field.parse::<u64>().is_ok() || text.ends_with(field);
    !name.contains(char::is_control) && n_signals.map_or_else(|| text.ends_with(name), fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_blank_lines_and_every_kind_of_line_end_are_skipped() {
        let text = "# who\r\n\r\n100 1 360/720(3) 10 17:27:45 15/08/1994\r\n#\n\n100.dat 16\r";
        let header = Header::of(text).unwrap();
        assert_eq!((header.rate, header.n_frames), (Some(360.0), Some(10)));
        assert_eq!(header.lines.len(), 1);
    }

    #[test]
    fn a_length_of_zero_is_a_length_that_is_not_told() {
        assert_eq!(Header::of("a 1 250 0\na.dat 16\n").unwrap().n_frames, None);
        assert_eq!(Header::of("a 1\na.dat 16\n").unwrap().rate, None);
    }

    #[test]
    fn a_header_that_lacks_a_line_is_cut() {
        assert_eq!(Header::of("a 2 250 9\na.dat 16\n").unwrap_err(), cut());
        assert_eq!(Header::of("a").unwrap_err(), cut());
        assert_eq!(Header::of("a 99999999999 250 9\na.dat 16\n").unwrap_err(), cut());
    }

    #[test]
    fn what_is_no_header_is_not_taken_for_one() {
        assert!(may_begin(b"# a comment\n100 2 360\n"));
        assert!(may_begin(b"# a comment that goes on"), "its record line comes later");
        assert!(!may_begin(b"\x89PNG\r\n\x1a\n\0 \0"));
        assert!(!may_begin(b"dear doctor, this is a letter\n"));
    }
}
