//! The top of a likelihood that is known by value and slopes only.

use crate::cholesky::Cholesky;
use crate::{Error, Result};

/// Steps after which there is no top.
const MOST_STEPS: usize = 300;
/// Half the rise that is still expected, below which the search ends.
const LEAST_RISE: f64 = 1e-10;
/// The farthest that one step moves a parameter, all of which are of one size.
const LONGEST_STEP: f64 = 2.0;
/// The part of its own error by which a parameter is moved to see how slopes change.
const NUDGE: f64 = 1e-3;

/// A likelihood: its value and slopes; none where it is not defined.
pub(super) type Likelihood<'a> = &'a mut dyn FnMut(&[f64]) -> Option<(f64, Vec<f64>)>;

/// Where the search stands.
pub(super) struct Found {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
    gradient: Vec<f64>,
}

/// Climbs by quasi-Newton steps, from a first guess of the covariance of the parameters.
///
/// `fits` says whether a place can be on the way to an estimate.
///
/// # Source
///
/// The update of Broyden, Fletcher, Goldfarb and Shanno: J. Nocedal and S. J. Wright, "Numerical
/// Optimization", Springer, 2006, chapter 6.
pub(super) fn climb(
    likelihood: Likelihood<'_>,
    start: &[f64],
    mut covariance: Vec<f64>,
    fits: impl Fn(&[f64]) -> Result<()>,
) -> Result<Found> {
    let n = start.len();
    let (value, gradient) = likelihood(start).ok_or(Error::NotConverged)?;
    let mut here = Found { at: start.to_vec(), value, gradient };
    for _ in 0..MOST_STEPS {
        let mut step = times(&covariance, &here.gradient);
        let longest = step.iter().fold(0.0_f64, |most, step| most.max(step.abs()));
        if LONGEST_STEP < longest {
            for step in &mut step {
                *step *= LONGEST_STEP / longest;
            }
        }
        let rise = dot(&step, &here.gradient);
        if rise < LEAST_RISE {
            return Ok(here);
        }
        let Some(there) = ahead(likelihood, &here, &step, rise) else {
            // Rounding hides what is left to climb.
            return if rise < 1e-6 { Ok(here) } else { Err(Error::NotConverged) };
        };
        fits(&there.at)?;
        let moved = less(&there.at, &here.at);
        let turned = less(&here.gradient, &there.gradient);
        let both = dot(&moved, &turned);
        if 1e-12 * dot(&moved, &moved) < both {
            let seen = times(&covariance, &turned);
            let factor = (1.0 + dot(&turned, &seen) / both) / both;
            for a in 0..n {
                for b in 0..n {
                    covariance[a * n + b] += factor * moved[a] * moved[b]
                        - (seen[a] * moved[b] + moved[a] * seen[b]) / both;
                }
            }
        }
        here = there;
    }
    Err(Error::NotConverged)
}

/// Returns a place on the way that is higher, and enough so.
fn ahead(likelihood: Likelihood<'_>, here: &Found, step: &[f64], rise: f64) -> Option<Found> {
    let mut length = 1.0;
    for _ in 0..40 {
        let at: Vec<f64> = here.at.iter().zip(step).map(|(at, step)| at + length * step).collect();
        if let Some((value, gradient)) = likelihood(&at)
            && here.value + 1e-4 * length * rise <= value
        {
            return Some(Found { at, value, gradient });
        }
        length *= 0.5;
    }
    None
}

/// Returns the covariance of the parameters at the top, and goes the last steps to it.
///
/// `scale`: about the error of each parameter.
pub(super) fn finish(
    likelihood: Likelihood<'_>,
    found: &mut Found,
    scale: &[f64],
) -> Result<Vec<f64>> {
    let mut covariance = curvature(likelihood, &found.at, scale)?;
    for _ in 0..3 {
        let step = times(&covariance, &found.gradient);
        let rise = dot(&step, &found.gradient);
        if rise < 1e-16 {
            break;
        }
        let at: Vec<f64> = found.at.iter().zip(&step).map(|(at, step)| at + step).collect();
        let Some((value, gradient)) = likelihood(&at) else { break };
        let closer = dot(&times(&covariance, &gradient), &gradient) < rise;
        if !closer {
            break;
        }
        *found = Found { at, value, gradient };
        if 1e-8 < rise {
            covariance = curvature(likelihood, &found.at, scale)?;
        }
    }
    Ok(covariance)
}

/// Returns the inverse of minus the second derivatives, by differences of slopes.
fn curvature(likelihood: Likelihood<'_>, at: &[f64], scale: &[f64]) -> Result<Vec<f64>> {
    let n = at.len();
    let mut information = vec![0.0; n * n];
    for parameter in 0..n {
        let nudge = NUDGE * scale[parameter];
        let mut slopes = |sign: f64| {
            let mut near = at.to_vec();
            near[parameter] += sign * nudge;
            likelihood(&near).map(|(_, slopes)| slopes).ok_or(Error::NotConverged)
        };
        let (low, high) = (slopes(-1.0)?, slopes(1.0)?);
        for (other, (low, high)) in low.iter().zip(high).enumerate() {
            let curve = (low - high) / (2.0 * nudge);
            information[parameter * n + other] += 0.5 * curve;
            information[other * n + parameter] += 0.5 * curve;
        }
    }
    Ok(Cholesky::new(n, information).map_err(|_| Error::NotConverged)?.inverse())
}

fn times(matrix: &[f64], vector: &[f64]) -> Vec<f64> {
    matrix.chunks_exact(vector.len()).map(|row| dot(row, vector)).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn less(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_climbed_to_its_top() {
        // Minus Rosenbrock's function, at its usual start; its top is 1, 1.
        let mut valley = |at: &[f64]| {
            let (x, y) = (at[0], at[1]);
            let off = y - x * x;
            let value = -(1.0 - x).powi(2) - 100.0 * off * off;
            Some((value, vec![2.0 * (1.0 - x) + 400.0 * off * x, -200.0 * off]))
        };
        let start = vec![1.0, 0.0, 0.0, 1.0];
        let mut found = climb(&mut valley, &[-1.2, 1.0], start, |_| Ok(())).unwrap();
        let covariance = finish(&mut valley, &mut found, &[1.0, 1.0]).unwrap();
        assert!((found.at[0] - 1.0).abs() < 1e-8 && (found.at[1] - 1.0).abs() < 1e-8);
        // Minus the second derivatives are 802, -400, 200: the inverse is 0.5, 1, 2.005.
        for (got, expected) in covariance.iter().zip([0.5, 1.0, 1.0, 2.005]) {
            assert!((got - expected).abs() < 0.01 * expected, "{got} is not {expected}");
        }
    }
}
