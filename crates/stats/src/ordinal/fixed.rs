//! The model without groups.

use super::cell::{Cell, between};
use super::coded::Coded;
use crate::cholesky::Cholesky;
use crate::newton::{Place, climb};
use crate::{Error, Result};

/// A last step that moves an answer by more leads to no end.
const LONG_STEP: f64 = 1e-3;

/// Thresholds and effects, of coded answers.
#[derive(Clone)]
pub(super) struct Fixed {
    /// The thresholds, then the effects.
    pub(super) at: Vec<f64>,
    /// Their covariance, by rows.
    pub(super) covariance: Vec<f64>,
    pub(super) log_likelihood: f64,
}

pub(super) fn fit(coded: &Coded) -> Result<Fixed> {
    let k = coded.n_thresholds;
    let top = climb(start(coded), |at| likelihood(coded, at))?;
    if let Some(effect) = endless(coded, &top.last_step[k..]) {
        return Err(Error::Separated { effect });
    }
    let place = likelihood(coded, &top.at).ok_or(Error::NotConverged)?;
    let root = Cholesky::new(top.at.len(), place.information).map_err(|_| Error::NotConverged)?;
    Ok(Fixed { covariance: root.inverse(), at: top.at, log_likelihood: place.value })
}

/// Returns the log odds of each threshold, and no effects.
fn start(coded: &Coded) -> Vec<f64> {
    let mut counts = vec![0.0; coded.n_thresholds + 1];
    for &category in &coded.category {
        counts[category] += 1.0;
    }
    let n = coded.n() as f64;
    let mut below = 0.0;
    let thresholds = counts[..coded.n_thresholds].iter().map(|count| {
        below += count;
        (below / (n - below)).ln()
    });
    thresholds.chain(vec![0.0; coded.n_effects]).collect()
}

/// Returns the effect that still grew at the end, if any did.
fn endless(coded: &Coded, last_step: &[f64]) -> Option<usize> {
    let reach = |effect: usize| {
        let column = (0..coded.n()).map(|answer| coded.row(answer)[effect]);
        let (low, high) = column.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        (high - low) * last_step[effect].abs()
    };
    let longest = (0..coded.n_effects).max_by(|&a, &b| reach(a).total_cmp(&reach(b)))?;
    (LONG_STEP < reach(longest)).then_some(longest)
}

fn likelihood(coded: &Coded, at: &[f64]) -> Option<Place> {
    let (k, width) = (coded.n_thresholds, at.len());
    let (thresholds, effects) = at.split_at(k);
    let cells = between(thresholds)?;
    let mut value = 0.0;
    let mut gradient = vec![0.0; width];
    let mut information = vec![0.0; width * width];
    for (answer, &category) in coded.category.iter().enumerate() {
        let row = coded.row(answer);
        let shift: f64 = row.iter().zip(effects).map(|(x, b)| x * b).sum();
        let between = &cells[category];
        let cell = Cell::new(between, shift);
        value += cell.log;
        if category < k {
            gradient[category] += cell.beyond + between.slope;
            information[category * width + category] += cell.above[0] + between.curve;
        }
        if 0 < category {
            gradient[category - 1] -= cell.short + between.slope;
            information[(category - 1) * width + category - 1] += cell.below[0] + between.curve;
            if category < k {
                information[category * width + category - 1] -= between.curve;
            }
        }
        for (a, &x) in row.iter().enumerate() {
            gradient[k + a] += cell.slope * x;
            let line = &mut information[(k + a) * width..(k + a + 1) * width];
            if category < k {
                line[category] -= cell.above[0] * x;
            }
            if 0 < category {
                line[category - 1] -= cell.below[0] * x;
            }
            for (entry, other) in line[k..=k + a].iter_mut().zip(row) {
                *entry += cell.weight * x * other;
            }
        }
    }
    // Only the lower half was filled, which is all that a root reads.
    Some(Place { value, gradient, information })
}
