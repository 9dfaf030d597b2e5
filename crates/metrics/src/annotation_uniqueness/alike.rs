//! Which annotations of one image and category mark the same thing.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use samples::{Annotation, Segmentation};

use crate::mask::{Extent, Mask, corners};
use crate::{Error, Result};

/// How many pairs are compared between two looks at the user's wish.
const AT_ONCE: u64 = 10_000;

/// Returns for each annotation the first that marks the same thing, which may be itself.
pub(super) fn first_alike(
    annotations: &[&Annotation],
    overlap: f64,
    go_on: &dyn Fn() -> bool,
) -> Result<Vec<usize>> {
    let mut groups = Groups { first: (0..annotations.len()).collect() };
    if annotations.len() < 2 {
        return Ok(groups.first);
    }
    // Exact copies first: of a thousand of them one is compared with the rest.
    let mut places: Vec<Place<'_>> = Vec::new();
    let mut seen: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    for (at, annotation) in annotations.iter().enumerate() {
        let Some(place) = Place::of(annotation, at) else { continue };
        if let Some(&same) = seen.get(&place.bits) {
            groups.join(same, at);
        } else {
            seen.insert(place.bits.clone(), at);
            places.push(place);
        }
    }
    places.sort_by(|a, b| a.extent.left.total_cmp(&b.extent.left).then(a.at.cmp(&b.at)));
    let mut compared = 0_u64;
    for (at, one) in places.iter().enumerate() {
        for other in &places[at + 1..] {
            if one.reach(overlap) < other.extent.left {
                break;
            }
            compared += 1;
            if compared.is_multiple_of(AT_ONCE) && !go_on() {
                return Err(Error::Stopped);
            }
            if one.is_same(other, overlap) {
                groups.join(one.at, other.at);
            }
        }
    }
    Ok((0..annotations.len()).map(|at| groups.find(at)).collect())
}

/// Things that are the same, joined one by one; each group is known by its first.
struct Groups {
    first: Vec<usize>,
}

impl Groups {
    fn find(&mut self, at: usize) -> usize {
        let mut at = at;
        while self.first[at] != at {
            // Halves the way for whoever asks next.
            self.first[at] = self.first[self.first[at]];
            at = self.first[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.first[a.max(b)] = a.min(b);
    }
}

/// Where an annotation is.
struct Place<'a> {
    at: usize,
    segmentation: Option<&'a Segmentation>,
    mask: OnceCell<Option<Mask>>,
    bbox: Option<Extent>,
    keypoints: Option<&'a [f64]>,
    /// Around everything.
    extent: Extent,
    /// Everything, for exact comparison.
    bits: Vec<u64>,
}

impl<'a> Place<'a> {
    /// Returns where it is; nothing when it is nowhere.
    fn of(annotation: &'a Annotation, at: usize) -> Option<Self> {
        let bbox = annotation.bbox.given().filter(|numbers| numbers.len() == 4);
        let segmentation = annotation.segmentation.given();
        let keypoints = annotation.keypoints.given().map(Vec::as_slice);
        let around = bbox.and_then(|numbers| Extent::of_box(numbers));
        let points = keypoints.unwrap_or_default().chunks(3);
        let points = points.filter(|point| 1 < point.len()).map(|point| (point[0], point[1]));
        let extents = [around, segmentation.and_then(around_mask), Extent::of_points(points)];
        let extent = extents.into_iter().flatten().reduce(Extent::with)?;
        let bits = bits(bbox.map(Vec::as_slice), segmentation, keypoints);
        let mask = OnceCell::new();
        Some(Place { at, segmentation, mask, bbox: around, keypoints, extent, bits })
    }

    fn mask(&self) -> Option<&Mask> {
        self.mask.get_or_init(|| self.segmentation.and_then(Mask::of)).as_ref()
    }

    /// Returns how far to the right another one may begin and be the same.
    fn reach(&self, overlap: f64) -> f64 {
        if self.segmentation.is_some() || self.keypoints.is_some() {
            return self.extent.right;
        }
        // Of two boxes that overlap that much, one begins within that part of the other.
        self.extent.left + self.extent.size()[0].max(0.0) * (1.0 - overlap) / overlap
    }

    fn is_same(&self, other: &Place<'_>, overlap: f64) -> bool {
        if let (Some(one), Some(two)) = (self.segmentation, other.segmentation) {
            return one == two || self.is_same_mask(other, overlap);
        }
        if let (Some(one), Some(two)) = (self.bbox, other.bbox) {
            return one == two || overlap <= one.overlap(two);
        }
        match (self.keypoints, other.keypoints) {
            (Some(one), Some(two)) => one == two,
            _ => false,
        }
    }

    fn is_same_mask(&self, other: &Place<'_>, overlap: f64) -> bool {
        let (Some(one), Some(two)) = (self.mask(), other.mask()) else { return false };
        let (less, more) = (one.n_pixels().min(two.n_pixels()), one.n_pixels().max(two.n_pixels()));
        // No part that both cover is larger than the smaller one.
        overlap * more as f64 <= less as f64 && overlap <= one.overlap(two)
    }
}

/// Returns what lies around outlines; run lengths may be anywhere in their mask.
fn around_mask(segmentation: &Segmentation) -> Option<Extent> {
    match segmentation {
        Segmentation::Polygons(outlines) => {
            Extent::of_points(outlines.iter().flat_map(|outline| corners(outline)))
        }
        Segmentation::Runs { size, .. } => {
            let &[rows, columns] = size.given()?;
            Some(Extent { left: 0.0, top: 0.0, right: columns as f64, bottom: rows as f64 })
        }
    }
}

fn bits(
    bbox: Option<&[f64]>,
    segmentation: Option<&Segmentation>,
    keypoints: Option<&[f64]>,
) -> Vec<u64> {
    let mut bits = Vec::new();
    // The number of numbers first, so that none can stand for another's.
    let mut put = |numbers: &[f64]| {
        bits.push(numbers.len() as u64);
        // Adding 0 turns -0 into 0, which it equals.
        bits.extend(numbers.iter().map(|number| (number + 0.0).to_bits()));
    };
    put(bbox.unwrap_or_default());
    put(keypoints.unwrap_or_default());
    match segmentation {
        None => {}
        Some(Segmentation::Polygons(outlines)) => outlines.iter().for_each(|outline| put(outline)),
        Some(Segmentation::Runs { counts, size }) => {
            bits.extend(size.given().into_iter().flatten());
            bits.extend(counts.given().into_iter().flatten());
        }
    }
    bits
}
