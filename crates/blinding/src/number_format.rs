//! How a number is written: its decimals and its last digit.

/// Returns the fewest decimals that write a number as it is, at most `most`.
pub(crate) fn decimals_of(number: f64, most: u8) -> u8 {
    let whole = format!("{number:.*}", usize::from(most));
    let Some((_, behind)) = whole.split_once('.') else { return 0 };
    u8::try_from(behind.trim_end_matches('0').len()).unwrap_or(most)
}

/// Returns the last digit of a number that is written with the fewest decimals.
pub(crate) fn last_digit(number: f64, most: u8) -> char {
    let written = format!("{number:.*}", usize::from(decimals_of(number, most)));
    written.chars().next_back().unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_are_no_decimals() {
        assert_eq!(
            [decimals_of(1.5, 6), decimals_of(2.0, 6), decimals_of(0.123_456, 6)],
            [1, 0, 6]
        );
        assert_eq!([last_digit(120.0, 3), last_digit(1.25, 3)], ['0', '5']);
    }
}
