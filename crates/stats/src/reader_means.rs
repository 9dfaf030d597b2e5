//! One number for each reader and source, so that readers can be compared as pairs.

use std::collections::BTreeMap;

use crate::check;
use crate::{Error, Result};

/// The means of each reader over two kinds of cases.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderMeans {
    /// The readers who rated both kinds, ascending.
    pub readers: Vec<usize>,
    /// Their means over the first kind.
    pub first: Vec<f64>,
    /// Their means over the second kind.
    pub second: Vec<f64>,
    /// The readers who rated one kind only and are left out, ascending.
    pub left_out: Vec<usize>,
}

/// Returns the mean rating of each reader over two kinds of cases.
///
/// The pairs go to [`crate::signed_rank_test`], which the answers themselves must not: those of one
/// reader resemble each other. What it finds holds for readers like these and for these cases.
///
/// # Input
///
/// * `ratings`: finite, one for each answer.
/// * `readers`: the reader of each answer.
/// * `is_second`: whether the answer is about the second kind, e.g. synthetic cases.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`], [`Error::Uneven`]; [`Error::TooFewReaders`] when
/// none rated both kinds.
pub fn reader_means(ratings: &[f64], readers: &[usize], is_second: &[bool]) -> Result<ReaderMeans> {
    check::finite(ratings)?;
    for right in [readers.len(), is_second.len()] {
        check::even(ratings.len(), right)?;
    }
    // Sum and number of each kind.
    let mut sums: BTreeMap<usize, [(f64, f64); 2]> = BTreeMap::new();
    for ((rating, reader), is_second) in ratings.iter().zip(readers).zip(is_second) {
        let (sum, number) = &mut sums.entry(*reader).or_default()[usize::from(*is_second)];
        *sum += rating;
        *number += 1.0;
    }
    let mut means =
        ReaderMeans { readers: vec![], first: vec![], second: vec![], left_out: vec![] };
    for (reader, [first, second]) in sums {
        if first.1 < 1.0 || second.1 < 1.0 {
            means.left_out.push(reader);
        } else {
            means.readers.push(reader);
            means.first.push(first.0 / first.1);
            means.second.push(second.0 / second.1);
        }
    }
    if means.readers.is_empty() {
        return Err(Error::TooFewReaders { given: 0, least: 1 });
    }
    Ok(means)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_of_one_kind_are_left_out_and_named() {
        let ratings = [1.0, 2.0, 5.0, 4.0, 3.0, 2.0];
        let readers = [7, 7, 7, 3, 3, 9];
        let kinds = [false, false, true, true, false, true];
        let means = reader_means(&ratings, &readers, &kinds).unwrap();
        assert_eq!((means.readers, means.left_out), (vec![3, 7], vec![9]));
        assert_eq!((means.first, means.second), (vec![3.0, 1.5], vec![4.0, 5.0]));
    }

    #[test]
    fn nothing_to_pair_is_a_reason() {
        assert_eq!(reader_means(&[], &[], &[]), Err(Error::Empty));
        let one = reader_means(&[1.0, 2.0], &[0, 1], &[false, true]);
        assert_eq!(one, Err(Error::TooFewReaders { given: 0, least: 1 }));
        let odd = reader_means(&[1.0, 2.0], &[0], &[false, true]);
        assert_eq!(odd, Err(Error::Uneven { left: 2, right: 1 }));
    }
}
