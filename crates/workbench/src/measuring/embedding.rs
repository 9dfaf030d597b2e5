//! How samples become vectors, and which of them did.

use embed::{KernelFit, RandomConvolutions, TableStandard};
use rayon::prelude::*;
use samples::{Arm, ValueRange, Vectors};

use super::{Body, Excluded, Instance, ReadImage, ReadSignal, SetData, Steps, kinds};
use crate::{Error, Result};

/// How many images are in memory at once.
const AT_ONCE: usize = 32;

/// A set's samples as vectors, and which samples they are.
pub(super) struct Embedded {
    pub(super) vectors: Vectors,
    /// The ordinal of each vector's sample; samples that could not be read have none.
    pub(super) ordinals: Vec<usize>,
    /// The samples without a vector, and why.
    pub(super) without: Vec<(usize, Error)>,
    /// The value range that all of them state, when they are images.
    pub(super) range: Option<ValueRange>,
}

impl Embedded {
    /// The samples without a vector.
    pub(super) fn excluded(&self, arm: Arm) -> impl Iterator<Item = Excluded> + '_ {
        self.without.iter().map(move |(ordinal, error)| Excluded {
            arm,
            ordinal: *ordinal,
            error: error.clone(),
        })
    }

    /// The values that its vectors got, each with its sample.
    pub(super) fn instances<'a>(
        &'a self,
        arm: Arm,
        values: Option<&'a [f64]>,
    ) -> impl Iterator<Item = Instance> + 'a {
        values.unwrap_or_default().iter().zip(&self.ordinals).map(move |(&value, &ordinal)| {
            Instance { arm, ordinal, partner: None, value: Ok(value) }
        })
    }
}

/// Returns how samples of this kind become vectors.
pub(crate) fn feature_of(set: &SetData) -> Option<String> {
    let feature = match set.body {
        Body::Images(_) => &embed::RANDOM_CONVOLUTIONS,
        Body::Signals(_) => &embed::RANDOM_KERNELS,
        Body::Table(_) => &embed::TABLE_STANDARD,
        Body::Vectors(_) => return None,
    };
    Some(format!("{} v{}", feature.id, feature.version))
}

/// Turns samples into vectors; the outer error is a stop, the inner one a reason.
pub(super) fn embed_set(
    steps: &mut Steps<'_>,
    seed: u64,
    real: &SetData,
    set: &SetData,
) -> Result<Result<Embedded>> {
    let all = |vectors: Vectors| Embedded {
        ordinals: (0..vectors.n()).collect(),
        vectors,
        without: Vec::new(),
        range: None,
    };
    let features = match (&real.body, &set.body) {
        (Body::Images(_), Body::Images(images)) => {
            return embed_images(steps, seed, images, set.n());
        }
        (Body::Signals(reference), Body::Signals(signals)) => {
            return embed_signals(steps, seed, (reference, real.n()), (signals, set.n()));
        }
        (Body::Table(reference), Body::Table(table)) => TableStandard::fit(reference)
            .and_then(|standard| standard.embed(&kinds::like(table, reference).table))
            .map(all)
            .map_err(Error::from),
        (Body::Vectors(_), Body::Vectors(vectors)) => Ok(all(vectors.clone())),
        _ => Err(Error::DifferentModalities { real: real.modality(), synthetic: set.modality() }),
    };
    steps.advance(set.n())?;
    Ok(features)
}

fn embed_images(
    steps: &mut Steps<'_>,
    seed: u64,
    read: &ReadImage,
    n: usize,
) -> Result<Result<Embedded>> {
    let feature = RandomConvolutions::new(seed);
    let mut embedded: Vec<Result<(ValueRange, Vec<f64>)>> = Vec::with_capacity(n);
    let all: Vec<usize> = (0..n).collect();
    for some in all.chunks(AT_ONCE) {
        embedded.par_extend(some.par_iter().map(|&at| {
            let image = read(at)?;
            Ok((image.range(), feature.embed(&image)?))
        }));
        steps.advance(some.len())?;
    }
    let range = most_common(embedded.iter().flatten().map(|(range, _)| *range));
    let vector = |embedded: Result<(ValueRange, Vec<f64>)>| match (embedded?, range) {
        ((own, _), Some(range)) if own != range => Err(ranges_differ(range, own)),
        ((_, vector), _) => Ok(vector),
    };
    Ok(gathered(embedded.into_iter().map(vector), range))
}

fn embed_signals(
    steps: &mut Steps<'_>,
    seed: u64,
    (reference, n_reference): (&ReadSignal, usize),
    (read, n): (&ReadSignal, usize),
) -> Result<Result<Embedded>> {
    let mut fit = KernelFit::default();
    let mut unfit = None;
    for at in 0..n_reference {
        steps.advance(0)?;
        // A signal that nothing can be learnt of gets no vector, and its reason, below.
        let learnt = reference(at).and_then(|signal| Ok(fit.add(&signal)?));
        unfit = unfit.or(learnt.err());
    }
    let feature = match fit.finish(seed) {
        Ok(feature) => feature,
        Err(error) => return Ok(Err(unfit.unwrap_or(error.into()))),
    };
    let mut embedded: Vec<Result<Vec<f64>>> = Vec::with_capacity(n);
    let all: Vec<usize> = (0..n).collect();
    for some in all.chunks(AT_ONCE) {
        embedded.par_extend(some.par_iter().map(|&at| Ok(feature.embed(&*read(at)?)?)));
        steps.advance(some.len())?;
    }
    Ok(gathered(embedded.into_iter(), None))
}

/// Puts the vectors there are one below the other; without any, the first reason is the set's.
fn gathered(
    each: impl Iterator<Item = Result<Vec<f64>>>,
    range: Option<ValueRange>,
) -> Result<Embedded> {
    let (mut values, mut ordinals, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for (ordinal, vector) in each.enumerate() {
        match vector {
            Ok(vector) => {
                values.extend(vector);
                ordinals.push(ordinal);
            }
            Err(error) => without.push((ordinal, error)),
        }
    }
    let d = values.len() / ordinals.len().max(1);
    match (Vectors::new(ordinals.len(), d, values), without.first()) {
        (Ok(vectors), _) => Ok(Embedded { vectors, ordinals, without, range }),
        (Err(_), Some((_, reason))) => Err(reason.clone()),
        (Err(error), None) => Err(error.into()),
    }
}

/// Returns the range that most images state; of several, the one that is met first.
fn most_common(ranges: impl Iterator<Item = ValueRange>) -> Option<ValueRange> {
    let mut counts: Vec<(ValueRange, usize)> = Vec::new();
    for range in ranges {
        match counts.iter_mut().find(|(known, _)| *known == range) {
            Some((_, n)) => *n += 1,
            None => counts.push((range, 1)),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    counts.into_iter().find(|(_, n)| *n == most).map(|(range, _)| range)
}

pub(super) fn ranges_differ(left: ValueRange, right: ValueRange) -> Error {
    let ends = |range: ValueRange| [range.low(), range.high()];
    metrics::Error::RangeMismatch { left: ends(left), right: ends(right) }.into()
}
