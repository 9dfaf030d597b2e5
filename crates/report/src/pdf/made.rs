//! When a page was made, as a PDF keeps it.

use typst::foundations::Datetime;

/// Returns the time at the beginning of `text`: `2025-05-01 09:30`, `2025-05-01T09:30:12.5Z`.
///
/// `None` when there is none to be read: no time is better than a wrong one.
pub(super) fn read(text: &str) -> Option<Datetime> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u8>().ok();
    let between = |at: usize, allowed: &[u8]| {
        text.as_bytes().get(at).is_some_and(|byte| allowed.contains(byte))
    };
    let year: u16 = text.get(0..4)?.parse().ok()?;
    let (month, day, hour, minute) =
        (number(5, 7)?, number(8, 10)?, number(11, 13)?, number(14, 16)?);
    if !(between(4, b"-") && between(7, b"-") && between(10, b" T") && between(13, b":")) {
        return None;
    }
    let second = if between(16, b":") { number(17, 19)? } else { 0 };
    Datetime::from_ymd_hms(year.into(), month, day, hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_both_of_its_forms() {
        let wanted = Datetime::from_ymd_hms(2025, 5, 1, 9, 30, 0);
        assert_eq!(read("2025-05-01 09:30 UTC"), wanted);
        assert_eq!(read("2025-05-01T09:30:00.512Z"), wanted);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "yesterday",
            "2025-13-01 09:30",
            "2025-05-01",
            "2025/05/01 09:30",
            "á025-05-01 09:30",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
