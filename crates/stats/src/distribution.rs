//! Tails and quantiles of distributions, central and not.
//!
//! All of them are regularised incomplete beta and gamma functions, or sums of them with the weights
//! of a Poisson distribution.

use statrs::function::beta::beta_reg;
use statrs::function::gamma::{gamma_ur, ln_gamma};

/// What is left out of a sum over a Poisson distribution.
const LEAST_WEIGHT: f64 = 1e-17;
/// Halvings after which the ends of an interval are neighbouring numbers.
const HALVINGS: usize = 200;

/// Returns the probability of `x` or more of `n`, each with probability `p`.
pub(crate) fn binomial_at_least(x: u64, n: u64, p: f64) -> f64 {
    if x == 0 {
        1.0
    } else if n < x {
        0.0
    } else {
        beta_share(x as f64, (n - x + 1) as f64, p)
    }
}

/// Returns the probability of `x` or fewer of `n`, each with probability `p`.
pub(crate) fn binomial_at_most(x: u64, n: u64, p: f64) -> f64 {
    if n <= x { 1.0 } else { beta_share((n - x) as f64, (x + 1) as f64, 1.0 - p) }
}

/// Returns the quantile of a beta distribution.
pub(crate) fn beta_quantile(a: f64, b: f64, share: f64) -> f64 {
    bisected(|x| beta_share(a, b, x) < share)
}

/// Returns what a variable of Fisher's F distribution exceeds with probability `above`.
pub(crate) fn f_critical(df1: f64, df2: f64, above: f64) -> f64 {
    // In x = df1 F / (df1 F + df2), which has a beta distribution.
    let rest = bisected(|rest| beta_share(df2 / 2.0, df1 / 2.0, rest) < above);
    (1.0 - rest) / rest * df2 / df1
}

/// Returns the probability that a variable of the non-central F distribution exceeds `f`.
///
/// # Source
///
/// N. L. Johnson, S. Kotz and N. Balakrishnan, "Continuous Univariate Distributions", volume 2, 1995, chapter 30.
pub(crate) fn noncentral_f_above(f: f64, df1: f64, df2: f64, noncentrality: f64) -> f64 {
    let rest = df2 / (df1 * f + df2);
    over_poisson(noncentrality / 2.0, |j| beta_share(df2 / 2.0, df1 / 2.0 + j, rest))
}

/// Returns what a variable of the χ² distribution with one degree of freedom exceeds with
/// probability `above`.
pub(crate) fn chi_squared_critical(above: f64) -> f64 {
    let mut most = 1.0;
    while above < gamma_ur(0.5, most / 2.0) {
        most *= 2.0;
    }
    most * bisected(|x| above < gamma_ur(0.5, most * x / 2.0))
}

/// Returns the probability that a variable of the non-central χ² distribution with one degree of
/// freedom exceeds `x`.
pub(crate) fn noncentral_chi_squared_above(x: f64, noncentrality: f64) -> f64 {
    over_poisson(noncentrality / 2.0, |j| gamma_ur(0.5 + j, x / 2.0))
}

/// Returns the regularised incomplete beta function, also at its ends.
fn beta_share(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if 1.0 <= x {
        1.0
    } else {
        beta_reg(a, b, x)
    }
}

/// Returns the mean of `of` over a Poisson distribution.
fn over_poisson(mean: f64, of: impl Fn(f64) -> f64) -> f64 {
    if mean <= 0.0 {
        return of(0.0);
    }
    let weight = |j: f64| (j * mean.ln() - mean - ln_gamma(j + 1.0)).exp();
    let middle = mean.floor();
    let mut sum = 0.0;
    // From the middle outwards, until weights no longer count.
    let mut j = middle;
    while LEAST_WEIGHT < weight(j) {
        sum += weight(j) * of(j);
        j += 1.0;
    }
    j = middle - 1.0;
    while 0.0 <= j && LEAST_WEIGHT < weight(j) {
        sum += weight(j) * of(j);
        j -= 1.0;
    }
    sum
}

/// Returns where in 0 to 1 `is_below` turns from true to false.
fn bisected(is_below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || high <= middle {
            break;
        }
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{got} {expected}");
    }

    #[test]
    fn few_throws_are_counted_by_hand() {
        close(binomial_at_least(2, 3, 0.5), 0.5);
        close(binomial_at_most(1, 3, 0.5), 0.5);
        close(binomial_at_least(0, 3, 0.2), 1.0);
        close(binomial_at_least(4, 3, 0.2), 0.0);
        close(binomial_at_most(3, 3, 0.2), 1.0);
        close(binomial_at_most(0, 2, 0.25), 0.5625);
        close(binomial_at_least(1, 5, 0.0), 0.0);
        close(binomial_at_most(4, 5, 1.0), 0.0);
    }

    #[test]
    fn critical_values_are_those_of_the_tables() {
        // χ²(1) = 3.841 458 821, F(1, 10) = 4.964 602 744 at 5 %.
        assert!((chi_squared_critical(0.05) - 3.841_458_820_694_124).abs() < 1e-9);
        assert!((f_critical(1.0, 10.0, 0.05) - 4.964_602_743_730_711).abs() < 1e-9);
    }

    #[test]
    fn without_an_effect_the_power_is_the_level() {
        close(noncentral_f_above(f_critical(1.0, 7.5, 0.05), 1.0, 7.5, 0.0), 0.05);
        close(noncentral_chi_squared_above(chi_squared_critical(0.1), 0.0), 0.1);
    }
}
