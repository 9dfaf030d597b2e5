//! Metrics of pairs of images, signals or vectors: a reference and what was made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use metrics::Compute;
use rayon::prelude::*;
use samples::{Arm, Image, Signal};

use super::{
    Asked, Body, Excluded, Instance, Measured, Of, Pairing, ReadImage, ReadSignal, SetData, Steps,
    Summary, Work, is_pair, summarise,
};
use crate::{Error, Result};

/// How many pairs are in memory at once.
const AT_ONCE: usize = 16;

/// Measures every pair of a real image or signal and a synthetic one: by the names of their files.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let all = work.asked_for(is_pair);
    if all.is_empty() {
        return Ok(());
    }
    for (at, synthetic) in work.synthetic.iter().enumerate() {
        let of = Of::Synthetic(at);
        let asked: Vec<Asked> = all.iter().filter(|asked| !known(asked, of)).cloned().collect();
        let pairs = match work.real {
            Some(real) => Pairs::of(real, synthetic, work.pairing),
            None => Err(Error::NeedsPairs),
        };
        match pairs {
            Ok(pairs) => measure_pairs(steps, work.seed, &asked, (of, synthetic), &pairs, keep)?,
            Err(error) => {
                for asked in &asked {
                    let value = Err(error.clone());
                    keep(Measured { value, summary: Some("median"), ..Measured::new(asked, of) })?;
                }
            }
        }
        steps.advance(0)?;
    }
    Ok(())
}

fn measure_pairs(
    steps: &mut Steps<'_>,
    seed: u64,
    asked: &[Asked],
    (of, synthetic): (Of, &SetData),
    pairs: &Pairs<'_>,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let started = Instant::now();
    let measured = match &pairs.both {
        ReadPair::Images(reference, target) => {
            looked_at(steps, asked, pairs, &|asked, (left, right)| {
                let (left, right) = (reference(left)?, target(right)?);
                Ok(asked.iter().map(|asked| of_images(asked, &left, &right)).collect())
            })?
        }
        ReadPair::Signals(reference, target) => {
            looked_at(steps, asked, pairs, &|asked, (left, right)| {
                let (left, right) = (reference(left)?, target(right)?);
                Ok(asked.iter().map(|asked| of_signals(asked, &left, &right)).collect())
            })?
        }
    };
    let seconds = started.elapsed().as_secs_f64() / asked.len().max(1) as f64;
    let n = pairs.ordinals.len();
    for (asked, instances) in asked.iter().zip(measured) {
        let Summary { value, what, n_left_out, n_subjects, interval } =
            summarise(asked.metric, &instances, synthetic, seed);
        keep(Measured {
            value,
            summary: what,
            interval,
            n_real: Some(n),
            n_synthetic: Some(n),
            n_subjects,
            n_left_out: n_left_out + synthetic.n() - n,
            left_out: pairs.unpaired.clone(),
            instances,
            notes: pairs
                .by_order
                .then(|| words::say("app:pairs.byOrder", &[]))
                .into_iter()
                .collect(),
            seconds,
            ..Measured::new(asked, of)
        })?;
    }
    Ok(())
}

/// How both samples of a pair are read.
enum ReadPair<'a> {
    Images(&'a ReadImage, &'a ReadImage),
    Signals(&'a ReadSignal, &'a ReadSignal),
}

struct Pairs<'a> {
    both: ReadPair<'a>,
    /// Ordinals of a reference and its target, in the order of the targets.
    ordinals: Vec<(usize, usize)>,
    by_order: bool,
    unpaired: Vec<Excluded>,
}

impl<'a> Pairs<'a> {
    fn of(real: &'a SetData, synthetic: &'a SetData, pairing: Pairing) -> Result<Self> {
        let both = match (&real.body, &synthetic.body) {
            (Body::Images(left), Body::Images(right)) => ReadPair::Images(left, right),
            (Body::Signals(left), Body::Signals(right)) => ReadPair::Signals(left, right),
            _ => return Err(Error::NoPairs),
        };
        let (ordinals, by_order) = paired(real, synthetic, pairing)?;
        let unpaired =
            |arm, n: usize, paired: BTreeSet<usize>| {
                (0..n)
                    .filter(move |ordinal| !paired.contains(ordinal))
                    .map(move |ordinal| Excluded { arm, ordinal, error: Error::Unpaired })
            };
        let references = ordinals.iter().map(|&(reference, _)| reference).collect();
        let targets = ordinals.iter().map(|&(_, target)| target).collect();
        let unpaired = unpaired(Arm::Real, real.n(), references)
            .chain(unpaired(Arm::Synthetic, synthetic.n(), targets))
            .collect();
        Ok(Pairs { both, ordinals, by_order, unpaired })
    }
}

/// Returns the ordinals of each pair, in the order of the synthetic samples, and whether only
/// their order pairs them.
///
/// The rows of two files of vectors are pairs by their order, as nothing else names them.
///
/// # Errors
///
/// [`Error::NoPairs`], [`Error::PairsWithGaps`], [`Error::PairsUnequal`].
pub(super) fn paired(
    real: &SetData,
    synthetic: &SetData,
    pairing: Pairing,
) -> Result<(Vec<(usize, usize)>, bool)> {
    let by_name = by_name(&real.pair_keys, &synthetic.pair_keys);
    if !by_name.is_empty() {
        return Ok((by_name, false));
    }
    let rows = matches!((&real.body, &synthetic.body), (Body::Vectors(_), Body::Vectors(_)));
    let pairing = if rows { Pairing::ByNameOrOrder { n_left_out: 0 } } else { pairing };
    Ok((in_order(real.n(), synthetic.n(), pairing)?, true))
}

/// Pairs files of one path; then, of those that are left, files of one path but for what stands
/// after the last point. A name that a side has twice pairs with nothing.
fn by_name(real: &[String], synthetic: &[String]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for key in [str::to_owned, without_extension] {
        let references: BTreeSet<usize> = pairs.iter().map(|pair| pair.0).collect();
        let targets: BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
        let found = once(real, &references, key);
        let new = once(synthetic, &targets, key)
            .into_iter()
            .filter_map(|(name, target)| found.get(&name).map(|&reference| (reference, target)));
        pairs.extend(new);
    }
    pairs.sort_by_key(|&(_, target)| target);
    pairs
}

/// Returns the place of each name that stands once among those that are not taken.
fn once(
    names: &[String],
    taken: &BTreeSet<usize>,
    key: fn(&str) -> String,
) -> BTreeMap<String, usize> {
    let mut places: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        places.entry(key(name)).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places.into_iter().filter_map(|(name, place)| place.map(|place| (name, place))).collect()
}

/// Returns a path without what stands after the last point of the file's own name.
fn without_extension(path: &str) -> String {
    let own = path.rfind('/').map_or(0, |at| at + 1);
    match path[own..].rfind('.') {
        Some(point) if 0 < point => path[..own + point].to_owned(),
        _ => path.to_owned(),
    }
}

/// Pairs all samples by their order, where the caller said that they are pairs.
///
/// One that is missing would shift all that follow: so both sides must be there whole.
fn in_order(n_real: usize, n_synthetic: usize, pairing: Pairing) -> Result<Vec<(usize, usize)>> {
    match pairing {
        Pairing::ByName => Err(Error::NoPairs),
        Pairing::ByNameOrOrder { n_left_out } if 0 < n_left_out => {
            Err(Error::PairsWithGaps { n_left_out })
        }
        Pairing::ByNameOrOrder { .. } if n_real != n_synthetic => {
            Err(Error::PairsUnequal { n_real, n_synthetic })
        }
        Pairing::ByNameOrOrder { .. } => Ok((0..n_real).map(|at| (at, at)).collect()),
    }
}

/// Looks at the samples of a pair by every metric asked for, or says why they cannot be read.
type LookAtPair<'a> = &'a (dyn Fn(&[Asked], (usize, usize)) -> Result<Vec<Result<f64>>> + Sync);

fn looked_at(
    steps: &mut Steps<'_>,
    asked: &[Asked],
    pairs: &Pairs<'_>,
    look: LookAtPair<'_>,
) -> Result<Vec<Vec<Instance>>> {
    let mut values: Vec<Vec<Instance>> = asked.iter().map(|_| Vec::new()).collect();
    for some in pairs.ordinals.chunks(AT_ONCE) {
        let measured: Vec<Vec<Result<f64>>> = some
            .par_iter()
            .map(|&pair| {
                let unread = |error: Error| vec![Err(error); asked.len()];
                look(asked, pair).unwrap_or_else(unread)
            })
            .collect();
        for (&(reference, ordinal), of_pair) in some.iter().zip(measured) {
            for (list, value) in values.iter_mut().zip(of_pair) {
                let partner = Some(reference);
                list.push(Instance { arm: Arm::Synthetic, ordinal, partner, value });
            }
        }
        steps.advance(some.len())?;
    }
    Ok(values)
}

fn of_images(asked: &Asked, reference: &Image, target: &Image) -> Result<f64> {
    match asked.metric.compute {
        Compute::ImagePair(compute) => Ok(compute(reference, target, &asked.parameters)?),
        _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
    }
}

fn of_signals(asked: &Asked, reference: &Signal, target: &Signal) -> Result<f64> {
    match asked.metric.compute {
        Compute::SignalPair(compute) => Ok(compute(reference, target, &asked.parameters)?),
        _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(real: &[&str], synthetic: &[&str]) -> Vec<(usize, usize)> {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        by_name(&owned(real), &owned(synthetic))
    }

    #[test]
    fn files_pair_by_their_path_without_what_stands_after_the_point() {
        let pairs = paired(&["a.png", "b/c.tif", "d.png"], &["b/c.png", "A.png", "d.png", "c.png"]);
        assert_eq!(pairs, [(1, 0), (2, 2)], "case and folders count");
    }

    #[test]
    fn a_name_that_stands_twice_pairs_with_nothing_but_its_equal() {
        assert_eq!(paired(&["a.png", "a.tif"], &["a.jpg"]), [], "either could be meant");
        assert_eq!(paired(&["a.png", "a.tif"], &["a.tif", "a.jpg"]), [(1, 0), (0, 1)]);
    }

    #[test]
    fn a_point_in_a_folder_or_at_the_start_is_no_extension() {
        assert_eq!(without_extension("v1.2/scan"), "v1.2/scan");
        assert_eq!(without_extension("v1/.hidden"), "v1/.hidden");
        assert_eq!(without_extension("v1/scan.nii.gz"), "v1/scan.nii");
    }

    #[test]
    fn order_pairs_only_what_is_whole() {
        let whole = Pairing::ByNameOrOrder { n_left_out: 0 };
        assert_eq!(in_order(2, 2, whole).unwrap(), [(0, 0), (1, 1)]);
        assert!(matches!(in_order(2, 3, whole), Err(Error::PairsUnequal { .. })));
        let gaps = in_order(2, 2, Pairing::ByNameOrOrder { n_left_out: 2 });
        assert!(matches!(gaps, Err(Error::PairsWithGaps { n_left_out: 2 })), "both lost one");
    }
}
