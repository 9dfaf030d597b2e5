//! How many annotations hold no fault.

mod checks;

use samples::{AnnotatedImage, Annotations, Field, Modality};

use crate::finding::size;
use crate::listing::Listing;
use crate::parameter::number;
use crate::{
    AnnotationOutcome, Better, Compute, Dimension, Error, Fault, Finding, GoOn, Instances,
    IntervalKind, Level, Metric, Parameters, Range, Reference, Result, Unit,
};

use checks::Checked;

/// See [`annotation_correctness`].
pub const METRIC: Metric = Metric {
    id: "annotation_correctness",
    version: 1,
    title: "Correct annotations",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Dataset, Level::Instance],
    dimension: Dimension::Validity,
    unit: Unit::Share,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: &[
        number(
            "margin",
            // Coordinates are commonly written with two decimals: left and width are each off by half of one.
            0.01,
            [0.0, 1000.0],
            "How many pixels a place may reach beyond the image.",
        ),
        number(
            "tolerance",
            0.05,
            [0.0, 1.0],
            "How far area and box may be from those of the mask, as a share of them; a pixel of border is allowed in any case.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: Some(Instances {
        real: "the share of the image's annotations that hold no fault",
        synthetic: "the share of the image's annotations that hold no fault",
    }),
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "The fields of COCO, https://cocodataset.org/#format-data",
    page: include_str!("../../../docs/metrics/annotation_correctness.md"),
    compute: Compute::Annotations(compute),
};

/// What may be off without being wrong.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// How many pixels a place may reach beyond the image.
    pub margin: f64,
    /// The share that area and box may be off by.
    pub tolerance: f64,
}

fn compute(
    file: &Annotations,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<AnnotationOutcome> {
    let (margin, tolerance) = (parameters.fixed("margin"), parameters.fixed("tolerance"));
    annotation_correctness(file, Allowed { margin, tolerance }, go_on)
}

/// Returns the share of annotations without a fault: in what they refer to, in their box, mask
/// and keypoints, in their area, and between these.
///
/// What is missing is no fault here: see [`crate::annotation_completeness`]. The size of an
/// image is its own where it is at hand, and else the one that the file states; where that
/// is another one, all annotations of the image are at fault.
///
/// # Errors
///
/// [`Error::NothingAnnotated`] without an annotation; [`Error::Stopped`].
pub fn annotation_correctness(
    file: &Annotations,
    allowed: Allowed,
    go_on: &GoOn<'_>,
) -> Result<AnnotationOutcome> {
    /// How many annotations are looked at between two looks at the user's wish.
    const AT_ONCE: usize = 1000;
    if file.annotations.is_empty() {
        return Err(Error::NothingAnnotated { what: "annotations" });
    }
    let listing = Listing::of(file);
    let grids: Vec<Grid> = file.images.iter().map(Grid::of).collect();
    let mut findings: Vec<Finding> = grids
        .iter()
        .enumerate()
        .filter_map(|(at, grid)| grid.fault.clone().map(|fault| (Some(at), fault)))
        .map(|(image, fault)| Finding { image, annotation: None, fault })
        .collect();
    let total = file.annotations.len() as u64;
    let mut counted = Vec::with_capacity(file.annotations.len());
    for (at, annotation) in file.annotations.iter().enumerate() {
        if at % AT_ONCE == 0 && !go_on(at as u64, total) {
            return Err(Error::Stopped);
        }
        let image = listing.image(annotation);
        let grid = image.map(|image| &grids[image]);
        let faults = Checked::of(annotation, &listing, grid.and_then(|grid| grid.size), allowed);
        let wrong_size = grid.is_some_and(|grid| grid.differs);
        let sound = faults.is_empty() && !wrong_size;
        counted.push((image, f64::from(u8::from(sound))));
        let finding = |fault| Finding { image, annotation: Some(at), fault };
        findings.extend(faults.into_iter().map(finding));
    }
    let value = counted.iter().map(|(_, one)| one).sum::<f64>() / counted.len() as f64;
    Ok(AnnotationOutcome { value, counted, findings })
}

/// The size of an image, as far as it is known.
struct Grid {
    /// Width and height.
    size: Option<[f64; 2]>,
    /// Whether the file states another size than the image has.
    differs: bool,
    fault: Option<Fault>,
}

impl Grid {
    fn of(image: &AnnotatedImage) -> Self {
        let side = |side: &Field<f64>| {
            side.given().copied().filter(|side| 0.0 < *side && side.fract().abs() < f64::EPSILON)
        };
        let stated = side(&image.width).zip(side(&image.height)).map(|(w, h)| [w, h]);
        let real = image.shape.map(|[rows, columns]| [columns as f64, rows as f64]);
        let fault = match (stated, real) {
            (Some(stated), Some(real))
                if stated.iter().zip(real).any(|(s, r)| 0.5 < (s - r).abs()) =>
            {
                Some(Fault::SizeDiffers { stated: size(stated), real: size(real) })
            }
            (None, None) if !image.unlisted => Some(Fault::SizeUnknown),
            _ => None,
        };
        let differs = matches!(fault, Some(Fault::SizeDiffers { .. }));
        Grid { size: real.or(stated), differs, fault }
    }
}
