//! Tenengrad: sharpness by the strength of edges.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, number, odd};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`tenengrad`].
pub const METRIC: Metric = Metric {
    id: "tenengrad",
    version: 1,
    title: "Tenengrad sharpness",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::GrayLevelsSquared,
    range: Range::FROM_0,
    better: Better::Higher,
    parameters: &[
        DATA_RANGE,
        odd("kernel_size", 3.0, [3.0, 31.0], "Pixels on a side of the Sobel filter, odd."),
        number(
            "threshold",
            0.0,
            [0.0, 1e12],
            "Gradients weaker than this count as 0; in 8-bit gray levels, not squared.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "E. Krotkov, International Journal of Computer Vision 1, 1988, 223–237",
    page: include_str!("../../../docs/metrics/tenengrad.md"),
    compute: Compute::Image(compute),
};

fn compute(image: &Image, parameters: &Parameters) -> Result<f64> {
    let gray = EightBit::of(image, parameters.number("data_range"))?;
    tenengrad(&gray, parameters.whole("kernel_size"), parameters.fixed("threshold"))
}

/// Returns the mean squared gradient of the gray image.
///
/// The gradient is Sobel's, at every pixel, with the image mirrored at its border
/// (the border pixel itself is not repeated). Values are on 0..255 by the stated
/// range, so that images of different depth are on one scale.
///
/// # Value
///
/// Squared gray levels; 0 and above; higher is sharper, or noisier. 0 for a flat image.
///
/// # Errors
///
/// [`Error::TooSmall`] when a side is shorter than the filter; [`Error::Parameter`]
/// for an even filter.
///
/// # Source
///
/// E. Krotkov, "Focusing", International Journal of Computer Vision 1, 1988, 223–237.
fn tenengrad(image: &EightBit<'_>, kernel_size: usize, threshold: f64) -> Result<f64> {
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
    let mut total = 0.0;
    for row in 0..rows {
        lines.reach(row);
        lines.along(row, |line| &line.sloped, &smooth, &mut across);
        lines.along(row, |line| &line.smoothed, &slope, &mut down);
        let squares = across.iter().zip(&down).map(|(x, y)| x * x + y * y);
        // One sum over all pixels in their order, whatever the rows are.
        squares.filter(|square| threshold <= square.sqrt()).for_each(|square| total += square);
    }
    Ok(total / (rows * columns) as f64)
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

/// The rows that a filter reaches from one row: as many as it is high, whatever the image is.
struct Lines<'a> {
    image: &'a EightBit<'a>,
    smooth: &'a [f64],
    slope: &'a [f64],
    /// Row `r` has the place `r` modulo their number.
    kept: Vec<Line>,
    n_seen: usize,
    gray: Vec<f64>,
    mirrored: Vec<f64>,
}

impl<'a> Lines<'a> {
    fn new(image: &'a EightBit<'a>, smooth: &'a [f64], slope: &'a [f64]) -> Self {
        let kept = vec![Line::default(); smooth.len()];
        Lines { image, smooth, slope, kept, n_seen: 0, gray: Vec::new(), mirrored: Vec::new() }
    }

    /// Filters the rows that the filter reaches from `row` and did not reach before.
    fn reach(&mut self, row: usize) {
        let [rows, columns] = self.image.shape();
        let reach = self.smooth.len() / 2;
        while self.n_seen < rows.min(row + reach + 1) {
            self.image.gray_row(self.n_seen, &mut self.gray);
            self.mirrored.clear();
            let gray = &self.gray;
            self.mirrored
                .extend((0..columns + 2 * reach).map(|at| gray[mirror(at, reach, columns)]));
            let place = self.n_seen % self.kept.len();
            let line = &mut self.kept[place];
            filter(&self.mirrored, self.smooth, &mut line.smoothed);
            filter(&self.mirrored, self.slope, &mut line.sloped);
            self.n_seen += 1;
        }
    }

    /// Filters down the columns at `row`; the image is mirrored at its border.
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
fn filter(line: &[f64], weights: &[f64], out: &mut Vec<f64>) {
    out.clear();
    out.extend(line.windows(weights.len()).map(|window| {
        window.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>()
    }));
}

/// Returns which of `n` lines stands at place `at` of the mirrored ones: 2 1 | 0 1 2 | 1 0.
fn mirror(at: usize, reach: usize, n: usize) -> usize {
    let place = at.abs_diff(reach);
    if place < n { place } else { 2 * (n - 1) - place }
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    #[test]
    fn one_pixel_has_no_sharpness() {
        let pixel = Image::new([1, 1], Channels::Gray, ValueRange::BITS_8, vec![9.0]).unwrap();
        let value = compute(&pixel, &Parameters::preset(&METRIC));
        assert_eq!(value, Err(Error::TooSmall { shape: [1, 1], least: 3 }));
    }

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
        let values = (0..11 * 7_u16).map(|i| f32::from(i * i % 251)).collect();
        let image = Image::new([11, 7], Channels::Gray, ValueRange::BITS_8, values).unwrap();
        for size in [3, 5, 7] {
            let eight = EightBit::of(&image, None).unwrap();
            let (value, expected) =
                (tenengrad(&eight, size, 0.0).unwrap(), by_definition(&image, size));
            assert!((value - expected).abs() < 1e-9 * expected, "{size}: {value}, {expected}");
        }
    }

    #[test]
    fn sixteen_bits_are_on_the_scale_of_eight() {
        let image = |range: ValueRange, factor: f32| {
            let values = (0..25_u16).map(|i| f32::from(i * i % 11) * factor).collect();
            Image::new([5, 5], Channels::Gray, range, values).unwrap()
        };
        let preset = Parameters::preset(&METRIC);
        let eight = compute(&image(ValueRange::BITS_8, 1.0), &preset).unwrap();
        let sixteen = compute(&image(ValueRange::BITS_16, 257.0), &preset).unwrap();
        assert!((eight - sixteen).abs() < 1e-9 * eight, "65535 is 257 times 255");
    }
}
