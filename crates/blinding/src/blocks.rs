//! Traces of JPEG in pixels: edges of its blocks, and frequencies that it took away.

use std::f64::consts::PI;

use samples::Image;

/// The side of a block of JPEG.
const SIDE: usize = 8;
/// A coefficient below this, in levels of 8 bits, was taken away: rounding to whole levels alone
/// makes it 0.29 on average.
const NOTHING: f64 = 0.75;

/// What JPEG leaves behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blocks {
    /// The mean jump from one block of 8 × 8 pixels to the next over the mean jump within them.
    pub(crate) blockiness: f64,
    /// The share of frequencies of these blocks that are nothing, less the same share of blocks
    /// that begin 4 pixels later.
    pub(crate) frequencies_gone: f64,
}

impl Blocks {
    /// Looks at an image whose gray levels of 8 bits are `level` of its units wide.
    ///
    /// An image without such blocks has a blockiness of 1 and no frequencies gone.
    ///
    /// # Source
    ///
    /// Z. Wang, A. C. Bovik and B. L. Evans, "Blind measurement of blocking artifacts in images", ICIP
    /// 2000, for jumps; Z. Fan and R. L. de Queiroz, "Identification of bitmap compression history:
    /// JPEG detection and quantizer estimation", IEEE Transactions on Image Processing 12(2), 2003,
    /// 230–235, for coefficients of blocks that are on the grid and off it.
    pub(crate) fn of(image: &Image, level: f64) -> Self {
        let [rows, columns] = image.shape();
        let n_channels = image.channels().count();
        let gray: Vec<f64> = image
            .values()
            .chunks_exact(n_channels)
            .map(|pixel| pixel.iter().copied().map(f64::from).sum::<f64>())
            .map(|sum| if sum.is_finite() { sum / n_channels as f64 / level } else { 0.0 })
            .collect();
        let share = |from| nothing_share(&gray, [rows, columns], from).unwrap_or(0.0);
        Blocks {
            blockiness: blockiness(&gray, [rows, columns]),
            frequencies_gone: share(0) - share(SIDE / 2),
        }
    }
}

fn blockiness(gray: &[f64], [rows, columns]: [usize; 2]) -> f64 {
    let (mut across, mut within) = ([0.0, 0.0], [0.0, 0.0]);
    let mut add = |at: usize, jump: f64| {
        let sum = if at.is_multiple_of(SIDE) { &mut across } else { &mut within };
        sum[0] += jump.abs();
        sum[1] += 1.0;
    };
    for row in 0..rows {
        for column in 0..columns {
            let value = gray[row * columns + column];
            if 0 < column {
                add(column, value - gray[row * columns + column - 1]);
            }
            if 0 < row {
                add(row, value - gray[(row - 1) * columns + column]);
            }
        }
    }
    let mean = |[sum, n]: [f64; 2]| if 0.0 < n { sum / n } else { 0.0 };
    let (across, within) = (mean(across), mean(within));
    if 0.0 < within && 0.0 < across { across / within } else { 1.0 }
}

/// Returns the share of frequencies above the lowest that are nothing, of all whole blocks from
/// `from` on; nothing when there is no block that is not flat.
fn nothing_share(gray: &[f64], [rows, columns]: [usize; 2], from: usize) -> Option<f64> {
    let waves = waves();
    let (mut n_nothing, mut n_all) = (0_usize, 0_usize);
    for top in (from..(rows + 1).saturating_sub(SIDE)).step_by(SIDE) {
        for left in (from..(columns + 1).saturating_sub(SIDE)).step_by(SIDE) {
            let line = |row: usize| &gray[(top + row) * columns + left..][..SIDE];
            let first = line(0)[0];
            if (0..SIDE).all(|row| line(row).iter().all(|v| (v - first).abs() <= 0.0)) {
                continue;
            }
            let along: [[f64; SIDE]; SIDE] = std::array::from_fn(|row| {
                std::array::from_fn(|u| line(row).iter().zip(&waves[u]).map(|(v, w)| v * w).sum())
            });
            for (v, wave) in waves.iter().enumerate() {
                for u in 0..SIDE {
                    let coefficient: f64 =
                        along.iter().zip(wave).map(|(along, weight)| along[u] * weight).sum();
                    if 0 < u + v {
                        n_nothing += usize::from(coefficient.abs() < NOTHING);
                        n_all += 1;
                    }
                }
            }
        }
    }
    (0 < n_all).then(|| n_nothing as f64 / n_all as f64)
}

/// Returns the eight waves of the cosine transform, each of length 1.
fn waves() -> [[f64; SIDE]; SIDE] {
    std::array::from_fn(|u| {
        let length = if u == 0 { (1.0 / SIDE as f64).sqrt() } else { (2.0 / SIDE as f64).sqrt() };
        std::array::from_fn(|x| {
            length * ((2.0 * x as f64 + 1.0) * u as f64 * PI / (2.0 * SIDE as f64)).cos()
        })
    })
}

#[cfg(test)]
mod tests {
    use samples::{Channels, ValueRange};

    use super::*;

    fn gray(side: usize, value: impl Fn(usize, usize) -> f32) -> Image {
        let values = (0..side * side).map(|at| value(at / side, at % side)).collect();
        Image::new([side, side], Channels::Gray, ValueRange::BITS_8, values).unwrap()
    }

    #[test]
    fn a_ramp_has_no_blocks_and_steps_of_eight_pixels_are_nothing_else() {
        #[expect(clippy::cast_precision_loss)]
        let ramp = Blocks::of(&gray(32, |row, column| (row + 2 * column) as f32), 1.0);
        assert!((ramp.blockiness - 1.0).abs() < 1e-12);
        // Jumps of 1 within blocks and of 3 between them, in both directions.
        #[expect(clippy::cast_precision_loss)]
        let stairs =
            gray(32, |row, column| (row + 2 * (row / 8) + column + 2 * (column / 8)) as f32);
        assert!((Blocks::of(&stairs, 1.0).blockiness - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_wave_of_each_block_leaves_all_other_frequencies_empty() {
        // One wave a block on the grid: 62 of 63 frequencies are nothing, off the grid fewer are.
        let wave = waves()[3];
        #[expect(clippy::cast_possible_truncation)]
        let image = gray(64, |row, column| {
            (100.0 + 60.0 * wave[column % 8] * ((row / 8 + 2 * (column / 8)) % 3) as f64) as f32
        });
        let found = nothing_share(
            &image.values().iter().copied().map(f64::from).collect::<Vec<_>>(),
            [64, 64],
            0,
        );
        assert!((found.unwrap() - 62.0 / 63.0).abs() < 1e-12, "{found:?}");
        assert!(0.02 < Blocks::of(&image, 1.0).frequencies_gone);
    }

    #[test]
    fn an_image_smaller_than_a_block_tells_nothing() {
        let small = Blocks::of(&gray(3, |row, _| if row == 0 { 9.0 } else { 0.0 }), 1.0);
        assert_eq!(small, Blocks { blockiness: 1.0, frequencies_gone: 0.0 });
    }
}
