//! Metrics of a synthetic set against the real one, in a space of features.

use std::time::Instant;

use metrics::{Compute, IntervalKind, Metric, Parameters, SetOutcome};
use samples::Arm;
use stats::Interval;

use super::compared::{Compared, closest};
use super::embedding::{Embedded, embed_set, feature_of, ranges_differ};
use super::halves::Halves;
use super::{
    Asked, Excluded, Instance, Measured, Of, SetData, Steps, Summary, Work, detailed, is_set,
    mean_interval, pairs, summarise, yardstick,
};
use crate::catalogue::interval_words;
use crate::{Error, Result};

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
        left.excluded(Arm::Real).chain(right.excluded(Arm::Synthetic)).collect();
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
                let synthetic = right.instances(Arm::Synthetic, outcome.synthetic.as_deref());
                left.instances(Arm::Real, outcome.real.as_deref()).chain(synthetic).collect()
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

/// Refuses sets whose images are on different scales: a vector is in units of the stated range.
fn one_range(left: &Embedded, right: &Embedded) -> Result<()> {
    match (left.range, right.range) {
        (Some(left), Some(right)) if left != right => Err(ranges_differ(left, right)),
        _ => Ok(()),
    }
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
