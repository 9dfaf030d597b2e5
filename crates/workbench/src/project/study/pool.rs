//! The samples that could become cases, each with what it is wrapped in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use samples::{Arm, Modality};
use store::{Set, StoredSample};
use study::Candidate;

use super::super::Open;
use super::super::container::{container, container_of_signal};
use super::super::levels::Levels;
use super::super::traces::span;
use crate::{Error, Result};

/// A sample that could become a case.
pub(super) struct Pooled {
    pub(super) sample: StoredSample,
    pub(super) candidate: Candidate,
    /// What is spread evenly: the values of its strata.
    pub(super) stratum: Option<String>,
    container: String,
    levels: Option<Levels>,
    /// The least and the largest value of a signal.
    pub(super) span: Option<[f64; 2]>,
}

/// Which samples of a set are looked at.
pub(super) enum Which<'a> {
    /// About so many, in keyed order.
    About(usize, &'a [u8; 32]),
    /// Those with these places.
    These(&'a BTreeSet<u32>),
}

impl Open {
    /// Returns samples of a set, each with what it is wrapped in.
    pub(super) fn pool(self: &Arc<Self>, set: &Set, which: &Which<'_>) -> Result<Vec<Pooled>> {
        let all = self.all_samples(set.id)?;
        let taken: Vec<StoredSample> = match which {
            Which::These(places) => {
                let there: BTreeSet<u32> = all.iter().map(|sample| sample.id.ordinal).collect();
                if let Some(&ordinal) = places.difference(&there).next() {
                    return Err(Error::NoSuchSample { ordinal });
                }
                all.into_iter().filter(|sample| places.contains(&sample.id.ordinal)).collect()
            }
            Which::About(n, seed) => {
                let samples: BTreeMap<String, StoredSample> =
                    all.into_iter().map(|sample| (sample.id.to_string(), sample)).collect();
                let keys: Vec<String> = samples.keys().cloned().collect();
                let order = study::keyed_order(seed, "cases", "pool", &keys);
                let looked_at = order.into_iter().take((*n).max(64));
                looked_at.filter_map(|key| samples.get(&key).cloned()).collect()
            }
        };
        taken.into_par_iter().map(|sample| self.pooled(set, sample)).collect()
    }

    fn pooled(&self, set: &Set, sample: StoredSample) -> Result<Pooled> {
        let (container, levels, span) = match set.modality {
            Modality::Image => {
                let image = self.image(set.id, sample.id.ordinal)?;
                (container(&image), Some(Levels::of(&image)), None)
            }
            Modality::Signal => {
                let signal = self.signal(set.id, sample.id.ordinal)?;
                (container_of_signal(&signal), None, Some(span(std::iter::once(&*signal))))
            }
            Modality::Table | Modality::Vectors => (String::new(), None, None),
        };
        let candidate = Candidate {
            ordinal_key: sample.id.to_string(),
            arm: set.arm,
            // A subject of one set is another's: a synthetic patient is nobody's record.
            subject: sample.origin.subject.as_ref().map(|s| format!("{}/{s}", set.id)),
            generator: (set.arm == Arm::Synthetic)
                .then(|| set.generator.clone().unwrap_or_else(|| set.name.clone())),
        };
        let stratum = sample.origin.stratum();
        Ok(Pooled { sample, candidate, stratum, container, levels, span })
    }
}

/// Keeps one of those that hold the same, whichever the seed puts first.
pub(super) fn without_twins(mut pool: Vec<Pooled>, seed: &[u8; 32]) -> Vec<Pooled> {
    let keys: Vec<String> = pool.iter().map(|one| one.candidate.ordinal_key.clone()).collect();
    let places: BTreeMap<String, usize> =
        study::keyed_order(seed, "cases", "twins", &keys).into_iter().zip(0..).collect();
    pool.sort_by_key(|one| places.get(&one.candidate.ordinal_key).copied());
    let mut contents = BTreeSet::new();
    pool.retain(|one| contents.insert(one.sample.id.content));
    pool
}

/// Returns the window that all cases are shown in; of fewer than four on a side, whose levels no audit
/// could prove to tell, says when they do.
pub(super) fn window_of<'a>(
    chosen: impl Iterator<Item = &'a Pooled>,
    n: usize,
) -> Result<Option<[u16; 2]>> {
    let mut sides: BTreeMap<Arm, Levels> = BTreeMap::new();
    for one in chosen {
        let Some(levels) = one.levels else { return Ok(None) };
        let joined = sides.get(&one.candidate.arm).map_or(levels, |&known| known.and(levels));
        sides.insert(one.candidate.arm, joined);
    }
    match (sides.get(&Arm::Real), sides.get(&Arm::Synthetic)) {
        (Some(&real), Some(&synthetic)) if n < 4 && real.differ(synthetic) => {
            Err(Error::LevelsTell { real: real.words(), synthetic: synthetic.words() })
        }
        (Some(&real), Some(&synthetic)) => Ok(Some(real.and(synthetic).window())),
        _ => Ok(None),
    }
}

/// Keeps the candidates of the one container that both sources have most of.
pub(super) fn of_one_container(
    pool: Vec<Pooled>,
    n_real: usize,
    n_synthetic: usize,
) -> Result<Vec<Pooled>> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in &pool {
        let (real, synthetic) = counts.entry(&one.container).or_default();
        match one.candidate.arm {
            Arm::Real => *real += 1,
            Arm::Synthetic => *synthetic += 1,
        }
    }
    let best = counts.iter().max_by_key(|(_, (real, synthetic))| {
        (n_real <= *real && n_synthetic <= *synthetic, *real.min(synthetic))
    });
    let (container, n) = best
        .map(|(container, n)| ((*container).to_owned(), *n))
        .ok_or(Error::ContainersTell { n_real: 0, n_synthetic: 0 })?;
    if n.0 < n_real || n.1 < n_synthetic {
        return Err(Error::ContainersTell { n_real: n.0, n_synthetic: n.1 });
    }
    Ok(pool.into_iter().filter(|one| one.container == container).collect())
}
