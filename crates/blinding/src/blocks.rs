//! Traces of JPEG in pixels: edges of its blocks, and frequencies that it took away.

use std::f64::consts::PI;

use crate::gray_levels::{GrayLevels, median};
use crate::jumps::Jumps;

/// The side of a block of JPEG.
pub(crate) const SIDE: usize = 8;
/// The side of what holds blocks at all places of their grid.
const TILE: usize = 2 * SIDE - 1;
/// A coefficient below this, in levels of 8 bits, was taken away: rounding to whole levels alone
/// makes it 0.29 on average.
const NOTHING: f64 = 0.75;
/// How many tiles along a side are looked at: a large image has more, and they tell no more.
const TILES: usize = 16;

/// One line of numbers for each of the eight frequencies, or for each of the eight pixels.
type Square = [[f64; SIDE]; SIDE];

/// What JPEG leaves behind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blocks {
    /// The mean jump from one block of 8 × 8 pixels to the next over the mean jump within them.
    pub(crate) blockiness: f64,
    /// The same for blocks that do not begin at the first pixel.
    pub(crate) blockiness_moved: f64,
    /// The share of frequencies of these blocks that are nothing, less the same share of blocks
    /// that begin 4 pixels later.
    pub(crate) frequencies_gone: f64,
    /// The same for blocks that do not begin at the first pixel, less that of other such blocks.
    pub(crate) frequencies_gone_moved: f64,
}

impl Blocks {
    /// Looks at an image.
    ///
    /// An image without such blocks has a blockiness of 1 and no frequencies gone.
    ///
    /// # Source
    ///
    /// Z. Wang, A. C. Bovik and B. L. Evans, "Blind measurement of blocking artifacts in images", ICIP
    /// 2000, for jumps; Z. Fan and R. L. de Queiroz, "Identification of bitmap compression history:
    /// JPEG detection and quantizer estimation", IEEE Transactions on Image Processing 12(2), 2003,
    /// 230–235, for coefficients of blocks that are on the grid and off it.
    pub(crate) fn of(gray: &GrayLevels) -> Self {
        let waves = Waves::new();
        let jumps = Jumps::of(gray);
        let share = |from| nothing_share(gray, from, &waves).unwrap_or(0.0);
        Blocks {
            blockiness: jumps.on_the_grid(),
            blockiness_moved: jumps.off_the_grid(),
            frequencies_gone: share(0) - share(SIDE / 2),
            frequencies_gone_moved: gone_off_the_grid(&nothing_shares(gray, &waves)),
        }
    }
}

/// How many frequencies above the lowest are nothing, of how many.
#[derive(Debug, Clone, Copy, Default)]
struct Nothing {
    n: usize,
    of: usize,
}

impl Nothing {
    fn add(&mut self, coefficients: &Square) {
        let small = |line: &[f64; SIDE]| -> usize {
            line.iter().map(|value| usize::from(value.abs() < NOTHING)).sum()
        };
        let lowest = usize::from(coefficients[0][0].abs() < NOTHING);
        self.n += coefficients.iter().map(small).sum::<usize>() - lowest;
        self.of += SIDE * SIDE - 1;
    }

    fn share(self) -> Option<f64> {
        (0 < self.of).then(|| self.n as f64 / self.of as f64)
    }
}

/// Returns the share of frequencies above the lowest that are nothing, of all whole blocks from
/// `from` on; nothing when there is no block that is not flat.
fn nothing_share(gray: &GrayLevels, from: usize, waves: &Waves) -> Option<f64> {
    let [rows, columns] = gray.shape;
    let mut found = Nothing::default();
    for top in (from..(rows + 1).saturating_sub(SIDE)).step_by(SIDE) {
        for left in (from..(columns + 1).saturating_sub(SIDE)).step_by(SIDE) {
            let block: Square = square(gray, top, left);
            if !is_flat(&block) {
                found.add(&waves.across(&waves.down(&block, 0), 0));
            }
        }
    }
    found.share()
}

/// Returns the same share for blocks that begin at each place of a grid of eight pixels, by row and
/// column; nothing when the image is too small or flat.
///
/// Of a large image, tiles that are spread evenly are looked at.
fn nothing_shares(gray: &GrayLevels, waves: &Waves) -> [[Option<f64>; SIDE]; SIDE] {
    let mut found = [[Nothing::default(); SIDE]; SIDE];
    let [rows, columns] = gray.shape.map(|side| {
        let n_tiles = (side + 1).saturating_sub(TILE).div_ceil(SIDE);
        let apart = n_tiles.div_ceil(TILES).max(1);
        (0..n_tiles).step_by(apart).map(|tile| tile * SIDE)
    });
    for top in rows {
        for left in columns.clone() {
            let tile: [[f64; TILE]; TILE] = square(gray, top, left);
            for (down, found) in found.iter_mut().enumerate() {
                let along = waves.down(&tile, down);
                for (across, found) in found.iter_mut().enumerate() {
                    let block = |row: usize| &tile[down + row][across..][..SIDE];
                    let first = block(0)[0];
                    let same = |value: &f64| (value - first).abs() <= 0.0;
                    if !(0..SIDE).all(|row| block(row).iter().all(same)) {
                        found.add(&waves.across(&along, across));
                    }
                }
            }
        }
    }
    found.map(|line| line.map(Nothing::share))
}

/// Returns how far the largest share of a grid off the first pixel stands out of those of the grids
/// that begin in the same row or column.
///
/// Those, since blocks leave half a trace in all grids that are right in one direction.
fn gone_off_the_grid(shares: &[[Option<f64>; SIDE]; SIDE]) -> f64 {
    let share = |row: usize, column: usize| shares[row][column].unwrap_or(0.0);
    let middle = |of: &dyn Fn(usize) -> f64| median((0..SIDE).map(of).collect()).unwrap_or(0.0);
    let of_row: [f64; SIDE] = std::array::from_fn(|row| middle(&|column| share(row, column)));
    let of_column: [f64; SIDE] = std::array::from_fn(|column| middle(&|row| share(row, column)));
    let places = (1..SIDE * SIDE).map(|at| (at / SIDE, at % SIDE));
    places
        .map(|(row, column)| share(row, column) - of_row[row].max(of_column[column]))
        .fold(0.0, f64::max)
}

/// Returns a square of pixels.
fn square<const N: usize>(gray: &GrayLevels, top: usize, left: usize) -> [[f64; N]; N] {
    std::array::from_fn(|row| {
        let line = &gray.row(top + row)[left..left + N];
        std::array::from_fn(|column| line[column])
    })
}

fn is_flat(block: &Square) -> bool {
    let first = block[0][0];
    block.iter().all(|line| line.iter().all(|value| (value - first).abs() <= 0.0))
}

/// The eight waves of the cosine transform, each of length 1.
struct Waves {
    by_wave: Square,
    by_pixel: Square,
}

impl Waves {
    fn new() -> Self {
        let wave = |u: usize, x: usize| {
            let length = if u == 0 { 1.0 } else { 2.0_f64 } / SIDE as f64;
            length.sqrt() * ((2.0 * x as f64 + 1.0) * u as f64 * PI / (2.0 * SIDE as f64)).cos()
        };
        Waves {
            by_wave: std::array::from_fn(|u| std::array::from_fn(|x| wave(u, x))),
            by_pixel: std::array::from_fn(|x| std::array::from_fn(|u| wave(u, x))),
        }
    }

    /// Returns the waves down each column, of eight rows from `from` on.
    fn down<const N: usize>(&self, rows: &[[f64; N]; N], from: usize) -> [[f64; N]; SIDE] {
        let mut all = [[0.0; N]; SIDE];
        for (sums, wave) in all.iter_mut().zip(&self.by_wave) {
            for (line, weight) in rows[from..].iter().zip(wave) {
                for (sum, value) in sums.iter_mut().zip(line) {
                    *sum += weight * value;
                }
            }
        }
        all
    }

    /// Returns the waves along each of these lines, of eight columns from `from` on.
    fn across<const N: usize>(&self, lines: &[[f64; N]; SIDE], from: usize) -> Square {
        let mut all = [[0.0; SIDE]; SIDE];
        for (sums, line) in all.iter_mut().zip(lines) {
            for (value, weights) in line[from..].iter().zip(&self.by_pixel) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(side: usize, value: impl Fn(usize, usize) -> f64) -> GrayLevels {
        let values = (0..side * side).map(|at| value(at / side, at % side)).collect();
        GrayLevels { values, shape: [side, side] }
    }

    /// One wave a block, of an own size; the grid begins `top` rows and `left` columns late.
    #[expect(clippy::cast_precision_loss)]
    fn wave_of_blocks(top: usize, left: usize) -> GrayLevels {
        let wave = Waves::new().by_wave[3];
        gray(64, |row, column| {
            let (row, column) = (row + 8 - top, column + 8 - left);
            100.0 + 60.0 * wave[column % 8] * ((row / 8 + 2 * (column / 8)) % 3) as f64
        })
    }

    #[test]
    fn a_wave_of_each_block_leaves_all_other_frequencies_empty() {
        // One wave a block on the grid: 62 of 63 frequencies are nothing, off the grid fewer are.
        let image = wave_of_blocks(0, 0);
        let found = nothing_share(&image, 0, &Waves::new());
        assert!((found.unwrap() - 62.0 / 63.0).abs() < 1e-12, "{found:?}");
        assert!(0.02 < Blocks::of(&image).frequencies_gone);
    }

    #[test]
    fn a_grid_that_begins_elsewhere_is_found_where_it_begins() {
        let image = wave_of_blocks(3, 5);
        let shares = nothing_shares(&image, &Waves::new());
        assert!((shares[3][5].unwrap() - 62.0 / 63.0).abs() < 1e-12, "{shares:?}");
        assert!(0.02 < Blocks::of(&image).frequencies_gone_moved);
    }

    #[test]
    fn tiles_give_what_whole_blocks_give() {
        // Without a trace of blocks, of all whole blocks but those in the last row and column.
        #[expect(clippy::cast_precision_loss)]
        let image = gray(31, |row, column| ((row * row + 3 * column * row) % 11) as f64 / 4.0);
        let part = gray(24, |row, column| image.row(row)[column]);
        let waves = Waves::new();
        let of_blocks = nothing_share(&part, 0, &waves).unwrap();
        assert!((nothing_shares(&image, &waves)[0][0].unwrap() - of_blocks).abs() < 1e-12);
    }

    #[test]
    fn an_image_smaller_than_a_block_and_a_flat_one_tell_nothing() {
        let nothing = Blocks {
            blockiness: 1.0,
            blockiness_moved: 1.0,
            frequencies_gone: 0.0,
            frequencies_gone_moved: 0.0,
        };
        let small = gray(3, |row, _| if row == 0 { 9.0 } else { 0.0 });
        assert_eq!(Blocks::of(&small), nothing);
        assert_eq!(Blocks::of(&gray(64, |_, _| 7.0)), nothing);
    }
}
