//! How far two orders of the same cases lie apart, case by case.

use crate::rank::scaled_ranks;
use crate::{Error, Result, check};

/// Returns how much higher each case stands in the order of `values` than in the order of `others`.
///
/// Each list becomes ranks, (rank - 1/2) / n over the n cases that have both, with the mean rank for
/// equal values; the gap is the difference of the two.
///
/// # Input
///
/// * `values`, `others`: one for each case, finite or none.
///
/// # Value
///
/// One for each case, -1 to 1 and never at either end: n cases reach (n - 1) / n. Above 0 the case
/// stands higher among `values`. None where either has none. The gaps of all cases add up to 0.
///
/// # Errors
///
/// [`Error::Uneven`], [`Error::NotFinite`], [`Error::Empty`] when no case has both,
/// [`Error::AllEqual`] when either list is in no order.
///
/// # Source
///
/// Ranks scaled so are the ridits of I. D. J. Bross, Biometrics 14, 1958, 18–38.
///
/// # Example
///
/// ```
/// let known = |values: [f64; 4]| values.map(Some);
/// let gaps = stats::rank_gaps(&known([1.0, 2.0, 3.0, 4.0]), &known([4.0, 5.0, 6.0, 1.0]))?;
/// assert_eq!(gaps, known([-0.25, -0.25, -0.25, 0.75]));
/// # Ok::<(), stats::Error>(())
/// ```
pub fn rank_gaps(values: &[Option<f64>], others: &[Option<f64>]) -> Result<Vec<Option<f64>>> {
    check::even(values.len(), others.len())?;
    if values.iter().chain(others).flatten().any(|value| !value.is_finite()) {
        return Err(Error::NotFinite);
    }
    let both = |(value, other): (&Option<f64>, &Option<f64>)| value.zip(*other);
    let pairs: Vec<Option<(f64, f64)>> = values.iter().zip(others).map(both).collect();
    let left: Vec<Option<f64>> = pairs.iter().map(|pair| pair.map(|(value, _)| value)).collect();
    let right: Vec<Option<f64>> = pairs.iter().map(|pair| pair.map(|(_, other)| other)).collect();
    for list in [&left, &right] {
        let there: Vec<f64> = list.iter().copied().flatten().collect();
        let first = there.first().ok_or(Error::Empty)?;
        if there.iter().all(|value| value <= first && first <= value) {
            return Err(Error::AllEqual);
        }
    }
    let ranks = scaled_ranks(&left).into_iter().zip(scaled_ranks(&right));
    Ok(ranks.map(|(left, right)| Some(left? - right?)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn equal_values_share_their_rank() {
        // Ranks 1.5, 1.5, 3, 4, 5 and 1, 2, 4, 4, 4, each less one half and over 5.
        let gaps =
            rank_gaps(&known(&[1.0, 1.0, 2.0, 7.0, 9.0]), &known(&[2.0, 3.0, 5.0, 5.0, 5.0]));
        let by_hand = [0.1, -0.1, -0.2, 0.0, 0.2];
        for (gap, expected) in gaps.unwrap().into_iter().zip(by_hand) {
            assert!((gap.unwrap() - expected).abs() < 1e-15, "{gap:?}, not {expected}");
        }
    }

    #[test]
    fn an_order_turned_round_reaches_as_far_as_so_many_cases_can() {
        let gaps = rank_gaps(&known(&[1.0, 2.0, 3.0, 4.0]), &known(&[4.0, 3.0, 2.0, 1.0]));
        assert_eq!(gaps, Ok(known(&[-0.75, -0.25, 0.25, 0.75])));
    }

    #[test]
    fn a_case_without_one_of_both_is_in_no_order() {
        let values = [Some(5.0), Some(1.0), None, Some(2.0)];
        let others = [None, Some(2.0), Some(9.0), Some(1.0)];
        assert_eq!(rank_gaps(&values, &others), Ok(vec![None, Some(-0.5), None, Some(0.5)]));
    }

    #[test]
    fn what_is_in_no_order_is_a_reason() {
        let one = known(&[1.0, 2.0]);
        assert_eq!(rank_gaps(&one, &known(&[3.0, 3.0])), Err(Error::AllEqual));
        assert_eq!(rank_gaps(&one, &[None, None]), Err(Error::Empty));
        assert_eq!(rank_gaps(&one, &known(&[1.0, f64::NAN])), Err(Error::NotFinite));
        assert!(matches!(rank_gaps(&one, &known(&[1.0])), Err(Error::Uneven { .. })));
    }
}
