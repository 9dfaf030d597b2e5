//! Edges of the blocks of JPEG: jumps that are larger every eight pixels.

use crate::blocks::SIDE;
use crate::gray_levels::{GrayLevels, median, sum_of};

/// How large the jumps from one pixel to the next are, by where they lie on a grid of eight pixels.
pub(crate) struct Jumps {
    /// From one column to the next, by the place of the second one: their sum, and how many there are.
    across: [[f64; 2]; SIDE],
    /// From one row to the next.
    down: [[f64; 2]; SIDE],
}

impl Jumps {
    /// Looks at all jumps.
    pub(crate) fn of(gray: &GrayLevels) -> Self {
        let [rows, columns] = gray.shape;
        let (mut across, mut down) = ([[0.0; 2]; SIDE], [[0.0; 2]; SIDE]);
        let mut of_columns = vec![0.0; columns.saturating_sub(1)];
        for row in 0..rows {
            let line = gray.row(row);
            for ((sum, left), right) in of_columns.iter_mut().zip(line).zip(&line[1..]) {
                *sum += (right - left).abs();
            }
            if 0 < row {
                let above = gray.row(row - 1);
                down[row % SIDE][0] += sum_of(columns, |at| (line[at] - above[at]).abs());
                down[row % SIDE][1] += columns as f64;
            }
        }
        for (sum, column) in of_columns.into_iter().zip(1..) {
            across[column % SIDE][0] += sum;
            across[column % SIDE][1] += rows as f64;
        }
        Jumps { across, down }
    }

    /// Returns the mean jump from one block to the next over the mean jump within them, for blocks that
    /// begin at the first pixel; 1 where there is none.
    pub(crate) fn on_the_grid(&self) -> f64 {
        let add = |[sum, n]: [f64; 2], other: &[f64; 2]| [sum + other[0], n + other[1]];
        let between = add(self.across[0], &self.down[0]);
        let within = self.across[1..].iter().chain(&self.down[1..]).fold([0.0; 2], add);
        let mean = |[sum, n]: [f64; 2]| if 0.0 < n { sum / n } else { 0.0 };
        let (between, within) = (mean(between), mean(within));
        if 0.0 < within && 0.0 < between { between / within } else { 1.0 }
    }

    /// Returns the same for blocks that begin at another pixel, wherever that is: of each direction the
    /// largest mean jump at one of the seven other places over the median of all eight, and the mean of
    /// both.
    ///
    /// The median, which blocks on the grid do not move.
    pub(crate) fn off_the_grid(&self) -> f64 {
        let largest = |of: &[[f64; 2]; SIDE]| {
            let means = of.map(|[sum, n]| sum / n);
            // A place without a jump makes no number: the image is too small for blocks.
            let known = means.iter().all(|mean| mean.is_finite());
            let middle = median(means.to_vec()).filter(|middle| known && 0.0 < *middle);
            middle.map_or(1.0, |middle| means[1..].iter().copied().fold(0.0, f64::max) / middle)
        };
        f64::midpoint(largest(&self.across), largest(&self.down))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Jumps of 1, and of `1 + more` from one block to the next, in both directions.
    #[expect(clippy::cast_precision_loss)]
    fn stairs([top, left]: [usize; 2], more: f64) -> Jumps {
        let at = |at: usize, begin: usize| at as f64 + more * ((at + 8 - begin) / 8) as f64;
        let values = (0..32 * 40).map(|n| at(n / 40, top) + at(n % 40, left)).collect();
        Jumps::of(&GrayLevels { values, shape: [32, 40] })
    }

    fn is(found: f64, value: f64) {
        assert!((found - value).abs() < 1e-12, "{found}, not {value}");
    }

    #[test]
    fn a_ramp_has_no_blocks_and_steps_of_eight_pixels_are_nothing_else() {
        is(stairs([0, 0], 0.0).on_the_grid(), 1.0);
        is(stairs([0, 0], 0.0).off_the_grid(), 1.0);
        is(stairs([0, 0], 2.0).on_the_grid(), 3.0);
    }

    #[test]
    fn blocks_off_the_grid_are_told_from_those_on_it() {
        is(stairs([0, 0], 2.0).off_the_grid(), 1.0);
        is(stairs([3, 5], 2.0).off_the_grid(), 3.0);
        // Cut at one side only: blocks are on the grid in the other direction.
        is(stairs([0, 5], 2.0).off_the_grid(), 2.0);
    }

    #[test]
    fn an_image_smaller_than_a_block_and_a_flat_one_tell_nothing() {
        for shape in [[1, 1], [1, 300], [5, 7], [64, 64]] {
            let flat = GrayLevels { values: vec![9.0; shape[0] * shape[1]], shape };
            let jumps = Jumps::of(&flat);
            is(jumps.on_the_grid(), 1.0);
            is(jumps.off_the_grid(), 1.0);
        }
    }
}
