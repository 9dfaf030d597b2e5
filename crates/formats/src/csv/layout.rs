//! Where the fields of a text are, and whether every line has as many as the header.

use csv::{ByteRecord, ReaderBuilder, Writer, WriterBuilder};

use crate::{Error, Limits, Result};

use super::TITLE;
use super::written::Written;

/// The header, and the rows in one unmistakable form: commas, quotes where they are needed, `\n`.
pub(super) struct Layout {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<u8>,
    pub(super) n_rows: usize,
}

/// Returns the separator that the first lines agree on most; a comma when there is none.
///
/// What is asked of a separator is that the lines have equally many of it; of
/// several that do, the more frequent one.
pub(super) fn separator(text: &str) -> u8 {
    const LINES: usize = 20;
    let score = |&separator: &u8| -> (usize, usize) {
        let mut counts = counts_by_line(text, separator).take(LINES);
        let first = counts.next().unwrap_or(0);
        let agreeing = counts.filter(|&count| count == first).count();
        if first == 0 { (0, 0) } else { (agreeing + 1, first) }
    };
    let all = [b'|', b'\t', b';', b','];
    let best = all.into_iter().max_by_key(score).unwrap_or(b',');
    if score(&best) == (0, 0) { b',' } else { best }
}

/// Returns the separator that a first line `sep=;` names, as spreadsheets write it, and the text
/// without it; its line stays as a blank one, so that lines are counted as in an editor.
pub(super) fn named_separator(text: &str) -> Option<(u8, &str)> {
    let (word, rest) = text.split_at_checked(4)?;
    let separator = *rest.as_bytes().first()?;
    let after = rest.get(1..)?;
    let known = matches!(separator, b'|' | b'\t' | b';' | b',');
    let alone = after.is_empty() || after.starts_with(['\n', '\r']);
    (word.eq_ignore_ascii_case("sep=") && known && alone).then_some((separator, after))
}

/// Returns the word for a separator.
pub(super) fn word(separator: u8) -> &'static str {
    match separator {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "bar",
        _ => "comma",
    }
}

/// Checks every line against the header and rewrites the rows in one form.
///
/// # Errors
///
/// [`Error::Ragged`] names the line: a table with shifted cells would be a
/// table of wrong numbers. [`Error::OpenQuote`], [`Error::NoHeader`],
/// [`Error::NoRows`], [`Error::TooManyCells`].
pub(super) fn scan(text: &str, separator: u8, limits: &Limits) -> Result<Layout> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let failed = |error: csv::Error| Error::Broken { format: TITLE, detail: error.to_string() };
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(failed)? {
        return Err(Error::NoHeader);
    }
    let header: Vec<String> =
        record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
    if is_numbers(&header) {
        return Err(Error::NoHeader);
    }

    let (wanted, mut n_rows, mut start) = (header.len(), 0_usize, 0);
    let blank = ByteRecord::from(vec![""]);
    let mut rows = WriterBuilder::new().flexible(true).from_writer(Vec::with_capacity(text.len()));
    while reader.read_byte_record(&mut record).map_err(failed)? {
        start = record.position().map_or(0, csv::Position::byte);
        let given = record.len();
        if given != wanted {
            let line = line_at(text, start);
            let is_last = reader.position().byte() == text.len() as u64;
            // An open quote swallows the lines after it: say that rather than count fields.
            return Err(if is_last && is_open(text, start, separator) {
                Error::OpenQuote { line }
            } else {
                Error::Ragged { line, wanted, given }
            });
        }
        // In a table of one column a blank line between two others is a cell without a value.
        let n_blank = if wanted == 1 { n_blank_lines(text, start) } else { 0 };
        n_rows += n_blank + 1;
        let cells = (n_rows as u64).saturating_mul(wanted as u64);
        if limits.cells < cells {
            return Err(Error::TooManyCells { given: cells, limit: limits.cells });
        }
        for _ in 0..n_blank {
            rows.write_byte_record(&blank).map_err(failed)?;
        }
        rows.write_byte_record(&record).map_err(failed)?;
    }
    if is_open(text, start, separator) {
        return Err(Error::OpenQuote { line: line_at(text, start) });
    }
    if n_rows == 0 {
        return Err(Error::NoRows);
    }
    Ok(Layout { header, rows: finish(rows)?, n_rows })
}

fn finish(rows: Writer<Vec<u8>>) -> Result<Vec<u8>> {
    rows.into_inner().map_err(|error| Error::Broken { format: TITLE, detail: error.to_string() })
}

/// Says whether a first line holds numbers where names should be: then it is a row, and reading it
/// as names would lose it.
fn is_numbers(header: &[String]) -> bool {
    let mut named = header.iter().filter(|name| !name.is_empty()).peekable();
    named.peek().is_some() && named.all(|name| Written::of(name).is_number())
}

/// Counts a separator in each line that is not blank, outside quotes.
fn counts_by_line(text: &str, separator: u8) -> impl Iterator<Item = usize> {
    let mut rest = text.bytes();
    std::iter::from_fn(move || {
        let (mut count, mut quoted, mut blank) = (0, false, true);
        for byte in rest.by_ref() {
            match byte {
                b'\n' | b'\r' if !quoted && blank => {}
                b'\n' | b'\r' if !quoted => return Some(count),
                b'"' => (quoted, blank) = (!quoted, false),
                _ => {
                    blank = false;
                    count += usize::from(byte == separator && !quoted);
                }
            }
        }
        (!blank).then_some(count)
    })
}

/// Returns the line of the first character of the record that is read from `start`.
fn line_at(text: &str, start: u64) -> u64 {
    let bytes = text.as_bytes();
    let start = usize::try_from(start).unwrap_or(bytes.len()).min(bytes.len());
    let blank = bytes[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let before = &bytes[..start + blank];
    let breaks = before
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    breaks.count() as u64 + 1
}

/// Returns how many blank lines stand before the record that is read from `start`.
fn n_blank_lines(text: &str, start: u64) -> usize {
    let bytes = text.as_bytes();
    let start = usize::try_from(start).unwrap_or(bytes.len()).min(bytes.len());
    let mut rest = &bytes[start..];
    // The reader may begin between the two characters that end the line before.
    if 0 < start && bytes[start - 1] == b'\r' {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut n = 0;
    while let [b'\r', b'\n', after @ ..] | [b'\r' | b'\n', after @ ..] = rest {
        (rest, n) = (after, n + 1);
    }
    n
}

/// Says whether the text from the record at `start` on ends within quotes.
fn is_open(text: &str, start: u64, separator: u8) -> bool {
    let start = usize::try_from(start).unwrap_or(text.len()).min(text.len());
    let (mut quoted, mut field_begins) = (false, true);
    for &byte in &text.as_bytes()[start..] {
        if quoted {
            // A doubled quote closes and opens again, which comes to the same.
            quoted = byte != b'"';
            field_begins = byte == b'"';
        } else {
            quoted = byte == b'"' && field_begins;
            field_begins = byte == separator || byte == b'\n' || byte == b'\r';
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(text: &str) -> Error {
        scan(text, b',', &Limits::default()).err().expect("it is damaged")
    }

    #[test]
    fn the_separator_is_what_lines_agree_on() {
        assert_eq!(separator("a;b\n1,5;2,5\n"), b';');
        assert_eq!(separator("a\tb\n1\t2\n"), b'\t');
        assert_eq!(separator("a|b|c\n1|2|3\n"), b'|');
        assert_eq!(separator("a,b\n\"x;y;z\",1\n"), b',');
        assert_eq!(separator("a\n1\n"), b',', "one column");
    }

    #[test]
    fn a_ragged_line_is_named_as_an_editor_counts_it() {
        assert_eq!(fails("a,b\n1,2\n\n3\n"), Error::Ragged { line: 4, wanted: 2, given: 1 });
        assert_eq!(
            fails("a,b\r\n1,2\r\n3,4,5\r\n"),
            Error::Ragged { line: 3, wanted: 2, given: 3 }
        );
        let quoted = fails("a,b\n\"two\nlines\",2\n3\n");
        assert_eq!(quoted, Error::Ragged { line: 4, wanted: 2, given: 1 });
    }

    #[test]
    fn a_quote_that_is_not_closed_is_no_cell() {
        assert_eq!(fails("a,b\n1,\"2\n3,4\n"), Error::OpenQuote { line: 2 });
        assert_eq!(fails("a,b\n1,2\n\"3,4\n5,6\n"), Error::OpenQuote { line: 3 });
        assert!(scan("a,b\n1,\"say \"\"x\"\"\"\n", b',', &Limits::default()).is_ok(), "closed");
        assert!(scan("a,b\n1,5\" nail\n", b',', &Limits::default()).is_ok(), "within a word");
    }

    #[test]
    fn a_table_needs_names_and_rows() {
        assert_eq!(fails(""), Error::NoHeader);
        assert_eq!(fails("1.5,2\n3,4\n"), Error::NoHeader);
        assert_eq!(fails("a,b\n"), Error::NoRows);
        assert_eq!(fails("1,2,3\n5,6,7\n"), Error::NoHeader, "a row of counts is a row, too");
        assert_eq!(fails(",0,1\n0,3,4\n"), Error::NoHeader);
        let german = scan("1,5;2\n3;4\n", b';', &Limits::default()).err();
        assert_eq!(german, Some(Error::NoHeader));
        assert!(scan("1,b\n3,4\n", b',', &Limits::default()).is_ok(), "one name is enough");
    }

    #[test]
    fn a_first_line_may_name_the_separator() {
        assert_eq!(named_separator("sep=;\na;b\n"), Some((b';', "\na;b\n")));
        assert_eq!(named_separator("SEP=\t\r\na\tb\r\n"), Some((b'\t', "\r\na\tb\r\n")));
        for none in ["sep=\n", "sep=;x\n", "sep=x\n", "sep\n1\n", "", "sepä=;\n"] {
            assert_eq!(named_separator(none), None, "{none:?}");
        }
    }

    #[test]
    fn blank_lines_between_the_cells_of_one_column_are_cells() {
        let rows = |text: &str| {
            let Ok(layout) = scan(text, b',', &Limits::default()) else { panic!("it is sound") };
            (layout.n_rows, String::from_utf8(layout.rows).unwrap())
        };
        let wanted = (4, "1\n\"\"\n\"\"\n2\n".to_owned());
        assert_eq!(rows("a\n1\n\n\n2\n\n\n"), wanted, "those at the end are none");
        assert_eq!(rows("a\r\n1\r\n\r\n\r\n2\r\n\r\n"), wanted);
        assert_eq!(rows("\n\na\n1\n\n\n2"), wanted, "nor those before the name");
        assert_eq!(rows("a\n\n1\n"), (2, "\"\"\n1\n".to_owned()));
        assert_eq!(rows("a,b\n1,2\n\n3,4\n").0, 2, "of two columns a blank line is no row");
    }

    #[test]
    fn cells_are_counted_against_the_limit() {
        let limits = Limits { cells: 3, ..Limits::default() };
        let error = scan("a,b\n1,2\n3,4\n", b',', &limits).err();
        assert_eq!(error, Some(Error::TooManyCells { given: 4, limit: 3 }));
    }
}
