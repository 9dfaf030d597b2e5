//! Tails and quantiles of the distributions that tests and intervals end in.

use std::f64::consts::{PI, SQRT_2};

use statrs::function::beta::beta_reg;
use statrs::function::erf::erfc_inv;
use statrs::function::gamma::gamma_ur;

use crate::distribution::beta_quantile;
use crate::{Error, Result};

/// Returns the probability that a standard normal variable exceeds `z`.
pub(crate) fn normal_above(z: f64) -> f64 {
    let half = 0.5 * normal_two_sided(z);
    if 0.0 <= z { half } else { 1.0 - half }
}

/// Returns how likely a standard normal variable is as far from 0 as `z`, or farther.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    // By the gamma function: the error function of statrs keeps eleven digits only.
    chi_squared_above(z * z, 1.0)
}

/// Returns how many standard errors reach from the estimate to the ends of its interval.
pub(crate) fn normal_reach(level: f64) -> Result<f64> {
    let outside = 1.0 - checked(level)?;
    let near = SQRT_2 * erfc_inv(outside);
    // One step of Newton's method gives the last digits.
    let density = 2.0 * (-0.5 * near * near).exp() / (2.0 * PI).sqrt();
    Ok(near + (normal_two_sided(near) - outside) / density)
}

/// Returns how likely a variable of Student's distribution is as far from 0 as `t`, or farther.
pub(crate) fn student_two_sided(t: f64, df: f64) -> f64 {
    let share = df / (df + t * t);
    if 1.0 <= share { 1.0 } else { beta_reg(df / 2.0, 0.5, share) }
}

/// As [`normal_reach`], by Student's distribution.
pub(crate) fn student_reach(level: f64, df: f64) -> Result<f64> {
    // In x = df / (df + t²), which has a beta distribution.
    let share = beta_quantile(df / 2.0, 0.5, 1.0 - checked(level)?);
    Ok((df * (1.0 - share) / share).sqrt())
}

/// Returns the probability that a variable of the χ² distribution exceeds `x`.
pub(crate) fn chi_squared_above(x: f64, df: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma_ur(df / 2.0, x / 2.0) }
}

/// Passes a level between 0 and 1.
fn checked(level: f64) -> Result<f64> {
    if 0.0 < level && level < 1.0 { Ok(level) } else { Err(Error::Level { given: level }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() <= 1e-11 * expected.abs(), "{got} {expected}");
    }

    #[test]
    fn tails_and_quantiles_are_those_of_scipy() {
        // scipy 1.12.0: norm.sf(1.5), norm.sf(-2), norm.ppf(.975), t.sf, t.ppf, chi2.sf.
        close(normal_above(1.5), 0.066_807_201_268_858_07);
        close(normal_above(-2.0), 0.977_249_868_051_820_8);
        close(normal_above(9.0), 1.128_588_405_953_832_4e-19);
        close(normal_reach(0.95).unwrap(), 1.959_963_984_540_054);
        close(student_two_sided(-2.5, 7.0), 0.040_992_218_585_752_87);
        close(student_reach(0.95, 14.0).unwrap(), 2.144_786_687_916_927_3);
        // One degree of freedom is Cauchy's distribution.
        close(student_reach(0.9, 1.0).unwrap(), (0.45 * PI).tan());
        close(chi_squared_above(7.3, 3.0), 0.062_926_236_459_043_12);
        close(student_two_sided(0.0, 3.0), 1.0);
    }

    #[test]
    fn a_level_is_a_share() {
        assert_eq!(normal_reach(1.0), Err(Error::Level { given: 1.0 }));
        assert_eq!(student_reach(0.0, 3.0), Err(Error::Level { given: 0.0 }));
    }
}
