//! How far the values of one group lie above those of another, by their order alone.

use crate::check;
use crate::distribution::t_reach;
use crate::rank::order;
use crate::{Error, Interval, Result};

/// How far one group lies above another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dominance {
    /// Cliff's δ: the share of pairs in which the first is larger less the share in which it is
    /// smaller, -1 to 1.
    pub delta: f64,
    /// Vargha and Delaney's A: the probability that the first is larger, one half for equal ones;
    /// (δ + 1) / 2, 0 to 1.
    pub a: f64,
    /// The variance of δ; none with a single value in a group.
    pub variance: Result<f64>,
    /// The interval of δ; none with a single value in a group, or when the groups do not overlap.
    pub interval: Result<Interval>,
}

/// Returns how far the values of `x` lie above those of `y`.
///
/// With dᵢⱼ the sign of xᵢ - yⱼ, δ is its mean over all m n pairs. Its variance is
/// (n² Σ (dᵢ. - δ)² + m² Σ (d.ⱼ - δ)² - Σ Σ (dᵢⱼ - δ)²) / (m n (m - 1) (n - 1)), at least
/// (1 - δ²) / (m n - 1). The interval is asymmetric and stays within -1 to 1:
/// (δ - δ³ ± t s √((1 - δ²)² + t² s²)) / (1 - δ² + t² s²), where t has m + n - 2 degrees of freedom.
///
/// # Input
///
/// * `x`, `y`: finite, independent of each other; of ratings, the readers' means.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotFinite`], [`Error::Level`]. Variance and interval alone:
/// [`Error::TooFewPairs`] below two values in a group; [`Error::NoOverlap`] when δ is 1 or -1.
///
/// # Source
///
/// N. Cliff, Psychological Bulletin 114, 1993, 494–509, and "Ordinal Methods for Behavioral Data
/// Analysis", Erlbaum, 1996, chapter 5; A. Vargha and H. D. Delaney, Journal of Educational and
/// Behavioral Statistics 25, 2000, 101–132.
pub fn cliffs_delta(x: &[f64], y: &[f64], level: f64) -> Result<Dominance> {
    check::finite(x)?;
    check::finite(y)?;
    let (m, n) = (x.len() as f64, y.len() as f64);
    let (of_x, ties) = leads(x, y);
    let (of_y, _) = leads(y, x);
    let delta = of_x.iter().sum::<f64>() / (m * n);
    // Checked also where there is no interval.
    let reach = t_reach(level, Some((m + n - 2.0).max(1.0)))?;

    let fewest = x.len().min(y.len());
    let variance = if fewest < 2 {
        Err(Error::TooFewPairs { given: fewest, least: 2 })
    } else {
        let spread = |leads: &[f64], others: f64| -> f64 {
            leads.iter().map(|lead| (lead / others - delta).powi(2)).sum()
        };
        let rows = n * n * spread(&of_x, n);
        let columns = m * m * spread(&of_y.iter().map(|lead| -lead).collect::<Vec<_>>(), m);
        let cells = m * n - ties - m * n * delta * delta;
        let unbiased = (rows + columns - cells) / (m * n * (m - 1.0) * (n - 1.0));
        Ok(unbiased.max((1.0 - delta * delta) / (m * n - 1.0)))
    };
    let interval = variance.and_then(|variance| {
        let rest = 1.0 - delta * delta;
        if rest <= 1e-12 {
            return Err(Error::NoOverlap);
        }
        let square = reach * reach * variance;
        let half = (square * (rest * rest + square)).sqrt();
        let at = |sign: f64| (delta * rest + sign * half) / (rest + square);
        Ok(Interval { low: at(-1.0), high: at(1.0), level, method: "cliff" })
    });
    Ok(Dominance { delta, a: f64::midpoint(delta, 1.0), variance, interval })
}

/// Returns for each value how many of `others` lie below it less how many lie above, and how many
/// pairs are equal.
fn leads(values: &[f64], others: &[f64]) -> (Vec<f64>, f64) {
    let sorted: Vec<f64> = order(others).into_iter().map(|at| others[at]).collect();
    let mut ties = 0.0;
    let lead = |&value: &f64| {
        let below = sorted.partition_point(|other| *other < value);
        let not_above = sorted.partition_point(|other| *other <= value);
        ties += (not_above - below) as f64;
        below as f64 - (sorted.len() - not_above) as f64
    };
    (values.iter().map(lead).collect(), ties)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_groups_do_not_dominate() {
        let found = cliffs_delta(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], 0.95).unwrap();
        let interval = found.interval.unwrap();
        assert!(found.delta.abs() < 1e-15 && (found.a - 0.5).abs() < 1e-15);
        assert!((interval.low + interval.high).abs() < 1e-12);
        // By hand: leads -2 0 2 in both; (9 · 8/9 + 9 · 8/9 - 6) / 36.
        assert!((found.variance.unwrap() - 10.0 / 36.0).abs() < 1e-15);
    }

    #[test]
    fn groups_apart_have_an_effect_and_no_interval() {
        let found = cliffs_delta(&[4.0, 5.0], &[1.0, 2.0, 3.0], 0.95).unwrap();
        assert!((found.delta - 1.0).abs() < 1e-15 && (found.a - 1.0).abs() < 1e-15);
        assert_eq!(found.interval, Err(Error::NoOverlap));
    }

    #[test]
    fn a_single_value_has_no_variance() {
        let found = cliffs_delta(&[2.0], &[1.0, 2.0, 3.0], 0.95).unwrap();
        assert!(found.delta.abs() < 1e-15);
        assert_eq!(found.interval, Err(Error::TooFewPairs { given: 1, least: 2 }));
        assert_eq!(cliffs_delta(&[], &[1.0], 0.95), Err(Error::Empty));
        assert_eq!(cliffs_delta(&[f64::NAN], &[1.0], 0.95), Err(Error::NotFinite));
        assert_eq!(cliffs_delta(&[1.0], &[1.0], 1.5), Err(Error::Level { given: 1.5 }));
    }
}
