//! The top of a concave function, by Newton's method.

use crate::cholesky::Cholesky;
use crate::{Error, Result};

/// Steps after which there is no top: where there is one, ten are many.
const MOST_STEPS: usize = 200;
/// Halvings of a step that overshoots.
const MOST_HALVINGS: usize = 60;
/// Half the rise that is still expected, below which one more step ends the climb.
const LEAST_RISE: f64 = 1e-12;
/// The part of a value that may be rounding: near the top, a step down by it is none.
const ROUNDING: f64 = 1e-12;

/// A concave function at a place.
pub(crate) struct Place {
    /// Its value.
    pub(crate) value: f64,
    /// Its slopes.
    pub(crate) gradient: Vec<f64>,
    /// Minus its second derivatives, by rows.
    pub(crate) information: Vec<f64>,
}

/// Where the climb ended.
pub(crate) struct Top {
    /// The place.
    pub(crate) at: Vec<f64>,
    /// The last step, which is long only where the function rises for ever.
    pub(crate) last_step: Vec<f64>,
}

/// Climbs from `start`; places where the function is not defined are `None`.
///
/// A function that rises for ever ends with a long last step: its slope falls as fast as its
/// curvature, and so the expected rise ends while the steps do not.
pub(crate) fn climb(start: Vec<f64>, function: impl Fn(&[f64]) -> Option<Place>) -> Result<Top> {
    let mut at = start;
    let mut place = function(&at).ok_or(Error::NotConverged)?;
    let mut last_step = vec![0.0; at.len()];
    for _ in 0..MOST_STEPS {
        let Ok(root) = Cholesky::new(at.len(), std::mem::take(&mut place.information)) else {
            return Ok(Top { at, last_step });
        };
        let mut step = place.gradient.clone();
        root.solve(&mut step);
        let rise: f64 = step.iter().zip(&place.gradient).map(|(s, g)| s * g).sum();
        if !rise.is_finite() {
            return Err(Error::NotConverged);
        }
        let is_last = rise < LEAST_RISE;
        let least = place.value - ROUNDING * place.value.abs();
        let mut length = 1.0;
        let mut found = None;
        for _ in 0..MOST_HALVINGS {
            let next: Vec<f64> = at.iter().zip(&step).map(|(a, s)| a + length * s).collect();
            let candidate = function(&next)
                .filter(|there| there.value.is_finite() && (is_last || least <= there.value));
            if let Some(there) = candidate {
                found = Some((next, there));
                break;
            }
            length *= 0.5;
        }
        last_step = step.iter().map(|s| length * s).collect();
        let Some((next, there)) = found else {
            // No step goes up: the top is here, but for rounding.
            return Ok(Top { at, last_step });
        };
        (at, place) = (next, there);
        if is_last {
            return Ok(Top { at, last_step });
        }
    }
    Err(Error::NotConverged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(value: f64, slope: f64, information: f64) -> Place {
        Place { value, gradient: vec![slope], information: vec![information] }
    }

    #[test]
    fn the_top_of_a_poisson_likelihood_is_the_logarithm_of_the_mean() {
        let top = climb(vec![5.0], |at| {
            Some(place(3.0 * at[0] - at[0].exp(), 3.0 - at[0].exp(), at[0].exp()))
        });
        assert!((top.unwrap().at[0] - 3.0_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn what_rises_for_ever_ends_with_a_long_step() {
        let top = climb(vec![0.0], |at| {
            let small = (-at[0]).exp();
            Some(place(-small, small, small))
        });
        assert!(0.9 < top.unwrap().last_step[0], "each step is 1");
    }
}
