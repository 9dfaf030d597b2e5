//! Worths from preferences with ties.

use super::counts::{checked, comparable, connected};
use super::{Worths, free_items};
use crate::cholesky::Cholesky;
use crate::newton::{Place, climb};
use crate::{Error, Result};

/// Worths, and how often two equal items are not told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Davidson {
    /// The worths of the items.
    pub worths: Worths,
    /// ν: two items of equal worth are left undecided with odds ν to 2. 0 would be never.
    pub nu: f64,
    /// Its logarithm.
    pub log_nu: f64,
    /// The standard error of the logarithm.
    pub se_log_nu: f64,
}

/// Returns the worth of each item, and how often there is no preference, by maximum likelihood.
///
/// With wᵢ = exp(λᵢ) and s = wᵢ + wⱼ + ν √(wᵢ wⱼ), item i is preferred to item j with probability
/// wᵢ / s, and neither with ν √(wᵢ wⱼ) / s. Standard errors come from the observed information.
///
/// Finite estimates need more than connected items: there must be ties, and ν must not be able to
/// grow with the distances between items for ever. It is when there is a scale on which every
/// preference goes to an item at least two steps above the other, and every tie is between items
/// at most two steps apart.
///
/// # Input
///
/// * `wins`: as in [`super::bradley_terry()`].
/// * `ties`: `ties[i][j]` is how often neither of i and j was preferred; symmetric, or each tie in
///   one of its two places only.
/// * `reference`: the item whose log worth is 0, from 0.
///
/// # Errors
///
/// Those of [`super::bradley_terry()`], and [`Error::TiesWithoutLimit`].
///
/// # Source
///
/// R. R. Davidson, Journal of the American Statistical Association 65, 1970, 317–328.
pub fn davidson(wins: &[Vec<f64>], ties: &[Vec<f64>], reference: usize) -> Result<Davidson> {
    let items = wins.len();
    comparable(items, reference)?;
    checked(wins, items)?;
    checked(ties, items)?;
    let ties = once(ties);
    connected(wins, Some(&ties))?;
    let sum = |table: &[Vec<f64>]| -> f64 {
        table.iter().enumerate().map(|(i, row)| row.iter().sum::<f64>() - row[i]).sum()
    };
    let n_ties = sum(&ties) / 2.0;
    let n = sum(wins) + n_ties;
    if n_ties <= 0.0 || on_one_scale(wins, &ties) {
        return Err(Error::TiesWithoutLimit { ties: n_ties, all: n });
    }

    let free = free_items(items, reference);
    let size = free.len() + 1;
    let top = climb(vec![0.0; size], |at| Some(likelihood(wins, &ties, &free, at)))?;
    let place = likelihood(wins, &ties, &free, &top.at);
    let root = Cholesky::new(size, place.information).map_err(|_| Error::NotConverged)?;
    let covariance = root.inverse();
    let (&log_nu, worths) = top.at.split_last().ok_or(Error::NotConverged)?;
    Ok(Davidson {
        worths: Worths::new(reference, worths, &covariance, place.value, n),
        nu: log_nu.exp(),
        log_nu,
        se_log_nu: covariance[size * size - 1].sqrt(),
    })
}

/// Returns the ties symmetric: a table may hold each in both of its places, or in one.
fn once(ties: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let items = ties.len();
    let pair = |i: usize, j: usize| {
        let (one, other) = (ties[i][j], ties[j][i]);
        if one <= 0.0 || other <= 0.0 { one + other } else { f64::midpoint(one, other) }
    };
    (0..items).map(|i| (0..items).map(|j| pair(i, j)).collect()).collect()
}

/// Returns whether every preference can go two steps up or more, and every tie two steps or fewer.
///
/// The steps are shortest ways through "at most so far above" (Bellman and Ford); a way around that
/// is shorter than nothing says that there are none.
fn on_one_scale(wins: &[Vec<f64>], ties: &[Vec<f64>]) -> bool {
    let items = wins.len();
    let mut height = vec![0.0_f64; items];
    for _ in 0..=items {
        let mut moved = false;
        for i in 0..items {
            for j in 0..items {
                if i == j {
                    continue;
                }
                let mut limit = f64::INFINITY;
                if 0.0 < wins[i][j] {
                    // j lies at least two below i.
                    limit = -2.0;
                } else if 0.0 < ties[i][j] {
                    limit = 2.0;
                }
                if height[i] + limit < height[j] {
                    height[j] = height[i] + limit;
                    moved = true;
                }
            }
        }
        if !moved {
            return true;
        }
    }
    false
}

fn likelihood(wins: &[Vec<f64>], ties: &[Vec<f64>], free: &[usize], at: &[f64]) -> Place {
    let items = wins.len();
    let log_nu = at[free.len()];
    let mut worth = vec![0.0; items];
    for (&item, &value) in free.iter().zip(at) {
        worth[item] = value;
    }
    let mut value = 0.0;
    // The last place is that of log ν.
    let mut slopes = vec![0.0; items + 1];
    let mut curves = vec![vec![0.0; items + 1]; items + 1];
    for i in 0..items {
        for j in 0..i {
            let counts = [wins[i][j], wins[j][i], ties[i][j]];
            let n: f64 = counts.iter().sum();
            if n <= 0.0 {
                continue;
            }
            let logs = [worth[i], worth[j], log_nu + f64::midpoint(worth[i], worth[j])];
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let log_sum = most + logs.iter().map(|log| (log - most).exp()).sum::<f64>().ln();
            // What each outcome takes of λᵢ, λⱼ and log ν.
            let takes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.5, 1.0]];
            let places = [i, j, items];
            let mut mean = [0.0; 3];
            for (take, log) in takes.iter().zip(logs) {
                let share = (log - log_sum).exp();
                for (mean, take) in mean.iter_mut().zip(take) {
                    *mean += share * take;
                }
            }
            for ((take, log), count) in takes.iter().zip(logs).zip(counts) {
                value += count * (log - log_sum);
                let share = n * (log - log_sum).exp();
                for a in 0..3 {
                    slopes[places[a]] += count * (take[a] - mean[a]);
                    for b in 0..3 {
                        curves[places[a]][places[b]] +=
                            share * (take[a] - mean[a]) * (take[b] - mean[b]);
                    }
                }
            }
        }
    }
    let kept: Vec<usize> = free.iter().copied().chain([items]).collect();
    Place {
        value,
        gradient: kept.iter().map(|&a| slopes[a]).collect(),
        information: kept
            .iter()
            .flat_map(|&a| kept.iter().map(move |&b| (a, b)))
            .map(|(a, b)| curves[a][b])
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_items_are_fitted_exactly() {
        // Shares 8/16, 2/16 and 6/16: λ is ln 4, ν is 6 / √(8 · 2) = 1.5.
        let wins = [vec![0.0, 2.0], vec![8.0, 0.0]];
        for ties in [[vec![0.0, 6.0], vec![6.0, 0.0]], [vec![0.0, 0.0], vec![6.0, 0.0]]] {
            let found = davidson(&wins, &ties, 0).unwrap();
            assert!((found.worths.log_worth[1] - 4.0_f64.ln()).abs() < 1e-12);
            assert!((found.nu - 1.5).abs() < 1e-12);
            // ln(8/2) varies by 1/8 + 1/2; ln 6 - (ln 8 + ln 2) / 2 by 1/6 + (1/8 + 1/2) / 4.
            assert!((found.worths.se[1].unwrap() - 0.625_f64.sqrt()).abs() < 1e-12);
            assert!((found.se_log_nu - (1.0_f64 / 6.0 + 0.625 / 4.0).sqrt()).abs() < 1e-12);
            assert!((found.worths.n - 16.0).abs() < 1e-12);
        }
    }

    #[test]
    fn without_ties_or_with_nothing_else_there_is_no_share_of_them() {
        let wins = [vec![0.0, 2.0], vec![8.0, 0.0]];
        let none = vec![vec![0.0; 2]; 2];
        let six = [vec![0.0, 6.0], vec![6.0, 0.0]];
        assert_eq!(
            davidson(&wins, &none, 0),
            Err(Error::TiesWithoutLimit { ties: 0.0, all: 10.0 })
        );
        assert_eq!(davidson(&none, &six, 0), Err(Error::TiesWithoutLimit { ties: 6.0, all: 6.0 }));
    }

    #[test]
    fn preferences_that_all_go_down_one_ladder_leave_ties_without_a_limit() {
        // Ties connect the three, but the likelihood rises for ever: worths 4 2 0 and log ν 1, times
        // any number, keep each win over its tie and take the reverse win away.
        let wins = [vec![0.0, 5.0, 5.0], vec![0.0, 0.0, 5.0], vec![0.0; 3]];
        let ties = [vec![0.0, 1.0, 0.0], vec![1.0, 0.0, 1.0], vec![0.0, 1.0, 0.0]];
        let rising = |by: f64| likelihood(&wins, &ties, &[1, 2], &[-2.0 * by, -4.0 * by, by]).value;
        assert!(rising(1.0) < rising(3.0) && rising(3.0) < rising(9.0));
        assert_eq!(
            davidson(&wins, &ties, 0),
            Err(Error::TiesWithoutLimit { ties: 2.0, all: 17.0 })
        );
        // A tie between the outer two is more than two steps: that ends it.
        let ties = [vec![0.0, 1.0, 1.0], vec![1.0, 0.0, 1.0], vec![1.0, 1.0, 0.0]];
        let found = davidson(&wins, &ties, 0).unwrap();
        assert!(found.worths.log_worth[1] < 0.0 && found.nu.is_finite());
    }
}
