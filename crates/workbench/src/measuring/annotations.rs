//! Metrics of the annotations of a set's images.

use std::time::Instant;

use metrics::{AnnotationOutcome, Compute, IntervalKind};
use rayon::prelude::*;
use samples::{Annotations, Arm, Matched};

use super::{
    Asked, Body, Instance, Measured, Of, SetData, Steps, Work, is_annotations, mean_interval,
};
use crate::error::{BesideError, failure};
use crate::{Error, Result};

/// Findings beyond this many are only counted.
pub(crate) const MOST_FINDINGS: usize = 1000;
/// How many images are in memory at once.
const AT_ONCE: usize = 32;

/// Something wrong with an image's record or an annotation, in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundFault {
    /// The image's file, or its id; nothing when the annotation belongs to none.
    pub(crate) image: Option<String>,
    /// The annotation's id, or its place in the file; nothing when it is about the image.
    pub(crate) annotation: Option<String>,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// Measures the annotations of `set` by every metric asked for.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    of: Of,
    set: &SetData,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let mut asked = work.asked_for(is_annotations);
    if asked.is_empty() {
        return Ok(());
    }
    asked.retain(|asked| !known(asked, of));
    if asked.is_empty() {
        return steps.advance(set.n());
    }
    let real = matches!(of, Of::Real);
    let n = Some(set.n());
    let matched = matched(steps, set)?;
    for asked in asked {
        steps.advance(0)?;
        let started = Instant::now();
        let blank = Measured {
            n_real: n.filter(|_| real),
            n_synthetic: n.filter(|_| !real),
            ..Measured::new(&asked, of)
        };
        let outcome = match (&matched, &asked.metric.compute) {
            (Ok(matched), Compute::Annotations(compute)) => {
                let outcome = compute(&matched.annotations, &asked.parameters, &steps.go_on());
                if outcome == Err(metrics::Error::Stopped) {
                    return Err(Error::Stopped);
                }
                outcome.map(|outcome| (outcome, matched)).map_err(Error::from)
            }
            (Err(error), _) => Err(error.clone()),
            _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
        };
        let measured = match outcome {
            Err(error) => Measured { value: Err(error), ..blank },
            Ok((outcome, matched)) => {
                let arm = if real { Arm::Real } else { Arm::Synthetic };
                told(&asked, outcome, matched, arm, set, work.seed, blank)
            }
        };
        keep(Measured { seconds: started.elapsed().as_secs_f64(), ..measured })?;
    }
    Ok(())
}

/// Returns the annotations of the images of the set, with the size that each image really has;
/// or why there are none.
fn matched(steps: &mut Steps<'_>, set: &SetData) -> Result<Result<Matched>> {
    let Some(annotations) = &set.annotations else {
        steps.advance(set.n())?;
        return Ok(Err(BesideError::NoAnnotations.into()));
    };
    let Body::Images(read) = &set.body else {
        steps.advance(set.n())?;
        return Ok(Err(BesideError::NoAnnotations.into()));
    };
    let mut matched = Annotations::clone(annotations).of_samples(&set.pair_keys);
    if matched.annotations.images.iter().all(|image| image.unlisted) {
        steps.advance(set.n())?;
        return Ok(Err(BesideError::AnnotationsOfOthers.into()));
    }
    let ordinals: Vec<usize> = (0..set.n()).collect();
    let mut shapes = Vec::with_capacity(ordinals.len());
    for some in ordinals.chunks(AT_ONCE) {
        // An image that cannot be read says so elsewhere: then the stated size is all there is.
        let shape = |&at: &usize| read(at).ok().map(|image| image.shape());
        shapes.extend(some.par_iter().map(shape).collect::<Vec<_>>());
        steps.advance(some.len())?;
    }
    for (image, &sample) in matched.annotations.images.iter_mut().zip(&matched.sample_of) {
        image.shape = shapes[sample];
    }
    Ok(Ok(matched))
}

fn told(
    asked: &Asked,
    outcome: AnnotationOutcome,
    matched: &Matched,
    arm: Arm,
    set: &SetData,
    seed: u64,
    blank: Measured,
) -> Measured {
    let AnnotationOutcome { value, counted, findings } = outcome;
    let of_samples = AnnotationOutcome {
        counted: counted
            .iter()
            .map(|&(image, n)| (image.map(|at| matched.sample_of[at]), n))
            .collect(),
        findings: Vec::new(),
        value,
    };
    let values: Vec<f64> = of_samples.counted.iter().map(|(_, n)| *n).collect();
    let ordinals: Option<Vec<usize>> =
        of_samples.counted.iter().map(|(sample, _)| *sample).collect();
    let interval = match (asked.metric.interval, &ordinals) {
        (IntervalKind::Bootstrap, Some(ordinals)) => {
            mean_interval(asked.metric, &values, set, ordinals, false, seed)
        }
        (IntervalKind::None(reason), _) => Err(reason.to_owned()),
        // What belongs to no image belongs to no subject that could be drawn again.
        _ => Err(words::say("app:interval.ofNoImage", &[])),
    };
    let instances =
        of_samples.of_images(set.n()).into_iter().enumerate().filter_map(|(ordinal, value)| {
            Some(Instance { arm, ordinal, partner: None, value: Ok(value?) })
        });
    let mut notes = Vec::new();
    if 0 < matched.n_images_elsewhere {
        let count = matched.n_images_elsewhere.to_string();
        let annotations = matched.n_annotations_elsewhere.to_string();
        let params = [("count", count.as_str()), ("annotations", annotations.as_str())];
        notes.push(words::say("app:annotations.elsewhere", &params));
    }
    let n_findings = findings.len();
    let findings =
        findings.into_iter().take(MOST_FINDINGS).map(|finding| worded(&finding, matched)).collect();
    Measured {
        value: Ok(value),
        interval,
        n_subjects: ordinals.and_then(|ordinals| set.n_subjects(&ordinals)),
        instances: instances.collect(),
        notes,
        findings,
        n_findings,
        ..blank
    }
}

fn worded(finding: &metrics::Finding, matched: &Matched) -> FoundFault {
    let Annotations { images, annotations, .. } = &matched.annotations;
    let image = finding.image.and_then(|at| {
        let image = &images[at];
        image.file_name.given().cloned().or_else(|| image.id.given().map(ToString::to_string))
    });
    let annotation = finding.annotation.map(|at| {
        annotations[at].id.given().map_or_else(|| format!("#{}", at + 1), ToString::to_string)
    });
    let fault = &finding.fault;
    let params = fault.params().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let message = failure(fault.code(), params, &fault.to_string()).message;
    FoundFault { image, annotation, code: fault.code(), message }
}
