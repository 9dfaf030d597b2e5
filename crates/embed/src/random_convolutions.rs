//! Images to vectors by seeded random filters.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use samples::{Channels, Image};

use crate::{Error, Result};

/// Side of the square grid every image is brought to.
const GRID: usize = 128;
/// How many pixels of the grid make one of the coarse scale.
const COARSE: usize = 4;
/// Side of a filter.
const SIDE: usize = 7;
/// Numbers in a filter: its side, twice, for three channels.
const TAPS: usize = SIDE * SIDE * 3;
/// Filters at each scale.
const FILTERS: usize = 16;
/// Cells on a side of the grid that responses are pooled in.
const CELLS: usize = 2;

/// Images to vectors by seeded random filters.
///
/// Random filters with rectified, pooled responses keep texture and coarse
/// layout well enough to compare sets, need no training data, and carry no
/// licence. They know nothing of anatomy: two images that differ only in a
/// finding a few pixels wide have nearly the same vector.
///
/// # Source
///
/// A. Saxe et al., "On random weights and unsupervised feature learning",
/// ICML 2011.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomConvolutions {
    /// The filters of the fine and of the coarse scale: for each tap, its weight in each filter.
    scales: [Vec<[f64; FILTERS]>; 2],
}

impl RandomConvolutions {
    /// Draws the filters.
    pub fn new(seed: u64) -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        RandomConvolutions { scales: [filters(&mut chance), filters(&mut chance)] }
    }

    /// Returns the number of values in a vector.
    pub const fn dimension() -> usize {
        2 * FILTERS * CELLS * CELLS * 2
    }

    /// Returns the vector of `image`.
    ///
    /// # Value
    ///
    /// For each scale, cell of the image and filter: mean and standard deviation
    /// of the responses, in units of the value range. The same bits for the same
    /// image and seed, on any number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`].
    pub fn embed(&self, image: &Image) -> Result<Vec<f64>> {
        if !image.values().iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite);
        }
        let fine = Grid::of(image);
        let coarse = fine.shrunk(COARSE);
        let mut vector = Vec::with_capacity(Self::dimension());
        pool(&fine, &self.scales[0], 2, &mut vector);
        pool(&coarse, &self.scales[1], 1, &mut vector);
        Ok(vector)
    }
}

/// Draws filters whose weights sum to 0, so that brightness alone excites none,
/// and whose squares sum to 1.
fn filters(chance: &mut ChaCha8Rng) -> Vec<[f64; FILTERS]> {
    let mut taps = vec![[0.0; FILTERS]; TAPS];
    for filter in 0..FILTERS {
        let mut weights: Vec<f64> = (0..TAPS).map(|_| StandardNormal.sample(chance)).collect();
        let mean = weights.iter().sum::<f64>() / TAPS as f64;
        for weight in &mut weights {
            *weight -= mean;
        }
        let norm = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        for (tap, weight) in taps.iter_mut().zip(&weights) {
            tap[filter] = weight / norm;
        }
    }
    taps
}

/// A square image of three channels with values of 0 to 1.
struct Grid {
    side: usize,
    values: Vec<[f64; 3]>,
}

impl Grid {
    /// Brings `image` to the grid, its value range to 0..1 and its channels to three.
    fn of(image: &Image) -> Self {
        let [rows, columns] = image.shape();
        let (low, width) = (image.range().low(), image.range().width());
        let n_channels = image.channels().count();
        // Rows are shrunk first, so that each pixel is read once and in order.
        let (down, across) = (overlaps(rows), overlaps(columns));
        let mut values = vec![[0.0; 3]; GRID * GRID];
        let mut line = vec![0.0; columns * n_channels];
        for (shares, out) in down.iter().zip(values.chunks_exact_mut(GRID)) {
            line.fill(0.0);
            for &(row, share) in shares {
                let source = &image.values()[row * columns * n_channels..][..columns * n_channels];
                for (sum, &value) in line.iter_mut().zip(source) {
                    *sum += share * f64::from(value);
                }
            }
            for (shares, pixel) in across.iter().zip(out) {
                for (channel, value) in pixel.iter_mut().enumerate() {
                    let channel = if image.channels() == Channels::Gray { 0 } else { channel };
                    let sum: f64 = shares
                        .iter()
                        .map(|&(column, share)| share * line[column * n_channels + channel])
                        .sum();
                    *value = (sum - low) / width;
                }
            }
        }
        Grid { side: GRID, values }
    }

    /// Averages squares of `factor` pixels on a side.
    fn shrunk(&self, factor: usize) -> Self {
        let side = self.side / factor;
        let share = 1.0 / (factor * factor) as f64;
        let mut values = vec![[0.0; 3]; side * side];
        for (at, pixel) in self.values.iter().enumerate() {
            let (row, column) = (at / self.side / factor, at % self.side / factor);
            for (sum, value) in values[row * side + column].iter_mut().zip(pixel) {
                *sum += share * value;
            }
        }
        Grid { side, values }
    }
}

/// Returns, for each line of the grid, the lines of an image with `n` lines that
/// make it, and the share of each.
///
/// A smaller image is interpolated between its lines' centres; a larger one is
/// averaged over the stretch that a line of the grid covers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "all are places between 0 and n"
)]
fn overlaps(n: usize) -> Vec<Vec<(usize, f64)>> {
    let scale = n as f64 / GRID as f64;
    let interpolated = |line: usize| {
        let place = ((line as f64 + 0.5) * scale - 0.5).clamp(0.0, (n - 1) as f64);
        let below = place.floor() as usize;
        let above = (n - 1).min(below + 1);
        let share = place - below as f64;
        vec![(below, 1.0 - share), (above, share)]
    };
    let averaged = |line: usize| {
        let (from, to) = (line as f64 * scale, (line + 1) as f64 * scale);
        let last = (to.ceil() as usize).min(n);
        (from.floor() as usize..last)
            .map(|at| {
                let covered = to.min((at + 1) as f64) - from.max(at as f64);
                (at, covered / scale)
            })
            .collect()
    };
    (0..GRID).map(|line| if n < GRID { interpolated(line) } else { averaged(line) }).collect()
}

/// Appends mean and standard deviation of the rectified responses in each cell.
fn pool(grid: &Grid, filters: &[[f64; FILTERS]], stride: usize, vector: &mut Vec<f64>) {
    let places = (grid.side - SIDE) / stride + 1;
    let mut sums = [[[0.0; 2]; FILTERS]; CELLS * CELLS];
    let mut counts = [0.0; CELLS * CELLS];
    for row in 0..places {
        for column in 0..places {
            let cell = row * CELLS / places * CELLS + column * CELLS / places;
            counts[cell] += 1.0;
            let responses = respond(grid, filters, row * stride, column * stride);
            for (sum, response) in sums[cell].iter_mut().zip(responses) {
                let response = response.max(0.0);
                sum[0] += response;
                sum[1] += response * response;
            }
        }
    }
    for (cell, n) in sums.iter().zip(counts) {
        for [sum, squares] in cell {
            let mean = sum / n;
            vector.extend([mean, (squares / n - mean * mean).max(0.0).sqrt()]);
        }
    }
}

/// Returns the response of every filter at one place.
#[inline]
fn respond(grid: &Grid, filters: &[[f64; FILTERS]], row: usize, column: usize) -> [f64; FILTERS] {
    let mut responses = [0.0; FILTERS];
    for (line, taps) in filters.chunks_exact(SIDE * 3).enumerate() {
        let pixels = &grid.values[(row + line) * grid.side + column..][..SIDE];
        for (value, weights) in pixels.as_flattened().iter().zip(taps) {
            for (response, weight) in responses.iter_mut().zip(weights) {
                *response += value * weight;
            }
        }
    }
    responses
}

#[cfg(test)]
mod tests {
    use samples::ValueRange;

    use super::*;

    fn image(shape: [usize; 2], range: ValueRange, value: impl Fn(usize, usize) -> f32) -> Image {
        let values = (0..shape[0]).flat_map(|row| (0..shape[1]).map(move |column| (row, column)));
        let values = values.map(|(row, column)| value(row, column)).collect();
        Image::new(shape, Channels::Gray, range, values).unwrap()
    }

    fn waves(row: usize, column: usize) -> f32 {
        f32::from(u8::try_from((row * row + 3 * column) % 251).unwrap())
    }

    fn off(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn a_flat_image_excites_no_filter() {
        let flat = image([50, 70], ValueRange::BITS_8, |_, _| 93.0);
        let vector = RandomConvolutions::new(1).embed(&flat).unwrap();
        assert_eq!(vector.len(), RandomConvolutions::dimension());
        assert!(vector.iter().all(|value| value.abs() < 1e-12), "the weights sum to 0");
    }

    #[test]
    fn gray_is_the_color_with_three_equal_channels() {
        let gray = image([40, 30], ValueRange::BITS_8, waves);
        let values = gray.values().iter().flat_map(|&value| [value; 3]).collect();
        let color = Image::new([40, 30], Channels::Rgb, ValueRange::BITS_8, values).unwrap();
        let embed = RandomConvolutions::new(1);
        assert_eq!(embed.embed(&gray), embed.embed(&color));
    }

    #[test]
    fn the_same_picture_in_another_range_has_the_same_vector() {
        let eight = image([140, 150], ValueRange::BITS_8, waves);
        let sixteen =
            image([140, 150], ValueRange::BITS_16, |row, column| 257.0 * waves(row, column));
        let embed = RandomConvolutions::new(1);
        let off = off(&embed.embed(&eight).unwrap(), &embed.embed(&sixteen).unwrap());
        assert!(off < 1e-9, "65535 is 257 times 255: {off}");
    }

    #[test]
    fn seed_and_texture_decide_the_vector() {
        let picture = image([64, 64], ValueRange::BITS_8, waves);
        let other = image([64, 64], ValueRange::BITS_8, |row, column| waves(column, row));
        let vector = |seed, image: &Image| RandomConvolutions::new(seed).embed(image).unwrap();
        assert_eq!(vector(1, &picture), vector(1, &picture));
        assert!(0.01 < off(&vector(1, &picture), &vector(2, &picture)), "other filters");
        assert!(0.01 < off(&vector(1, &picture), &vector(1, &other)), "turned by 90 degrees");
    }

    #[test]
    fn the_lines_that_make_a_line_share_it_out() {
        for n in [1, 2, 100, 127, 128, 129, 512, 1000] {
            for line in overlaps(n) {
                let sum: f64 = line.iter().map(|(_, share)| share).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{n}: {sum}");
                assert!(line.iter().all(|&(at, share)| at < n && -1e-12 <= share), "{n}");
            }
        }
        // Four lines make one of 512 / 128, a quarter each.
        assert_eq!(overlaps(512)[1], vec![(4, 0.25), (5, 0.25), (6, 0.25), (7, 0.25)]);
    }

    #[test]
    fn one_pixel_is_a_flat_image_and_nan_is_a_reason() {
        let pixel = image([1, 1], ValueRange::BITS_8, |_, _| 9.0);
        assert!(RandomConvolutions::new(1).embed(&pixel).is_ok(), "it is enlarged");
        let holed = image([1, 1], ValueRange::BITS_8, |_, _| f32::NAN);
        assert_eq!(RandomConvolutions::new(1).embed(&holed), Err(Error::NotFinite));
    }
}
