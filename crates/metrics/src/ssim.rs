//! Structural similarity.

use samples::{Image, Modality};

use crate::gray::comparable;
use crate::parameter::{DATA_RANGE, number, odd};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`ssim`].
pub const METRIC: Metric = Metric {
    id: "ssim",
    version: 1,
    title: "Structural similarity",
    modalities: &[Modality::Image],
    reference: Reference::Instance,
    levels: &[Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range { low: Some(-1.0), high: Some(1.0) },
    better: Better::Higher,
    parameters: &[
        DATA_RANGE,
        number("k1", 0.01, [0.0, 1.0], "Steadies the comparison of brightness in dark places."),
        number("k2", 0.03, [0.0, 1.0], "Steadies the comparison of contrast in flat places."),
        odd("kernel_size", 11.0, [3.0, 63.0], "Pixels on a side of the window, odd."),
        number("sigma", 1.5, [0.1, 32.0], "Width of the Gaussian window, in pixels."),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "Z. Wang et al., IEEE Transactions on Image Processing 13(4), 2004, 600–612",
    page: include_str!("../../../docs/metrics/ssim.md"),
    compute: Compute::ImagePair(compute),
};

fn compute(reference: &Image, image: &Image, parameters: &Parameters) -> Result<f64> {
    let window = Window { size: parameters.whole("kernel_size"), sigma: parameters.fixed("sigma") };
    let peak = parameters.number("data_range").unwrap_or(reference.range().width());
    let steady = [parameters.fixed("k1"), parameters.fixed("k2")].map(|k| (k * peak) * (k * peak));
    ssim(reference, image, window, steady)
}

/// The Gaussian window that local means are taken in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Pixels on a side, odd.
    pub size: usize,
    /// Standard deviation, in pixels.
    pub sigma: f64,
}

impl Window {
    /// Returns the weights along one side; their sum is 1.
    fn weights(self) -> Vec<f64> {
        let middle = (self.size / 2) as f64;
        let weight = |at: usize| (-0.5 * ((at as f64 - middle) / self.sigma).powi(2)).exp();
        let weights: Vec<f64> = (0..self.size).map(weight).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }
}

/// Returns how alike the local brightness, contrast and pattern of two images are.
///
/// Means, variances and covariance are taken in a Gaussian window around every
/// pixel whose window lies inside the image; the value is the mean over these
/// pixels and over the channels. Values count from the lower end of the stated
/// range, so that Hounsfield units below 0 do no harm.
///
/// # Input
///
/// * `reference`, `image`: one shape, one stated range, no side shorter than the window.
/// * `steady`: the constants C1 and C2, `(K1 · L)²` and `(K2 · L)²`.
///
/// # Value
///
/// -1 to 1; higher is closer; 1 for equal images.
///
/// # Errors
///
/// [`Error::ShapeMismatch`], [`Error::ChannelsMismatch`], [`Error::RangeMismatch`],
/// [`Error::NotFinite`], [`Error::TooSmall`], [`Error::Parameter`] for an even window.
///
/// # Source
///
/// Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, "Image quality
/// assessment: from error visibility to structural similarity", IEEE
/// Transactions on Image Processing 13(4), 2004, 600–612.
pub fn ssim(reference: &Image, image: &Image, window: Window, steady: [f64; 2]) -> Result<f64> {
    comparable(reference, image)?;
    if window.size.is_multiple_of(2) {
        let wanted = "an odd number".to_owned();
        return Err(Error::Parameter { name: "kernel_size", wanted, given: window.size as f64 });
    }
    let shape = image.shape();
    if shape.iter().any(|&side| side < window.size) {
        return Err(Error::TooSmall { shape, least: window.size });
    }
    let weights = window.weights();
    let n_channels = image.channels().count();
    let value = (0..n_channels)
        .map(|channel| {
            let (x, y) = (plane(reference, channel), plane(image, channel));
            mean_similarity(&x, &y, shape, &weights, steady)
        })
        .sum::<f64>()
        / n_channels as f64;
    // Rounding may carry the value of equal images past 1 by a bit.
    Ok(value.clamp(-1.0, 1.0))
}

/// Returns one channel, counted from the lower end of the range.
fn plane(image: &Image, channel: usize) -> Vec<f64> {
    let low = image.range().low();
    let values = image.values().iter().skip(channel).step_by(image.channels().count());
    values.map(|&value| f64::from(value) - low).collect()
}

/// The five local sums of the formula: x, y, x², y², xy.
type Moments = [Vec<f64>; 5];

fn mean_similarity(
    x: &[f64],
    y: &[f64],
    [rows, columns]: [usize; 2],
    weights: &[f64],
    [c1, c2]: [f64; 2],
) -> f64 {
    let width = columns + 1 - weights.len();
    let height = rows + 1 - weights.len();
    let along = filtered_rows(x, y, columns, weights);
    let mut sums: Moments = std::array::from_fn(|_| vec![0.0; width]);
    let mut total = 0.0;
    for row in 0..height {
        for (sum, lines) in sums.iter_mut().zip(&along) {
            sum.fill(0.0);
            for (line, &weight) in lines[row * width..].chunks_exact(width).zip(weights) {
                sum.iter_mut().zip(line).for_each(|(sum, value)| *sum += weight * value);
            }
        }
        let [mx, my, xx, yy, xy] = &sums;
        for at in 0..width {
            let (mx, my) = (mx[at], my[at]);
            let (vx, vy) = (xx[at] - mx * mx, yy[at] - my * my);
            let (top, bottom) = (2.0 * mx * my + c1, mx * mx + my * my + c1);
            let (top2, bottom2) = (2.0 * (xy[at] - mx * my) + c2, vx + vy + c2);
            total += ratio(top, bottom) * ratio(top2, bottom2);
        }
    }
    total / (width * height) as f64
}

/// Divides; 0 by 0, which needs K = 0 and an empty place in both images, is "alike".
fn ratio(top: f64, bottom: f64) -> f64 {
    if bottom == 0.0 { 1.0 } else { top / bottom }
}

/// Filters every row of x, y, x², y² and xy.
fn filtered_rows(x: &[f64], y: &[f64], columns: usize, weights: &[f64]) -> Moments {
    let width = columns + 1 - weights.len();
    let filtered = |values: &dyn Fn(f64, f64) -> f64| {
        let mut out = Vec::with_capacity(x.len() / columns * width);
        for (x, y) in x.chunks_exact(columns).zip(y.chunks_exact(columns)) {
            let line: Vec<f64> = x.iter().zip(y).map(|(&x, &y)| values(x, y)).collect();
            let start = out.len();
            out.resize(start + width, 0.0);
            for (shift, &weight) in weights.iter().enumerate() {
                let shifted = out[start..].iter_mut().zip(&line[shift..]);
                shifted.for_each(|(sum, value)| *sum += weight * value);
            }
        }
        out
    };
    [
        filtered(&|x, _| x),
        filtered(&|_, y| y),
        filtered(&|x, _| x * x),
        filtered(&|_, y| y * y),
        filtered(&|x, y| x * y),
    ]
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn flat(value: f32, side: usize) -> Image {
        Image::new([side, side], Channels::Gray, ValueRange::BITS_8, vec![value; side * side])
            .unwrap()
    }

    fn preset(reference: &Image, image: &Image) -> Result<f64> {
        compute(reference, image, &Parameters::preset(&METRIC))
    }

    #[test]
    fn an_image_smaller_than_the_window_has_no_value() {
        let value = preset(&flat(1.0, 10), &flat(1.0, 10));
        assert_eq!(value, Err(Error::TooSmall { shape: [10, 10], least: 11 }));
    }

    #[test]
    fn equal_flat_images_are_alike() {
        assert_eq!(preset(&flat(7.0, 12), &flat(7.0, 12)), Ok(1.0));
    }

    #[test]
    fn values_count_from_the_lower_end_of_the_range() {
        let hounsfield = |value: f32| {
            let range = ValueRange::new(-1000.0, -745.0).unwrap();
            Image::new([12, 12], Channels::Gray, range, vec![value; 144]).unwrap()
        };
        let (a, b) = (
            preset(&flat(10.0, 12), &flat(40.0, 12)).unwrap(),
            preset(&hounsfield(-990.0), &hounsfield(-960.0)).unwrap(),
        );
        assert!((a - b).abs() < 1e-12, "10 and 40 above the lower end of 255: {a} and {b}");
    }
}
