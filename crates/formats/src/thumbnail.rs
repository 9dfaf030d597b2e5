//! Small pictures of images, for lists.

use image::ExtendedColorType;
use samples::{Channels, Image, ValueRange};

use crate::{Result, png};

/// Returns a PNG of 8 bits whose sides are at most `side` pixels, with the image's aspect.
///
/// Each pixel is the mean of the area that it stands for; a small image keeps
/// its size. Values are shown in the window that the file asks for, or else over
/// the image's range. One of more than 8 bits whose values fill less than a
/// quarter of its range is then shown from its lowest to its highest value
/// instead: a 12 bit scan would else be black. So two
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
    // Rows first: whole rows are added up side by side, and fewer are left for the columns.
    let flat = fewer_rows(image.values(), columns * channels, small_rows);
    let small = fewer_columns(&flat, channels, [columns, small_columns]);

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
    if let Some(window) = image.meaning().window {
        let half = window.width / 2.0;
        let asked = (window.center - half, window.center + half);
        if asked.0 < stated.1 && stated.0 < asked.1 {
            return asked;
        }
    }
    if range == ValueRange::BITS_8 {
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

/// Which of `from` old rows or columns the new one `at` of `to` stands for, and how much of each.
fn covered(at: usize, from: usize, to: usize) -> impl Iterator<Item = (usize, f64)> {
    // In whole numbers: the old ones from start / to until end / to.
    let (start, end) = (at * from, (at + 1) * from);
    (start / to..end.div_ceil(to)).map(move |old| {
        let covered = end.min((old + 1) * to) - start.max(old * to);
        (old, covered as f64 / to as f64)
    })
}

/// Shrinks rows of `width` values each to `to` rows of means.
fn fewer_rows(values: &[f32], width: usize, to: usize) -> Vec<f32> {
    let from = values.len() / width;
    let height = from as f64 / to as f64;
    let mut sums = vec![0.0; width];
    let mut small = Vec::with_capacity(width * to);
    for at in 0..to {
        sums.fill(0.0);
        for (old, share) in covered(at, from, to) {
            let row = &values[old * width..(old + 1) * width];
            sums.iter_mut().zip(row).for_each(|(sum, &value)| *sum += f64::from(value) * share);
        }
        small.extend(sums.iter().map(|sum| mean(*sum, height)));
    }
    small
}

/// Shrinks each row from so many pixels to fewer, which are means.
fn fewer_columns(values: &[f32], channels: usize, [from, to]: [usize; 2]) -> Vec<f32> {
    let width = from as f64 / to as f64;
    let shares: Vec<Vec<(usize, f64)>> =
        (0..to).map(|at| covered(at, from, to).collect()).collect();
    let mut small = Vec::with_capacity(values.len() / from * to);
    for row in values.chunks_exact(from * channels) {
        for shares in &shares {
            for channel in 0..channels {
                let of =
                    |&(old, share): &(usize, f64)| f64::from(row[old * channels + channel]) * share;
                small.push(mean(shares.iter().map(of).sum(), width));
            }
        }
    }
    small
}

fn mean(sum: f64, of: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "the nearest f32 is meant")]
    let mean = (sum / of) as f32;
    mean
}

#[cfg(test)]
mod tests {
    use samples::{Contents, Meaning, Window};

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

    #[test]
    fn the_window_of_the_file_is_taken_where_it_shows_anything() {
        let range = ValueRange::new(-1024.0, 3071.0).unwrap();
        let asking = |center: f64, width: f64| {
            let window = Some(Window { center, width });
            gray([1, 3], range, &[-1000.0, 40.0, 3000.0])
                .with_meaning(Meaning { window, ..Meaning::default() })
        };
        assert_eq!(shown(&asking(40.0, 400.0), 3).1, [0.0, 128.0, 255.0]);
        // By hand over the range: 24, 1064 and 4024 of 4095.
        assert_eq!(shown(&asking(9000.0, 10.0), 3).1, [1.0, 66.0, 251.0]);
    }
}
