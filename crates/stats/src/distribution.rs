//! Tails and quantiles of distributions, central and not.
//!
//! All of them are regularised incomplete beta and gamma functions, or sums of them with the weights
//! of a Poisson distribution.

mod incomplete_beta;

use std::f64::consts::{PI, SQRT_2};

use statrs::function::erf::erfc_inv;
use statrs::function::gamma::{gamma_ur, ln_gamma};

use crate::Result;
use crate::check;
use incomplete_beta::beta_share;

/// What is left out of a sum over a Poisson distribution.
const LEAST_WEIGHT: f64 = 1e-17;
/// Degrees of freedom from which on a distribution is taken for its limit, before sums lose digits.
pub(crate) const MANY: f64 = 1e7;
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

/// Returns the logarithm of the probability of exactly `x` of `n`, each with probability `p`.
pub(crate) fn binomial_log_probability(x: u64, n: u64, p: f64) -> f64 {
    let (yes, no) = (x as f64, (n - x) as f64);
    // None of something impossible is certain: 0 · ln 0 counts as 0.
    let times = |count: f64, of: f64| if count <= 0.0 { 0.0 } else { count * of.ln() };
    ln_gamma(n as f64 + 1.0) - ln_gamma(yes + 1.0) - ln_gamma(no + 1.0)
        + times(yes, p)
        + times(no, 1.0 - p)
}

/// Returns the quantile of a beta distribution.
pub(crate) fn beta_quantile(a: f64, b: f64, share: f64) -> f64 {
    bisected(|x| beta_share(a, b, x) < share)
}

/// Returns the probability that a variable of a beta distribution is below `x`.
pub(crate) fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    beta_share(a, b, x)
}

/// Returns the quantile of the normal distribution, for a share between 0 and 1.
pub(crate) fn normal_quantile(share: f64) -> f64 {
    let near = -SQRT_2 * erfc_inv(2.0 * share);
    // One step of Newton's method gives the last digits.
    let step = (share - normal_above(-near)) / normal_density(near);
    if step.is_finite() { near + step } else { near }
}

/// Returns the density of the normal distribution.
pub(crate) fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Returns the probability that a normal variable exceeds `z`.
pub(crate) fn normal_above(z: f64) -> f64 {
    let half = normal_two_sided(z) / 2.0;
    if z < 0.0 { 1.0 - half } else { half }
}

/// Returns the probability that a normal variable is further from 0 than `z`, on both sides.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    // By the gamma function: the library's error function keeps eleven digits only.
    chi_squared_above(z * z, 1.0)
}

/// Returns how many standard errors reach from an estimate to the ends of its interval, e.g. 1.96 at 0.95.
///
/// # Errors
///
/// [`crate::Error::Level`] unless it lies between 0 and 1.
pub fn normal_reach(level: f64) -> Result<f64> {
    t_reach(level, None)
}

/// Returns the probability that a variable of Student's t distribution is further from 0 than `t`,
/// on both sides; without degrees of freedom that of a normal variable.
pub(crate) fn t_two_sided(t: f64, df: Option<f64>) -> f64 {
    match df {
        Some(df) if df < MANY => beta_share(df / 2.0, 0.5, df / (df + t * t)),
        _ => normal_two_sided(t),
    }
}

/// Returns the probability that a variable of Student's t distribution exceeds `t`.
pub(crate) fn t_above(t: f64, df: Option<f64>) -> f64 {
    let half = t_two_sided(t, df) / 2.0;
    if t < 0.0 { 1.0 - half } else { half }
}

/// Returns how far from 0 a variable of Student's t distribution is with probability `beyond`.
pub(crate) fn t_critical(beyond: f64, df: Option<f64>) -> f64 {
    if df.is_none_or(|df| MANY <= df) {
        return -normal_quantile(beyond / 2.0);
    }
    let mut most = 1.0;
    while beyond < t_two_sided(most, df) {
        most *= 2.0;
    }
    most * bisected(|x| beyond < t_two_sided(most * x, df))
}

/// Returns how many standard errors reach from an estimate to the ends of its interval, by Student's
/// t distribution; without degrees of freedom by the normal one.
pub(crate) fn t_reach(level: f64, df: Option<f64>) -> Result<f64> {
    check::level(level)?;
    Ok(t_critical(1.0 - level, df))
}

/// Returns the probability that a variable of Fisher's F distribution exceeds `f`; without degrees
/// of freedom of the denominator, of the χ² distribution over its own.
pub(crate) fn f_above(f: f64, df1: f64, df2: Option<f64>) -> f64 {
    match df2 {
        Some(df2) if df2 < MANY => beta_share(df2 / 2.0, df1 / 2.0, df2 / (df2 + df1 * f)),
        _ => chi_squared_above(df1 * f, df1),
    }
}

/// Returns the probability that a variable of the χ² distribution exceeds `x`.
pub(crate) fn chi_squared_above(x: f64, df: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma_ur(df / 2.0, x / 2.0) }
}

/// Returns the density at `s` of the root of a χ² variable over its degrees of freedom.
pub(crate) fn scaled_chi_density(s: f64, df: f64) -> f64 {
    if s <= 0.0 {
        // The half normal distribution is the only one with a density at 0.
        return if df <= 1.0 { (2.0 / PI).sqrt() } else { 0.0 };
    }
    let half = df / 2.0;
    2.0 * (half * half.ln() - ln_gamma(half) + (df - 1.0) * s.ln() - half * s * s).exp()
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
    while above < chi_squared_above(most, 1.0) {
        most *= 2.0;
    }
    most * bisected(|x| above < chi_squared_above(most * x, 1.0))
}

/// Returns the probability that a variable of the non-central χ² distribution with one degree of
/// freedom exceeds `x`.
pub(crate) fn noncentral_chi_squared_above(x: f64, noncentrality: f64) -> f64 {
    over_poisson(noncentrality / 2.0, |j| gamma_ur(0.5 + j, x / 2.0))
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
    use crate::Error;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{got} {expected}");
    }

    fn to_eleven_digits(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-11 * expected.abs(), "{got} {expected}");
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
    fn tails_and_quantiles_are_those_of_another_program() {
        // scipy 1.12.0: norm.ppf, norm.sf, t.sf, f.sf, chi2.sf; mpmath 1.3.0 where the two differ.
        close(normal_quantile(0.975), 1.959_963_984_540_054);
        close(normal_quantile(1e-10), -6.361_340_902_404_056);
        to_eleven_digits(normal_two_sided(8.0), 2.0 * 6.220_960_574_271_78e-16);
        to_eleven_digits(normal_above(1.5), 0.066_807_201_268_858_07);
        to_eleven_digits(normal_above(-2.0), 0.977_249_868_051_820_8);
        to_eleven_digits(normal_above(9.0), 1.128_588_405_953_832_4e-19);
        to_eleven_digits(normal_reach(0.95).unwrap(), 1.959_963_984_540_054);
        close(t_critical(0.05, Some(15.259_674_589_141_751)), 2.128_294_795_289_419_6);
        // With one degree of freedom the quantile is a tangent.
        let tangent = (0.475 * PI).tan();
        close(t_critical(0.05, Some(1.0)) / tangent, 1.0);
        close(t_critical(0.05, None), 1.959_963_984_540_054);
        to_eleven_digits(t_two_sided(-2.5, Some(7.0)), 0.040_992_218_585_752_87);
        close(t_two_sided(0.0, Some(3.0)), 1.0);
        to_eleven_digits(t_reach(0.95, Some(14.0)).unwrap(), 2.144_786_687_916_927_3);
        to_eleven_digits(t_reach(0.9, Some(1.0)).unwrap(), (0.45 * PI).tan());
        to_eleven_digits(chi_squared_above(7.3, 3.0), 0.062_926_236_459_043_12);
        assert!((t_two_sided(20.44, Some(12.71)) / 4.215_697_415_153_703e-11 - 1.0).abs() < 1e-11);
        for (df, p) in [(1e5, 0.002_700_460_884_064_719), (1e6, 0.002_699_862_541_421_795)] {
            let got = t_two_sided(-3.0, Some(df)) / p;
            assert!((got - 1.0).abs() < 1e-10, "{df}: {got}");
        }
        close(t_above(-2.0, None), 1.0 - t_above(2.0, None));
        close(f_above(2.5, 2.0, Some(7.3)), 0.148_927_460_045_330_7);
        let got = f_above(2.5, 3.0, Some(1e6));
        assert!((got / 0.057_559_078_270_777_92 - 1.0).abs() < 1e-10, "{got}");
        close(chi_squared_above(9.25, 2.0), 0.009_803_655_035_821_83);
        close(chi_squared_above(0.0, 2.0), 1.0);
    }

    #[test]
    fn a_level_is_a_share() {
        assert_eq!(normal_reach(1.0), Err(Error::Level { given: 1.0 }));
        assert_eq!(t_reach(0.0, Some(3.0)), Err(Error::Level { given: 0.0 }));
    }

    #[test]
    fn without_an_effect_the_power_is_the_level() {
        close(noncentral_f_above(f_critical(1.0, 7.5, 0.05), 1.0, 7.5, 0.0), 0.05);
        close(noncentral_chi_squared_above(chi_squared_critical(0.1), 0.0), 0.1);
    }
}
