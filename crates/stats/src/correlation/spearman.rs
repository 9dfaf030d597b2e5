//! Spearman's rank correlation.

use super::pearson::{product_moment, student_p};
use super::{Correlation, fisher_interval, pairs};
use crate::rank::ranks;
use crate::{Error, Result};

/// Up to so many pairs all orders are tried: 9! are 362 880.
const MOST_PERMUTED: usize = 9;
/// Below this a difference of two sums of ranks is rounding.
const ROUNDING: f64 = 1e-9;

/// Returns Spearman's rank correlation ρ, with the interval of Bonett and Wright.
///
/// ρ is Pearson's correlation of the ranks, with mean ranks for ties. The interval is normal on the
/// scale of artanh ρ, with variance (1 + ρ² / 2) / (n - 3). Up to 9 pairs, p counts the orders of
/// one list that agree or disagree as much; beyond, it is that of t = ρ √((n - 2) / (1 - ρ²)) with
/// n - 2 degrees of freedom.
///
/// # Input
///
/// * `x`, `y`: finite, equally long, pair by pair, at least 3 pairs.
///
/// # Errors
///
/// Those of [`super::pearson()`].
///
/// # Source
///
/// C. Spearman, American Journal of Psychology 15, 1904, 72–101; D. G. Bonett and T. A. Wright,
/// Psychometrika 65, 2000, 23–28.
pub fn spearman(x: &[f64], y: &[f64], level: f64) -> Result<Correlation> {
    pairs(x, y, 3)?;
    let (n, x, y) = (x.len(), ranks(x).ranks, ranks(y).ranks);
    let estimate = product_moment(&x, &y).ok_or(Error::AllEqual)?;
    let spread = 1.0 + estimate * estimate / 2.0;
    let interval = fisher_interval(estimate, n, spread, 3, level, "bonett_wright")?;
    let (p, p_method) = if n <= MOST_PERMUTED {
        (permuted(&x, &y), "permutation")
    } else {
        (student_p(estimate, n), "t")
    };
    Ok(Correlation { estimate, n, interval, p, p_method })
}

/// Returns the share of the orders of `y` whose sum of products lies as far from its mean.
fn permuted(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len();
    let middle = x.iter().sum::<f64>() * y.iter().sum::<f64>() / n as f64;
    let off = |y: &[f64]| (x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>() - middle).abs();
    let least = off(y) - ROUNDING;
    let mut y = y.to_vec();
    let (mut all, mut far) = (1_u32, 1_u32);
    // Heap's way: each order follows from the last by one exchange.
    let mut turns = vec![0; n];
    let mut i = 1;
    while i < n {
        if turns[i] < i {
            y.swap(if i % 2 == 0 { 0 } else { turns[i] }, i);
            all += 1;
            far += u32::from(least <= off(&y));
            turns[i] += 1;
            i = 1;
        } else {
            turns[i] = 0;
            i += 1;
        }
    }
    f64::from(far) / f64::from(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_pairs_are_counted_by_hand() {
        // One exchange of neighbours: ρ = 1 - 6 · 2 / 60. As far: 1 and -1, and 3 + 3 exchanges.
        let found = spearman(&[1.0, 2.0, 3.0, 4.0], &[10.0, 30.0, 20.0, 40.0], 0.95).unwrap();
        assert!((found.estimate - 0.8).abs() < 1e-14);
        assert!((found.p - 8.0 / 24.0).abs() < 1e-14, "{}", found.p);
    }

    #[test]
    fn many_pairs_with_ties_are_as_in_scipy() {
        let x = [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let y = [2.0, 1.0, 3.0, 3.0, 5.0, 4.0, 6.0, 4.0, 4.0, 9.0, 7.0, 8.0];
        let found = spearman(&x, &y, 0.95).unwrap();
        // scipy 1.12.0: spearmanr(x, y).
        assert!((found.estimate - 0.877_224_199_288_256_2).abs() < 1e-13, "{}", found.estimate);
        assert!((found.p / 0.000_178_160_145_286_825_83 - 1.0).abs() < 1e-9, "{}", found.p);
    }

    #[test]
    fn the_order_alone_counts() {
        let x: Vec<f64> = (0..12).map(|i| f64::from(i * 7 % 12)).collect();
        let y: Vec<f64> = (0..12).map(|i| f64::from(i * 5 % 12)).collect();
        let one = spearman(&x, &y, 0.95).unwrap();
        let bent: Vec<f64> = x.iter().map(|x| x.exp()).collect();
        let turned: Vec<f64> = x.iter().map(|x| -x).collect();
        assert_eq!(one, spearman(&bent, &y, 0.95).unwrap());
        let turned = spearman(&turned, &y, 0.95).unwrap();
        assert!((one.estimate + turned.estimate).abs() < 1e-14);
        assert!((one.p - turned.p).abs() < 1e-14);
    }

    #[test]
    fn perfect_and_flat_lists_have_reasons() {
        let x: Vec<f64> = (0..12).map(f64::from).collect();
        assert_eq!(spearman(&x, &x, 0.95).unwrap().interval, Err(Error::Perfect));
        assert_eq!(spearman(&x, &[2.0; 12], 0.95), Err(Error::AllEqual));
    }
}
