//! Sharpness by the difference of differences along edges.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;
use samples::{Image, Modality};

use crate::distance::fastest;
use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, number, whole};
use crate::{
    Better, Compute, Dimension, IntervalKind, Level, Metric, Parameters, Range, Reference, Result,
    Unit,
};

/// See [`dom`].
pub const METRIC: Metric = Metric {
    id: "dom",
    version: 1,
    title: "Sharpness by difference of differences (DOM)",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    // Two shares, as the sides of a right angle.
    range: Range { low: Some(0.0), high: Some(std::f64::consts::SQRT_2) },
    better: Better::Higher,
    parameters: &[
        DATA_RANGE,
        number(
            "edge_threshold",
            1e-4,
            [0.0, 1.0],
            "Slopes above this part of the steepest one are edges.",
        ),
        number(
            "sharpness_threshold",
            2.0,
            [0.0, 1e6],
            "An edge is sharp from this ratio of curvature to contrast on.",
        ),
        whole("width", 2.0, [1.0, 64.0], "Pixels before and after one that are summed."),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "J. Kumar, F. Chen and D. Doermann, International Conference on Pattern Recognition, 2012, 3208–3212",
    page: include_str!("../../../docs/metrics/dom.md"),
    compute: Compute::Image(compute),
};

fn compute(image: &Image, parameters: &Parameters) -> Result<f64> {
    let gray = EightBit::of(image, parameters.number("data_range"))?;
    let limits = Limits {
        width: parameters.whole("width"),
        sharp: parameters.fixed("sharpness_threshold"),
        edge: parameters.fixed("edge_threshold"),
    };
    Ok(dom(&gray, limits))
}

/// What counts as an edge, and as a sharp one.
#[derive(Debug, Clone, Copy)]
struct Limits {
    width: usize,
    sharp: f64,
    edge: f64,
}

/// How far apart the pixels are whose differences are compared.
const APART: usize = 2;

/// Returns which part of the edges is sharp, down the columns and along the rows together.
///
/// The image is a median of 3 × 3 pixels, on 0..1 by the stated range; its border is repeated.
/// Along an axis, the curvature of a pixel is `|I(x + 2) - 2 I(x) + I(x - 2)|`, with black
/// outside; its contrast `|I(x) - I(x - 1)|` where there is an edge, else 0. A pixel's sharpness
/// is the sum of curvatures over that of contrasts, from `width` pixels before it up to, and
/// without, `width` pixels after it. An edge is where the slope of the image before the median,
/// `(I(x + 1) - I(x - 1)) / 2` with black outside, is more than a part of the steepest rise.
/// The share of edges that are sharp is Rx along one axis and Ry along the other.
///
/// # Value
///
/// `sqrt(Rx² + Ry²)`: 0 (no edge is sharp, or there is none) to √2; higher is sharper, or noisier.
///
/// # Errors
///
/// Those of [`EightBit::of`].
///
/// # Source
///
/// J. Kumar, F. Chen and D. Doermann, "Sharpness estimation for document and scene images",
/// 21st International Conference on Pattern Recognition, 2012, 3208–3212.
fn dom(image: &EightBit<'_>, limits: Limits) -> f64 {
    let [down, along] = {
        let steepest = steepest(image);
        let mut rows = Rows::new(image, limits, steepest);
        let mut shares = [Share::default(); 2];
        fastest(All { rows: &mut rows, shares: &mut shares });
        shares.map(Share::of_edges)
    };
    down.hypot(along)
}

/// All rows of an image, one after the other.
struct All<'a, 'b> {
    rows: &'a mut Rows<'b>,
    shares: &'a mut [Share; 2],
}

impl NullaryFnOnce for All<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for row in 0..self.rows.image.shape()[0] {
            self.rows.count(row, self.shares);
        }
    }
}

/// How many edges there are, and how many of them are sharp.
#[derive(Default, Clone, Copy)]
struct Share {
    n_edges: u64,
    n_sharp: u64,
}

impl Share {
    fn of_edges(self) -> f64 {
        self.n_sharp as f64 / self.n_edges.max(1) as f64
    }
}

/// Returns the steepest rise down the columns and along the rows, with a little added, so that
/// a flat image has no edges.
fn steepest(image: &EightBit<'_>) -> [f64; 2] {
    const NOTHING: f64 = 1e-8;
    let [rows, columns] = image.shape();
    let black = vec![0.0; columns];
    let mut lines = [black.clone(), black.clone(), black.clone()];
    let mut most = [0.0, 0.0];
    let mut slope = vec![0.0; columns];
    fastest(|| {
        image.gray_row(0, &mut lines[1]);
        for row in 0..rows {
            if row + 1 < rows {
                image.gray_row(row + 1, &mut lines[2]);
            } else {
                lines[2].fill(0.0);
            }
            slope_of(&lines[0], &lines[2], &mut slope);
            most[0] = slope.iter().fold(most[0], |most, &slope| larger(most, slope));
            slope_along(&lines[1], &mut slope);
            most[1] = slope.iter().fold(most[1], |most, &slope| larger(most, slope));
            lines.rotate_left(1);
        }
    });
    most.map(|most| most + NOTHING)
}

/// Writes the slope from the row above to the row below.
#[inline(always)]
fn slope_of(above: &[f64], below: &[f64], slope: &mut [f64]) {
    for ((slope, above), below) in slope.iter_mut().zip(above).zip(below) {
        *slope = 0.5 * below - 0.5 * above;
    }
}

/// Writes the slope from the pixel before to the pixel after.
#[inline(always)]
fn slope_along(row: &[f64], slope: &mut [f64]) {
    let last = row.len() - 1;
    if last == 0 {
        slope[0] = 0.0;
        return;
    }
    slope[0] = 0.5 * row[1];
    slope[last] = -0.5 * row[last - 1];
    slope_of(&row[..last - 1], &row[2..], &mut slope[1..last]);
}

// Of two numbers; `f64::max` asks for NaN each time, and there is none.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a < b { b } else { a }
}

#[inline(always)]
fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// The last rows of something: row `r` has the place `r` modulo their number.
struct Ring {
    rows: Vec<Vec<f64>>,
    /// How many were put in.
    n: usize,
}

impl Ring {
    fn new(n_rows: usize, columns: usize) -> Self {
        Ring { rows: vec![vec![0.0; columns]; n_rows], n: 0 }
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[f64] {
        &self.rows[row % self.rows.len()]
    }

    /// Returns the place of the next row.
    #[inline(always)]
    fn next(&mut self) -> &mut Vec<f64> {
        let place = self.n % self.rows.len();
        self.n += 1;
        &mut self.rows[place]
    }
}

/// What is kept of the rows that are reached from one row.
struct Rows<'a> {
    image: &'a EightBit<'a>,
    limits: Limits,
    steepest: [f64; 2],
    gray: Ring,
    median: Ring,
    /// Where there is an edge down the columns: 1, else 0.
    edges: Ring,
    curvature: Ring,
    contrast: Ring,
    black: Vec<f64>,
    /// The smallest, the middle and the largest of three pixels that stand above each other.
    sorted: [Vec<f64>; 3],
    /// Of one row, along itself: edges, curvature, contrast.
    of_row: [Vec<f64>; 3],
    sums: [Vec<f64>; 2],
}

impl<'a> Rows<'a> {
    fn new(image: &'a EightBit<'a>, limits: Limits, steepest: [f64; 2]) -> Self {
        let columns = image.shape()[1];
        let ring = |n| Ring::new(n, columns);
        let line = || vec![0.0; columns];
        Rows {
            image,
            limits,
            steepest,
            gray: ring(3),
            median: ring(2 * APART + 1),
            edges: ring(limits.width + APART + 2),
            curvature: ring(2 * limits.width),
            contrast: ring(2 * limits.width),
            black: line(),
            // A pixel more on each side.
            sorted: std::array::from_fn(|_| vec![0.0; columns + 2]),
            of_row: std::array::from_fn(|_| line()),
            sums: [line(), line()],
        }
    }

    /// Counts the edges of a row and the sharp ones among them, down the columns and along the row.
    #[inline(always)]
    fn count(&mut self, row: usize, shares: &mut [Share; 2]) {
        let rows = self.image.shape()[0];
        let width = self.limits.width;
        while self.curvature.n < rows.min(row + width) {
            self.differ(&mut shares[1]);
        }
        let edges = self.edges.row(row);
        shares[0].n_edges += edges.iter().map(|&edge| u64::from(0.0 < edge)).sum::<u64>();
        if row < width || rows <= row + width {
            return;
        }
        for (sum, kept) in self.sums.iter_mut().zip([&self.curvature, &self.contrast]) {
            sum.copy_from_slice(kept.row(row - width));
            for other in row - width + 1..row + width {
                sum.iter_mut().zip(kept.row(other)).for_each(|(sum, value)| *sum += value);
            }
        }
        let [curvature, contrast] = &self.sums;
        shares[0].n_sharp += n_sharp(curvature, contrast, edges, self.limits.sharp);
    }

    /// Compares differences down the columns, at the first row for which that was not done.
    #[inline(always)]
    fn differ(&mut self, along: &mut Share) {
        let rows = self.image.shape()[0];
        let row = self.curvature.n;
        while self.median.n < rows.min(row + APART + 1) {
            self.smooth(along);
        }
        let (before, after) = (row.checked_sub(APART), row + APART);
        let before = before.map_or(&self.black[..], |row| self.median.row(row));
        let after = if after < rows { self.median.row(after) } else { &self.black[..] };
        let middle = self.median.row(row);
        let others = before.iter().zip(after).zip(middle);
        for (curvature, ((before, after), middle)) in self.curvature.next().iter_mut().zip(others) {
            *curvature = (after - 2.0 * middle + before).abs();
        }
        let above = if row == 0 { &self.black[..] } else { self.median.row(row - 1) };
        let others = middle.iter().zip(above).zip(self.edges.row(row));
        for (contrast, ((middle, above), edge)) in self.contrast.next().iter_mut().zip(others) {
            *contrast = (middle - above).abs() * edge;
        }
    }

    /// Smooths the first row that was not smoothed, and finds its edges.
    #[inline(always)]
    fn smooth(&mut self, along: &mut Share) {
        let rows = self.image.shape()[0];
        let row = self.median.n;
        while self.gray.n < rows.min(row + 2) {
            let next = self.gray.n;
            self.image.gray_row(next, self.gray.next());
        }
        let middle = self.gray.row(row);
        let above = if row == 0 { None } else { Some(self.gray.row(row - 1)) };
        let below = if row + 1 < rows { Some(self.gray.row(row + 1)) } else { None };
        let lines = [above.unwrap_or(middle), middle, below.unwrap_or(middle)];
        median(lines, &mut self.sorted, self.median.next());
        let edges = self.edges.next();
        slope_of(above.unwrap_or(&self.black), below.unwrap_or(&self.black), edges);
        mark(edges, self.steepest[0], self.limits.edge);
        self.differ_along(row, along);
    }

    /// Compares differences along a row.
    #[inline(always)]
    fn differ_along(&mut self, row: usize, share: &mut Share) {
        let median = self.median.row(row);
        let columns = median.len();
        let [edges, curvature, contrast] = &mut self.of_row;
        slope_along(self.gray.row(row), edges);
        mark(edges, self.steepest[1], self.limits.edge);
        share.n_edges += edges.iter().map(|&edge| u64::from(0.0 < edge)).sum::<u64>();
        let at = |column: Option<usize>| {
            column.and_then(|column| median.get(column)).copied().unwrap_or(0.0)
        };
        for column in (0..columns).filter(|&at| at < APART || columns <= at + APART) {
            let (before, after) = (at(column.checked_sub(APART)), at(Some(column + APART)));
            curvature[column] = (after - 2.0 * median[column] + before).abs();
        }
        if 2 * APART < columns {
            let others = median.iter().zip(&median[2 * APART..]).zip(&median[APART..]);
            let inner = curvature[APART..columns - APART].iter_mut();
            for (curvature, ((before, after), middle)) in inner.zip(others) {
                *curvature = (after - 2.0 * middle + before).abs();
            }
        }
        contrast[0] = median[0].abs() * edges[0];
        let others = median[1..].iter().zip(median).zip(&edges[1..]);
        for (contrast, ((middle, before), edge)) in contrast[1..].iter_mut().zip(others) {
            *contrast = (middle - before).abs() * edge;
        }
        let width = self.limits.width;
        if columns <= 2 * width {
            return;
        }
        let inner = columns - 2 * width;
        for (sum, values) in self.sums.iter_mut().zip([&*curvature, &*contrast]) {
            let sum = &mut sum[..inner];
            sum.copy_from_slice(&values[..inner]);
            for shift in 1..2 * width {
                sum.iter_mut().zip(&values[shift..]).for_each(|(sum, value)| *sum += value);
            }
        }
        let [curvature, contrast] = &self.sums;
        let edges = &edges[width..];
        share.n_sharp += n_sharp(&curvature[..inner], contrast, edges, self.limits.sharp);
    }
}

/// Puts 1 in the place of a slope that is an edge, else 0.
#[inline(always)]
fn mark(slopes: &mut [f64], steepest: f64, limit: f64) {
    for slope in slopes {
        *slope = if limit < slope.abs() / steepest { 1.0 } else { 0.0 };
    }
}

/// Returns how many edges are sharp.
#[inline(always)]
fn n_sharp(curvature: &[f64], contrast: &[f64], edges: &[f64], limit: f64) -> u64 {
    let sharp = |((&curvature, &contrast), &edge): ((&f64, &f64), &f64)| {
        // Without an edge nearby there is no contrast, and no sharpness.
        let sharpness = if 0.0 < contrast { curvature / contrast } else { 0.0 };
        u64::from(0.0 < edge && limit <= sharpness)
    };
    curvature.iter().zip(contrast).zip(edges).map(sharp).sum()
}

/// Writes the median of 3 × 3 pixels, over 255; the border is repeated.
#[inline(always)]
fn median([a, b, c]: [&[f64]; 3], sorted: &mut [Vec<f64>; 3], out: &mut [f64]) {
    let columns = out.len();
    let [low, middle, high] = sorted;
    for at in 0..columns {
        let (small, large) = (smaller(a[at], b[at]), larger(a[at], b[at]));
        let between = smaller(large, c[at]);
        low[at + 1] = smaller(small, c[at]);
        middle[at + 1] = larger(small, between);
        high[at + 1] = larger(large, c[at]);
    }
    for line in [&mut *low, &mut *middle, &mut *high] {
        line[0] = line[1];
        line[columns + 1] = line[columns];
    }
    let (low, middle, high) = (&low[..columns + 2], &middle[..columns + 2], &high[..columns + 2]);
    for at in 0..columns {
        // The median of nine is that of the largest low, the middle middle and the smallest high.
        let low = larger(larger(low[at], low[at + 1]), low[at + 2]);
        let middle = middle_of(middle[at], middle[at + 1], middle[at + 2]);
        let high = smaller(smaller(high[at], high[at + 1]), high[at + 2]);
        out[at] = middle_of(low, middle, high) / 255.0;
    }
}

#[inline(always)]
fn middle_of(a: f64, b: f64, c: f64) -> f64 {
    larger(smaller(a, b), smaller(larger(a, b), c))
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn preset(shape: [usize; 2], value: impl Fn(usize) -> f32) -> f64 {
        let values = (0..shape[0] * shape[1]).map(value).collect();
        let image = Image::new(shape, Channels::Gray, ValueRange::BITS_8, values).unwrap();
        compute(&image, &Parameters::preset(&METRIC)).unwrap()
    }

    #[test]
    fn images_without_a_sharp_edge_have_none() {
        for shape in [[1, 1], [1, 9], [9, 1], [2, 2], [12, 12]] {
            let value = preset(shape, |_| 9.0);
            assert!(value.abs() <= 0.0, "{shape:?}: {value}");
        }
    }

    #[test]
    fn turning_an_image_turns_nothing() {
        let level = |row: usize, column: usize| {
            f32::from(u8::try_from((row * row + 3 * column * row) % 251).unwrap())
        };
        let (there, back) = (
            preset([23, 17], |at| level(at / 17, at % 17)),
            preset([17, 23], |at| level(at % 23, at / 23)),
        );
        assert!((there - back).abs() < 1e-12 && 0.0 < there, "{there} and {back}");
    }

    #[test]
    fn the_median_of_nine_is_their_fifth() {
        let rows = [[4.0, 1.0, 8.0], [3.0, 9.0, 2.0], [7.0, 5.0, 6.0]];
        let mut sorted = std::array::from_fn(|_| vec![0.0; 5]);
        let mut out = vec![0.0; 3];
        median([&rows[0], &rows[1], &rows[2]], &mut sorted, &mut out);
        assert!((out[1] * 255.0 - 5.0).abs() < 1e-12, "{out:?}");
    }
}
