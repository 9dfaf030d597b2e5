//! How many images are annotated with all that an annotation needs.

use samples::{Annotation, Annotations, Field, Modality};

use crate::listing::Listing;
use crate::{
    AnnotationOutcome, Better, Compute, Dimension, Error, Fault, Finding, GoOn, Instances,
    IntervalKind, Level, Metric, Parameter, Parameters, Preset, Range, Reference, Result, Unit,
};

/// Where something is marked, by the number of the choice.
const PLACES: [&str; 4] = ["any", "bbox", "segmentation", "keypoints"];

/// See [`annotation_completeness`].
pub const METRIC: Metric = Metric {
    id: "annotation_completeness",
    version: 1,
    title: "Complete annotations",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Validity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[Parameter {
        name: "place",
        default: Preset::Number(0.0),
        least: 0.0,
        most: 3.0,
        whole: true,
        odd: false,
        choices: &PLACES,
        meaning: "What an annotation must have to say where it is.",
    }],
    interval: IntervalKind::Bootstrap,
    instances: Some(Instances {
        real: "1 when the image has a complete annotation, else 0",
        synthetic: "1 when the image has a complete annotation, else 0",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "The required fields of COCO, https://cocodataset.org/#format-data",
    page: include_str!("../../../docs/metrics/annotation_completeness.md"),
    compute: Compute::Annotations(compute),
};

fn compute(file: &Annotations, parameters: &Parameters, _: &GoOn<'_>) -> Result<AnnotationOutcome> {
    annotation_completeness(file, PLACES[parameters.whole("place")])
}

/// Returns the share of images that have a complete annotation.
///
/// An annotation is complete when it has an id, an image, a category, and a place. A field
/// that is there and wrong counts as there: whether it is right is another metric's question.
///
/// # Input
///
/// `place`: `bbox`, `segmentation` or `keypoints`, or `any` of them.
///
/// # Errors
///
/// [`Error::NothingAnnotated`] without an image.
pub fn annotation_completeness(file: &Annotations, place: &str) -> Result<AnnotationOutcome> {
    if file.images.is_empty() {
        return Err(Error::NothingAnnotated { what: "images" });
    }
    let listing = Listing::of(file);
    let mut n_annotations = vec![0_usize; file.images.len()];
    let mut n_complete = vec![0_usize; file.images.len()];
    let mut of_annotations = Vec::new();
    for (at, annotation) in file.annotations.iter().enumerate() {
        let image = listing.image(annotation);
        let missing = missing(annotation, place);
        if let Some(image) = image {
            n_annotations[image] += 1;
            n_complete[image] += usize::from(missing.is_empty());
        }
        of_annotations.extend(missing.into_iter().map(|field| Finding {
            image,
            annotation: Some(at),
            fault: Fault::Missing { field },
        }));
    }
    let mut findings = Vec::new();
    for (at, image) in file.images.iter().enumerate() {
        let mut add = |fault| findings.push(Finding { image: Some(at), annotation: None, fault });
        match (image.unlisted, n_annotations[at], n_complete[at]) {
            (true, _, _) => add(Fault::ImageUnlisted),
            (false, 0, _) => add(Fault::ImageBare),
            (false, _, 0) => add(Fault::ImageIncomplete),
            _ => {}
        }
        if !image.unlisted {
            for (field, there) in [("id", there(&image.id)), ("file_name", there(&image.file_name))]
            {
                if !there {
                    add(Fault::Missing { field });
                }
            }
        }
    }
    findings.append(&mut of_annotations);
    let share = |n: usize| f64::from(u8::from(0 < n));
    let counted: Vec<(Option<usize>, f64)> =
        n_complete.iter().enumerate().map(|(at, &n)| (Some(at), share(n))).collect();
    let value = counted.iter().map(|(_, one)| one).sum::<f64>() / counted.len() as f64;
    Ok(AnnotationOutcome { value, counted, findings })
}

fn there<T>(field: &Field<T>) -> bool {
    !matches!(field, Field::Missing)
}

/// Returns the fields that an annotation lacks.
fn missing(annotation: &Annotation, place: &str) -> Vec<&'static str> {
    let places = [
        ("bbox", there(&annotation.bbox)),
        ("segmentation", there(&annotation.segmentation)),
        ("keypoints", there(&annotation.keypoints)),
    ];
    let mut missing: Vec<&str> = [
        ("id", there(&annotation.id)),
        ("image_id", there(&annotation.image_id)),
        ("category_id", there(&annotation.category_id)),
    ]
    .iter()
    .chain(places.iter().filter(|(name, _)| *name == place))
    .filter(|(_, there)| !there)
    .map(|(name, _)| *name)
    .collect();
    if place == "any" && places.iter().all(|(_, there)| !there) {
        missing.push("bbox, segmentation, keypoints");
    }
    missing
}

#[cfg(test)]
mod tests {
    use samples::{AnnotatedImage, RecordId};

    use super::*;

    fn id(id: &str) -> Field<RecordId> {
        Field::Given(RecordId(id.to_owned()))
    }

    #[test]
    fn an_image_counts_once_it_has_one_complete_annotation() {
        let image = |name: &str| AnnotatedImage {
            id: id(name),
            file_name: Field::Given(name.to_owned()),
            ..AnnotatedImage::default()
        };
        let whole = Annotation {
            id: id("1"),
            image_id: id("a"),
            category_id: id("9"),
            bbox: Field::Odd,
            ..Annotation::default()
        };
        let bare = Annotation { bbox: Field::Missing, ..whole.clone() };
        let file = Annotations {
            images: vec![image("a"), image("b"), image("c")],
            annotations: vec![
                whole,
                bare.clone(),
                Annotation { image_id: id("b"), ..bare },
                Annotation::default(),
            ],
            categories: Vec::new(),
        };
        let outcome = annotation_completeness(&file, "any").unwrap();
        assert!((outcome.value - 1.0 / 3.0).abs() < 1e-12, "only a");
        let faults: Vec<(Option<usize>, Option<usize>)> =
            outcome.findings.iter().map(|one| (one.image, one.annotation)).collect();
        let of = |image, annotation| (image, annotation);
        assert_eq!(
            faults[..4],
            [of(Some(1), None), of(Some(2), None), of(Some(0), Some(1)), of(Some(1), Some(2)),]
        );
        assert_eq!(faults[4..], [(None, Some(3)); 4], "all four are missing");
        let masks = annotation_completeness(&file, "segmentation").unwrap();
        assert!(masks.value.abs() < 1e-12, "a has a box only");
    }

    #[test]
    fn without_an_image_there_is_no_share() {
        let none = annotation_completeness(&Annotations::default(), "any");
        assert_eq!(none, Err(Error::NothingAnnotated { what: "images" }));
    }
}
