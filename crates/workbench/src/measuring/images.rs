//! Metrics of single images.

use std::time::Instant;

use metrics::Compute;
use rayon::prelude::*;
use samples::{Arm, Image};

use super::{
    Asked, Body, Instance, Measured, Of, SetData, Steps, Summary, Work, is_image, summarise,
};
use crate::{Error, Result};

/// How many images are in memory at once.
const AT_ONCE: usize = 32;

/// Measures every image of `set` by every metric asked for; each image is read once.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    of: Of,
    set: &SetData,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let mut asked = work.asked_for(is_image);
    asked.retain(|asked| !known(asked, of));
    if asked.is_empty() {
        return steps.advance(if work.asked_for(is_image).is_empty() { 0 } else { set.n() });
    }
    let started = Instant::now();
    // The side it is measured on: a real set may stand in for a synthetic one, to see what is usual.
    let side = if matches!(of, Of::Real) { Arm::Real } else { Arm::Synthetic };
    let mut values: Vec<Vec<Instance>> = asked.iter().map(|_| Vec::new()).collect();
    match &set.body {
        Body::Images(read) => {
            let ordinals: Vec<usize> = (0..set.n()).collect();
            for some in ordinals.chunks(AT_ONCE) {
                let measured: Vec<Vec<Result<f64>>> = some
                    .par_iter()
                    .map(|&ordinal| {
                        let image = read(ordinal);
                        asked.iter().map(|asked| one(asked, image.as_deref())).collect()
                    })
                    .collect();
                for (&ordinal, of_image) in some.iter().zip(measured) {
                    for (list, value) in values.iter_mut().zip(of_image) {
                        list.push(Instance { arm: side, ordinal, partner: None, value });
                    }
                }
                steps.advance(some.len())?;
            }
        }
        _ => steps.advance(set.n())?,
    }
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
        if !matches!(set.body, Body::Images(_)) {
            keep(Measured { value: Err(Error::DoesNotFit { metric: asked.metric.id }), ..blank })?;
            continue;
        }
        let Summary { value, n_left_out, n_subjects, interval } =
            summarise(&instances, set, work.seed);
        keep(Measured { value, interval, n_subjects, n_left_out, instances, ..blank })?;
    }
    Ok(())
}

fn one(asked: &Asked, image: std::result::Result<&Image, &Error>) -> Result<f64> {
    let image = image.map_err(Clone::clone)?;
    match asked.metric.compute {
        Compute::Image(compute) => Ok(compute(image, &asked.parameters)?),
        _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
    }
}
