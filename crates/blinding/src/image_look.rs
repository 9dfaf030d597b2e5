//! What an image's wrapping says, beside what its content says.

use std::borrow::Borrow;

use rayon::prelude::*;
use samples::{Channels, Image, ValueRange};
use study::audit::{Attribute, Channel};

use crate::attribute::{count, in_steps, numbers, words};
use crate::blocks::Blocks;
use crate::gray_levels::GrayLevels;
use crate::interpolation::interpolation;
use crate::source::source_attributes;
use crate::steps::Step;
use crate::tone::{Tone, bits_in_use};
use crate::{Facts, Seen};

/// All that the audit and the choice of mends need of one image; the pixels can go.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageLook {
    pub(crate) facts: Facts,
    pub(crate) shape: [usize; 2],
    pub(crate) channels: Channels,
    pub(crate) range: ValueRange,
    pub(crate) unit: Option<String>,
    pub(crate) spacing_mm: Option<[f64; 2]>,
    pub(crate) tone: Tone,
    blocks: Blocks,
    /// How far the strongest rhythm of second differences stands out.
    interpolation: f64,
    /// Variance of the Laplacian over the variance.
    sharpness: f64,
}

impl ImageLook {
    /// Looks at an image and at what is known of its file.
    pub fn of(image: &Image, facts: &Facts) -> Self {
        let tone = Tone::of(image);
        let range = image.range();
        let shown = if range == ValueRange::BITS_16 {
            f64::from((1_u32 << bits_in_use(range, tone.most)) - 1)
        } else {
            range.width()
        };
        let gray = GrayLevels::of(image, shown / 255.0);
        ImageLook {
            facts: facts.clone(),
            shape: image.shape(),
            channels: image.channels(),
            range,
            unit: image.meaning().unit.clone(),
            spacing_mm: image.meaning().spacing_mm,
            blocks: Blocks::of(&gray),
            interpolation: interpolation(&gray),
            sharpness: sharpness(image, tone.deviation.powi(2)),
            tone,
        }
    }

    /// Returns the step between two levels, as a share of the range; nothing when there is none.
    pub(crate) fn gray_step(&self) -> Option<f64> {
        match self.tone.step {
            // A flat image tells nothing of how others are written.
            Step::Flat => Some(1.0 / self.range.width()),
            Step::Of(step) => Some(step / self.range.width()),
            Step::None => None,
        }
    }

    pub(crate) fn bits(&self) -> u32 {
        bits_in_use(self.range, self.tone.most)
    }
}

/// Returns the attributes of images and of their files, in one order for all studies.
///
/// # Value
///
/// See `docs/methods/blinding-audit.md`, which defines each of them. The same on any number of threads.
pub fn image_attributes<I: Borrow<Image> + Sync>(cases: &[Seen<I>]) -> Vec<Attribute> {
    let look = |case: &Seen<I>| ImageLook::of(case.sample.borrow(), &case.facts);
    attributes_of_images(&cases.par_iter().map(look).collect::<Vec<_>>())
}

/// Returns the attributes of images that were looked at one by one.
pub fn attributes_of_images(looks: &[ImageLook]) -> Vec<Attribute> {
    let container = |name: &str, of: &dyn Fn(&ImageLook) -> Option<f64>| {
        numbers(name, Channel::Container, looks, of)
    };
    let word = |name: &str, of: &dyn Fn(&ImageLook) -> Option<String>| {
        words(name, Channel::Container, looks, of)
    };
    let content = |name: &str, of: &dyn Fn(&ImageLook) -> f64| {
        numbers(name, Channel::Content, looks, |look| Some(of(look)))
    };
    let share = |look: &ImageLook, value: f64| (value - look.range.low()) / look.range.width();
    let mut all = vec![
        container("width", &|look| count(look.shape[1])),
        container("height", &|look| count(look.shape[0])),
        container("aspect", &|look| {
            Some(in_steps(look.shape[1] as f64 / look.shape[0] as f64, 0.001))
        }),
        word("color", &|look| {
            Some(if look.channels == Channels::Gray { "gray" } else { "color" }.to_owned())
        }),
        word("range", &|look| Some(format!("{} to {}", look.range.low(), look.range.high()))),
        word("unit", &|look| look.unit.clone()),
        container("gray_step", &|look| look.gray_step().map(six_digits)),
        container("bits", &|look| Some(f64::from(look.bits()))),
        container("empty_levels", &|look| Some(in_steps(look.tone.empty_levels, 0.02))),
        word("compression", &|look| look.facts.compression.clone()),
        container("blockiness", &|look| Some(in_steps(look.blocks.blockiness, 0.01))),
        container("blockiness_moved", &|look| Some(in_steps(look.blocks.blockiness_moved, 0.01))),
        container("frequencies_gone", &|look| Some(in_steps(look.blocks.frequencies_gone, 0.01))),
        container("frequencies_gone_moved", &|look| {
            Some(in_steps(look.blocks.frequencies_gone_moved, 0.01))
        }),
        container("interpolation", &|look| Some(in_steps(look.interpolation, 0.1))),
        container("background", &|look| Some(in_steps(look.tone.at_least, 0.005))),
        container("saturation", &|look| Some(in_steps(look.tone.at_most, 0.005))),
        container("spacing_across", &|look| {
            look.spacing_mm.map(|[_, columns]| six_digits(columns))
        }),
        container("spacing_down", &|look| look.spacing_mm.map(|[rows, _]| six_digits(rows))),
        container("slice_thickness", &|look| look.facts.slice_thickness_mm),
        container("n_frames", &|look| look.facts.n_frames.and_then(count)),
        content("mean", &|look| share(look, look.tone.mean)),
        content("deviation", &|look| look.tone.deviation / look.range.width()),
        content("entropy", &|look| look.tone.entropy),
        content("sharpness", &|look| look.sharpness),
    ];
    all.extend(source_attributes(&looks.iter().map(|look| &look.facts).collect::<Vec<_>>()));
    all
}

/// Returns a number that is not 0 to six significant digits: what comes after is rounding.
fn six_digits(number: f64) -> f64 {
    if number.abs() <= 0.0 || !number.is_finite() {
        return number;
    }
    let places = 10_f64.powf(5.0 - number.abs().log10().floor());
    (number * places).round() / places
}

/// Returns the variance of the Laplacian over the variance: how much of it is fine detail.
///
/// # Source
///
/// J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
fn sharpness(image: &Image, variance: f64) -> f64 {
    let [rows, columns] = image.shape();
    let n_channels = image.channels().count();
    let values = image.values();
    let (mut sum, mut squares, mut n) = (0.0, 0.0, 0.0);
    for row in 1..rows.saturating_sub(1) {
        for at in (row * columns + 1) * n_channels..((row + 1) * columns - 1).max(1) * n_channels {
            let value = |at: usize| f64::from(values[at]);
            let around = value(at - n_channels)
                + value(at + n_channels)
                + value(at - columns * n_channels)
                + value(at + columns * n_channels);
            let laplacian = around - 4.0 * value(at);
            if laplacian.is_finite() {
                sum += laplacian;
                squares += laplacian * laplacian;
                n += 1.0;
            }
        }
    }
    if n <= 0.0 || variance <= 0.0 {
        return 0.0;
    }
    (squares / n - (sum / n) * (sum / n)) / variance
}

#[cfg(test)]
mod tests {
    use study::audit::Values;

    use super::*;

    fn gray(range: ValueRange, shape: [usize; 2], values: Vec<f32>) -> Image {
        Image::new(shape, Channels::Gray, range, values).unwrap()
    }

    fn number(attributes: &[Attribute], name: &str) -> Vec<Option<f64>> {
        let found = attributes.iter().find(|attribute| attribute.name == name).unwrap();
        let Values::Numbers(numbers) = &found.values else { panic!("{name} is a word") };
        numbers.clone()
    }

    #[test]
    fn how_an_image_is_wrapped_is_said_by_name() {
        let eight = gray(ValueRange::BITS_8, [2, 4], (0..8_u8).map(f32::from).collect());
        let twelve = (0..8_u16).map(|at| f32::from(at * 585)).collect();
        let twelve = gray(ValueRange::BITS_16, [4, 2], twelve);
        let seen = |sample| Seen { sample, facts: Facts::default() };
        let attributes = image_attributes(&[seen(&eight), seen(&twelve)]);
        assert_eq!(number(&attributes, "width"), [Some(4.0), Some(2.0)]);
        assert_eq!(number(&attributes, "aspect"), [Some(2.0), Some(0.5)]);
        assert_eq!(number(&attributes, "bits"), [Some(8.0), Some(12.0)]);
        // 1 of 255, and 585 of 65535, to six digits.
        assert_eq!(number(&attributes, "gray_step"), [Some(0.003_921_57), Some(0.008_926_53)]);
        assert_eq!(number(&attributes, "background"), [Some(0.125), Some(0.125)]);
        assert_eq!(number(&attributes, "spacing_down"), [None, None]);
    }

    #[test]
    fn a_chessboard_is_all_detail_and_a_ramp_has_none() {
        let board = gray(
            ValueRange::BITS_8,
            [16, 16],
            (0..256_u16).map(|at| f32::from((at / 16 + at % 16) % 2)).collect(),
        );
        // The Laplacian is 4 or -4, its variance 16; that of the board is 1/4.
        assert!((sharpness(&board, 0.25) - 64.0).abs() < 1e-9);
        let ramp = (0..256_u16).map(|at| f32::from(at % 16)).collect();
        assert!(sharpness(&gray(ValueRange::BITS_8, [16, 16], ramp), 21.25).abs() < 1e-12);
    }
}
