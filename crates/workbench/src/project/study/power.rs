//! What a sample size can find.

use rayon::prelude::*;
use stats::{Margin, Sides};

use crate::Result;
use crate::bench::Workbench;
use crate::wire::{PowerRequest, PowerView};

/// The level of the claim.
const LEVEL: f64 = 0.05;
/// The power that is wished for.
const WISHED: f64 = 0.8;
/// As far as the fewest cases and readers are looked for.
const MOST_CASES: u32 = 2000;
const MOST_READERS: u32 = 100;

impl Workbench {
    /// Tells what a number of readers and cases can find.
    ///
    /// An exact test of as many independent calls as all calls are worth: calls of one reader, and
    /// calls on one case, are alike.
    ///
    /// # Errors
    ///
    /// Those of crate `stats`, for numbers out of range.
    pub fn power(&self, request: &PowerRequest) -> Result<PowerView> {
        power(request)
    }
}

/// Tells what a number of readers and cases can find.
///
/// # Errors
///
/// Those of crate `stats`, for numbers out of range.
fn power(request: &PowerRequest) -> Result<PowerView> {
    let here = of(request, request.readers, request.cases)?;
    let curve = |points: Vec<(u32, u32, u32)>| -> Result<Vec<[f64; 2]>> {
        points
            .into_par_iter()
            .map(|(n, readers, cases)| Ok([f64::from(n), of(request, readers, cases)?.0]))
            .collect()
    };
    let cases = |n: u32| (n, request.readers, n);
    let readers = |n: u32| (n, n, request.cases);
    let most_cases = request.cases.saturating_mul(2).clamp(40, MOST_CASES);
    let most_readers = request.readers.saturating_mul(2).clamp(8, MOST_READERS);
    let step = (most_cases / 40).max(1);
    Ok(PowerView {
        power: here.0,
        worth: here.1,
        fewest_cases: fewest(MOST_CASES, |n| Ok(of(request, request.readers, n)?.0))?,
        fewest_readers: fewest(MOST_READERS, |n| Ok(of(request, n, request.cases)?.0))?,
        by_cases: curve((1..=most_cases / step).map(|at| cases(at * step)).collect())?,
        by_readers: curve((1..=most_readers).map(readers).collect())?,
    })
}

/// Returns the power of so many readers and cases, and how many independent calls theirs are worth.
fn of(request: &PowerRequest, readers: u32, cases: u32) -> Result<(f64, u32)> {
    let (readers, cases) = (f64::from(readers), f64::from(cases));
    let effect = stats::design_effect(cases, request.within_reader)
        + stats::design_effect(readers, request.within_case)
        - 1.0;
    let worth = (cases * readers / effect).floor().clamp(1.0, stats::MOST_CALLS as f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let n = worth as u64;
    let power = match request.margin {
        Some(margin) => {
            let margin = Margin { centre: 0.5, margin, level: LEVEL };
            stats::equivalence_power(n, request.accuracy, margin)?.power
        }
        None => stats::binomial_power(n, request.accuracy, 0.5, LEVEL, Sides::Two)?.power,
    };
    Ok((power, u32::try_from(n).unwrap_or(u32::MAX)))
}

/// Returns the fewest with the power that is wished for, by halving: power grows but for the teeth of
/// an exact test, so that the one found is the first within a few of it.
fn fewest(most: u32, power: impl Fn(u32) -> Result<f64>) -> Result<Option<u32>> {
    if power(most)? < WISHED {
        return Ok(None);
    }
    let (mut below, mut enough) = (0, most);
    while 1 < enough - below {
        let middle = below + (enough - below) / 2;
        if power(middle)? < WISHED {
            below = middle;
        } else {
            enough = middle;
        }
    }
    Ok(Some(enough))
}
