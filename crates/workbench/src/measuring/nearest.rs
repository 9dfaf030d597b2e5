//! The real sample that is nearest to a synthetic one.

use std::collections::BTreeMap;

use jobs::Task;
use rayon::prelude::*;

use super::embedding::embed_set;
use super::{SetData, Steps};
use crate::{Error, Result};

/// Returns for each of these samples of `synthetic` the sample of `real` that is nearest to it, by
/// their places: Euclidean, between the vectors that set measures use at their default.
///
/// A sample that has no vector is left out.
///
/// # Errors
///
/// Those of the vectors, and [`Error::Stopped`].
pub(crate) fn nearest(
    task: &Task,
    real: &SetData,
    synthetic: &SetData,
    wanted: &[usize],
) -> Result<BTreeMap<usize, usize>> {
    let mut steps = Steps::of(task, real.n() + synthetic.n());
    let there = embed_set(&mut steps, 0, real, real)??;
    let asked = embed_set(&mut steps, 0, real, synthetic)??;
    let far = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
    let found = wanted.par_iter().filter_map(|&ordinal| {
        let at = asked.ordinals.iter().position(|known| *known == ordinal)?;
        let own = asked.vectors.row(at);
        let all = there.ordinals.iter().enumerate();
        let (_, nearest) = all
            .map(|(at, &real)| (far(own, there.vectors.row(at)), real))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        Some((ordinal, nearest))
    });
    let found: BTreeMap<usize, usize> = found.collect();
    if found.is_empty() { Err(Error::NothingToMeasure) } else { Ok(found) }
}
