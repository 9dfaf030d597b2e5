//! Structural similarity at several scales.

use samples::{Image, Modality};

use crate::similarity::{Pair, similarity};
use crate::ssim::{OfChannel, PARAMETERS, Window, chosen, fitting};
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

/// See [`ms_ssim`].
pub const METRIC: Metric = Metric {
    id: "ms_ssim",
    version: 1,
    title: "Multi-scale structural similarity",
    modalities: &[Modality::Image],
    reference: Reference::Instance,
    levels: &[Level::Instance],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::SHARE,
    better: Better::Higher,
    parameters: PARAMETERS,
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: true,
    source: "Z. Wang, E. P. Simoncelli and A. C. Bovik, Asilomar Conference on Signals, Systems and Computers, 2003, 1398–1402",
    page: include_str!("../../../docs/metrics/ms_ssim.md"),
    compute: Compute::ImagePair(compute),
};

/// What each scale weighs, from the full image to a sixteenth of its sides, as published.
///
/// Their sum is 1.0001; they are divided by it, so that the exponents add up to 1.
const WEIGHTS: [f64; 5] = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

fn compute(reference: &Image, image: &Image, parameters: &Parameters) -> Result<f64> {
    let (window, steady) = chosen(reference, parameters);
    ms_ssim(reference, image, window, steady)
}

/// Returns how alike two images are at five scales, each half as large as the one before.
///
/// At every scale the mean of the comparison of contrast and pattern is taken, at the
/// coarsest that of brightness, too; the value is the product of their powers. Scales are
/// halved by averaging 2 × 2 pixels; before a side of odd length its first row or column
/// is repeated. Channels are averaged. A scale that is not alike at all (a mean below 0)
/// counts as 0.
///
/// # Input
///
/// * `reference`, `image`: one shape, one stated range, no side shorter than
///   16 · (window - 1) + 1, so that the window fits the coarsest scale.
/// * `steady`: the constants C1 and C2, `(K1 · L)²` and `(K2 · L)²`.
///
/// # Value
///
/// 0 to 1; higher is closer; 1 for equal images.
///
/// # Errors
///
/// [`Error::ShapeMismatch`], [`Error::ChannelsMismatch`], [`Error::RangeMismatch`],
/// [`Error::NotFinite`], [`Error::TooSmall`], [`Error::Parameter`] for an even window,
/// [`Error::TooLarge`] for values above 1e150.
///
/// # Source
///
/// Z. Wang, E. P. Simoncelli and A. C. Bovik, "Multi-scale structural similarity for image
/// quality assessment", 37th Asilomar Conference on Signals, Systems and Computers, 2003,
/// 1398–1402.
pub fn ms_ssim(reference: &Image, image: &Image, window: Window, steady: [f64; 2]) -> Result<f64> {
    let least = (window.size.saturating_sub(1) << (WEIGHTS.len() - 1)) + 1;
    fitting(reference, image, window, least)?;
    let weights = window.weights();
    let n_channels = image.channels().count();
    let of_channel =
        |channel| over_scales(&OfChannel { reference, image, channel }, &weights, steady);
    let value = (0..n_channels).map(of_channel).sum::<f64>() / n_channels as f64;
    // Rounding may carry the value of equal images past 1 by a bit.
    if value.is_nan() { Err(Error::TooLarge) } else { Ok(value.clamp(0.0, 1.0)) }
}

fn over_scales(pair: &OfChannel<'_>, weights: &[f64], steady: [f64; 2]) -> f64 {
    let sum: f64 = WEIGHTS.iter().sum();
    let power =
        |mean: f64, scale: usize| (if mean < 0.0 { 0.0 } else { mean }).powf(WEIGHTS[scale] / sum);
    let last = WEIGHTS.len() - 1;
    let mut product = power(similarity(pair, weights, steady).structure, 0);
    let mut halved = Halved::of(pair);
    for scale in 1..last {
        product *= power(similarity(&halved, weights, steady).structure, scale);
        halved = Halved::of(&halved);
    }
    product * power(similarity(&halved, weights, steady).whole, last)
}

/// Two images of one channel, half as large as others.
struct Halved {
    shape: [usize; 2],
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Halved {
    fn of(pair: &impl Pair) -> Self {
        let [rows, columns] = pair.shape();
        let shape @ [height, width] = [rows.div_ceil(2), columns.div_ceil(2)];
        let (mut x, mut y) = (Vec::new(), Vec::new());
        x.reserve_exact(height * width);
        y.reserve_exact(height * width);
        let mut lines: [[Vec<f64>; 2]; 2] =
            std::array::from_fn(|_| [vec![0.0; columns], vec![0.0; columns]]);
        for row in 0..height {
            for (upper, line) in lines.iter_mut().enumerate() {
                let [x, y] = line;
                pair.fill(half_of(row, rows)[upper], x, y);
            }
            let [upper, lower] = &lines;
            average(&upper[0], &lower[0], &mut x);
            average(&upper[1], &lower[1], &mut y);
        }
        Halved { shape, x, y }
    }
}

impl Pair for Halved {
    fn shape(&self) -> [usize; 2] {
        self.shape
    }

    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    fn fill(&self, row: usize, x: &mut [f64], y: &mut [f64]) {
        let width = self.shape[1];
        x.copy_from_slice(&self.x[row * width..(row + 1) * width]);
        y.copy_from_slice(&self.y[row * width..(row + 1) * width]);
    }
}

/// Returns which two of `n` lines make line `at` of half as many; the first stands for one before it.
fn half_of(at: usize, n: usize) -> [usize; 2] {
    let second = 2 * at + 1 - n % 2;
    [second.saturating_sub(1), second]
}

/// Appends the averages of 2 × 2 pixels of two rows.
fn average(upper: &[f64], lower: &[f64], out: &mut Vec<f64>) {
    let quarter = |a: f64, b: f64, c: f64, d: f64| 0.25 * ((a + b) + (c + d));
    let odd = upper.len() % 2;
    if odd == 1 {
        out.push(quarter(upper[0], upper[0], lower[0], lower[0]));
    }
    let (upper, lower) = (&upper[odd..], &lower[odd..]);
    let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
    out.extend(pairs.map(|([a, b], [c, d])| quarter(*a, *b, *c, *d)));
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn preset(reference: &Image, image: &Image) -> Result<f64> {
        compute(reference, image, &Parameters::preset(&METRIC))
    }

    fn gray(shape: [usize; 2], value: impl Fn(usize) -> f32) -> Image {
        let values = (0..shape[0] * shape[1]).map(value).collect();
        Image::new(shape, Channels::Gray, ValueRange::BITS_8, values).unwrap()
    }

    #[test]
    fn an_image_whose_coarsest_scale_is_smaller_than_the_window_has_no_value() {
        let image = gray([161, 160], |_| 1.0);
        assert_eq!(preset(&image, &image), Err(Error::TooSmall { shape: [161, 160], least: 161 }));
        let image = gray([161, 161], |_| 1.0);
        assert_eq!(preset(&image, &image), Ok(1.0));
    }

    #[test]
    fn an_image_and_its_negative_are_not_alike() {
        let level = |at: usize| if at * at % 7 < 3 { 40.0 } else { 200.0 };
        let image = gray([161, 170], level);
        assert_eq!(preset(&image, &gray([161, 170], |at| 255.0 - level(at))), Ok(0.0));
    }

    #[test]
    fn a_side_of_odd_length_repeats_its_first_pixel() {
        assert_eq!([half_of(0, 4), half_of(1, 4)], [[0, 1], [2, 3]]);
        assert_eq!([half_of(0, 3), half_of(1, 3)], [[0, 0], [1, 2]]);
        let mut out = Vec::new();
        average(&[1.0, 2.0, 4.0], &[3.0, 6.0, 8.0], &mut out);
        assert_eq!(out, [2.0, 5.0]);
    }
}
