//! Worths from preferences without ties.

use super::counts::{checked, comparable, connected};
use super::{Worths, free_items};
use crate::cholesky::Cholesky;
use crate::newton::{Place, climb};
use crate::{Error, Result};

/// Returns the worth of each item by maximum likelihood.
///
/// Item i is preferred to item j with probability exp(λᵢ) / (exp(λᵢ) + exp(λⱼ)). The log worths λ
/// have finite estimates only when every item is preferred to every other, in one step or by way of
/// others; else the error names two items between which nothing leads back, and
/// [`super::preference_groups`] lists them all. Standard errors come from the observed information.
/// Comparisons count as independent: with several by one reader, the errors are too small.
///
/// With two items this is the log odds; [`super::sign_test`] has an exact p value for them.
///
/// # Input
///
/// * `wins`: `wins[i][j]` is how often item i was preferred to item j, 0 or more; half a win for
///   each is a common way to count a tie. The diagonal is not read.
/// * `reference`: the item whose log worth is 0, from 0.
///
/// # Errors
///
/// [`Error::Empty`] below two items, [`Error::NotSquare`], [`Error::Count`], [`Error::NoSuchItem`],
/// [`Error::Apart`]; [`Error::NotConverged`] when counts lie so far apart that digits do not suffice.
///
/// # Source
///
/// R. A. Bradley and M. E. Terry, Biometrika 39, 1952, 324–345; L. R. Ford, American Mathematical
/// Monthly 64(8), 1957, 28–33.
pub fn bradley_terry(wins: &[Vec<f64>], reference: usize) -> Result<Worths> {
    let items = wins.len();
    comparable(items, reference)?;
    checked(wins, items)?;
    connected(wins, None)?;

    let free = free_items(items, reference);
    let top = climb(vec![0.0; free.len()], |at| Some(likelihood(wins, &free, at)))?;
    let place = likelihood(wins, &free, &top.at);
    let root = Cholesky::new(free.len(), place.information).map_err(|_| Error::NotConverged)?;
    let n = wins.iter().enumerate().map(|(i, row)| row.iter().sum::<f64>() - row[i]).sum();
    Ok(Worths::new(reference, &top.at, &root.inverse(), place.value, n))
}

fn likelihood(wins: &[Vec<f64>], free: &[usize], at: &[f64]) -> Place {
    let items = wins.len();
    let mut worth = vec![0.0; items];
    for (&item, &value) in free.iter().zip(at) {
        worth[item] = value;
    }
    let mut value = 0.0;
    let mut slopes = vec![0.0; items];
    let mut curves = vec![vec![0.0; items]; items];
    for i in 0..items {
        for j in 0..i {
            let (for_i, for_j) = (wins[i][j], wins[j][i]);
            let n = for_i + for_j;
            if n <= 0.0 {
                continue;
            }
            let lead = worth[i] - worth[j];
            let tail = (-lead.abs()).exp();
            // The log of one plus exp(-lead) and of one plus exp(lead), without overflow.
            let near = tail.ln_1p();
            value -= for_i * (near + (-lead).max(0.0)) + for_j * (near + lead.max(0.0));
            let more = 1.0 / (1.0 + tail);
            let share = if 0.0 <= lead { more } else { 1.0 - more };
            let slope = for_i - n * share;
            slopes[i] += slope;
            slopes[j] -= slope;
            let curve = n * tail * more * more;
            curves[i][i] += curve;
            curves[j][j] += curve;
            curves[i][j] -= curve;
            curves[j][i] -= curve;
        }
    }
    Place {
        value,
        gradient: free.iter().map(|&i| slopes[i]).collect(),
        information: free
            .iter()
            .flat_map(|&i| free.iter().map(move |&j| (i, j)))
            .map(|(i, j)| curves[i][j])
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_items_have_the_log_odds_of_their_counts() {
        let worths = bradley_terry(&[vec![0.0, 30.0], vec![10.0, 0.0]], 1).unwrap();
        assert!((worths.log_worth[0] - 3.0_f64.ln()).abs() < 1e-12);
        // The variance of log odds is 1/30 + 1/10.
        assert!((worths.se[0].unwrap() - (4.0_f64 / 30.0).sqrt()).abs() < 1e-12);
        assert_eq!((worths.se[1], worths.log_worth[1]), (None, 0.0));
        let likelihood = 30.0 * 0.75_f64.ln() + 10.0 * 0.25_f64.ln();
        assert!((worths.log_likelihood - likelihood).abs() < 1e-12);
    }

    #[test]
    fn the_advantage_of_two_does_not_depend_on_the_reference() {
        let wins = [vec![0.0, 7.0, 3.0], vec![2.0, 0.0, 4.0], vec![5.0, 1.0, 0.0]];
        let of =
            |reference| bradley_terry(&wins, reference).unwrap().advantage(0, 2, 0.95).unwrap();
        for reference in [1, 2] {
            let (one, other) = (of(0), of(reference));
            assert!((one.0 - other.0).abs() < 1e-10, "{reference}");
            assert!((one.1.se - other.1.se).abs() < 1e-10, "{reference}");
            assert!((one.1.p - other.1.p).abs() < 1e-10, "{reference}");
        }
        let worths = bradley_terry(&wins, 0).unwrap();
        assert_eq!(worths.advantage(1, 1, 0.95), Err(Error::NoSuchItem { given: 1, items: 3 }));
        assert_eq!(worths.advantage(0, 3, 0.95), Err(Error::NoSuchItem { given: 3, items: 3 }));
    }

    #[test]
    fn counts_far_apart_have_an_estimate_all_the_same() {
        let worths = bradley_terry(&[vec![0.0, 1e6], vec![1.0, 0.0]], 0).unwrap();
        assert!((worths.log_worth[1] + 1e6_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn an_item_that_always_wins_is_named_with_one_below_it() {
        let wins = [vec![0.0, 1.0, 2.0], vec![2.0, 0.0, 4.0], vec![0.0, 0.0, 0.0]];
        assert_eq!(bradley_terry(&wins, 0), Err(Error::Apart { above: 0, below: 2 }));
    }

    #[test]
    fn nothing_to_compare_is_a_reason() {
        assert_eq!(bradley_terry(&[], 0), Err(Error::Empty));
        assert_eq!(bradley_terry(&[vec![3.0]], 0), Err(Error::Empty));
        let wins = [vec![0.0, 0.0], vec![0.0, 0.0]];
        assert_eq!(bradley_terry(&wins, 0), Err(Error::Apart { above: 0, below: 1 }));
        assert_eq!(bradley_terry(&wins, 2), Err(Error::NoSuchItem { given: 2, items: 2 }));
    }
}
