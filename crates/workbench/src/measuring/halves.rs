//! Intervals of values that are no mean: the value again on random halves of the subjects.

use metrics::Range;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use stats::Interval;

use super::{SetData, Steps, yardstick};
use crate::{Error, Result};

/// How many halves are drawn.
const HALVES: usize = 20;
/// The same for sets of more samples than [`LARGE`], where one value takes long.
const HALVES_OF_LARGE: usize = 8;
const LARGE: usize = 5000;
/// Fewer subjects than this on a side make halves that say little of the whole.
const FEWEST: usize = 8;

/// Computes something of the samples drawn, whose places are given for each side.
type OfHalf<'a, T> = &'a mut dyn FnMut(&mut Steps<'_>, &[Vec<usize>]) -> Result<T>;

/// Chooses random halves of the subjects of each side, and keeps what values come of them.
pub(super) struct Halves<'a> {
    /// The subject of each sample, for each side.
    sides: Vec<Vec<usize>>,
    sets: Vec<&'a SetData>,
    seed: u64,
}

impl<'a> Halves<'a> {
    /// Each side is a set and the ordinals of its samples that went in.
    pub(super) fn new(sides: &[(&'a SetData, &[usize])], seed: u64) -> Self {
        let clusters = |(set, ordinals): &(&SetData, &[usize])| {
            let clusters = set.clusters();
            ordinals.iter().map(|&ordinal| clusters[ordinal]).collect()
        };
        Halves {
            sides: sides.iter().map(clusters).collect(),
            sets: sides.iter().map(|(set, _)| *set).collect(),
            seed,
        }
    }

    /// Computes some values on each half: `compute` gets the places of the samples drawn, for each side.
    ///
    /// # Value
    ///
    /// The values of each half, in order; `None` when there are too few subjects to halve.
    ///
    /// # Errors
    ///
    /// [`Error::Stopped`], and whatever `compute` fails with.
    pub(super) fn values<T>(
        &self,
        steps: &mut Steps<'_>,
        compute: OfHalf<'_, T>,
    ) -> Result<Option<Vec<T>>> {
        if self.sides.iter().any(|clusters| n_subjects(clusters) < FEWEST) {
            return Ok(None);
        }
        let most = self.sides.iter().map(Vec::len).max().unwrap_or(0);
        let n_halves = if LARGE < most { HALVES_OF_LARGE } else { HALVES };
        let mut values = Vec::with_capacity(n_halves);
        for half in 0..n_halves {
            steps.advance(0)?;
            let drawn: Vec<Vec<usize>> = (self.sides.iter().enumerate())
                .map(|(side, clusters)| {
                    let mut chance = ChaCha8Rng::seed_from_u64(self.seed);
                    // Streams that the yardstick does not use.
                    chance.set_stream((1 << 32) + 2 * half as u64 + side as u64);
                    let (mut drawn, _) = yardstick::halves(clusters, &mut chance);
                    drawn.sort_unstable();
                    drawn
                })
                .collect();
            values.push(compute(steps, &drawn)?);
        }
        Ok(Some(values))
    }

    /// Returns the interval around `value`, within the range of the metric, or why there is none.
    pub(super) fn interval(
        &self,
        value: f64,
        halves: Option<&[Option<f64>]>,
        range: Range,
    ) -> std::result::Result<Interval, String> {
        let Some(halves) = halves else {
            let least = FEWEST.to_string();
            return Err(words::say("app:interval.tooFewToHalve", &[("least", &least)]));
        };
        let there: Option<Vec<f64>> = halves.iter().copied().collect();
        let Some(there) = there else {
            return Err(words::say("app:interval.noneOfHalves", &[]));
        };
        let interval = stats::half_sampling(value, &there)
            .map_err(|error| Error::from(error).failure().message)?;
        if interval.high <= interval.low {
            return Err(words::say("app:interval.allEqual", &[]));
        }
        Ok(Interval {
            low: range.low.map_or(interval.low, |low| interval.low.max(low)),
            high: range.high.map_or(interval.high, |high| interval.high.min(high)),
            method: self.method(),
            ..interval
        })
    }

    /// Names what was halved.
    fn method(&self) -> &'static str {
        let known = |set: &&SetData| set.subjects.iter().all(Option::is_some);
        let unknown = |set: &&SetData| set.subjects.iter().all(Option::is_none);
        match (self.sets.iter().all(known), self.sets.iter().all(unknown)) {
            (true, _) => "half_sampling_by_subject",
            (_, true) => "half_sampling_by_sample",
            _ => "half_sampling_by_subject_where_known",
        }
    }
}

fn n_subjects(clusters: &[usize]) -> usize {
    let mut seen = clusters.to_vec();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}
