//! How many annotations mark what no other one marks.

mod alike;

use std::collections::BTreeMap;

use samples::{Annotation, Annotations, Modality, RecordId};

use crate::listing::Listing;
use crate::parameter::number;
use crate::{
    AnnotationOutcome, Better, Compute, Dimension, Error, Fault, Finding, GoOn, Instances,
    IntervalKind, Level, Metric, Parameters, Range, Reference, Result, Unit,
};

/// See [`annotation_uniqueness`].
pub const METRIC: Metric = Metric {
    id: "annotation_uniqueness",
    version: 1,
    title: "Annotations without repetition",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Validity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[number(
        "overlap",
        0.95,
        [0.5, 1.0],
        "From which intersection over union on two annotations of one image and category are the same thing.",
    )],
    interval: IntervalKind::Bootstrap,
    instances: Some(Instances {
        real: "different things marked in the image, as a share of its annotations",
        synthetic: "different things marked in the image, as a share of its annotations",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "The share of different annotations, by intersection over union (P. Jaccard, 1901)",
    page: include_str!("../../../docs/metrics/annotation_uniqueness.md"),
    compute: Compute::Annotations(compute),
};

fn compute(
    file: &Annotations,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<AnnotationOutcome> {
    annotation_uniqueness(file, parameters.fixed("overlap"), go_on)
}

/// Returns how many different things are marked, as a share of the annotations.
///
/// Two annotations of one image and category are the same thing when their masks are equal or
/// overlap by at least `overlap` (intersection over union); where not both have a mask, when
/// their boxes do; where not both have a box either, when their keypoints are equal. What is
/// the same as a third is the same, so that no order of the file matters. Annotations without
/// a place, or without an image, repeat nothing.
///
/// # Errors
///
/// [`Error::NothingAnnotated`] without an annotation; [`Error::Stopped`].
pub fn annotation_uniqueness(
    file: &Annotations,
    overlap: f64,
    go_on: &GoOn<'_>,
) -> Result<AnnotationOutcome> {
    let n = file.annotations.len();
    if n == 0 {
        return Err(Error::NothingAnnotated { what: "annotations" });
    }
    let mut groups: BTreeMap<(&RecordId, Option<&RecordId>), Vec<usize>> = BTreeMap::new();
    for (at, annotation) in file.annotations.iter().enumerate() {
        if let Some(image) = annotation.image_id.given() {
            groups.entry((image, annotation.category_id.given())).or_default().push(at);
        }
    }
    // Each annotation's first one that marks the same thing.
    let mut first: Vec<usize> = (0..n).collect();
    let mut done = 0;
    for group in groups.values() {
        let annotations: Vec<&Annotation> = group.iter().map(|&at| &file.annotations[at]).collect();
        let go_on = || go_on(done, n as u64);
        for (one, same) in
            alike::first_alike(&annotations, overlap, &go_on)?.into_iter().enumerate()
        {
            first[group[one]] = group[same];
        }
        done += group.len() as u64;
    }
    let mut n_same = vec![0_usize; n];
    for &at in &first {
        n_same[at] += 1;
    }
    let n_different = n_same.iter().filter(|&&n| 0 < n).count();
    let listing = Listing::of(file);
    let images: Vec<Option<usize>> =
        file.annotations.iter().map(|annotation| listing.image(annotation)).collect();
    // All of them bear the same share, so that no order matters.
    let share = |at: usize| 1.0 / n_same[first[at]] as f64;
    let findings = (0..n).filter(|&at| first[at] != at).map(|at| Finding {
        image: images[at],
        annotation: Some(at),
        fault: Fault::Repeats { id: name(&file.annotations[first[at]], first[at]) },
    });
    Ok(AnnotationOutcome {
        value: n_different as f64 / n as f64,
        counted: images.iter().enumerate().map(|(at, &image)| (image, share(at))).collect(),
        findings: findings.collect(),
    })
}

/// Returns an annotation's id, or else its place in the file, from 1.
fn name(annotation: &Annotation, at: usize) -> String {
    annotation.id.given().map_or_else(|| format!("#{}", at + 1), RecordId::to_string)
}
