//! The regularised incomplete beta function.

use std::f64::consts::PI;

use statrs::function::gamma::ln_gamma;

/// What stands for 0 in a continued fraction.
const TINY: f64 = 1e-300;
/// Terms after which a continued fraction is as good as it gets.
const MOST_TERMS: u32 = 100_000;
/// From here on Stirling's formula and its rest have all digits.
const LEAST_STIRLING: f64 = 12.0;

/// Returns the regularised incomplete beta function, also at its ends.
///
/// By its continued fraction, as far out as it takes: with large parameters that of the library
/// stops early, and its logarithms of the gamma function cancel.
///
/// # Source
///
/// A. R. Di Donato and A. H. Morris, ACM Transactions on Mathematical Software 18, 1992, 360–373, for
/// the logarithm; W. J. Lentz, Applied Optics 15, 1976, 668–671, for the fraction.
pub(super) fn beta_share(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if 1.0 <= x {
        return 1.0;
    }
    let front = (a * x.ln() + b * (-x).ln_1p() - ln_beta(a, b)).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        (1.0 - front * beta_fraction(b, a, 1.0 - x) / b).max(0.0)
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = below;
    for at in 1..MOST_TERMS {
        let at = f64::from(at);
        let even = at * (b - at) * x / ((a + 2.0 * at - 1.0) * (a + 2.0 * at));
        let odd = -(a + at) * (a + b + at) * x / ((a + 2.0 * at) * (a + 2.0 * at + 1.0));
        let before = fraction;
        for term in [even, odd] {
            below = 1.0 / away(1.0 + term * below);
            above = away(1.0 + term / above);
            fraction *= above * below;
        }
        if (fraction - before).abs() <= f64::EPSILON * fraction.abs() {
            break;
        }
    }
    fraction
}

fn ln_beta(a: f64, b: f64) -> f64 {
    let (p, q) = (a.min(b), a.max(b));
    if q < LEAST_STIRLING {
        return ln_gamma(p) + ln_gamma(q) - ln_gamma(p + q);
    }
    let rest = stirling_rest(q) - stirling_rest(p + q) - (p + q - 0.5) * (p / q).ln_1p();
    if p < LEAST_STIRLING {
        ln_gamma(p) - p * q.ln() + p + rest
    } else {
        let half = 0.5 * (2.0 * PI).ln() - 0.5 * p.ln();
        half - p * (q / p).ln() + stirling_rest(p) + rest
    }
}

/// Returns what Stirling's formula leaves out of the logarithm of the gamma function.
fn stirling_rest(z: f64) -> f64 {
    let w = 1.0 / (z * z);
    let of =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    of.iter().rev().fold(0.0, |sum, term| sum * w + term) / z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_parameters_keep_their_digits() {
        // scipy 1.12.0, special.betainc.
        for (a, b, x, share) in [
            (0.5, 0.5, 0.3, 0.369_010_119_565_545_36),
            (25_000.0, 25_001.0, 0.5, 0.501_784_115_195_554_5),
            (25_000.0, 25_001.0, 0.497, 0.090_580_732_320_228_01),
            (40_000.0, 10_001.0, 0.803, 0.954_499_111_022_875_8),
            (2.0, 50_000.0, 1e-05, 0.090_206_284_933_344_05),
            (49_999.0, 2.0, 0.9999, 0.040_420_944_131_767_83),
            (12.0, 13.0, 0.4, 0.213_021_798_960_541_13),
            (11.5, 12.5, 0.9, 0.999_999_854_773_218_8),
            (500_000.0, 0.5, 0.999_995, 0.025_347_172_227_059_213),
            (0.5, 9.0, 0.2, 0.951_962_472_259_053),
            (0.001, 2.0, 0.5, 0.999_806_746_536_947_8),
        ] {
            let got = beta_share(a, b, x);
            assert!((got / share - 1.0).abs() < 1e-10, "{a} {b} {x}: {got}");
        }
    }
}
