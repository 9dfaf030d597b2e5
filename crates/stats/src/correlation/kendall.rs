//! Kendall's rank correlation.

use super::{Correlation, fisher_interval, pairs};
use crate::distribution::normal_two_sided;
use crate::rank::{order, ranks, runs};
use crate::{Error, Result};

/// From this many pairs on, a normal distribution stands for the exact one.
const NORMAL_FROM: usize = 50;

/// Returns Kendall's rank correlation τ-b, with the interval of Fieller, Hartley and Pearson.
///
/// τ-b = (C - D) / √((N - Tx) (N - Ty)): pairs of cases in the same order less those in the opposite
/// one, over the root of the pairs that each list tells apart, among N = n (n - 1) / 2. The interval
/// is normal on the scale of artanh τ, with variance 0.437 / (n - 4); it is made for |τ| below 0.8.
/// Without ties and below 50 cases p is exact; else C - D is compared with its standard deviation
/// under independence, corrected for ties. Sorting does the counting: n log n steps.
///
/// # Input
///
/// * `x`, `y`: finite, equally long, pair by pair, at least 2 pairs.
///
/// # Errors
///
/// [`Error::Uneven`], [`Error::Empty`], [`Error::NotFinite`], [`Error::TooFewPairs`] below 2,
/// [`Error::AllEqual`] when one list does not vary, [`Error::Level`]. The interval alone:
/// [`Error::TooFewPairs`] below 5, [`Error::Perfect`] when τ is 1 or -1.
///
/// # Source
///
/// M. G. Kendall, Biometrika 33, 1945, 239–251; W. R. Knight, Journal of the American Statistical
/// Association 61, 1966, 436–439; E. C. Fieller, H. O. Hartley and E. S. Pearson, Biometrika 44,
/// 1957, 470–481.
pub fn kendall(x: &[f64], y: &[f64], level: f64) -> Result<Correlation> {
    pairs(x, y, 2)?;
    let n = x.len();
    let size = n as f64;
    let (tied_x, tied_y) = (ranks(x).ties, ranks(y).ties);
    let pairs_of = |ties: &[f64]| ties.iter().map(|t| t * (t - 1.0) / 2.0).sum::<f64>();
    let all = size * (size - 1.0) / 2.0;
    let (apart_x, apart_y) = (all - pairs_of(&tied_x), all - pairs_of(&tied_y));
    if apart_x <= 0.0 || apart_y <= 0.0 {
        return Err(Error::AllEqual);
    }
    let (discordant, tied_both) = against(x, y);
    // Pairs that differ in both lists are concordant or discordant.
    let apart_both = apart_x + apart_y - all + tied_both;
    let lead = apart_both - 2.0 * discordant;
    let estimate = (lead / (apart_x * apart_y).sqrt()).clamp(-1.0, 1.0);
    let interval = fisher_interval(estimate, n, 0.437, 4, level, "fieller")?;
    let (p, p_method) = if n < NORMAL_FROM && tied_x.is_empty() && tied_y.is_empty() {
        (exact_p(n, discordant.min(all - discordant)), "exact")
    } else {
        (normal_two_sided(lead / variance(size, &tied_x, &tied_y).sqrt()), "normal")
    };
    Ok(Correlation { estimate, n, interval, p, p_method })
}

/// Returns how many pairs are in opposite order, and how many are equal in both lists.
fn against(x: &[f64], y: &[f64]) -> (f64, f64) {
    // By x, and by y among equal x: then every step down in y is a pair in opposite order.
    let mut sorted = Vec::with_capacity(y.len());
    let mut tied_both = 0.0;
    runs(x, &order(x), |run| {
        let mut ys: Vec<f64> = run.iter().map(|&at| y[at] + 0.0).collect();
        ys.sort_by(f64::total_cmp);
        for equal in ys.chunk_by(|a, b| b <= a) {
            let t = equal.len() as f64;
            tied_both += t * (t - 1.0) / 2.0;
        }
        sorted.append(&mut ys);
    });
    let mut spare = sorted.clone();
    (inversions(&mut sorted, &mut spare), tied_both)
}

/// Sorts by merging, and returns how many pairs stood in the wrong order.
fn inversions(values: &mut [f64], spare: &mut [f64]) -> f64 {
    let n = values.len();
    if n < 2 {
        return 0.0;
    }
    let middle = n / 2;
    let (left, right) = values.split_at_mut(middle);
    let (spare_left, spare_right) = spare.split_at_mut(middle);
    let mut count = inversions(left, spare_left) + inversions(right, spare_right);
    let (mut i, mut j) = (0, middle);
    for place in spare.iter_mut() {
        let from_left = j == n || (i < middle && values[i] <= values[j]);
        *place = if from_left {
            i += 1;
            values[i - 1]
        } else {
            count += (middle - i) as f64;
            j += 1;
            values[j - 1]
        };
    }
    values.copy_from_slice(spare);
    count
}

/// Returns twice the share of the orders of n values with so few pairs in the wrong order or fewer.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of pairs below 50 · 49 / 2"
)]
fn exact_p(n: usize, fewest: f64) -> f64 {
    let most = fewest.round() as usize;
    // How likely each number of wrong pairs is, one more value at a time.
    let mut shares = vec![0.0; most + 1];
    shares[0] = 1.0;
    for size in 2..=n {
        let mut window = 0.0;
        let before = shares.clone();
        for at in 0..=most {
            window += before[at];
            if size <= at {
                window -= before[at - size];
            }
            shares[at] = window / size as f64;
        }
    }
    (2.0 * shares.iter().sum::<f64>()).min(1.0)
}

/// Returns the variance of the lead of concordant pairs when the lists are independent.
fn variance(n: f64, tied_x: &[f64], tied_y: &[f64]) -> f64 {
    let sum = |ties: &[f64], of: fn(f64) -> f64| ties.iter().map(|&t| of(t)).sum::<f64>();
    let [one, two, three]: [fn(f64) -> f64; 3] =
        [|t| t * (t - 1.0) * (2.0 * t + 5.0), |t| t * (t - 1.0) * (t - 2.0), |t| t * (t - 1.0)];
    let mut variance = (one(n) - sum(tied_x, one) - sum(tied_y, one)) / 18.0;
    variance += sum(tied_x, three) * sum(tied_y, three) / (2.0 * three(n));
    if 2.0 < n {
        variance += sum(tied_x, two) * sum(tied_y, two) / (9.0 * two(n));
    }
    variance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_pairs_are_counted_by_hand() {
        // 1 3 2 4: one of six pairs is turned; orders with at most one: 1 + 3, twice, of 24.
        let found = kendall(&[1.0, 2.0, 3.0, 4.0], &[1.0, 3.0, 2.0, 4.0], 0.95).unwrap();
        assert!((found.estimate - 4.0 / 6.0).abs() < 1e-14);
        assert!((found.p - 8.0 / 24.0).abs() < 1e-14 && found.p_method == "exact");
        assert_eq!(found.interval, Err(Error::TooFewPairs { given: 4, least: 5 }));
    }

    #[test]
    fn ties_are_as_in_scipy() {
        let x = [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let y = [2.0, 1.0, 3.0, 3.0, 5.0, 4.0, 6.0, 4.0, 4.0, 9.0, 7.0, 8.0];
        let found = kendall(&x, &y, 0.95).unwrap();
        // scipy 1.12.0: kendalltau(x, y, method="asymptotic").
        assert!((found.estimate - 0.725_806_451_612_903_1).abs() < 1e-13, "{}", found.estimate);
        assert!((found.p / 0.001_611_109_643_025_976_5 - 1.0).abs() < 1e-9, "{}", found.p);
    }

    #[test]
    fn merging_counts_what_looking_at_every_pair_counts() {
        let x: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 23)).collect();
        let y: Vec<f64> = (0..200).map(|i| f64::from(i * i * 11 % 31)).collect();
        let (mut discordant, mut tied) = (0.0, 0.0);
        for i in 0..200 {
            for j in 0..i {
                let product = (x[i] - x[j]) * (y[i] - y[j]);
                discordant += f64::from(u8::from(product < 0.0));
                tied += f64::from(u8::from((x[i] - x[j]).abs() + (y[i] - y[j]).abs() <= 0.0));
            }
        }
        assert_eq!(against(&x, &y), (discordant, tied));
    }

    #[test]
    fn perfect_flat_and_short_lists_have_reasons() {
        let x: Vec<f64> = (0..30).map(f64::from).collect();
        let perfect = kendall(&x, &x, 0.95).unwrap();
        assert_eq!(perfect.interval, Err(Error::Perfect));
        assert!(0.0 < perfect.p && perfect.p < 1e-30, "2 / 30!");
        assert_eq!(kendall(&x, &[1.0; 30], 0.95), Err(Error::AllEqual));
        assert_eq!(kendall(&[1.0], &[1.0], 0.95), Err(Error::TooFewPairs { given: 1, least: 2 }));
        assert!((kendall(&[1.0, 2.0], &[5.0, 3.0], 0.95).unwrap().p - 1.0).abs() < 1e-15);
    }
}
