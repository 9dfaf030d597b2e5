//! The shapes of generalised Gaussians that fit given moments.

/// The shapes that are tried: from 0.2 on, in thousandths, up to 10.
const LEAST: f64 = 0.2;
const STEP: f64 = 0.001;
const N: usize = 9801;

/// Returns the shape whose ratio of mean square to squared mean size is nearest to `ratio`.
pub(super) fn symmetric(ratio: f64) -> f64 {
    // The ratio falls with the shape, so that its opposite rises.
    nearest(-ratio, |shape| -moments(shape))
}

/// Returns the shape whose ratio of squared mean size to mean square is nearest to `ratio`.
pub(super) fn asymmetric(ratio: f64) -> f64 {
    nearest(ratio, |shape| moments(shape).recip())
}

/// Returns Γ(2/a) / sqrt(Γ(1/a) Γ(3/a)): how far apart spreads of `1` put the mean.
pub(super) fn shift(shape: f64) -> f64 {
    (ln_gamma(2.0 / shape) - 0.5 * (ln_gamma(1.0 / shape) + ln_gamma(3.0 / shape))).exp()
}

/// Returns Γ(1/a) Γ(3/a) / Γ(2/a)².
fn moments(shape: f64) -> f64 {
    (ln_gamma(1.0 / shape) + ln_gamma(3.0 / shape) - 2.0 * ln_gamma(2.0 / shape)).exp()
}

/// Returns the shape at which `of`, which rises, is nearest to `wanted`.
fn nearest(wanted: f64, of: impl Fn(f64) -> f64) -> f64 {
    let shape = |at: usize| LEAST + STEP * at as f64;
    let (mut low, mut high) = (0, N - 1);
    // From `high` on all are at least what is wanted, or `high` is the last.
    while low < high {
        let middle = usize::midpoint(low, high);
        if of(shape(middle)) < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let before = high.saturating_sub(1);
    let off = |at: usize| (of(shape(at)) - wanted).abs();
    shape(if off(high) < off(before) { high } else { before })
}

/// Returns the logarithm of the gamma function, for numbers above 0, by Stirling's series.
fn ln_gamma(x: f64) -> f64 {
    /// From here on four terms are as good as double precision.
    const FAR: f64 = 16.0;
    let (mut x, mut product) = (x, 1.0);
    while x < FAR {
        product *= x;
        x += 1.0;
    }
    let square = x * x;
    let series =
        (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / 1680.0 / square) / square) / square) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_of_the_gamma_function_is_that_of_factorials_and_roots() {
        let known = [(1.0, 0.0), (5.0, 24_f64.ln()), (0.5, std::f64::consts::PI.sqrt().ln())];
        for (x, expected) in known {
            assert!((ln_gamma(x) - expected).abs() < 1e-13, "{x}: {}", ln_gamma(x));
        }
    }

    #[test]
    fn a_gaussian_has_shape_2_and_a_laplacian_1() {
        assert!((symmetric(std::f64::consts::FRAC_PI_2) - 2.0).abs() < 1e-9, "Gaussian");
        assert!((asymmetric(0.5) - 1.0).abs() < 1e-9, "Laplacian");
    }

    #[test]
    fn moments_of_no_shape_have_the_nearest() {
        assert!((symmetric(1e9) - 0.2).abs() < 1e-9, "the heaviest tails");
        assert!((symmetric(0.0) - 10.0).abs() < 1e-9, "the lightest");
    }
}
