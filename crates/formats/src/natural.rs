//! The order in which people count: `img2` before `img10`.

use std::cmp::Ordering;

/// Compares two relative paths, folder by folder, with runs of digits as numbers.
///
/// Paths that differ only in leading zeros are told apart by their plain text,
/// so that the order is total.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let (mut lefts, mut rights) = (left.split('/'), right.split('/'));
    loop {
        let order = match (lefts.next(), rights.next()) {
            (None, None) => return left.cmp(right),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(left), Some(right)) => compare_names(left, right),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn compare_names(mut left: &str, mut right: &str) -> Ordering {
    while !left.is_empty() && !right.is_empty() {
        let (left_run, left_rest) = first_run(left);
        let (right_run, right_rest) = first_run(right);
        let both_numbers = starts_with_digit(left_run) && starts_with_digit(right_run);
        let order = if both_numbers {
            compare_digits(left_run, right_run)
        } else {
            left_run.cmp(right_run)
        };
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.len().cmp(&right.len())
}

/// Splits off the longest beginning of digits only, or of anything else only.
fn first_run(text: &str) -> (&str, &str) {
    let digits = starts_with_digit(text);
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    text.split_at(end)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Compares numbers of any length, which no integer type holds.
fn compare_digits(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(in_order: &[&str]) {
        for pair in in_order.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(compare(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
    }

    #[test]
    fn numbers_in_names_are_counted() {
        check(&[
            "img1.png",
            "img2.png",
            "img10.png",
            "img10b.png",
            "img99999999999999999999999.png",
        ]);
    }

    #[test]
    fn folders_are_counted_too_and_keep_their_files_together() {
        check(&["p2/10.png", "p2 b/1.png", "p10/1.png", "p10/2.png"]);
    }

    #[test]
    fn names_that_differ_in_zeros_only_have_an_order() {
        check(&["01", "1"]);
        assert_eq!(compare("a1", "a1"), Ordering::Equal);
    }
}
