//! Metrics of a synthetic set against the real one, in a space of features.

use std::time::Instant;

use embed::{RandomConvolutions, TableStandard};
use metrics::{Distance, Neighbours, SetOutcome};
use rayon::prelude::*;
use samples::{Arm, Vectors};
use stats::Interval;

use super::{
    Asked, Body, Closest, Instance, LEVEL, Measured, Of, RESAMPLES, ReadImage, SetData, Steps,
    Work, is_set, yardstick,
};
use crate::catalogue::interval_words;
use crate::{Error, Result};

/// How many images are in memory at once.
const AT_ONCE: usize = 32;

/// A set's samples as vectors, and which samples they are.
struct Embedded {
    vectors: Vectors,
    /// The ordinal of each vector's sample; samples that could not be read have none.
    ordinals: Vec<usize>,
}

/// Measures every synthetic set against the real one by every metric asked for.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let all = work.asked_for(is_set);
    let Some(real) = work.real.filter(|_| !all.is_empty()) else {
        return without_reference(work, &all, keep);
    };
    let mut embedded_real = None;
    for (at, synthetic) in work.synthetic.iter().enumerate() {
        let of = Of::Synthetic(at);
        let asked: Vec<Asked> = all.iter().filter(|asked| !known(asked, of)).cloned().collect();
        if asked.is_empty() {
            continue;
        }
        if embedded_real.is_none() {
            embedded_real = Some(embed_set(steps, work.seed, real, real)?);
        }
        let features = embedded_real.as_ref().expect("it was just made");
        let embedded = embed_set(steps, work.seed, real, synthetic)?;
        against(steps, work, &asked, (real, features), (at, synthetic, &embedded), keep)?;
    }
    Ok(())
}

/// Says of each metric that it needs a real set and a synthetic one.
fn without_reference(
    work: &Work<'_>,
    asked: &[Asked],
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    for asked in asked {
        for at in 0..work.synthetic.len() {
            keep(failed(asked, Of::Synthetic(at), Error::NeedsBothSets))?;
        }
    }
    Ok(())
}

fn failed(asked: &Asked, of: Of, error: Error) -> Measured {
    Measured {
        metric: asked.metric,
        parameters: asked.parameters.clone(),
        given: asked.given.clone(),
        of,
        value: Err(error),
        summary: None,
        interval: Err(String::new()),
        yardstick: None,
        n_real: None,
        n_synthetic: None,
        n_left_out: 0,
        instances: Vec::new(),
        closest: Vec::new(),
        feature: None,
        seconds: 0.0,
    }
}

fn against(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    asked: &[Asked],
    (real, features): (&SetData, &Result<Embedded>),
    (at, synthetic, embedded): (usize, &SetData, &Result<Embedded>),
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let of = Of::Synthetic(at);
    let (left, right) = match (features, embedded) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(error), _) | (_, Err(error)) => {
            for asked in asked {
                keep(failed(asked, of, error.clone()))?;
            }
            return Ok(());
        }
    };
    let started = Instant::now();
    let list: Vec<_> = asked.iter().map(|asked| (asked.metric, asked.parameters.clone())).collect();
    let outcomes = {
        let go_on = steps.go_on();
        let evaluated = metrics::evaluate_sets(&list, &left.vectors, &right.vectors, &go_on);
        match evaluated {
            Ok(outcomes) => outcomes,
            Err(metrics::Error::Stopped) => return Err(Error::Stopped),
            Err(error) => list.iter().map(|_| Err(error.clone())).collect(),
        }
    };
    steps.advance(synthetic.n())?;
    let subjects = Clusters::of(real, left, synthetic, right);
    let yardsticks = yardstick::measure(
        steps,
        &list,
        (&left.vectors, &subjects.real),
        &right.vectors,
        work.seed,
    )?;
    steps.advance(real.n() / work.synthetic.len().max(1))?;
    let closest = closest(steps, (real, left), (synthetic, right))?;
    let seconds = started.elapsed().as_secs_f64() / asked.len() as f64;
    let feature = feature_of(real);
    for ((asked, outcome), yardstick) in asked.iter().zip(outcomes).zip(yardsticks) {
        steps.advance(0)?;
        let outcome = outcome.map_err(Error::from);
        let interval = interval(asked, &outcome, &subjects, work.seed);
        let instances = outcome.as_ref().map_or_else(
            |_| Vec::new(),
            |outcome| {
                instances(Arm::Real, outcome.real.as_deref(), left)
                    .chain(instances(Arm::Synthetic, outcome.synthetic.as_deref(), right))
                    .collect()
            },
        );
        keep(Measured {
            metric: asked.metric,
            parameters: asked.parameters.clone(),
            given: asked.given.clone(),
            of,
            value: outcome.map(|outcome| outcome.value),
            summary: None,
            interval,
            yardstick,
            n_real: Some(left.vectors.n()),
            n_synthetic: Some(right.vectors.n()),
            n_left_out: real.n() + synthetic.n() - left.vectors.n() - right.vectors.n(),
            instances,
            closest: closest.clone(),
            feature: feature.clone(),
            seconds,
        })?;
    }
    Ok(())
}

/// How many of the closest pairs are kept.
const CLOSEST: usize = 50;

/// Finds the synthetic samples nearest to a real one: suspected copies are shown side by side.
fn closest(
    steps: &mut Steps<'_>,
    (real, left): (&SetData, &Embedded),
    (synthetic, right): (&SetData, &Embedded),
) -> Result<Vec<Closest>> {
    let found =
        Neighbours::new(&left.vectors, &right.vectors, Distance::Euclidean, &[1], &steps.go_on());
    let neighbours = match found {
        Ok(neighbours) => neighbours,
        Err(metrics::Error::Stopped) => return Err(Error::Stopped),
        // Too few samples, or values that are no numbers: every metric says so already.
        Err(_) => return Ok(Vec::new()),
    };
    let mut spacing = neighbours.radii(Arm::Real, 1).unwrap_or_default();
    spacing.sort_by(f64::total_cmp);
    let farther = |distance: f64| {
        let nearer = spacing.partition_point(|&radius| radius <= distance);
        (spacing.len() - nearer) as f64 / spacing.len().max(1) as f64
    };
    let mut pairs: Vec<Closest> = right
        .ordinals
        .iter()
        .zip(neighbours.nearest_real())
        .map(|(&ordinal, &(nearest, distance))| {
            let nearest = left.ordinals[nearest];
            Closest {
                synthetic: ordinal,
                real: nearest,
                distance,
                closer_than: farther(distance),
                identical: synthetic.contents[ordinal] == real.contents[nearest],
            }
        })
        .collect();
    pairs.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.synthetic.cmp(&b.synthetic)));
    pairs.truncate(CLOSEST);
    Ok(pairs)
}

fn instances<'a>(
    arm: Arm,
    values: Option<&'a [f64]>,
    set: &'a Embedded,
) -> impl Iterator<Item = Instance> + 'a {
    values.unwrap_or_default().iter().zip(&set.ordinals).map(move |(&value, &ordinal)| Instance {
        arm,
        ordinal,
        value: Ok(value),
    })
}

/// The subjects of the vectors.
struct Clusters {
    real: Vec<usize>,
    synthetic: Vec<usize>,
}

impl Clusters {
    fn of(real: &SetData, left: &Embedded, synthetic: &SetData, right: &Embedded) -> Self {
        let pick = |set: &SetData, embedded: &Embedded| {
            let all = set.clusters();
            embedded.ordinals.iter().map(|&ordinal| all[ordinal]).collect()
        };
        Clusters { real: pick(real, left), synthetic: pick(synthetic, right) }
    }
}

/// Resamples the evaluated subjects while the manifold and its radii stay fixed.
fn interval(
    asked: &Asked,
    outcome: &Result<SetOutcome>,
    clusters: &Clusters,
    seed: u64,
) -> std::result::Result<Interval, String> {
    let none = || Err(interval_words(asked.metric).to_owned());
    let Ok(outcome) = outcome else { return Err(String::new()) };
    let (values, clusters) = match outcome.mean_of {
        Some(Arm::Real) => (&outcome.real, &clusters.real),
        Some(Arm::Synthetic) => (&outcome.synthetic, &clusters.synthetic),
        None => return none(),
    };
    let Some(values) = values else { return none() };
    // Resampling equal values gives an interval without width: a certainty that nobody has.
    if values.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= f64::EPSILON) {
        return Err(words::say("app:interval.allEqual", &[]));
    }
    stats::bootstrap_mean_by_cluster(values, clusters, LEVEL, RESAMPLES, seed)
        .map_err(|error| error.to_string())
}

/// Returns how samples of this kind become vectors.
pub(crate) fn feature_of(set: &SetData) -> Option<String> {
    let feature = match set.body {
        Body::Images(_) => &embed::RANDOM_CONVOLUTIONS,
        Body::Table(_) => &embed::TABLE_STANDARD,
        Body::Vectors(_) => return None,
    };
    Some(format!("{} v{}", feature.id, feature.version))
}

/// Turns samples into vectors; the outer error is a stop, the inner one a reason.
fn embed_set(
    steps: &mut Steps<'_>,
    seed: u64,
    real: &SetData,
    set: &SetData,
) -> Result<Result<Embedded>> {
    let all = || (0..set.n()).collect();
    let features = match (&real.body, &set.body) {
        (Body::Images(_), Body::Images(images)) => {
            return embed_images(steps, seed, images, set.n());
        }
        (Body::Table(reference), Body::Table(table)) => TableStandard::fit(reference)
            .and_then(|standard| standard.embed(table))
            .map(|vectors| Embedded { vectors, ordinals: all() })
            .map_err(Error::from),
        (Body::Vectors(_), Body::Vectors(vectors)) => {
            Ok(Embedded { vectors: vectors.clone(), ordinals: all() })
        }
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
    let mut values = Vec::new();
    let mut ordinals = Vec::new();
    let mut reason = None;
    let all: Vec<usize> = (0..n).collect();
    for some in all.chunks(AT_ONCE) {
        let embedded: Vec<Result<Vec<f64>>> =
            some.par_iter().map(|&at| Ok(feature.embed(&*read(at)?)?)).collect();
        for (&ordinal, vector) in some.iter().zip(embedded) {
            match vector {
                Ok(vector) => {
                    values.extend(vector);
                    ordinals.push(ordinal);
                }
                Err(error) => reason = Some(error),
            }
        }
        steps.advance(some.len())?;
    }
    let d = if ordinals.is_empty() { 0 } else { values.len() / ordinals.len() };
    Ok(match (Vectors::new(ordinals.len(), d, values), reason) {
        (Ok(vectors), _) => Ok(Embedded { vectors, ordinals }),
        (Err(_), Some(reason)) => Err(reason),
        (Err(error), None) => Err(error.into()),
    })
}
