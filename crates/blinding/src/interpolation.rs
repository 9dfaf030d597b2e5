//! Traces of resampling: pixels that were computed from their neighbours repeat in a fixed rhythm.

use std::f64::consts::PI;

use rustfft::num_complex::Complex;

use crate::gray_levels::{GrayLevels, median, sum_of};
use crate::spectrum::forward;

/// Fewer second differences along a side than this have too few waves to compare one with.
const SHORTEST: usize = 94;
/// A second difference counts up to so many times their mean: edges of content are larger, and few.
const MOST: f64 = 2.0;
/// What is slower than this, in waves a pixel, is how content lies in the image.
const SLOWEST: f64 = 0.08;
/// A wave is compared with those up to this far from it.
const AROUND: f64 = 0.08;
/// How wide a wave is in the spectrum of a window, in waves a side.
const WIDTH: f64 = 2.0;
/// Waves of blocks, as JPEG and networks that double their size make them, are multiples of 1 / 8.
const BLOCK: f64 = 8.0;

/// Returns how far the strongest rhythm of second differences stands out: the square root of its power
/// over the median power of the waves around it, mean of both directions.
///
/// The second differences of a line of pixels are averaged over all lines, each counted up to twice
/// their mean; the periodogram of this profile has a Hann window. Waves slower than 0.08 a pixel and
/// those next to a multiple of 1/8 do not count. It is about 2.5 where there is nothing, and 0 where
/// an image is flat or shorter than 96 pixels on both sides.
///
/// # Source
///
/// A. C. Gallagher, "Detection of linear and cubic interpolation in JPEG compressed images", CRV 2005:
/// the variance of the second derivative of an interpolated image is periodic. M. Kirchner, "Fast
/// and reliable resampling detection by spectral analysis of fixed linear predictor residue",
/// ACM MM&Sec 2008: large residues are held back, and peaks are compared with what lies around them.
pub(crate) fn interpolation(gray: &GrayLevels) -> f64 {
    let profiles = profiles(gray);
    let longest = profiles.iter().map(Vec::len).max().unwrap_or(0);
    let length = 2 * longest.next_power_of_two();
    let long = profiles.iter().filter(|profile| SHORTEST <= profile.len());
    let ratios: Vec<Vec<f64>> = long.map(|profile| ratios(profile, length)).collect();
    let sums = (0..=length / 2).map(|at| ratios.iter().map(|ratios| ratios[at]).sum::<f64>());
    (sums.fold(0.0, f64::max) / ratios.len().max(1) as f64).sqrt()
}

/// Returns the mean second difference of columns with their neighbours, and that of rows.
fn profiles(gray: &GrayLevels) -> [Vec<f64>; 2] {
    let [rows, columns] = gray.shape;
    let (mut across, mut down) = (vec![0.0; columns.saturating_sub(2)], Vec::new());
    let most = MOST * mean_across(gray);
    for row in 0..rows {
        let line = gray.row(row);
        for (sum, three) in across.iter_mut().zip(line.windows(3)) {
            *sum += second(three[0], three[1], three[2]).min(most);
        }
    }
    let most = MOST * mean_down(gray);
    for row in 1..rows.saturating_sub(1) {
        let (above, line, below) = (gray.row(row - 1), gray.row(row), gray.row(row + 1));
        down.push(sum_of(columns, |at| second(above[at], line[at], below[at]).min(most)));
    }
    [across, down]
}

fn second(before: f64, at: f64, after: f64) -> f64 {
    (before + after - 2.0 * at).abs()
}

/// Every so manieth line is enough for a mean.
const APART: usize = 8;

fn mean_across(gray: &GrayLevels) -> f64 {
    let [rows, columns] = gray.shape;
    let n = columns.saturating_sub(2);
    let lines = (0..rows).step_by(APART).map(|row| gray.row(row));
    let sum: f64 = lines.map(|v| sum_of(n, |at| second(v[at], v[at + 1], v[at + 2]))).sum();
    sum / (n * rows.div_ceil(APART)).max(1) as f64
}

fn mean_down(gray: &GrayLevels) -> f64 {
    let [rows, columns] = gray.shape;
    let middles = 1..rows.saturating_sub(1);
    let n = columns * middles.len().div_ceil(APART);
    let three = |row: usize| [gray.row(row - 1), gray.row(row), gray.row(row + 1)];
    let lines = middles.step_by(APART).map(three);
    let sum: f64 = lines.map(|[a, b, c]| sum_of(columns, |at| second(a[at], b[at], c[at]))).sum();
    sum / n.max(1) as f64
}

/// Returns the power of each wave that counts over the median of those around it; others are 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "frequencies are places in a spectrum"
)]
fn ratios(profile: &[f64], length: usize) -> Vec<f64> {
    let n = profile.len();
    let mut ratios = vec![0.0; length / 2 + 1];
    let mean = profile.iter().sum::<f64>() / n as f64;
    let window = |at: usize| 0.5 - 0.5 * (2.0 * PI * (at as f64 + 0.5) / n as f64).cos();
    let mut waves: Vec<Complex<f64>> = profile
        .iter()
        .enumerate()
        .map(|(at, value)| Complex::new((value - mean) * window(at), 0.0))
        .collect();
    waves.resize(length, Complex::new(0.0, 0.0));
    forward(length).process(&mut waves);
    let power: Vec<f64> = waves[..=length / 2].iter().map(Complex::norm_sqr).collect();
    // Next to nothing is nothing: rounding has no rhythm.
    let nothing = 1e-9 * profile.iter().map(|value| value * value).sum::<f64>() / n as f64;

    let width = WIDTH * length as f64 / n as f64;
    let of_blocks = |at: usize| {
        let waves = at as f64 * BLOCK / length as f64;
        (waves - waves.round()).abs() * length as f64 / BLOCK <= width
    };
    let (slowest, around) = (SLOWEST * length as f64, (AROUND * length as f64) as usize);
    for at in slowest.ceil() as usize..power.len() {
        if of_blocks(at) {
            continue;
        }
        let from = at.saturating_sub(around).max((slowest / 2.0) as usize);
        let beside = (from..power.len().min(at + around + 1))
            .filter(|&other| width < other.abs_diff(at) as f64 && !of_blocks(other));
        let usual = median(beside.map(|at| power[at]).collect()).unwrap_or(0.0);
        if 0.0 < usual + nothing {
            ratios[at] = power[at] / (usual + nothing);
        }
    }
    ratios
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from 0 to 1 without any order.
    fn noise(rows: usize, columns: usize) -> GrayLevels {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX)
        };
        GrayLevels { values: (0..rows * columns).map(next).collect(), shape: [rows, columns] }
    }

    /// Puts the mean of its neighbours on every so manieth column.
    fn with_means(mut gray: GrayLevels, every: usize) -> GrayLevels {
        let columns = gray.shape[1];
        for line in gray.values.chunks_exact_mut(columns) {
            for at in (every..columns - 1).step_by(every) {
                line[at] = f64::midpoint(line[at - 1], line[at + 1]);
            }
        }
        gray
    }

    #[test]
    fn second_differences_are_averaged_over_lines_and_held_back() {
        // Of columns: 1 + 1 - 0 = 2 and 0 + 0 - 2 · 1 = -2 in the first row, none in the others.
        let mut values = vec![0.0; 36];
        (values[1], values[3]) = (1.0, 1.0);
        let [across, down] = profiles(&GrayLevels { values, shape: [9, 4] });
        // Of rows 0 and 8 the mean is (2 + 2) / 4 = 1, so that 2 is not above twice the mean.
        assert_eq!(across, [2.0, 2.0]);
        // 1 and 1 over four columns in the first row: all means are (1 + 1) / 4, twice that is 1.
        assert_eq!(down, [2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn the_rhythm_of_computed_columns_is_found_where_it_is() {
        let waves = |gray: &GrayLevels| ratios(&profiles(gray)[0], 512);
        let ratios = waves(&with_means(noise(200, 256), 3));
        let most = (0..ratios.len()).max_by(|&a, &b| ratios[a].total_cmp(&ratios[b])).unwrap();
        // Every third column: a third of a wave a pixel, 512 / 3 = 170.7.
        assert!((170..=171).contains(&most), "{most}");
        assert!(10.0 < interpolation(&with_means(noise(200, 256), 3)));
    }

    #[test]
    fn noise_has_no_rhythm() {
        // The mean of two powers without rhythm is 25 times the usual (36 times ln 2) in 51 · e^-50
        // of waves.
        for shape in [[200, 256], [100, 300], [5, 300]] {
            let found = interpolation(&noise(shape[0], shape[1]));
            assert!(1.0 < found && found < 6.0, "{shape:?}: {found}");
        }
    }

    #[test]
    fn what_blocks_repeat_is_left_to_blocks() {
        for every in [2, 4, 8] {
            let found = interpolation(&with_means(noise(200, 256), every));
            assert!(found < 6.0, "{every}: {found}");
        }
    }

    #[test]
    fn flat_and_small_images_and_ramps_have_none() {
        for shape in [[1, 1], [1, 300], [2, 2], [5, 300], [300, 1], [128, 128]] {
            let flat = GrayLevels { values: vec![7.0; shape[0] * shape[1]], shape };
            assert!(interpolation(&flat).abs() <= 0.0, "{shape:?}");
        }
        let ramp = (0..128 * 128).map(|at| f64::from(at % 128 + 3 * (at / 128))).collect();
        assert!(interpolation(&GrayLevels { values: ramp, shape: [128, 128] }).abs() <= 0.0);
        assert!(interpolation(&noise(90, 90)).abs() <= 0.0, "too small");
    }
}
