//! Metrics of a synthetic set against the real one, in a space of features.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Instant;

use embed::{KernelFit, LeftOutColumn, RandomConvolutions, TableStandard};
use metrics::{Compute, IntervalKind, Metric, Neighbours, Parameters, SetOutcome};
use rayon::prelude::*;
use samples::{Arm, ContentHash, ValueRange, Vectors};
use stats::Interval;

use super::halves::Halves;
use super::kinds::{self, Alike};
use super::{
    Asked, Body, Closest, Excluded, Instance, Measured, Of, ReadImage, ReadSignal, SetData, Steps,
    Summary, Work, detailed, is_set, mean_interval, pairs, summarise, yardstick,
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
    /// The samples without a vector, and why.
    without: Vec<(usize, Error)>,
    /// The value range that all of them state, when they are images.
    range: Option<ValueRange>,
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
    Measured { value: Err(error), ..Measured::new(asked, of) }
}

/// What is known of a synthetic set beside its vectors.
struct Compared<'a> {
    /// The contents, as they are when read like the real ones.
    contents: Cow<'a, [ContentHash]>,
    columns_left_out: Vec<LeftOutColumn>,
    notes: Vec<String>,
}

impl<'a> Compared<'a> {
    fn of(real: &SetData, synthetic: &'a SetData) -> Self {
        let (Body::Table(reference), Body::Table(table)) = (&real.body, &synthetic.body) else {
            return Compared {
                contents: Cow::Borrowed(&synthetic.contents),
                columns_left_out: Vec::new(),
                notes: Vec::new(),
            };
        };
        let Alike { table, notes, whole } = kinds::like(table, reference);
        let names = |table: &samples::Table| {
            table.columns().iter().map(|column| column.name.clone()).collect::<Vec<_>>()
        };
        // A row of other columns is another row, whatever its cells are.
        let contents = if whole && names(&table) == names(reference) {
            Cow::Owned((0..table.n_rows()).map(|row| table.row_hash(row)).collect())
        } else {
            Cow::Borrowed(&synthetic.contents[..])
        };
        let columns_left_out = TableStandard::fit(reference)
            .map_or_else(|_| Vec::new(), |standard| standard.left_out(&table));
        Compared { contents, columns_left_out, notes }
    }

    fn n_identical(&self, real: &SetData) -> usize {
        let contents: BTreeSet<&ContentHash> = real.contents.iter().collect();
        self.contents.iter().filter(|content| contents.contains(content)).count()
    }
}

/// Returns how many synthetic samples equal a real one, bit by bit.
pub(crate) fn n_identical(real: &SetData, synthetic: &SetData) -> usize {
    Compared::of(real, synthetic).n_identical(real)
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
    let compared = Compared::of(real, synthetic);
    let n_identical = (real.modality() == synthetic.modality()).then(|| compared.n_identical(real));
    let comparable = match (features, embedded) {
        (Ok(left), Ok(right)) => one_range(left, right).map(|()| (left, right)),
        (Err(error), _) | (_, Err(error)) => Err(error.clone()),
    };
    let (left, right) = match comparable {
        Ok(both) => both,
        Err(error) => {
            for asked in asked {
                keep(Measured {
                    n_identical,
                    notes: compared.notes.clone(),
                    ..failed(asked, of, error.clone())
                })?;
            }
            return Ok(());
        }
    };
    let started = Instant::now();
    let (pairs, asked): (Vec<Asked>, Vec<Asked>) = (asked.iter().cloned())
        .partition(|asked| matches!(asked.metric.compute, Compute::VectorPair(_)));
    for asked in &pairs {
        keep(of_pairs(work, asked, of, (real, left), (synthetic, right)))?;
    }
    if asked.is_empty() {
        return steps.advance(2 * synthetic.n());
    }
    let list: Vec<_> = asked.iter().map(|asked| (asked.metric, asked.parameters.clone())).collect();
    let (outcomes, nearest) = {
        let go_on = steps.go_on_within(synthetic.n());
        let (left, right) = (&left.vectors, &right.vectors);
        let evaluated = metrics::evaluate_sets_and_nearest(&list, left, right, &go_on);
        evaluated.map_err(|_| Error::Stopped)?
    };
    steps.advance(synthetic.n())?;
    let clusters = real.clusters();
    let clusters: Vec<usize> = left.ordinals.iter().map(|&ordinal| clusters[ordinal]).collect();
    let yardsticks =
        yardstick::measure(steps, &list, (&left.vectors, &clusters), &right.vectors, work.seed)?;
    steps.advance(real.n() / work.synthetic.len().max(1))?;
    // Without neighbours (too few samples, values that are no numbers) every metric says why.
    let closest = nearest.map_or_else(
        |_| Vec::new(),
        |nearest| closest(&nearest, (real, left), (&compared.contents, right)),
    );
    let seconds = started.elapsed().as_secs_f64() / asked.len() as f64;
    let feature = feature_of(real);
    let left_out: Vec<Excluded> =
        excluded(Arm::Real, left).chain(excluded(Arm::Synthetic, right)).collect();
    let sides = ((real, left), (synthetic, right));
    let halves = half_values(steps, &list, sides, work.seed)?;
    for (((asked, outcome), yardstick), halves) in
        asked.iter().zip(outcomes).zip(yardsticks).zip(halves)
    {
        steps.advance(0)?;
        let outcome = outcome.map_err(Error::from);
        let (interval, n_subjects) = interval(asked, &outcome, sides, halves.as_deref(), work.seed);
        let instances = outcome.as_ref().map_or_else(
            |_| Vec::new(),
            |outcome| {
                instances(Arm::Real, outcome.real.as_deref(), left)
                    .chain(instances(Arm::Synthetic, outcome.synthetic.as_deref(), right))
                    .collect()
            },
        );
        let (value, details, curve) = match outcome {
            Ok(outcome) => {
                let details = detailed(asked.metric, outcome.details);
                (Ok(outcome.value), details, outcome.curve)
            }
            Err(error) => (Err(error), Vec::new(), Vec::new()),
        };
        keep(Measured {
            value,
            interval,
            details,
            curve,
            yardstick,
            n_real: Some(left.vectors.n()),
            n_synthetic: Some(right.vectors.n()),
            n_subjects,
            n_left_out: left_out.len(),
            left_out: left_out.clone(),
            instances,
            columns_left_out: compared.columns_left_out.clone(),
            notes: compared.notes.clone(),
            closest: closest.clone(),
            n_identical,
            feature: feature.clone(),
            seconds,
            ..Measured::new(asked, of)
        })?;
    }
    Ok(())
}

fn excluded(arm: Arm, embedded: &Embedded) -> impl Iterator<Item = Excluded> + '_ {
    embedded.without.iter().map(move |(ordinal, error)| Excluded {
        arm,
        ordinal: *ordinal,
        error: error.clone(),
    })
}

/// Refuses sets whose images are on different scales: a vector is in units of the stated range.
fn one_range(left: &Embedded, right: &Embedded) -> Result<()> {
    match (left.range, right.range) {
        (Some(left), Some(right)) if left != right => Err(ranges_differ(left, right)),
        _ => Ok(()),
    }
}

fn ranges_differ(left: ValueRange, right: ValueRange) -> Error {
    let ends = |range: ValueRange| [range.low(), range.high()];
    metrics::Error::RangeMismatch { left: ends(left), right: ends(right) }.into()
}

/// How many of the closest pairs are kept.
const CLOSEST: usize = 50;

/// Lists the synthetic samples nearest to a real one: suspected copies are shown side by side.
fn closest(
    neighbours: &Neighbours,
    (real, left): (&SetData, &Embedded),
    (contents, right): (&[ContentHash], &Embedded),
) -> Vec<Closest> {
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
                identical: contents[ordinal] == real.contents[nearest],
            }
        })
        .collect();
    pairs.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.synthetic.cmp(&b.synthetic)));
    pairs.truncate(CLOSEST);
    pairs
}

fn instances<'a>(
    arm: Arm,
    values: Option<&'a [f64]>,
    set: &'a Embedded,
) -> impl Iterator<Item = Instance> + 'a {
    values.unwrap_or_default().iter().zip(&set.ordinals).map(move |(&value, &ordinal)| Instance {
        arm,
        ordinal,
        partner: None,
        value: Ok(value),
    })
}

/// Both sets, each with its vectors.
type Sides<'a> = ((&'a SetData, &'a Embedded), (&'a SetData, &'a Embedded));

/// Returns the values on random halves of the subjects, of each metric whose interval is made of
/// them; those of a metric without such, or that cannot be halved, are none.
fn half_values(
    steps: &mut Steps<'_>,
    list: &[(&'static Metric, Parameters)],
    ((real, left), (synthetic, right)): Sides<'_>,
    seed: u64,
) -> Result<Vec<Option<Vec<Option<f64>>>>> {
    let is_halved = |metric: &Metric| metric.interval == IntervalKind::HalfSampling;
    let halved: Vec<_> = list
        .iter()
        .filter(|(metric, _)| is_halved(metric))
        .map(|(metric, parameters)| (*metric, parameters.clone().without_details()))
        .collect();
    if halved.is_empty() {
        return Ok(vec![None; list.len()]);
    }
    let sides = [(real, &left.ordinals[..]), (synthetic, &right.ordinals[..])];
    let values = Halves::new(&sides, seed).values(steps, &mut |steps, drawn| {
        let (left, right) = (left.vectors.select(&drawn[0])?, right.vectors.select(&drawn[1])?);
        let outcomes = metrics::evaluate_sets(&halved, &left, &right, &steps.go_on())
            .map_err(|_| Error::Stopped)?;
        let value = |outcome: metrics::Result<SetOutcome>| {
            outcome.ok().map(|outcome| outcome.value).filter(|value| value.is_finite())
        };
        Ok(outcomes.into_iter().map(value).collect::<Vec<Option<f64>>>())
    })?;
    let mut next = 0;
    let mut of_metric = |metric: &Metric| -> Option<Vec<Option<f64>>> {
        if !is_halved(metric) {
            return None;
        }
        next += 1;
        values.as_ref().map(|halves| halves.iter().map(|half| half[next - 1]).collect())
    };
    Ok(list.iter().map(|(metric, _)| of_metric(metric)).collect())
}

/// Measures the vectors of paired samples.
fn of_pairs(
    work: &Work<'_>,
    asked: &Asked,
    of: Of,
    (real, left): (&SetData, &Embedded),
    (synthetic, right): (&SetData, &Embedded),
) -> Measured {
    let Compute::VectorPair(compute) = asked.metric.compute else {
        return failed(asked, of, Error::DoesNotFit { metric: asked.metric.id });
    };
    let started = Instant::now();
    let (pairs, by_order) = match pairs::paired(real, synthetic, work.pairing) {
        Ok(pairs) => pairs,
        Err(error) => return failed(asked, of, error),
    };
    let place = |set: &Embedded, ordinal| set.ordinals.binary_search(&ordinal).ok();
    let value = |reference, ordinal| {
        let unread = |set: &Embedded, ordinal| {
            let error = set.without.iter().find(|(without, _)| *without == ordinal);
            error.map_or(Error::Broke, |(_, error)| error.clone())
        };
        let row = place(left, reference).ok_or_else(|| unread(left, reference))?;
        let other = place(right, ordinal).ok_or_else(|| unread(right, ordinal))?;
        Ok(compute(left.vectors.row(row), right.vectors.row(other), &asked.parameters)?)
    };
    let instances: Vec<Instance> = (pairs.iter())
        .map(|&(reference, ordinal)| Instance {
            arm: Arm::Synthetic,
            ordinal,
            partner: Some(reference),
            value: value(reference, ordinal),
        })
        .collect();
    let Summary { value, what, n_left_out, n_subjects, interval } =
        summarise(asked.metric, &instances, synthetic, work.seed);
    Measured {
        value,
        summary: what,
        interval,
        n_real: Some(pairs.len()),
        n_synthetic: Some(pairs.len()),
        n_subjects,
        n_left_out: n_left_out + synthetic.n() - pairs.len(),
        instances,
        notes: by_order.then(|| words::say("app:pairs.byOrder", &[])).into_iter().collect(),
        feature: feature_of(real),
        seconds: started.elapsed().as_secs_f64(),
        ..Measured::new(asked, of)
    }
}

/// Resamples the evaluated subjects while the manifold and its radii stay fixed; also returns how
/// many subjects these are, when all are known.
fn interval(
    asked: &Asked,
    outcome: &Result<SetOutcome>,
    ((real, left), (synthetic, right)): Sides<'_>,
    halves: Option<&[Option<f64>]>,
    seed: u64,
) -> (std::result::Result<Interval, String>, Option<usize>) {
    let none = || Err(interval_words(asked.metric).to_owned());
    let Ok(outcome) = outcome else { return (Err(String::new()), None) };
    if asked.metric.interval == IntervalKind::HalfSampling {
        let sides = [(real, &left.ordinals[..]), (synthetic, &right.ordinals[..])];
        let interval =
            Halves::new(&sides, seed).interval(outcome.value, halves, asked.metric.range);
        return (interval, synthetic.n_subjects(&right.ordinals));
    }
    let (values, set, ordinals) = match outcome.mean_of {
        Some(Arm::Real) => (&outcome.real, real, &left.ordinals),
        Some(Arm::Synthetic) => (&outcome.synthetic, synthetic, &right.ordinals),
        None => return (none(), None),
    };
    let interval = match values {
        Some(values) => mean_interval(asked.metric, values, set, ordinals, true, seed),
        None => none(),
    };
    (interval, set.n_subjects(ordinals))
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
fn embed_set(
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
    let (mut values, mut ordinals, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for (ordinal, embedded) in embedded.into_iter().enumerate() {
        match (embedded, range) {
            (Ok((own, vector)), Some(range)) if own == range => {
                values.extend(vector);
                ordinals.push(ordinal);
            }
            (Ok((own, _)), Some(range)) => without.push((ordinal, ranges_differ(range, own))),
            (Ok(_), None) => {}
            (Err(error), _) => without.push((ordinal, error)),
        }
    }
    let d = if ordinals.is_empty() { 0 } else { values.len() / ordinals.len() };
    let vectors = Vectors::new(ordinals.len(), d, values);
    Ok(match (vectors, without.first()) {
        (Ok(vectors), _) => Ok(Embedded { vectors, ordinals, without, range }),
        (Err(_), Some((_, reason))) => Err(reason.clone()),
        (Err(error), None) => Err(error.into()),
    })
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
    let (mut values, mut ordinals, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for (ordinal, embedded) in embedded.into_iter().enumerate() {
        match embedded {
            Ok(vector) => {
                values.extend(vector);
                ordinals.push(ordinal);
            }
            Err(error) => without.push((ordinal, error)),
        }
    }
    let vectors = Vectors::new(ordinals.len(), feature.dimension(), values);
    Ok(match (vectors, without.first()) {
        (Ok(vectors), _) => Ok(Embedded { vectors, ordinals, without, range: None }),
        (Err(_), Some((_, reason))) => Err(reason.clone()),
        (Err(error), None) => Err(error.into()),
    })
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
