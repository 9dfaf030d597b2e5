//! Quality without a reference, by the statistics of natural scenes.

mod halved;
mod model;
mod normalised;
mod scene;
mod shape;
mod window;

use samples::{Image, Modality};

use crate::gray::EightBit;
use crate::parameter::DATA_RANGE;
use crate::{
    Better, Compute, Dimension, Error, IntervalKind, Level, Metric, Parameters, Range, Reference,
    Result, Unit,
};

use halved::halved;
use normalised::Source;
use scene::{N_OF_SCALE, statistics};
use window::Order;

/// See [`brisque`].
pub const METRIC: Metric = Metric {
    id: "brisque",
    version: 1,
    title: "BRISQUE",
    modalities: &[Modality::Image],
    reference: Reference::None,
    levels: &[Level::Instance],
    dimension: Dimension::Quality,
    unit: Unit::Number,
    // The regression was trained on 0 to 100, and nothing keeps it there.
    range: Range::ANY,
    better: Better::Lower,
    parameters: &[DATA_RANGE],
    interval: IntervalKind::Bootstrap,
    instances: None,
    details: &[],
    curve: None,
    seeded: false,
    symmetric: false,
    source: "A. Mittal, A. K. Moorthy and A. C. Bovik, IEEE Transactions on Image Processing 21(12), 2012, 4695–4708",
    page: include_str!("../../../docs/metrics/brisque.md"),
    compute: Compute::Image(brisque),
};

/// The fewest pixels on a side: half of them hold the window of 7 once.
const LEAST: usize = 2 * window::SIDE;

/// Returns how unlike those of undistorted photographs the statistics of the image are.
///
/// The luma (BT.601) on 0..255 by the stated range is rounded to whole levels, as in the images
/// that the model was trained on. It loses its local mean and is divided by its local spread + 1,
/// in a Gaussian window of 7 pixels (standard deviation 7/6), with black outside; a generalised
/// Gaussian is fitted to the values and an asymmetric one to the products with each of four
/// neighbours, the last row and column being followed by the first. With the same for an image
/// of half the size that are 36 features, which a support vector regression, trained by the
/// authors on the LIVE database, makes a score of.
///
/// # Value
///
/// About 0 (like undistorted photographs) to 100; lower is better.
///
/// # Errors
///
/// [`Error::NotFinite`], [`Error::OutsideRange`]; [`Error::TooSmall`] below 14 pixels on a
/// side; [`Error::FlatImage`] for a black image.
///
/// # Source
///
/// A. Mittal, A. K. Moorthy and A. C. Bovik, "No-reference image quality assessment in the
/// spatial domain", IEEE Transactions on Image Processing 21(12), 2012, 4695–4708.
pub fn brisque(image: &Image, parameters: &Parameters) -> Result<f64> {
    let image = EightBit::of(image, parameters.number("data_range"))?;
    let shape = image.shape();
    if shape.iter().any(|&side| side < LEAST) {
        return Err(Error::TooSmall { shape, least: LEAST });
    }
    let full = Source::Full(&image);
    let mut features = [0.0; 2 * N_OF_SCALE];
    let (of_full, of_half) = features.split_at_mut(N_OF_SCALE);
    of_full.copy_from_slice(&statistics(&full, Order::Columns)?);
    of_half.copy_from_slice(&statistics(&halved(&full), Order::Rows)?);
    Ok(model::score(&features))
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn preset(shape: [usize; 2], value: impl Fn(usize) -> f32) -> Result<f64> {
        let values = (0..shape[0] * shape[1]).map(value).collect();
        let image = Image::new(shape, Channels::Gray, ValueRange::BITS_8, values).unwrap();
        brisque(&image, &Parameters::preset(&METRIC))
    }

    fn level(at: usize) -> f32 {
        f32::from(u8::try_from(at * at * 31 % 251).expect("below 256"))
    }

    #[test]
    fn a_black_image_has_no_statistics_and_a_small_one_no_window() {
        assert_eq!(preset([20, 20], |_| 0.0), Err(Error::FlatImage));
        assert_eq!(preset([13, 20], level), Err(Error::TooSmall { shape: [13, 20], least: 14 }));
    }

    #[test]
    fn every_shape_has_a_value() {
        for shape in [[14, 14], [15, 14], [31, 70], [64, 129]] {
            assert!(preset(shape, level).unwrap().is_finite(), "{shape:?}");
        }
    }

    #[test]
    fn gray_is_its_own_luma() {
        let pixels = (0..20 * 20).flat_map(|at| [level(at); 3]).collect();
        let image = Image::new([20, 20], Channels::Rgb, ValueRange::BITS_8, pixels).unwrap();
        let of_color = brisque(&image, &Parameters::preset(&METRIC));
        assert_eq!(of_color, preset([20, 20], level));
    }
}
