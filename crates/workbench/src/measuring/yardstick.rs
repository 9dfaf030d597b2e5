//! Real against real at the same size: what a perfect generator would get.

use metrics::{IntervalKind, Metric, Parameters};
use rand::RngExt;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use samples::Vectors;

use super::Steps;
use crate::{Error, Result};

/// How often the real set is split in two, when it is small.
const SPLITS: usize = 10;
/// The same for sets of more than [`LARGE`] samples, where every split tells as much as several.
const SPLITS_OF_LARGE: usize = 3;
const LARGE: usize = 3000;

/// What one half of the real set gets against the other, over random splits.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Yardstick {
    pub(crate) low: f64,
    pub(crate) median: f64,
    pub(crate) high: f64,
    /// The same half against as many synthetic samples: the median.
    pub(crate) synthetic: f64,
    /// Samples in a half.
    pub(crate) n: usize,
    pub(crate) splits: usize,
}

/// Measures half A against half B, and half A against as many synthetic samples, over splits.
///
/// Halves never share a subject, unless there is only one. A metric that gives no value at this
/// size has no yardstick.
///
/// # Errors
///
/// [`Error::Stopped`].
pub(super) fn measure(
    steps: &mut Steps<'_>,
    list: &[(&'static Metric, Parameters)],
    (real, clusters): (&Vectors, &[usize]),
    synthetic: &Vectors,
    seed: u64,
) -> Result<Vec<Option<Yardstick>>> {
    let most = if LARGE < real.n() { SPLITS_OF_LARGE } else { SPLITS };
    // What takes too long for an interval takes too long for many splits.
    let splits_of = |metric: &Metric| match metric.interval {
        IntervalKind::None(_) => SPLITS_OF_LARGE.min(most),
        _ => most,
    };
    let list: Vec<(&'static Metric, Parameters)> = list
        .iter()
        .map(|(metric, parameters)| (*metric, parameters.clone().without_details()))
        .collect();
    let mut within: Vec<Vec<f64>> = vec![Vec::new(); list.len()];
    let mut across: Vec<Vec<f64>> = vec![Vec::new(); list.len()];
    let mut n_least = usize::MAX;
    for split in 0..most {
        let asked: Vec<usize> =
            (0..list.len()).filter(|&at| split < splits_of(list[at].0)).collect();
        let some: Vec<_> = asked.iter().map(|&at| list[at].clone()).collect();
        steps.advance(0)?;
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        chance.set_stream(1 + split as u64);
        let (mut left, mut right) = halves(clusters, &mut chance);
        let mut others: Vec<usize> = (0..synthetic.n()).collect();
        others.shuffle(&mut chance);
        let n = left.len().min(right.len()).min(others.len());
        left.truncate(n);
        right.truncate(n);
        others.truncate(n);
        n_least = n_least.min(n);
        let (Ok(left), Ok(right), Ok(others)) =
            (real.select(&left), real.select(&right), synthetic.select(&others))
        else {
            return Ok(vec![None; list.len()]);
        };
        for (values, other) in [(&mut within, &right), (&mut across, &others)] {
            let outcomes = match metrics::evaluate_sets(&some, &left, other, &steps.go_on()) {
                Ok(outcomes) => outcomes,
                Err(metrics::Error::Stopped) => return Err(Error::Stopped),
                Err(_) => return Ok(vec![None; list.len()]),
            };
            for (&at, outcome) in asked.iter().zip(outcomes) {
                values[at]
                    .extend(outcome.ok().map(|outcome| outcome.value).filter(|v| v.is_finite()));
            }
        }
    }
    Ok(within
        .into_iter()
        .zip(across)
        .zip(&list)
        .map(|((within, across), (metric, _))| {
            let n_splits = splits_of(metric);
            if within.len() < n_splits || across.len() < n_splits {
                return None;
            }
            let (within, across) = (sorted(within), sorted(across));
            Some(Yardstick {
                low: stats::quantile(&within, 0.05).ok()?,
                median: stats::quantile(&within, 0.5).ok()?,
                high: stats::quantile(&within, 0.95).ok()?,
                synthetic: stats::quantile(&across, 0.5).ok()?,
                n: n_least,
                splits: n_splits,
            })
        })
        .collect())
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// Deals whole subjects to the smaller half in random order; samples, when there is one subject.
pub(super) fn halves(clusters: &[usize], chance: &mut impl RngExt) -> (Vec<usize>, Vec<usize>) {
    let n_clusters = clusters.iter().max().map_or(0, |most| most + 1);
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); n_clusters];
    for (at, &cluster) in clusters.iter().enumerate() {
        groups[cluster].push(at);
    }
    groups.retain(|group| !group.is_empty());
    if groups.len() < 2 {
        groups = (0..clusters.len()).map(|at| vec![at]).collect();
    }
    groups.shuffle(chance);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for group in groups {
        if left.len() <= right.len() { left.extend(group) } else { right.extend(group) }
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_share_no_subject_and_lose_no_sample() {
        let clusters = [0, 0, 1, 2, 2, 3, 4, 4, 5];
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        let (left, right) = halves(&clusters, &mut chance);
        assert_eq!(left.len() + right.len(), clusters.len());
        let of = |half: &[usize]| half.iter().map(|&at| clusters[at]).collect::<Vec<_>>();
        assert!(of(&left).iter().all(|subject| !of(&right).contains(subject)), "patient-disjoint");
    }

    #[test]
    fn one_subject_is_split_by_sample() {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        let (left, right) = halves(&[0; 7], &mut chance);
        assert_eq!((left.len(), right.len()), (4, 3));
    }
}
