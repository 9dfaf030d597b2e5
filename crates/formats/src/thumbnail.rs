//! Small pictures of images, for lists.

use image::ExtendedColorType;
use samples::{Channels, Image, ValueRange};

use crate::{Result, png};

/// Returns a PNG of 8 bits whose sides are at most `side` pixels, with the image's aspect.
///
/// Each pixel is the mean of the area that it stands for; a small image keeps
/// its size. Values are shown over the image's range. A 16 bit image whose
/// values fill less than a quarter of that range is shown from its lowest to
/// its highest value instead: a 12 bit scan would else be black. So two
/// thumbnails may differ in brightness where their images do not; what is read
/// and measured is never mapped like this.
///
/// # Errors
///
/// [`crate::Error::Unwritable`].
pub fn thumbnail(image: &Image, side: u32) -> Result<Vec<u8>> {
    let [rows, columns] = image.shape();
    let longest = rows.max(columns);
    let side = (side.max(1) as usize).min(longest);
    let scaled = |n: usize| ((n * side + longest / 2) / longest).max(1);
    let [small_rows, small_columns] = [scaled(rows), scaled(columns)];

    let channels = image.channels().count();
    let narrow = shrink(&Grid { rows, columns, channels }, image.values(), small_columns);
    let small = shrink(
        &Grid { rows: small_columns, columns: rows, channels },
        &turned(&narrow, rows, small_columns, channels),
        small_rows,
    );
    let small = turned(&small, small_columns, small_rows, channels);

    let (low, high) = shown_range(image);
    let bytes: Vec<u8> = small.iter().map(|&value| level(f64::from(value), low, high)).collect();
    let color = match image.channels() {
        Channels::Gray => ExtendedColorType::L8,
        Channels::Rgb => ExtendedColorType::Rgb8,
    };
    png::encode([small_rows, small_columns], color, &bytes)
}

/// Returns the values that are shown as black and as white.
fn shown_range(image: &Image) -> (f64, f64) {
    let range = image.range();
    let stated = (range.low(), range.high());
    if range != ValueRange::BITS_16 {
        return stated;
    }
    let finite = || image.values().iter().copied().filter(|value| value.is_finite()).map(f64::from);
    let (low, high) =
        (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    if low < high && high - low < range.width() / 4.0 { (low, high) } else { stated }
}

fn level(value: f64, low: f64, high: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 255, or NaN: 0"
    )]
    let level = ((value - low) / (high - low) * 255.0).round().clamp(0.0, 255.0) as u8;
    level
}

struct Grid {
    rows: usize,
    columns: usize,
    channels: usize,
}

/// Shrinks each row to `to` pixels, which weigh the old ones by how much of them they cover.
fn shrink(grid: &Grid, values: &[f32], to: usize) -> Vec<f32> {
    let width = grid.columns as f64 / to as f64;
    let mut small = Vec::with_capacity(grid.rows * to * grid.channels);
    for row in values.chunks_exact(grid.columns * grid.channels) {
        for at in 0..to {
            // In whole numbers: the old pixels from start / to until end / to.
            let (start, end) = (at * grid.columns, (at + 1) * grid.columns);
            for channel in 0..grid.channels {
                let sum: f64 = (start / to..end.div_ceil(to))
                    .map(|old| {
                        let covered = end.min((old + 1) * to) - start.max(old * to);
                        f64::from(row[old * grid.channels + channel]) * covered as f64 / to as f64
                    })
                    .sum();
                #[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is meant")]
                small.push((sum / width) as f32);
            }
        }
    }
    small
}

/// Turns rows into columns, pixel by pixel.
fn turned(values: &[f32], rows: usize, columns: usize, channels: usize) -> Vec<f32> {
    let mut turned = Vec::with_capacity(values.len());
    for column in 0..columns {
        for row in 0..rows {
            let at = (row * columns + column) * channels;
            turned.extend_from_slice(&values[at..at + channels]);
        }
    }
    turned
}

#[cfg(test)]
mod tests {
    use samples::Contents;

    use super::*;
    use crate::{Input, Limits, read};

    fn shown(image: &Image, side: u32) -> ([usize; 2], Vec<f32>) {
        let bytes = thumbnail(image, side).unwrap();
        let reading = read(&Input::alone("a.png", &bytes), &Limits::default()).unwrap();
        let Contents::Image(small) = reading.contents else { panic!("an image") };
        (small.shape(), small.values().to_vec())
    }

    fn gray(shape: [usize; 2], range: ValueRange, values: &[f32]) -> Image {
        Image::new(shape, Channels::Gray, range, values.to_vec()).unwrap()
    }

    #[test]
    fn a_pixel_is_the_mean_of_what_it_covers() {
        // By hand: 3 columns to 2, so each takes one and a half: (10 + 40 / 2) / 1.5 = 20,
        // (40 / 2 + 100) / 1.5 = 80; 3 rows to 2 of equal rows change nothing.
        let row = [10.0, 40.0, 100.0];
        let image = gray([3, 3], ValueRange::BITS_8, &row.repeat(3));
        assert_eq!(shown(&image, 2), ([2, 2], vec![20.0, 80.0, 20.0, 80.0]));
    }

    #[test]
    fn the_aspect_is_kept_and_nothing_is_enlarged() {
        let image = gray([4, 8], ValueRange::BITS_8, &[7.0; 32]);
        assert_eq!(shown(&image, 4).0, [2, 4]);
        assert_eq!(shown(&image, 100).0, [4, 8]);
        let line = gray([1, 300], ValueRange::BITS_8, &[7.0; 300]);
        assert_eq!(shown(&line, 10), ([1, 10], vec![7.0; 10]), "a side is never 0");
    }

    #[test]
    fn channels_are_not_mixed() {
        let values = vec![0.0, 10.0, 20.0, 100.0, 110.0, 120.0];
        let image = Image::new([1, 2], Channels::Rgb, ValueRange::BITS_8, values).unwrap();
        assert_eq!(shown(&image, 1).1, [50.0, 60.0, 70.0]);
    }

    #[test]
    fn a_dark_16_bit_image_is_stretched_and_a_bright_one_is_not() {
        let dark = gray([1, 2], ValueRange::BITS_16, &[100.0, 4095.0]);
        assert_eq!(shown(&dark, 2).1, [0.0, 255.0]);
        let bright = gray([1, 2], ValueRange::BITS_16, &[0.0, 32767.5]);
        assert_eq!(shown(&bright, 2).1, [0.0, 128.0], "half of the range, rounded up");
        let flat = gray([1, 2], ValueRange::BITS_16, &[65535.0, 65535.0]);
        assert_eq!(shown(&flat, 2).1, [255.0, 255.0], "there is nothing to stretch");
    }
}
