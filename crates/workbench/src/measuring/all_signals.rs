//! Metrics that compare every synthetic signal with every real one.

use std::time::Instant;

use metrics::Compute;
use rayon::prelude::*;
use samples::{Arm, Signal};

use super::{
    Asked, Body, Excluded, Instance, Measured, Of, ReadSignal, SetData, Steps, Work, detailed,
    is_all_signals, mean_interval,
};
use crate::catalogue::interval_words;
use crate::{Error, Result};

/// How many signals are read at once.
const AT_ONCE: usize = 32;

/// The signals of a set that could be read, and which they are.
struct Signals {
    list: Vec<Signal>,
    ordinals: Vec<usize>,
    without: Vec<(usize, Error)>,
}

/// Measures every synthetic set against the real one by every metric asked for.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let all = work.asked_for(is_all_signals);
    let mut real_signals = None;
    for (at, synthetic) in work.synthetic.iter().enumerate() {
        let of = Of::Synthetic(at);
        let asked: Vec<&Asked> = all.iter().filter(|asked| !known(asked, of)).collect();
        if asked.is_empty() {
            continue;
        }
        let (reference, target) = match (work.real.map(|real| &real.body), &synthetic.body) {
            (None, _) => {
                without(&asked, of, &|_| Error::NeedsBothSets, keep)?;
                continue;
            }
            (Some(Body::Signals(reference)), Body::Signals(target)) => (reference, target),
            _ => {
                without(&asked, of, &|asked| Error::DoesNotFit { metric: asked.metric.id }, keep)?;
                continue;
            }
        };
        let Some(real) = work.real else { continue };
        if real_signals.is_none() {
            real_signals = Some(read_all(steps, reference, real.n())?);
        }
        let left = real_signals.as_ref().expect("they were just read");
        let right = read_all(steps, target, synthetic.n())?;
        for asked in asked {
            let sides = ((real, left), (synthetic, &right));
            keep(against(steps, asked, of, sides, work.seed)?)?;
        }
        steps.advance(synthetic.n())?;
    }
    Ok(())
}

/// Says of each metric why it has no value.
fn without(
    asked: &[&Asked],
    of: Of,
    why: &dyn Fn(&Asked) -> Error,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    asked
        .iter()
        .try_for_each(|asked| keep(Measured { value: Err(why(asked)), ..Measured::new(asked, of) }))
}

fn read_all(steps: &mut Steps<'_>, read: &ReadSignal, n: usize) -> Result<Signals> {
    let mut found = Signals { list: Vec::new(), ordinals: Vec::new(), without: Vec::new() };
    let all: Vec<usize> = (0..n).collect();
    for some in all.chunks(AT_ONCE) {
        let signals: Vec<Result<Signal>> =
            some.par_iter().map(|&at| Ok((*read(at)?).clone())).collect();
        for (&ordinal, signal) in some.iter().zip(signals) {
            match signal {
                Ok(signal) => {
                    found.list.push(signal);
                    found.ordinals.push(ordinal);
                }
                Err(error) => found.without.push((ordinal, error)),
            }
        }
        steps.advance(some.len())?;
    }
    Ok(found)
}

fn against(
    steps: &mut Steps<'_>,
    asked: &Asked,
    of: Of,
    ((real, left), (synthetic, right)): ((&SetData, &Signals), (&SetData, &Signals)),
    seed: u64,
) -> Result<Measured> {
    let Compute::AllSignals(compute) = asked.metric.compute else {
        let error = Error::DoesNotFit { metric: asked.metric.id };
        return Ok(Measured { value: Err(error), ..Measured::new(asked, of) });
    };
    let started = Instant::now();
    let excluded = |arm: Arm, signals: &Signals| -> Vec<Excluded> {
        let excluded = |(ordinal, error): &(usize, Error)| Excluded {
            arm,
            ordinal: *ordinal,
            error: error.clone(),
        };
        signals.without.iter().map(excluded).collect()
    };
    let left_out = [excluded(Arm::Real, left), excluded(Arm::Synthetic, right)].concat();
    let outcome = {
        let go_on = steps.go_on_within(synthetic.n());
        compute(&left.list, &right.list, &asked.parameters, &go_on)
    };
    let blank = Measured {
        n_real: Some(left.list.len()),
        n_synthetic: Some(right.list.len()),
        n_left_out: left_out.len(),
        left_out,
        seconds: started.elapsed().as_secs_f64(),
        ..Measured::new(asked, of)
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(metrics::Error::Stopped) => return Err(Error::Stopped),
        Err(error) => return Ok(Measured { value: Err(error.into()), ..blank }),
    };
    let (values, set, ordinals) = match outcome.mean_of {
        Some(Arm::Real) => (outcome.real.as_ref(), real, &left.ordinals),
        _ => (outcome.synthetic.as_ref(), synthetic, &right.ordinals),
    };
    let interval = match values.filter(|_| outcome.mean_of.is_some()) {
        Some(values) => mean_interval(asked.metric, values, set, ordinals, true, seed),
        None => Err(interval_words(asked.metric).to_owned()),
    };
    let n_subjects = set.n_subjects(ordinals);
    let instances = |arm: Arm, values: &Option<Vec<f64>>, signals: &Signals| -> Vec<Instance> {
        let values = values.as_deref().unwrap_or_default().iter().zip(&signals.ordinals);
        values
            .map(|(&value, &ordinal)| Instance { arm, ordinal, partner: None, value: Ok(value) })
            .collect()
    };
    Ok(Measured {
        interval,
        n_subjects,
        instances: [
            instances(Arm::Real, &outcome.real, left),
            instances(Arm::Synthetic, &outcome.synthetic, right),
        ]
        .concat(),
        value: Ok(outcome.value),
        details: detailed(asked.metric, outcome.details),
        curve: outcome.curve,
        ..blank
    })
}
