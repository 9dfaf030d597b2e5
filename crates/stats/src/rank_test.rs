//! Wilcoxon's rank tests: whether values of one kind tend to be larger than those of another.

use crate::check;
use crate::distribution::{normal_above, normal_two_sided};
use crate::rank::ranks;
use crate::{Error, Result};

/// From this many values on, a normal distribution stands for the exact one.
const NORMAL_FROM: usize = 50;
/// Differences are told apart to so many parts of the largest value.
const DIGITS: f64 = 1e12;

/// What a rank test found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankTest {
    /// V, the sum of the ranks of positive differences, or W, the number of pairs in which the
    /// first is larger, with one half for equal ones.
    pub statistic: f64,
    /// How many values it rests on: differences other than 0, or the values of both groups.
    pub n: usize,
    /// How many differences are 0 and were left out; 0 for two groups.
    pub n_zero: usize,
    /// How likely a statistic so large is when neither tends to be larger.
    pub p_greater: f64,
    /// How likely one so small is.
    pub p_less: f64,
    /// Twice the smaller of the two, at most 1.
    pub p_two_sided: f64,
    /// Whether the p values are exact; else they are by the normal distribution, with corrections
    /// for ties and continuity.
    pub exact: bool,
}

/// Tests whether paired values differ, by the ranks of their differences.
///
/// V sums the ranks of |xᵢ - yᵢ| over positive differences; differences of 0 are left out. Without
/// ties, without zeros and below 50 pairs, p is exact; else V less n (n + 1) / 4 is compared with
/// the root of n (n + 1) (2n + 1) / 24 - Σ (t³ - t) / 48 over ties of t, one half closer to its
/// middle. For ratings, the pairs are readers' means ([`crate::reader_means`]): single answers of one
/// reader are not independent. Differences that agree to 12 digits of the largest value are equal.
///
/// # Input
///
/// * `x`, `y`: finite, equally long, pair by pair.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::Uneven`], [`Error::NotFinite`]; [`Error::AllEqual`] when every
/// difference is 0.
///
/// # Source
///
/// F. Wilcoxon, Biometrics Bulletin 1, 1945, 80–83; M. Hollander and D. A. Wolfe, "Nonparametric
/// Statistical Methods", Wiley, 1973, 27–33.
pub fn signed_rank_test(x: &[f64], y: &[f64]) -> Result<RankTest> {
    check::even(x.len(), y.len())?;
    check::finite(x)?;
    check::finite(y)?;
    let largest = x.iter().chain(y).fold(0.0_f64, |most, value| most.max(value.abs()));
    // In units of the largest value, and rounded: means that are equal may differ in their last digit.
    let unit = if 0.0 < largest { largest } else { 1.0 };
    let apart = |(x, y): (&f64, &f64)| ((x / unit - y / unit) * DIGITS).round();
    let mut differences: Vec<f64> = x.iter().zip(y).map(apart).collect();
    differences.retain(|difference| 0.0 < difference.abs());
    let n = differences.len();
    if n == 0 {
        return Err(Error::AllEqual);
    }
    let n_zero = x.len() - n;
    let sizes: Vec<f64> = differences.iter().map(|difference| difference.abs()).collect();
    let ranked = ranks(&sizes);
    let signed = differences.iter().zip(&ranked.ranks);
    let statistic: f64 = signed.filter(|(d, _)| 0.0 < **d).map(|(_, rank)| rank).sum();

    let exact = n < NORMAL_FROM && ranked.ties.is_empty() && n_zero == 0;
    let tails = if exact {
        exact_tails(&signed_rank_counts(n), statistic)
    } else {
        let size = n as f64;
        let ties: f64 = ranked.ties.iter().map(|t| t * t * t - t).sum();
        let variance = size * (size + 1.0) * (2.0 * size + 1.0) / 24.0 - ties / 48.0;
        normal_tails(statistic - size * (size + 1.0) / 4.0, variance.sqrt())
    };
    Ok(tails.into_test(statistic, n, n_zero, exact))
}

/// Tests whether values of `x` tend to be larger than those of `y`, by their ranks together.
///
/// W counts the pairs in which x is larger, one half for equal ones (the statistic of Mann and
/// Whitney). Without ties and with fewer than 50 values in each group, p is exact; else W less
/// m n / 2 is compared with the root of m n / 12 · (N + 1 - Σ (t³ - t) / (N (N - 1))) over ties of
/// t among all N = m + n, one half closer to its middle.
///
/// # Input
///
/// * `x`, `y`: finite, independent of each other.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`]; [`Error::AllEqual`] when all values of both are equal.
///
/// # Source
///
/// H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18, 1947, 50–60; M. Hollander
/// and D. A. Wolfe, "Nonparametric Statistical Methods", Wiley, 1973, 67–75.
pub fn rank_sum_test(x: &[f64], y: &[f64]) -> Result<RankTest> {
    check::finite(x)?;
    check::finite(y)?;
    let all: Vec<f64> = x.iter().chain(y).copied().collect();
    let ranked = ranks(&all);
    let (m, n, size) = (x.len() as f64, y.len() as f64, all.len() as f64);
    let statistic = ranked.ranks[..x.len()].iter().sum::<f64>() - m * (m + 1.0) / 2.0;

    let exact = x.len().max(y.len()) < NORMAL_FROM && ranked.ties.is_empty();
    let tails = if exact {
        exact_tails(&rank_sum_counts(x.len(), y.len()), statistic)
    } else {
        let ties: f64 = ranked.ties.iter().map(|t| t * t * t - t).sum();
        let variance = m * n / 12.0 * (size + 1.0 - ties / (size * (size - 1.0)));
        if variance <= 0.0 || ranked.ties == [size] {
            return Err(Error::AllEqual);
        }
        normal_tails(statistic - m * n / 2.0, variance.sqrt())
    };
    Ok(tails.into_test(statistic, all.len(), 0, exact))
}

struct Tails {
    greater: f64,
    less: f64,
    two_sided: f64,
}

impl Tails {
    fn into_test(self, statistic: f64, n: usize, n_zero: usize, exact: bool) -> RankTest {
        RankTest {
            statistic,
            n,
            n_zero,
            p_greater: self.greater,
            p_less: self.less,
            p_two_sided: self.two_sided,
            exact,
        }
    }
}

/// Returns the tails of a statistic whose values 0, 1, ... occur so often.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "without ties the statistic is a whole number of 0 to the number of counts"
)]
fn exact_tails(counts: &[f64], statistic: f64) -> Tails {
    let at = statistic.round() as usize;
    let all: f64 = counts.iter().sum();
    let less = (counts[..=at].iter().sum::<f64>() / all).min(1.0);
    let greater = (counts[at..].iter().sum::<f64>() / all).min(1.0);
    Tails { greater, less, two_sided: (2.0 * less.min(greater)).min(1.0) }
}

fn normal_tails(off: f64, spread: f64) -> Tails {
    let corrected = (off.abs() - 0.5).max(0.0) / spread;
    Tails {
        greater: normal_above((off - 0.5) / spread),
        less: normal_above(-(off + 0.5) / spread),
        two_sided: normal_two_sided(corrected),
    }
}

/// Returns how many of the 2ⁿ ways to give n ranks a sign have each sum.
fn signed_rank_counts(n: usize) -> Vec<f64> {
    let most = n * (n + 1) / 2;
    let mut counts = vec![0.0; most + 1];
    counts[0] = 1.0;
    for rank in 1..=n {
        for sum in (rank..=most).rev() {
            counts[sum] += counts[sum - rank];
        }
    }
    counts
}

/// Returns how many ways to choose m of m + n places have each number of pairs in order: the
/// coefficients of the Gaussian binomial, a product of (1 - qⁿ⁺ⁱ) / (1 - qⁱ).
fn rank_sum_counts(m: usize, n: usize) -> Vec<f64> {
    let most = m * n;
    let mut counts = vec![0.0; most + 1];
    counts[0] = 1.0;
    for i in 1..=m {
        for sum in (n + i..=most).rev() {
            counts[sum] -= counts[sum - n - i];
        }
        for sum in i..=most {
            counts[sum] += counts[sum - i];
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
    }

    #[test]
    fn few_pairs_are_counted_by_hand() {
        // Ranks 1 2 3 with the signs + + -: V = 3; sums of subsets are 0 1 2 3 3 4 5 6.
        let test = signed_rank_test(&[1.0, 2.0, 0.0], &[0.0, 0.0, 3.0]).unwrap();
        assert!(test.exact);
        close(test.statistic, 3.0);
        close(test.p_greater, 5.0 / 8.0);
        close(test.p_less, 5.0 / 8.0);
        close(test.p_two_sided, 1.0);
    }

    #[test]
    fn ties_and_zeros_take_the_normal_distribution() {
        let x = [3.0, 4.0, 2.0, 5.0, 4.0, 3.0, 4.0, 5.0, 2.0, 4.0];
        let y = [2.0, 2.0, 2.0, 4.0, 3.0, 4.0, 2.0, 3.0, 1.0, 3.0];
        let test = signed_rank_test(&x, &y).unwrap();
        assert!(!test.exact && test.n == 9 && test.n_zero == 1);
        // scipy 1.12.0: wilcoxon(x, y, zero_method="wilcox", correction=True, method="approx").
        close(test.statistic, 41.5);
        close(test.p_two_sided, 0.023_162_072_461_571_245);
        close(test.p_greater, 0.011_581_036_230_785_623);
    }

    #[test]
    fn means_that_differ_by_rounding_are_ties() {
        // 0.3 - 0.1 and 0.2 differ in the last digit; so do 0.7 - 0.6 and 0.1.
        let test = signed_rank_test(&[0.3, 0.2, 0.7], &[0.1, 0.0, 0.6]).unwrap();
        assert!(!test.exact);
        close(test.statistic, 6.0);
        let zeros = signed_rank_test(&[0.1 + 0.2, 5.0], &[0.3, 4.0]).unwrap();
        assert_eq!((zeros.n, zeros.n_zero), (1, 1));
    }

    #[test]
    fn groups_with_ties_take_the_normal_distribution() {
        let x = [3.0, 4.0, 2.0, 5.0, 4.0, 3.0, 4.0, 5.0];
        let y = [2.0, 2.0, 2.0, 4.0, 3.0, 4.0];
        let test = rank_sum_test(&x, &y).unwrap();
        // scipy 1.12.0: mannwhitneyu(x, y, use_continuity=True, method="asymptotic").
        assert!(!test.exact);
        close(test.statistic, 35.5);
        close(test.p_two_sided, 0.139_386_209_465_546_64);
        close(test.p_greater, 0.069_693_104_732_773_32);
        close(test.p_less, 0.946_568_142_503_310_2);
    }

    #[test]
    fn large_exact_tests_keep_their_digits() {
        // scipy 1.12.0, exact: 49 pairs with every third difference negative; groups of 49 and 30.
        let x: Vec<f64> =
            (1..50).map(|i| f64::from(i) * if i % 3 == 0 { -1.0 } else { 1.0 }).collect();
        let paired = signed_rank_test(&x, &[0.0; 49]).unwrap();
        assert!(paired.exact);
        assert!(
            (paired.p_two_sided / 0.041_703_854_232_423_51 - 1.0).abs() < 1e-9,
            "{}",
            paired.p_two_sided
        );
        let x: Vec<f64> = (0..49).map(|i| f64::from(i) + 0.5).collect();
        let y: Vec<f64> = (0..30).map(f64::from).collect();
        let groups = rank_sum_test(&x, &y).unwrap();
        assert!(groups.exact);
        assert!(
            (groups.p_two_sided / 0.002_163_347_154_669_488_5 - 1.0).abs() < 1e-9,
            "{}",
            groups.p_two_sided
        );
    }

    #[test]
    fn the_two_sides_mirror_each_other() {
        let (x, y) = ([1.0, 5.0, 2.5, 7.0], [3.0, 3.5, 0.5]);
        let (one, other) = (rank_sum_test(&x, &y).unwrap(), rank_sum_test(&y, &x).unwrap());
        close(one.statistic + other.statistic, 12.0);
        close(one.p_greater, other.p_less);
        close(one.p_two_sided, other.p_two_sided);
    }

    #[test]
    fn equal_and_missing_values_are_reasons() {
        assert_eq!(signed_rank_test(&[1.0, 2.0], &[1.0, 2.0]), Err(Error::AllEqual));
        assert_eq!(rank_sum_test(&[1.0, 1.0], &[1.0]), Err(Error::AllEqual));
        assert_eq!(rank_sum_test(&[], &[1.0]), Err(Error::Empty));
        assert_eq!(signed_rank_test(&[], &[]), Err(Error::Empty));
        assert_eq!(rank_sum_test(&[1.0], &[f64::NAN]), Err(Error::NotFinite));
        assert_eq!(signed_rank_test(&[1.0], &[1.0, 2.0]), Err(Error::Uneven { left: 1, right: 2 }));
        let one = rank_sum_test(&[2.0], &[1.0]).unwrap();
        close(one.p_greater, 0.5);
        close(one.p_two_sided, 1.0);
    }
}
