//! Metrics of pairs of images: a reference and what was made of it.

use std::collections::BTreeMap;
use std::time::Instant;

use metrics::Compute;
use rayon::prelude::*;
use samples::Arm;

use super::{
    Asked, Body, Instance, Measured, Of, ReadImage, SetData, Steps, Work, is_pair, summarise,
};
use crate::{Error, Result};

/// How many pairs are in memory at once.
const AT_ONCE: usize = 16;

/// Measures every pair of a real image and a synthetic one whose files have one name.
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
        let started = Instant::now();
        let mut measured = match work
            .real
            .map_or(Err(Error::NoPairs), |real| pairs(real, synthetic, work.pair_by_order))
        {
            Ok(pairs) => images(steps, &asked, &pairs)?,
            Err(error) => asked.iter().map(|_| Err(error.clone())).collect(),
        };
        let seconds = started.elapsed().as_secs_f64() / asked.len().max(1) as f64;
        let clusters = synthetic.clusters();
        for (asked, instances) in asked.into_iter().zip(measured.drain(..)) {
            let (value, n_left_out, interval, instances) = match instances {
                Ok(instances) => {
                    let (value, n_left_out, interval) = summarise(&instances, &clusters, work.seed);
                    let unpaired = synthetic.n() - instances.len();
                    (value, n_left_out + unpaired, interval, instances)
                }
                Err(error) => (Err(error), 0, Err(String::new()), Vec::new()),
            };
            let n = instances.len();
            keep(Measured {
                metric: asked.metric,
                parameters: asked.parameters,
                given: asked.given,
                of,
                value,
                summary: Some("median"),
                interval,
                yardstick: None,
                n_real: Some(n),
                n_synthetic: Some(n),
                n_left_out,
                instances,
                closest: Vec::new(),
                feature: None,
                seconds,
            })?;
        }
        steps.advance(0)?;
    }
    Ok(())
}

struct Pairs<'a> {
    reference: &'a ReadImage,
    target: &'a ReadImage,
    /// Ordinals of a reference and its target.
    ordinals: Vec<(usize, usize)>,
}

/// Pairs samples by their files' names; by their order, where the caller said that they are pairs.
fn pairs<'a>(real: &'a SetData, synthetic: &'a SetData, by_order: bool) -> Result<Pairs<'a>> {
    let (Body::Images(reference), Body::Images(target)) = (&real.body, &synthetic.body) else {
        return Err(Error::NoPairs);
    };
    let by_name: BTreeMap<&str, usize> =
        real.pair_keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let mut ordinals: Vec<(usize, usize)> = synthetic
        .pair_keys
        .iter()
        .enumerate()
        .filter_map(|(at, key)| by_name.get(key.as_str()).map(|&reference| (reference, at)))
        .collect();
    if ordinals.is_empty() && by_order && real.n() == synthetic.n() {
        ordinals = (0..real.n()).map(|at| (at, at)).collect();
    }
    if ordinals.is_empty() {
        Err(Error::NoPairs)
    } else {
        Ok(Pairs { reference, target, ordinals })
    }
}

fn images(
    steps: &mut Steps<'_>,
    asked: &[Asked],
    pairs: &Pairs<'_>,
) -> Result<Vec<Result<Vec<Instance>>>> {
    let mut values: Vec<Vec<Instance>> = asked.iter().map(|_| Vec::new()).collect();
    for some in pairs.ordinals.chunks(AT_ONCE) {
        let measured: Vec<Vec<Result<f64>>> = some
            .par_iter()
            .map(|&(reference, target)| {
                let both = (pairs.reference)(reference)
                    .and_then(|reference| Ok((reference, (pairs.target)(target)?)));
                asked
                    .iter()
                    .map(|asked| match (&both, &asked.metric.compute) {
                        (Ok((reference, target)), Compute::ImagePair(compute)) => {
                            Ok(compute(reference, target, &asked.parameters)?)
                        }
                        (Err(error), _) => Err(error.clone()),
                        _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
                    })
                    .collect()
            })
            .collect();
        for (&(_, ordinal), of_pair) in some.iter().zip(measured) {
            for (list, value) in values.iter_mut().zip(of_pair) {
                list.push(Instance { arm: Arm::Synthetic, ordinal, value });
            }
        }
        steps.advance(some.len())?;
    }
    Ok(values.into_iter().map(Ok).collect())
}
