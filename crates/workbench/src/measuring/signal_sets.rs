//! Metrics of two sets of signals that look at the signals themselves.

use std::time::Instant;

use metrics::{Compute, Parameters, SignalSets};
use rayon::prelude::*;
use samples::{Arm, Vectors};

use super::{Asked, Body, Excluded, Measured, Of, ReadSignal, SetData, Steps, Work, is_signal_set};
use crate::catalogue::interval_words;
use crate::{Error, Result};

/// How many signals are in memory at once.
const AT_ONCE: usize = 32;

/// Measures every synthetic set against the real one by every metric asked for.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    for asked in work.asked_for(is_signal_set) {
        let Compute::SignalSets(metric) = asked.metric.compute else { continue };
        for (at, synthetic) in work.synthetic.iter().enumerate() {
            let of = Of::Synthetic(at);
            if known(&asked, of) {
                continue;
            }
            let failed = |error| Measured { value: Err(error), ..Measured::new(&asked, of) };
            let Some(real) = work.real else {
                keep(failed(Error::NeedsBothSets))?;
                continue;
            };
            let measured = match (&real.body, &synthetic.body) {
                (Body::Signals(left), Body::Signals(right)) => {
                    let (left, right) = ((left, real), (right, synthetic));
                    against(steps, metric, &asked, of, left, right)?
                }
                _ => failed(Error::DoesNotFit { metric: asked.metric.id }),
            };
            keep(measured)?;
        }
    }
    Ok(())
}

fn against(
    steps: &mut Steps<'_>,
    metric: SignalSets,
    asked: &Asked,
    of: Of,
    (left, real): (&ReadSignal, &SetData),
    (right, synthetic): (&ReadSignal, &SetData),
) -> Result<Measured> {
    let started = Instant::now();
    let mut left_out = Vec::new();
    let parameters = &asked.parameters;
    let left = vectors(steps, metric, parameters, (left, real.n(), Arm::Real), &mut left_out)?;
    let right =
        vectors(steps, metric, parameters, (right, synthetic.n(), Arm::Synthetic), &mut left_out)?;
    let n = |set: &Result<Vectors>| set.as_ref().ok().map(Vectors::n);
    let (n_real, n_synthetic) = (n(&left), n(&right));
    let value = match (left, right) {
        (Ok(left), Ok(right)) => {
            let go_on = steps.go_on_within(real.n() + synthetic.n());
            match (metric.compare)(&left, &right, parameters, &go_on) {
                Err(metrics::Error::Stopped) => return Err(Error::Stopped),
                outcome => outcome.map(|outcome| outcome.value).map_err(Error::from),
            }
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    steps.advance(real.n() + synthetic.n())?;
    Ok(Measured {
        value,
        interval: Err(interval_words(asked.metric).to_owned()),
        n_real,
        n_synthetic,
        n_left_out: left_out.len(),
        left_out,
        seconds: started.elapsed().as_secs_f64(),
        ..Measured::new(asked, of)
    })
}

/// Returns what the metric looks at of every signal of a set; the outer error is a stop.
fn vectors(
    steps: &mut Steps<'_>,
    metric: SignalSets,
    parameters: &Parameters,
    (read, n, arm): (&ReadSignal, usize, Arm),
    left_out: &mut Vec<Excluded>,
) -> Result<Result<Vectors>> {
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(n);
    let mut reason = None;
    let all: Vec<usize> = (0..n).collect();
    for some in all.chunks(AT_ONCE) {
        let looked: Vec<Result<Vec<f64>>> =
            some.par_iter().map(|&at| Ok((metric.vector)(&*read(at)?, parameters)?)).collect();
        for (&ordinal, row) in some.iter().zip(looked) {
            // The first signal that can be looked at decides how many numbers each has.
            let row = row.and_then(|row| match rows.first() {
                Some(first) if first.len() != row.len() => {
                    let (left, right) = (first.len(), row.len());
                    Err(metrics::Error::DimensionMismatch { left, right }.into())
                }
                _ => Ok(row),
            });
            match row {
                Ok(row) => rows.push(row),
                Err(error) => {
                    reason.get_or_insert_with(|| error.clone());
                    left_out.push(Excluded { arm, ordinal, error });
                }
            }
        }
        steps.advance(some.len())?;
    }
    let d = rows.first().map_or(0, Vec::len);
    let made = Vectors::new(rows.len(), d, rows.concat());
    Ok(made.map_err(|error| reason.unwrap_or(error.into())))
}
