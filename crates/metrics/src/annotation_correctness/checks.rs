//! What is checked of one annotation.

use samples::{Annotation, Category, Field, RecordId, Segmentation};

use super::Allowed;
use crate::Fault;
use crate::finding::{short, size};
use crate::listing::Listing;
use crate::mask::{Extent, corners, enclosed};

/// An outline has at least this many corners.
const LEAST_CORNERS: usize = 3;
/// The visibilities of a keypoint: missing, hidden, visible.
const VISIBILITIES: [f64; 3] = [0.0, 1.0, 2.0];

/// One annotation while it is checked.
pub(super) struct Checked<'a> {
    annotation: &'a Annotation,
    /// Width and height of its image.
    grid: Option<[f64; 2]>,
    allowed: Allowed,
    faults: Vec<Fault>,
}

/// What a mask that can be measured is.
struct Measure {
    extent: Extent,
    /// The least and the most that its area can be: outlines may lie over each other.
    area: [f64; 2],
}

impl<'a> Checked<'a> {
    /// Returns everything that is wrong.
    pub(super) fn of(
        annotation: &'a Annotation,
        listing: &Listing<'_>,
        grid: Option<[f64; 2]>,
        allowed: Allowed,
    ) -> Vec<Fault> {
        let mut checked = Checked { annotation, grid, allowed, faults: Vec::new() };
        checked.references(listing);
        let category = annotation.category_id.given().and_then(|id| listing.category(id));
        let around = checked.bbox();
        let mask = checked.segmentation();
        checked.area(around, mask.as_ref());
        checked.box_of_mask(around, mask.as_ref());
        checked.keypoints(category);
        checked.crowd();
        checked.faults
    }

    fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn odd_if(&mut self, odd: bool, field: &'static str) {
        if odd {
            self.add(Fault::Odd { field });
        }
    }

    fn references(&mut self, listing: &Listing<'_>) {
        let Annotation { id, image_id, category_id, .. } = self.annotation;
        let repeated = |records, id: &RecordId, n: usize| {
            (1 < n).then(|| Fault::IdRepeated { records, id: id.to_string(), n })
        };
        self.odd_if(id.is_odd(), "id");
        if let Field::Given(id) = id {
            let fault = repeated("annotations", id, listing.n_annotations(id));
            self.faults.extend(fault);
        }
        self.odd_if(image_id.is_odd(), "image_id");
        if let Field::Given(id) = image_id {
            match listing.n_images(id) {
                0 => self.add(Fault::UnknownImage { id: id.to_string() }),
                n => self.faults.extend(repeated("images", id, n)),
            }
        }
        self.odd_if(category_id.is_odd(), "category_id");
        if let Field::Given(id) = category_id {
            match listing.n_categories(id) {
                0 => self.add(Fault::UnknownLabel { id: id.to_string() }),
                n => self.faults.extend(repeated("categories", id, n)),
            }
        }
    }

    fn within(&mut self, part: &'static str, extent: Extent) {
        let beyond = self.grid.map_or(0.0, |grid| extent.beyond(grid));
        if self.allowed.margin < beyond {
            self.add(Fault::Outside { part, by: short(beyond) });
        }
    }

    /// Checks the box; returns it when it is one.
    fn bbox(&mut self) -> Option<Extent> {
        self.odd_if(self.annotation.bbox.is_odd(), "bbox");
        let numbers = self.annotation.bbox.given()?;
        if numbers.iter().any(|number| !number.is_finite()) {
            self.add(Fault::Odd { field: "bbox" });
            return None;
        }
        let &[_, _, width, height] = &numbers[..] else {
            self.add(Fault::BoxNumbers { given: numbers.len() });
            return None;
        };
        let extent = Extent::of_box(numbers)?;
        self.within("box", extent);
        if width <= 0.0 || height <= 0.0 {
            self.add(Fault::BoxEmpty { size: size([width, height]) });
            return None;
        }
        Some(extent)
    }

    /// Checks the mask; returns its measures when it has some.
    fn segmentation(&mut self) -> Option<Measure> {
        self.odd_if(self.annotation.segmentation.is_odd(), "segmentation");
        match self.annotation.segmentation.given()? {
            Segmentation::Polygons(outlines) => self.outlines(outlines),
            Segmentation::Runs { counts, size } => self.runs(counts, *size),
        }
    }

    fn outlines(&mut self, outlines: &[Vec<f64>]) -> Option<Measure> {
        let before = self.faults.len();
        let mut extent: Option<Extent> = None;
        let (mut largest, mut all) = (0.0_f64, 0.0);
        for outline in outlines {
            if outline.iter().any(|number| !number.is_finite()) {
                self.add(Fault::Odd { field: "segmentation" });
                continue;
            }
            if outline.len() % 2 == 1 {
                self.add(Fault::OutlineOdd { numbers: outline.len() });
                continue;
            }
            if outline.len() / 2 < LEAST_CORNERS {
                self.add(Fault::OutlineShort { corners: outline.len() / 2 });
                continue;
            }
            let area = enclosed(outline);
            if area <= 0.0 {
                self.add(Fault::MaskEmpty);
            }
            largest = largest.max(area);
            all += area;
            if let Some(own) = Extent::of_points(corners(outline)) {
                extent = Some(extent.map_or(own, |extent| extent.with(own)));
            }
        }
        let measurable = self.faults.len() == before;
        if let Some(extent) = extent {
            self.within("outline", extent);
        }
        extent.filter(|_| measurable).map(|extent| Measure { extent, area: [largest, all] })
    }

    fn runs(&mut self, counts: &Field<Vec<u64>>, rows_columns: Field<[u64; 2]>) -> Option<Measure> {
        self.odd_if(counts.given().is_none(), "counts");
        self.odd_if(rows_columns.given().is_none(), "size");
        let (counts, &[rows, columns]) = counts.given().zip(rows_columns.given())?;
        let own = [columns as f64, rows as f64];
        if let Some(grid) = self.grid
            && own.iter().zip(grid).any(|(own, grid)| 0.5 < (own - grid).abs())
        {
            self.add(Fault::MaskSize { given: size(own), wanted: size(grid) });
        }
        let given = counts.iter().try_fold(0_u64, |sum, &count| sum.checked_add(count));
        let wanted = rows.checked_mul(columns);
        if given.is_none() || given != wanted {
            let known = |sum: Option<u64>| sum.unwrap_or(u64::MAX);
            self.add(Fault::RunsSum { given: known(given), wanted: known(wanted) });
            return None;
        }
        let Some(extent) = extent_of_runs(counts, rows) else {
            self.add(Fault::MaskEmpty);
            return None;
        };
        let area = counts.iter().skip(1).step_by(2).sum::<u64>() as f64;
        Some(Measure { extent, area: [area, area] })
    }

    fn area(&mut self, around: Option<Extent>, mask: Option<&Measure>) {
        self.odd_if(self.annotation.area.is_odd(), "area");
        let Some(&area) = self.annotation.area.given() else { return };
        if area.is_nan() || area <= 0.0 {
            self.add(Fault::AreaNotPositive { area: short(area) });
            return;
        }
        let tolerance = self.allowed.tolerance;
        let above = |most: f64, extent: Extent| most * (1.0 + tolerance) + border(extent) < area;
        if let Some(Measure { extent, area: [least, most] }) = mask {
            if above(*most, *extent) || area < least * (1.0 - tolerance) - border(*extent) {
                self.add(Fault::AreaDiffers { area: short(area), mask: short(*most) });
            }
        } else if let Some(around) = around.filter(|around| above(around.area(), *around)) {
            self.add(Fault::AreaOverBox { area: short(area), box_area: short(around.area()) });
        }
    }

    fn box_of_mask(&mut self, around: Option<Extent>, mask: Option<&Measure>) {
        let Some((around, mask)) = around.zip(mask) else { return };
        let own = mask.extent;
        let [width, height] = own.size();
        let slack = |side: f64| (self.allowed.tolerance * side).max(1.0) + self.allowed.margin;
        let across = (around.left - own.left).abs().max((around.right - own.right).abs());
        let down = (around.top - own.top).abs().max((around.bottom - own.bottom).abs());
        if slack(width) < across || slack(height) < down {
            self.add(Fault::BoxDiffers { by: short(across.max(down)) });
        }
    }

    fn keypoints(&mut self, category: Option<&Category>) {
        let Annotation { keypoints, num_keypoints, .. } = self.annotation;
        self.odd_if(keypoints.is_odd(), "keypoints");
        self.odd_if(num_keypoints.is_odd(), "num_keypoints");
        if keypoints.is_odd() {
            return;
        }
        let numbers = keypoints.given().map_or(&[][..], Vec::as_slice);
        if numbers.len() % 3 != 0 {
            self.add(Fault::KeypointsOdd { numbers: numbers.len() });
            return;
        }
        let given = numbers.len() / 3;
        let wanted = category.and_then(|category| category.n_keypoints.given().copied());
        if let Some(wanted) = wanted.filter(|&wanted| 0 < given && wanted != given) {
            self.add(Fault::KeypointsNumber { given, wanted });
        }
        let is = |a: f64, b: f64| (a - b).abs() < f64::EPSILON;
        let unknown = |visibility: f64| !VISIBILITIES.iter().any(|&known| is(known, visibility));
        let points = numbers.chunks_exact(3);
        if let Some(point) = points.clone().find(|point| unknown(point[2])) {
            self.add(Fault::Visibility { given: short(point[2]) });
        }
        let marked = points.filter(|point| 0.0 < point[2]);
        let counted = marked.clone().count();
        if let Some(extent) = Extent::of_points(marked.map(|point| (point[0], point[1]))) {
            self.within("keypoint", extent);
        }
        if let Some(&stated) = num_keypoints.given()
            && !is(stated, counted as f64)
        {
            self.add(Fault::KeypointsCounted { stated: short(stated), counted });
        }
    }

    fn crowd(&mut self) {
        self.odd_if(self.annotation.is_crowd.is_odd(), "iscrowd");
        if let Some(&given) = self.annotation.is_crowd.given()
            && given.abs() > f64::EPSILON
            && (given - 1.0).abs() > f64::EPSILON
        {
            self.add(Fault::Crowd { given: short(given) });
        }
    }
}

/// Returns how much the area changes when the outline is half a pixel off on every side:
/// programs differ in whether the border belongs to the mask.
fn border(extent: Extent) -> f64 {
    let [width, height] = extent.size();
    width + height + 1.0
}

/// Returns the box around run lengths; nothing when they cover nothing.
fn extent_of_runs(counts: &[u64], rows: u64) -> Option<Extent> {
    let mut extent: Option<Extent> = None;
    let mut at = 0;
    for (place, &count) in counts.iter().enumerate() {
        if place % 2 == 1 && 0 < count {
            let last = at + count - 1;
            let (left, right) = (at / rows, last / rows);
            // What goes on in the next column reaches from its top, and to the bottom of this one.
            let (top, bottom) =
                if left == right { (at % rows, last % rows) } else { (0, rows - 1) };
            let own = Extent {
                left: left as f64,
                top: top as f64,
                right: right as f64 + 1.0,
                bottom: bottom as f64 + 1.0,
            };
            extent = Some(extent.map_or(own, |extent| extent.with(own)));
        }
        at += count;
    }
    extent
}
