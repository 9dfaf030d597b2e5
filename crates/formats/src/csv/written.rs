//! What one cell is written as.

use std::borrow::Cow;

/// What one cell is written as.
///
/// Two habits of writing numbers are known: a point before decimals and commas
/// between thousands, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Nothing, or a word for nothing.
    Missing,
    /// An infinite number.
    Infinite,
    /// A finite number without a mark: both habits write it alike.
    Plain,
    /// A number whose point can only stand before decimals: `12.5` or `0.125`.
    Point,
    /// A number whose commas can only group thousands: `1,234,567` or `1,234.5`.
    Grouped,
    /// A number whose comma can only stand before decimals: `12,5` or `0,125`.
    Decimal,
    /// A number whose points can only group thousands: `1.234.567` or `1.234,5`.
    PointGrouped,
    /// A number whose comma can be either: `1,234`.
    Unclear,
    /// A number whose point can be either: `1.234`.
    UnclearPoint,
    /// Anything else.
    Word,
}

/// The words that stand for a missing value.
const MISSING: [&str; 11] =
    ["", "NA", "N/A", "NaN", "nan", "NAN", "null", "NULL", "None", ".", "?"];

/// The minus sign of typography, which spreadsheets and papers use.
pub(super) const MINUS: char = '\u{2212}';

impl Written {
    pub(crate) fn of(cell: &str) -> Self {
        let cell = bare(cell);
        if MISSING.contains(&cell.as_ref()) {
            return Written::Missing;
        }
        let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(&cell);
        match unsigned.to_ascii_lowercase().as_str() {
            "inf" | "infinity" => Written::Infinite,
            _ if is_plain(unsigned) => match unsigned.contains('.') {
                false => Written::Plain,
                true if is_grouped(unsigned, '.', ',') => Written::UnclearPoint,
                true => Written::Point,
            },
            _ if unsigned.contains([',', '.']) => with_marks(unsigned),
            _ => Written::Word,
        }
    }

    /// Says whether this is a finite number.
    pub(super) fn is_number(self) -> bool {
        !matches!(self, Written::Missing | Written::Infinite | Written::Word)
    }
}

/// Says whether a cell ends in a percent sign.
pub(super) fn is_percent(cell: &str) -> bool {
    cell.trim_end().ends_with('%')
}

/// Returns a cell without blanks around it and a percent sign behind it, its minus as programs
/// write it.
fn bare(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    let cell = cell
        .strip_suffix('%')
        .map(str::trim_end)
        .filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')))
        .unwrap_or(cell);
    if cell.starts_with(MINUS) { Cow::Owned(cell.replacen(MINUS, "-", 1)) } else { cell.into() }
}

/// Returns the finite number that a cell spells, its commas and points taken as told.
pub(super) fn number(cell: &str, decimal_comma: bool) -> Option<f64> {
    let cell = bare(cell);
    let text =
        if decimal_comma { cell.replace('.', "").replace(',', ".") } else { cell.replace(',', "") };
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Returns how many digits a number is written with after the point.
pub(crate) fn decimals(cell: &str, decimal_comma: bool) -> u8 {
    let cell = bare(cell);
    let (digits, exponent) = cell.split_once(['e', 'E']).unwrap_or((&cell, "0"));
    let point = if decimal_comma { ',' } else { '.' };
    let written = digits.split_once(point).map_or(0, |(_, after)| after.len());
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let decimals = i64::try_from(written)
        .unwrap_or(i64::MAX)
        .saturating_sub(exponent)
        .clamp(0, u8::MAX.into());
    u8::try_from(decimals).unwrap_or(u8::MAX)
}

/// Says whether a whole number begins with a zero that a number would lose, as codes do.
pub(super) fn has_leading_zero(cell: &str) -> bool {
    let cell = cell.trim();
    1 < cell.len() && cell.starts_with('0') && is_digits(cell)
}

/// Says whether a whole number has more digits than are surely kept.
pub(super) fn has_too_many_digits(cell: &str) -> bool {
    let cell = bare(cell);
    let cell = cell.trim_start_matches(['-', '+']);
    15 < cell.len() && is_digits(cell)
}

/// Says whether a text is a day, with or without a time: `2024-01-31`, `31.1.2024`, `1/31/2024`.
pub(super) fn is_date(cell: &str) -> bool {
    let day = cell.trim().split([' ', 'T']).next().unwrap_or("");
    ['-', '.', '/'].iter().any(|&between| {
        let parts: Vec<&str> = day.split(between).collect();
        let [first, middle, last] = parts.as_slice() else { return false };
        let short = |part: &str| (1..=2).contains(&part.len());
        let year_first = first.len() == 4 && short(last);
        let year_last = short(first) && matches!(last.len(), 2 | 4);
        (year_first || year_last) && short(middle) && parts.iter().all(|part| is_digits(part))
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, point and exponent only: Rust's parser also knows words.
fn is_plain(unsigned: &str) -> bool {
    let begins = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    begins
        && unsigned
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
        && unsigned.parse().is_ok_and(f64::is_finite)
}

/// Tells a number with commas, or with points that no program reads, by what its marks can mean.
fn with_marks(unsigned: &str) -> Written {
    let english = is_grouped(unsigned, ',', '.');
    let german = is_grouped(unsigned, '.', ',');
    let comma_decimal =
        unsigned.split_once(',').is_some_and(|(whole, after)| is_digits(whole) && is_digits(after));
    match (english, german || comma_decimal) {
        (true, true) => Written::Unclear,
        (true, false) => Written::Grouped,
        (false, true) if german => Written::PointGrouped,
        (false, true) => Written::Decimal,
        (false, false) => Written::Word,
    }
}

/// Says whether `mark` groups the thousands of a number, which may have decimals behind `point`.
fn is_grouped(unsigned: &str, mark: char, point: char) -> bool {
    let (whole, decimals) =
        unsigned.split_once(point).map_or((unsigned, None), |(whole, after)| (whole, Some(after)));
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let mut n = 0;
    let fit = groups.all(|group| {
        n += 1;
        group.len() == 3 && is_digits(group)
    });
    let begins = is_digits(first) && first.len() <= 3 && !first.starts_with('0');
    begins && fit && 0 < n && decimals.is_none_or(is_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_told_by_its_letters() {
        let cases = [
            ("", Written::Missing),
            (" NA ", Written::Missing),
            ("na", Written::Word),
            ("-inf", Written::Infinite),
            ("12", Written::Plain),
            ("-.5e-3", Written::Point),
            (" 7.", Written::Point),
            ("12.5", Written::Point),
            ("0.125", Written::Point),
            ("1234.567", Written::Point),
            ("265.000", Written::UnclearPoint),
            ("1.234,5", Written::PointGrouped),
            ("-1.234.567", Written::PointGrouped),
            ("12.34.567", Written::Word),
            ("0.123.456", Written::Word),
            ("1.234,5.6", Written::Word),
            ("\u{2212}3,5", Written::Decimal),
            ("3\u{2212}5", Written::Word),
            ("12.5 %", Written::Point),
            ("7%", Written::Plain),
            ("%", Written::Word),
            ("n%", Written::Word),
            ("1e999", Written::Word),
            ("e5", Written::Word),
            ("--1", Written::Word),
            ("1_000", Written::Word),
            ("265,000", Written::Unclear),
            ("0,125", Written::Decimal),
            ("12,5", Written::Decimal),
            ("1234,567", Written::Decimal),
            ("1,234,567", Written::Grouped),
            ("1,234.5", Written::Grouped),
            ("1,23,456", Written::Word),
            ("Doe, Jane", Written::Word),
        ];
        for (cell, written) in cases {
            assert_eq!(Written::of(cell), written, "{cell:?}");
        }
    }

    #[test]
    fn decimals_are_counted_as_written() {
        for (cell, wanted) in [("12", 0), ("1.50", 2), ("1.5e-3", 4), ("1.5e3", 0), ("1e-400", 255)]
        {
            assert_eq!(decimals(cell, false), wanted, "{cell}");
        }
        assert_eq!(decimals("1,25", true), 2);
        assert_eq!(decimals("1,250.5", false), 1);
        assert_eq!(decimals("1.250,5%", true), 1);
    }

    #[test]
    fn a_number_is_read_by_the_habit_it_is_written_in() {
        for (cell, decimal_comma, wanted) in [
            ("1.234,5", true, 1234.5),
            ("265.000", true, 265_000.0),
            ("265.000", false, 265.0),
            ("1,234.5", false, 1234.5),
            ("\u{2212}3,5", true, -3.5),
            ("12.5 %", false, 12.5),
        ] {
            assert_eq!(number(cell, decimal_comma), Some(wanted), "{cell}");
        }
    }

    #[test]
    fn days_are_known_in_three_spellings() {
        for day in ["2024-01-31", "31.1.2024", "1/31/24", "2024-01-31T10:00:00", "2024-01-31 10:00"]
        {
            assert!(is_date(day), "{day}");
        }
        for other in ["1.5", "1-2", "10.0.0.1", "a-b-c", "120/80"] {
            assert!(!is_date(other), "{other}");
        }
    }
}
