//! Masks: which pixels an outline or run lengths cover.

use samples::Segmentation;

/// Sides longer than this are no image's.
const MOST_SIDE: u64 = 1 << 20;
/// Masks of more runs than this are not compared: they would take too much memory.
const MOST_RUNS: usize = 10_000_000;

/// A part of the plane between two corners, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Extent {
    /// Returns the box of four numbers: left, top, width, height.
    pub(crate) fn of_box(numbers: &[f64]) -> Option<Self> {
        let &[left, top, width, height] = numbers else { return None };
        Some(Extent { left, top, right: left + width, bottom: top + height })
    }

    /// Returns what holds all of these points.
    pub(crate) fn of_points(points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        points.fold(None, |extent, (x, y)| {
            let point = Extent { left: x, top: y, right: x, bottom: y };
            Some(extent.map_or(point, |extent: Extent| extent.with(point)))
        })
    }

    /// Returns what holds both.
    pub(crate) fn with(self, other: Extent) -> Self {
        Extent {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub(crate) fn size(self) -> [f64; 2] {
        [self.right - self.left, self.bottom - self.top]
    }

    pub(crate) fn area(self) -> f64 {
        let [width, height] = self.size();
        width.max(0.0) * height.max(0.0)
    }

    /// Returns how far this reaches beyond a grid of that width and height; 0 inside.
    pub(crate) fn beyond(self, [width, height]: [f64; 2]) -> f64 {
        (-self.left).max(-self.top).max(self.right - width).max(self.bottom - height).max(0.0)
    }

    /// Returns the common part of both over what both cover; 0 when neither covers anything.
    pub(crate) fn overlap(self, other: Extent) -> f64 {
        let common = Extent {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        let common = common.area();
        let all = self.area() + other.area() - common;
        if 0.0 < all && all.is_finite() { common / all } else { 0.0 }
    }
}

/// Returns the corners of an outline.
pub(crate) fn corners(outline: &[f64]) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
    outline.chunks_exact(2).map(|pair| (pair[0], pair[1]))
}

/// Returns the sides of an outline; the last corner is joined to the first.
fn sides(outline: &[f64]) -> impl Iterator<Item = [(f64, f64); 2]> + '_ {
    let next = corners(outline).skip(1).chain(corners(outline).take(1));
    corners(outline).zip(next).map(|(from, to)| [from, to])
}

/// Returns the area that an outline encloses, by the shoelace formula.
///
/// Taken from the first corner, so that a small outline far out is not rounded away.
pub(crate) fn enclosed(outline: &[f64]) -> f64 {
    let Some((x0, y0)) = corners(outline).next() else { return 0.0 };
    let double: f64 = sides(outline)
        .map(|[(x1, y1), (x2, y2)]| (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
        .sum();
    double.abs() / 2.0
}

/// Pixels of one column, from a row up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    column: u32,
    from: u32,
    to: u32,
}

/// The pixels that something covers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mask {
    /// In order, without common pixels.
    runs: Vec<Run>,
    n_pixels: u64,
}

impl Mask {
    /// Returns the pixels of a mask, or of the outlines together; nothing when they are odd or too many.
    ///
    /// A pixel is within an outline when its centre is, by the even-odd rule.
    pub(crate) fn of(segmentation: &Segmentation) -> Option<Self> {
        let mut runs = match segmentation {
            Segmentation::Polygons(outlines) => {
                let mut runs = Vec::new();
                for outline in outlines {
                    fill(outline, &mut runs)?;
                }
                runs
            }
            Segmentation::Runs { counts, size } => columns(counts.given()?, *size.given()?)?,
        };
        runs.sort_unstable();
        let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
        for run in runs {
            match joined.last_mut() {
                Some(last) if last.column == run.column && run.from <= last.to => {
                    last.to = last.to.max(run.to);
                }
                _ => joined.push(run),
            }
        }
        let n_pixels = joined.iter().map(|run| u64::from(run.to - run.from)).sum();
        Some(Mask { runs: joined, n_pixels })
    }

    /// Returns how many pixels it covers.
    pub(crate) fn n_pixels(&self) -> u64 {
        self.n_pixels
    }

    /// Returns the pixels of both over those of either; 0 when there are none.
    pub(crate) fn overlap(&self, other: &Mask) -> f64 {
        let (mut a, mut b) = (self.runs.iter().peekable(), other.runs.iter().peekable());
        let mut common = 0_u64;
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            if one.column == two.column {
                let (from, to) = (one.from.max(two.from), one.to.min(two.to));
                common += u64::from(to.saturating_sub(from));
            }
            if (one.column, one.to) <= (two.column, two.to) {
                a.next();
            } else {
                b.next();
            }
        }
        let all = self.n_pixels + other.n_pixels - common;
        if all == 0 { 0.0 } else { common as f64 / all as f64 }
    }
}

/// Returns the runs of run lengths, cut where a column ends.
fn columns(counts: &[u64], [rows, columns]: [u64; 2]) -> Option<Vec<Run>> {
    if rows == 0 || MOST_SIDE < rows || MOST_SIDE < columns {
        return None;
    }
    let small = |n: u64| u32::try_from(n).ok();
    let mut runs = Vec::new();
    let mut at = 0_u64;
    for (place, &count) in counts.iter().enumerate() {
        let end = at.checked_add(count).filter(|&end| end <= rows * columns)?;
        while place % 2 == 1 && at < end {
            let column = at / rows;
            let to = end.min((column + 1) * rows);
            let (from, to_row) = (at - column * rows, to - column * rows);
            if runs.len() == MOST_RUNS {
                return None;
            }
            runs.push(Run { column: small(column)?, from: small(from)?, to: small(to_row)? });
            at = to;
        }
        at = end;
    }
    Some(runs)
}

/// A side of an outline that goes across the centres of these columns.
struct Side {
    first: u32,
    /// One behind the last.
    end: u32,
    from: (f64, f64),
    slope: f64,
}

/// Adds the pixels whose centres an outline encloses.
fn fill(outline: &[f64], runs: &mut Vec<Run>) -> Option<()> {
    let mut waiting: Vec<Side> = sides(outline).filter_map(side).collect();
    waiting.sort_unstable_by_key(|side| side.first);
    let mut waiting = waiting.into_iter().peekable();
    let mut across: Vec<Side> = Vec::new();
    let mut column = 0;
    let mut crossings = Vec::new();
    loop {
        across.retain(|side| column < side.end);
        if across.is_empty() {
            let Some(next) = waiting.peek() else { return Some(()) };
            column = next.first;
        }
        while let Some(side) = waiting.next_if(|side| side.first <= column) {
            across.push(side);
        }
        let centre = f64::from(column) + 0.5;
        crossings.clear();
        crossings
            .extend(across.iter().map(|side| side.from.1 + (centre - side.from.0) * side.slope));
        crossings.sort_unstable_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let (from, to) = (first_centre(pair[0]), first_centre(pair[1]));
            if from < to {
                if runs.len() == MOST_RUNS {
                    return None;
                }
                runs.push(Run { column, from, to });
            }
        }
        column += 1;
    }
}

fn side([a, b]: [(f64, f64); 2]) -> Option<Side> {
    let (from, to) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    let (first, end) = (first_centre(from.0), first_centre(to.0));
    let slope = (to.1 - from.1) / (to.0 - from.0);
    (first < end).then_some(Side { first, end, from, slope })
}

/// Returns the first pixel whose centre is at or behind `place`; none lies before the image.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and the longest side"
)]
fn first_centre(place: f64) -> u32 {
    (place - 0.5).ceil().clamp(0.0, MOST_SIDE as f64) as u32
}

#[cfg(test)]
mod tests {
    use samples::Field;

    use super::*;

    fn outlines(outlines: &[&[f64]]) -> Mask {
        let outlines = outlines.iter().map(|outline| outline.to_vec()).collect();
        Mask::of(&Segmentation::Polygons(outlines)).unwrap()
    }

    fn runs(counts: &[u64], size: [u64; 2]) -> Option<Mask> {
        let (counts, size) = (Field::Given(counts.to_vec()), Field::Given(size));
        Mask::of(&Segmentation::Runs { counts, size })
    }

    #[test]
    fn a_square_covers_its_pixels_and_encloses_as_many() {
        let square = [1.0, 2.0, 5.0, 2.0, 5.0, 6.0, 1.0, 6.0];
        assert_eq!(outlines(&[&square]).n_pixels(), 16);
        assert!((enclosed(&square) - 16.0).abs() < 1e-12);
        let reversed = [1.0, 6.0, 5.0, 6.0, 5.0, 2.0, 1.0, 2.0];
        assert_eq!(outlines(&[&reversed]), outlines(&[&square]));
        assert_eq!(outlines(&[&square, &square]), outlines(&[&square]), "both together");
    }

    #[test]
    fn an_outline_is_the_mask_of_the_same_pixels() {
        // 6 rows, 8 columns; rows 2 to 5 of the columns 1 to 4.
        let mask = runs(&[8, 4, 2, 4, 2, 4, 2, 4, 18], [6, 8]).unwrap();
        assert_eq!(mask, outlines(&[&[1.0, 2.0, 5.0, 2.0, 5.0, 6.0, 1.0, 6.0]]));
    }

    #[test]
    fn a_run_goes_on_in_the_next_column() {
        let mask = runs(&[1, 4], [3, 2]).unwrap();
        let of = |column, from, to| Run { column, from, to };
        assert_eq!(mask.runs, [of(0, 1, 3), of(1, 0, 2)]);
        assert_eq!(runs(&[1, 6], [3, 2]), None, "there are only six pixels");
    }

    #[test]
    fn overlap_is_that_of_the_pixels() {
        let a = outlines(&[&[0.0, 0.0, 4.0, 0.0, 4.0, 4.0, 0.0, 4.0]]);
        let b = outlines(&[&[2.0, 0.0, 6.0, 0.0, 6.0, 4.0, 2.0, 4.0]]);
        assert!((a.overlap(&b) - 8.0 / 24.0).abs() < 1e-12);
        assert!((a.overlap(&a) - 1.0).abs() < 1e-12);
        let nothing = outlines(&[&[0.1, 0.1, 0.2, 0.1, 0.2, 0.2]]);
        assert!(nothing.overlap(&nothing).abs() < 1e-12, "no centre is within");
    }

    #[test]
    fn huge_and_odd_numbers_end() {
        outlines(&[&[-1e300, -1e300, 1e300, 0.0, 1e9, 1e300]]);
        outlines(&[&[f64::NAN, 1.0, 2.0, f64::NAN, 5.0, 6.0]]);
        outlines(&[&[], &[1.0], &[1.0, 2.0]]);
        assert_eq!(runs(&[0, u64::MAX], [u64::MAX, u64::MAX]), None);
        assert_eq!(runs(&[0, u64::MAX, 7], [10, 10]), None);
        let largest = runs(&[0, 1 << 40], [1 << 20, 1 << 20]).unwrap();
        assert_eq!(largest.n_pixels(), 1 << 40);
    }
}
