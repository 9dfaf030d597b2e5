//! Tenengrad: sharpness by the strength of edges.

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::{DATA_RANGE, number, whole};
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
        whole("kernel_size", 3.0, [3.0, 31.0], "Pixels on a side of the Sobel filter, odd."),
        number(
            "threshold",
            0.0,
            [0.0, 1e12],
            "Gradients weaker than this count as 0; in 8-bit gray levels, not squared.",
        ),
    ],
    interval: IntervalKind::Bootstrap,
    instances: None,
    source: "E. Krotkov, International Journal of Computer Vision 1, 1988, 223–237",
    page: include_str!("../../../docs/metrics/tenengrad.md"),
    compute: Compute::Image(compute),
};

fn compute(image: &Image, parameters: &Parameters) -> Result<f64> {
    let gray = EightBit::of(image, parameters.number("data_range"))?;
    tenengrad(gray, parameters.whole("kernel_size"), parameters.fixed("threshold"))
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
fn tenengrad(image: EightBit, kernel_size: usize, threshold: f64) -> Result<f64> {
    if kernel_size.is_multiple_of(2) {
        let wanted = "an odd number".to_owned();
        return Err(Error::Parameter { name: "kernel_size", wanted, given: kernel_size as f64 });
    }
    let shape = image.shape();
    if shape.iter().any(|&side| side < kernel_size) {
        return Err(Error::TooSmall { shape, least: kernel_size });
    }
    let gray = image.into_gray();
    let (smooth, slope) = sobel(kernel_size);
    let across = filtered(&gray, shape, &slope, &smooth);
    let down = filtered(&gray, shape, &smooth, &slope);
    let squares = across.iter().zip(&down).map(|(x, y)| x * x + y * y);
    let kept = squares.filter(|square| threshold <= square.sqrt());
    Ok(kept.sum::<f64>() / gray.len() as f64)
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

/// Filters along the rows by `across` and along the columns by `down`.
fn filtered(gray: &[f64], [rows, columns]: [usize; 2], across: &[f64], down: &[f64]) -> Vec<f64> {
    let reach = across.len() / 2;
    let mut along = Vec::with_capacity(gray.len());
    for line in gray.chunks_exact(columns) {
        let mirrored: Vec<f64> =
            (0..columns + 2 * reach).map(|at| line[mirror(at, reach, columns)]).collect();
        along.extend(mirrored.windows(across.len()).map(|window| {
            window.iter().zip(across).map(|(value, weight)| value * weight).sum::<f64>()
        }));
    }
    let mut out = vec![0.0; gray.len()];
    for (row, line) in out.chunks_exact_mut(columns).enumerate() {
        for (shift, &weight) in down.iter().enumerate() {
            let source = mirror(row + shift, reach, rows) * columns;
            let source = &along[source..source + columns];
            line.iter_mut().zip(source).for_each(|(sum, value)| *sum += weight * value);
        }
    }
    out
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
