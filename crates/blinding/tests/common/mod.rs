//! Cases with a known truth: textures, beats and rows, and leaks planted in them.

#![allow(dead_code)] // Each test file uses its own part.
#![allow(clippy::unwrap_used)] // The helpers of tests are tests, too.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Small numbers of pixels.

use std::f64::consts::PI;
use std::io::Cursor;
use std::sync::Arc;

use blinding::{
    Facts, ImageLook, Mend, Seen, SignalLook, apply_image, apply_signal, attributes_of_images,
    attributes_of_signals, suggest_for_images, suggest_for_signals,
};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ExtendedColorType, GrayImage, ImageFormat, ImageReader};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use samples::{Arm, Channel, Channels, Image, Signal, ValueRange};
use study::audit::{Audit, Channel as Part, audit};

pub(crate) fn chance(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn normal(chance: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(chance)
}

pub(crate) fn arms(n: usize) -> Vec<Arm> {
    [vec![Arm::Real; n], vec![Arm::Synthetic; n]].concat()
}

/// A field from 0 to 1: smoothed noise of a scale, a contrast and a grain that are the image's own.
pub(crate) fn texture(side: usize, chance: &mut ChaCha8Rng) -> Vec<f64> {
    let radius = ((side as f64) * chance.random_range(0.01..0.05)).round().max(1.0) as usize;
    let mut field: Vec<f64> = (0..side * side).map(|_| normal(chance)).collect();
    for _ in 0..3 {
        field = blurred(&blurred(&field, side, radius), side, radius);
    }
    let n = field.len() as f64;
    let mean = field.iter().sum::<f64>() / n;
    let deviation = (field.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    let (level, contrast) = (chance.random_range(0.4..0.6), chance.random_range(0.07..0.13));
    let grain = chance.random_range(0.004..0.02);
    field
        .iter()
        .map(|value| {
            let value = level + contrast * (value - mean) / deviation + grain * normal(chance);
            value.clamp(0.0, 1.0)
        })
        .collect()
}

/// Averages along rows and turns the field, so that twice makes both directions.
fn blurred(field: &[f64], side: usize, radius: usize) -> Vec<f64> {
    let mut turned = vec![0.0; field.len()];
    for row in 0..side {
        let line = &field[row * side..(row + 1) * side];
        let around = |column: usize| {
            (column + side - radius..=column + side + radius).map(|at| line[at % side])
        };
        let mut sum: f64 = around(0).sum();
        for column in 0..side {
            turned[column * side + row] = sum / (2 * radius + 1) as f64;
            sum += line[(column + 1 + radius) % side] - line[(column + side - radius) % side];
        }
    }
    turned
}

pub(crate) fn gray(side: usize, range: ValueRange, top: f64, field: &[f64]) -> Image {
    let values = field.iter().map(|share| (share * top).round() as f32).collect();
    Image::new([side, side], Channels::Gray, range, values).unwrap()
}

pub(crate) fn eight_bits(side: usize, field: &[f64]) -> Image {
    gray(side, ValueRange::BITS_8, 255.0, field)
}

/// Really writes a JPEG, reads it, and writes and reads that as PNG.
pub(crate) fn through_jpeg(image: &Image, quality: u8) -> Image {
    let [rows, columns] = image.shape();
    let bytes: Vec<u8> = image.values().iter().map(|&value| value as u8).collect();
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(&bytes, columns as u32, rows as u32, ExtendedColorType::L8)
        .unwrap();
    let read = |file: &[u8]| -> DynamicImage {
        ImageReader::new(Cursor::new(file)).with_guessed_format().unwrap().decode().unwrap()
    };
    let mut png = Cursor::new(Vec::new());
    read(&file).write_to(&mut png, ImageFormat::Png).unwrap();
    let values = read(png.get_ref()).into_luma8().into_raw().into_iter().map(f32::from).collect();
    Image::new(image.shape(), Channels::Gray, ValueRange::BITS_8, values).unwrap()
}

/// Cuts a square out.
pub(crate) fn cut(image: &Image, [top, left]: [usize; 2], side: usize) -> Image {
    let columns = image.shape()[1];
    let line = |row: usize| &image.values()[(top + row) * columns + left..][..side];
    let values = (0..side).flat_map(line).copied().collect();
    Image::new([side; 2], Channels::Gray, image.range(), values).unwrap()
}

/// Makes a square image of 8 bits larger or smaller, as programs for pictures do.
pub(crate) fn resized(image: &Image, side: usize, filter: FilterType) -> Image {
    let [rows, columns] = image.shape();
    let bytes = image.values().iter().map(|&value| value as u8).collect();
    let read = GrayImage::from_raw(columns as u32, rows as u32, bytes).unwrap();
    let bytes = imageops::resize(&read, side as u32, side as u32, filter).into_raw();
    let values = bytes.into_iter().map(f32::from).collect();
    Image::new([side; 2], Channels::Gray, image.range(), values).unwrap()
}

/// A head in air: an ellipse of its own size, with tissue; `noisy` air has the noise of a magnitude
/// image, other air is exactly black.
pub(crate) fn head(side: usize, noisy: bool, chance: &mut ChaCha8Rng) -> Vec<f64> {
    let (a, b) = (chance.random_range(0.3..0.42), chance.random_range(0.3..0.42));
    let sigma = chance.random_range(0.006..0.012);
    let tissue = texture(side, chance);
    let half = side as f64 / 2.0;
    tissue
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let (x, y) = ((at % side) as f64 - half, (at / side) as f64 - half);
            let inside = (x / (a * side as f64)).powi(2) + (y / (b * side as f64)).powi(2) < 1.0;
            let air = (normal(chance).powi(2) + normal(chance).powi(2)).sqrt() * sigma;
            match (inside, noisy) {
                (true, _) => *value,
                (false, true) => air,
                (false, false) => 0.0,
            }
        })
        .collect()
}

/// An ECG of one lead: beats of an own rate, shape and size, wander, and noise of one density.
pub(crate) fn ecg(rate: f64, seconds: f64, chance: &mut ChaCha8Rng) -> Vec<f64> {
    let beat = chance.random_range(0.7..1.1);
    let size = chance.random_range(0.7..1.4);
    let width = chance.random_range(0.010..0.016);
    let (wander, slow) = (chance.random_range(0.02..0.1), chance.random_range(0.15..0.35));
    let noise = chance.random_range(0.006..0.014) * (rate / 500.0).sqrt();
    let (start, turn) = (chance.random_range(0.0..beat), chance.random_range(0.0..2.0 * PI));
    let wave = |t: f64, at: f64, width: f64| (-((t - at) / width).powi(2) / 2.0).exp();
    (0..(rate * seconds).round() as usize)
        .map(|at| {
            let time = at as f64 / rate;
            let t = (time + start) % beat;
            let shape = 0.12 * wave(t, 0.12, 0.025) - 0.1 * wave(t, 0.255, width)
                + wave(t, 0.28, width)
                - 0.2 * wave(t, 0.305, width)
                + 0.3 * wave(t, 0.52, 0.045);
            size * shape + wander * (2.0 * PI * slow * time + turn).sin() + noise * normal(chance)
        })
        .collect()
}

pub(crate) fn signal(rate: f64, values: Vec<f64>) -> Signal {
    let lead = Channel { name: "II".to_owned(), unit: Some("mV".to_owned()) };
    Signal::new(Arc::from([lead]), Some(rate), values.len(), values).unwrap()
}

/// As a recorder stores it: in whole steps.
pub(crate) fn in_steps(values: &[f64], step: f64) -> Vec<f64> {
    values.iter().map(|value| (value / step).round() * step).collect()
}

/// What is known of nothing.
pub(crate) fn unknown<T>(sample: T) -> Seen<T> {
    Seen { sample, facts: Facts::default() }
}

/// An audit of images after a pipeline, with what was seen of each.
pub(crate) fn images_after(
    cases: &[Seen<Image>],
    arms: &[Arm],
    mends: &[Mend],
) -> (Audit, Vec<ImageLook>) {
    let looks: Vec<ImageLook> = cases
        .iter()
        .map(|case| {
            let mended = apply_image(mends, &case.sample).unwrap();
            ImageLook::of(&mended, &case.facts.after(mends))
        })
        .collect();
    (audit(arms, &attributes_of_images(&looks), 1).unwrap(), looks)
}

/// An audit of signals after a pipeline, with what was seen of each.
pub(crate) fn signals_after(
    cases: &[Seen<Signal>],
    arms: &[Arm],
    mends: &[Mend],
) -> (Audit, Vec<SignalLook>) {
    let looks: Vec<SignalLook> = cases
        .iter()
        .map(|case| {
            let mended = apply_signal(mends, &case.sample).unwrap();
            SignalLook::of(&mended, &case.facts.after(mends))
        })
        .collect();
    (audit(arms, &attributes_of_signals(&looks), 1).unwrap(), looks)
}

/// The names of the container that tell.
pub(crate) fn telling(found: &Audit) -> Vec<&str> {
    let of_container = found.leaks.iter().filter(|leak| leak.channel == Part::Container);
    of_container.filter(|leak| leak.tells()).map(|leak| leak.name.as_str()).collect()
}

/// What an expert does: takes what is suggested, looks again, and does so a few times.
pub(crate) fn mended_images(cases: &[Seen<Image>], arms: &[Arm]) -> (Vec<Mend>, Audit) {
    let mut mends = Vec::new();
    for _ in 0..5 {
        let (found, looks) = images_after(cases, arms, &mends);
        if telling(&found).is_empty() {
            return (mends, found);
        }
        mends = suggest_for_images(&found, &looks, &mends).mends;
    }
    let found = images_after(cases, arms, &mends).0;
    (mends, found)
}

/// The same for signals.
pub(crate) fn mended_signals(cases: &[Seen<Signal>], arms: &[Arm]) -> (Vec<Mend>, Audit) {
    let mut mends = Vec::new();
    for _ in 0..5 {
        let (found, looks) = signals_after(cases, arms, &mends);
        if telling(&found).is_empty() {
            return (mends, found);
        }
        mends = suggest_for_signals(&found, &looks, &mends).mends;
    }
    let found = signals_after(cases, arms, &mends).0;
    (mends, found)
}
