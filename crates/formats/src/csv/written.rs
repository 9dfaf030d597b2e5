//! What one cell is written as.

/// What one cell is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Nothing, or a word for nothing.
    Missing,
    /// An infinite number.
    Infinite,
    /// A finite number with a point, if any, before its decimals.
    Plain,
    /// A number whose commas can only group thousands: `1,234,567` or `1,234.5`.
    Grouped,
    /// A number whose comma can only stand before decimals: `12,5` or `0,125`.
    Decimal,
    /// A number whose comma can be either: `1,234`.
    Unclear,
    /// Anything else.
    Word,
}

/// The words that stand for a missing value.
const MISSING: [&str; 11] =
    ["", "NA", "N/A", "NaN", "nan", "NAN", "null", "NULL", "None", ".", "?"];

impl Written {
    pub(crate) fn of(cell: &str) -> Self {
        let cell = cell.trim();
        if MISSING.contains(&cell) {
            return Written::Missing;
        }
        let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
        match unsigned.to_ascii_lowercase().as_str() {
            "inf" | "infinity" => Written::Infinite,
            _ if is_plain(unsigned) => Written::Plain,
            _ if unsigned.contains(',') => with_comma(unsigned),
            _ => Written::Word,
        }
    }
}

/// Returns the finite number that a cell spells, its commas taken as told.
pub(super) fn number(cell: &str, decimal_comma: bool) -> Option<f64> {
    let cell = cell.trim();
    let text = if decimal_comma { cell.replace(',', ".") } else { cell.replace(',', "") };
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Returns how many digits a number is written with after the point.
pub(crate) fn decimals(cell: &str, decimal_comma: bool) -> u8 {
    let cell = cell.trim();
    let (digits, exponent) = cell.split_once(['e', 'E']).unwrap_or((cell, "0"));
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
    let cell = cell.trim().trim_start_matches(['-', '+']);
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

fn with_comma(unsigned: &str) -> Written {
    let (whole, after_point) =
        unsigned.split_once('.').map_or((unsigned, None), |(w, a)| (w, Some(a)));
    let groups: Vec<&str> = whole.split(',').collect();
    let first_fits = is_digits(groups[0]) && groups[0].len() <= 3;
    let grouped = first_fits
        && groups[1..].iter().all(|group| group.len() == 3 && is_digits(group))
        && after_point.is_none_or(is_digits);
    let decimal =
        after_point.is_none() && groups.len() == 2 && groups.iter().all(|part| is_digits(part));
    match (grouped, decimal) {
        (true, true) if groups[0].starts_with('0') => Written::Decimal,
        (true, true) => Written::Unclear,
        (true, false) => Written::Grouped,
        (false, true) => Written::Decimal,
        (false, false) => Written::Word,
    }
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
            ("-.5e-3", Written::Plain),
            (" 7.", Written::Plain),
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
