//! How well two lists of values agree: Pearson's, Spearman's and Kendall's coefficients.

mod kendall;
mod pearson;
mod spearman;

pub use kendall::kendall;
pub use pearson::pearson;
pub(crate) use pearson::product_moment;
pub use spearman::spearman;

use crate::check;
use crate::distribution::normal_reach;
use crate::{Error, Interval, Result};

/// From here on an agreement is perfect, but for rounding.
const PERFECT: f64 = 1.0 - 1e-12;

/// How well two lists of values agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// The coefficient, -1 to 1.
    pub estimate: f64,
    /// How many pairs it rests on.
    pub n: usize,
    /// Its interval; none with too few pairs, or when the agreement is perfect.
    pub interval: Result<Interval>,
    /// How likely a coefficient so far from 0 is without any agreement, two-sided.
    pub p: f64,
    /// How p was found, as it is stored and exported: `exact`, `permutation`, `normal` or `t`.
    pub p_method: &'static str,
}

/// Checks two lists that belong together, at least `least` long.
fn pairs(x: &[f64], y: &[f64], least: usize) -> Result<()> {
    check::even(x.len(), y.len())?;
    check::finite(x)?;
    check::finite(y)?;
    if x.len() < least {
        return Err(Error::TooFewPairs { given: x.len(), least });
    }
    Ok(())
}

/// Returns the interval of a coefficient by the normal distribution of its inverse hyperbolic
/// tangent, of variance `spread / (n - less)`.
fn fisher_interval(
    estimate: f64,
    n: usize,
    spread: f64,
    less: usize,
    level: f64,
    method: &'static str,
) -> Result<Result<Interval>> {
    let reach = normal_reach(level)?;
    if n <= less {
        return Ok(Err(Error::TooFewPairs { given: n, least: less + 1 }));
    }
    if PERFECT <= estimate.abs() {
        return Ok(Err(Error::Perfect));
    }
    let (middle, half) = (estimate.atanh(), reach * (spread / (n - less) as f64).sqrt());
    let (low, high) = ((middle - half).tanh(), (middle + half).tanh());
    Ok(Ok(Interval { low, high, level, method }))
}
