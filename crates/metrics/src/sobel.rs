//! Sobel's gradient, row by row.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use crate::distance::fastest;
use crate::gray::EightBit;
use crate::{Error, Result};

/// Pixels that are summed side by side.
const LANES: usize = 8;

/// An image that gives its gray levels row by row.
pub(crate) trait GrayRows {
    /// Returns rows and columns.
    fn shape(&self) -> [usize; 2];

    /// Puts the gray levels of a row in the place of what `line` holds.
    fn row(&mut self, row: usize, line: &mut Vec<f64>);
}

impl GrayRows for &EightBit<'_> {
    fn shape(&self) -> [usize; 2] {
        EightBit::shape(self)
    }

    #[inline(always)]
    fn row(&mut self, row: usize, line: &mut Vec<f64>) {
        self.gray_row(row, line);
    }
}

/// Returns the mean over all pixels of what `each` makes of the squared gradient.
///
/// The image is mirrored at its border; the border pixel itself is not repeated. As many
/// filtered rows are kept as the filter is high, whatever the image is.
///
/// # Errors
///
/// [`Error::TooSmall`] when a side is shorter than the filter; [`Error::Parameter`]
/// for an even filter.
pub(crate) fn mean_of_gradients(
    image: impl GrayRows,
    kernel_size: usize,
    each: impl Fn(f64) -> f64,
) -> Result<f64> {
    if kernel_size.is_multiple_of(2) {
        let wanted = "an odd number".to_owned();
        return Err(Error::Parameter { name: "kernel_size", wanted, given: kernel_size as f64 });
    }
    let shape = image.shape();
    if shape.iter().any(|&side| side < kernel_size) {
        return Err(Error::TooSmall { shape, least: kernel_size });
    }
    let [rows, columns] = shape;
    let (smooth, slope) = sobel(kernel_size);
    let mut lines = Lines::new(image, &smooth, &slope);
    let (mut across, mut down) = (vec![0.0; columns], vec![0.0; columns]);
    let mut sums = [0.0; LANES];
    fastest(|| {
        for row in 0..rows {
            lines.reach(row);
            lines.along(row, |line| &line.sloped, &smooth, &mut across);
            lines.along(row, |line| &line.smoothed, &slope, &mut down);
            let (across, across_rest) = across.as_chunks::<LANES>();
            let (down, down_rest) = down.as_chunks::<LANES>();
            for (x, y) in across.iter().zip(down) {
                for lane in 0..LANES {
                    sums[lane] += each(x[lane] * x[lane] + y[lane] * y[lane]);
                }
            }
            for (sum, (x, y)) in sums.iter_mut().zip(across_rest.iter().zip(down_rest)) {
                *sum += each(x * x + y * y);
            }
        }
    });
    Ok(sums.iter().sum::<f64>() / (rows * columns) as f64)
}

/// Returns the smoothing and the differentiating side of Sobel's filter.
///
/// Both are rows of Pascal's triangle; the second ends with a difference.
fn sobel(size: usize) -> (Vec<f64>, Vec<f64>) {
    let spread = |weights: &[f64], [first, second]: [f64; 2]| {
        let mut wider = vec![0.0; weights.len() + 1];
        for (at, weight) in weights.iter().enumerate() {
            wider[at] += first * weight;
            wider[at + 1] += second * weight;
        }
        wider
    };
    let pascal = (2..size).fold(vec![1.0], |weights, _| spread(&weights, [1.0, 1.0]));
    (spread(&pascal, [1.0, 1.0]), spread(&pascal, [-1.0, 1.0]))
}

/// A row of the image, filtered along itself.
#[derive(Clone, Default)]
struct Line {
    smoothed: Vec<f64>,
    sloped: Vec<f64>,
}

/// The rows that a filter reaches from one row.
struct Lines<'a, Image> {
    image: Image,
    smooth: &'a [f64],
    slope: &'a [f64],
    /// Row `r` has the place `r` modulo their number.
    kept: Vec<Line>,
    n_seen: usize,
    gray: Vec<f64>,
    mirrored: Vec<f64>,
}

impl<'a, Image: GrayRows> Lines<'a, Image> {
    fn new(image: Image, smooth: &'a [f64], slope: &'a [f64]) -> Self {
        let columns = image.shape()[1];
        let line = Line { smoothed: vec![0.0; columns], sloped: vec![0.0; columns] };
        let kept = vec![line; smooth.len()];
        Lines { image, smooth, slope, kept, n_seen: 0, gray: Vec::new(), mirrored: Vec::new() }
    }

    /// Filters the rows that the filter reaches from `row` and did not reach before.
    #[inline(always)]
    fn reach(&mut self, row: usize) {
        let [rows, columns] = self.image.shape();
        let reach = self.smooth.len() / 2;
        while self.n_seen < rows.min(row + reach + 1) {
            self.image.row(self.n_seen, &mut self.gray);
            self.mirrored.clear();
            let gray = &self.gray;
            self.mirrored.extend((1..=reach).rev().map(|at| gray[at]));
            self.mirrored.extend_from_slice(gray);
            self.mirrored.extend((1..=reach).map(|at| gray[columns - 1 - at]));
            let place = self.n_seen % self.kept.len();
            let line = &mut self.kept[place];
            filter(&self.mirrored, self.smooth, &mut line.smoothed);
            filter(&self.mirrored, self.slope, &mut line.sloped);
            self.n_seen += 1;
        }
    }

    /// Filters down the columns at `row`; the image is mirrored at its border.
    #[inline(always)]
    fn along(&self, row: usize, of: fn(&Line) -> &Vec<f64>, down: &[f64], out: &mut [f64]) {
        let rows = self.image.shape()[0];
        out.fill(0.0);
        for (shift, &weight) in down.iter().enumerate() {
            let source = mirror(row + shift, down.len() / 2, rows) % self.kept.len();
            out.iter_mut()
                .zip(of(&self.kept[source]))
                .for_each(|(sum, value)| *sum += weight * value);
        }
    }
}

/// Puts what `weights` make of each stretch of `line` in the place of what `out` holds.
#[inline(always)]
fn filter(line: &[f64], weights: &[f64], out: &mut [f64]) {
    out.fill(0.0);
    for (shift, &weight) in weights.iter().enumerate() {
        out.iter_mut().zip(&line[shift..]).for_each(|(sum, value)| *sum += weight * value);
    }
}

/// Returns which of `n` lines stands at place `at` of the mirrored ones: 2 1 | 0 1 2 | 1 0.
fn mirror(at: usize, reach: usize, n: usize) -> usize {
    let place = at.abs_diff(reach);
    if place < n { place } else { 2 * (n - 1) - place }
}

#[cfg(test)]
mod tests {
    use samples::{Channels, Image, ValueRange};

    use super::*;

    #[test]
    fn the_filters_are_those_of_the_textbook() {
        assert_eq!(sobel(3), (vec![1.0, 2.0, 1.0], vec![-1.0, 0.0, 1.0]));
        assert_eq!(sobel(5), (vec![1.0, 4.0, 6.0, 4.0, 1.0], vec![-1.0, -2.0, 0.0, 2.0, 1.0]));
    }

    /// The definition, written out for every pixel.
    fn by_definition(image: &Image, size: usize) -> f64 {
        let [rows, columns] = image.shape();
        let reach = size / 2;
        let (smooth, slope) = sobel(size);
        let mut total = 0.0;
        for row in 0..rows {
            for column in 0..columns {
                let (mut x, mut y) = (0.0, 0.0);
                for down in 0..size {
                    for across in 0..size {
                        let at = mirror(row + down, reach, rows) * columns
                            + mirror(column + across, reach, columns);
                        let value = f64::from(image.values()[at]);
                        x += value * smooth[down] * slope[across];
                        y += value * slope[down] * smooth[across];
                    }
                }
                total += x * x + y * y;
            }
        }
        total / (rows * columns) as f64
    }

    #[test]
    fn rows_that_are_kept_in_a_ring_give_what_the_definition_says() {
        let values = (0..11 * 19_u16).map(|i| f32::from(i * i % 251)).collect();
        let image = Image::new([11, 19], Channels::Gray, ValueRange::BITS_8, values).unwrap();
        for size in [3, 5, 7] {
            let eight = EightBit::of(&image, None).unwrap();
            let value = mean_of_gradients(&eight, size, |square| square).unwrap();
            let expected = by_definition(&image, size);
            assert!((value - expected).abs() < 1e-9 * expected, "{size}: {value}, {expected}");
        }
    }
}
