//! Metrics of single images and signals.

use std::time::Instant;

use metrics::Compute;
use rayon::prelude::*;
use samples::{Arm, Image, Signal};

use super::{
    Asked, Body, Instance, Measured, Of, SetData, Steps, Summary, Work, is_single, summarise,
};
use crate::{Error, Result};

/// How many samples are in memory at once.
const AT_ONCE: usize = 32;

/// Looks at one sample by every metric, so that images and signals go through one loop.
type Look<'a> = Box<dyn Fn(usize) -> Vec<Result<f64>> + Sync + 'a>;

/// Measures every image or signal of `set` by every metric asked for; each is read once.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    of: Of,
    set: &SetData,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let mut asked = work.asked_for(is_single);
    asked.retain(|asked| !known(asked, of));
    if asked.is_empty() {
        return steps.advance(if work.asked_for(is_single).is_empty() { 0 } else { set.n() });
    }
    let started = Instant::now();
    // The side it is measured on: a real set may stand in for a synthetic one, to see what is usual.
    let side = if matches!(of, Of::Real) { Arm::Real } else { Arm::Synthetic };
    let mut values: Vec<Vec<Instance>> = asked.iter().map(|_| Vec::new()).collect();
    let look: Option<Look<'_>> = match &set.body {
        Body::Images(read) => Some(Box::new(|at| {
            let image = read(at);
            asked.iter().map(|asked| of_image(asked, image.as_deref())).collect()
        })),
        Body::Signals(read) => Some(Box::new(|at| {
            let signal = read(at);
            asked.iter().map(|asked| of_signal(asked, signal.as_deref())).collect()
        })),
        Body::Table(_) | Body::Vectors(_) => None,
    };
    let fits = look.is_some();
    if let Some(look) = &look {
        let ordinals: Vec<usize> = (0..set.n()).collect();
        for some in ordinals.chunks(AT_ONCE) {
            let measured: Vec<Vec<Result<f64>>> = some.par_iter().map(|&at| look(at)).collect();
            for (&ordinal, of_sample) in some.iter().zip(measured) {
                for (list, value) in values.iter_mut().zip(of_sample) {
                    list.push(Instance { arm: side, ordinal, partner: None, value });
                }
            }
            steps.advance(some.len())?;
        }
    } else {
        steps.advance(set.n())?;
    }
    drop(look);
    let seconds = started.elapsed().as_secs_f64() / asked.len() as f64;
    for (asked, instances) in asked.into_iter().zip(values) {
        let n = Some(set.n());
        let real = matches!(of, Of::Real);
        let blank = Measured {
            summary: Some("median"),
            n_real: n.filter(|_| real),
            n_synthetic: n.filter(|_| !real),
            seconds,
            ..Measured::new(&asked, of)
        };
        if !fits {
            keep(Measured { value: Err(Error::DoesNotFit { metric: asked.metric.id }), ..blank })?;
            continue;
        }
        let Summary { value, what, n_left_out, n_subjects, interval } =
            summarise(asked.metric, &instances, set, work.seed);
        keep(Measured {
            value,
            summary: what,
            interval,
            n_subjects,
            n_left_out,
            instances,
            ..blank
        })?;
    }
    Ok(())
}

fn of_image(asked: &Asked, image: std::result::Result<&Image, &Error>) -> Result<f64> {
    let image = image.map_err(Clone::clone)?;
    match asked.metric.compute {
        Compute::Image(compute) => Ok(compute(image, &asked.parameters)?),
        Compute::ImageByNetwork(compute) => match &asked.network {
            Some(named) => Ok(compute(image, named.network()?, &asked.parameters)?),
            None => Err(metrics::Error::NeedsNetwork { metric: asked.metric.id }.into()),
        },
        _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
    }
}

fn of_signal(asked: &Asked, signal: std::result::Result<&Signal, &Error>) -> Result<f64> {
    let signal = signal.map_err(Clone::clone)?;
    match asked.metric.compute {
        Compute::Signal(compute) => Ok(compute(signal, &asked.parameters)?),
        _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
    }
}
