//! Levels without their local mean, over their local spread.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use crate::gray::{EightBit, luma};

/// Pixels on a side of the window.
pub(super) const SIDE: usize = 7;
/// How far the window reaches from its middle.
const REACH: usize = SIDE / 2;
/// Its standard deviation, in pixels.
const SIGMA: f64 = 7.0 / 6.0;
/// Pixels that are worked on side by side: enough for sums that do not wait for each other.
const BLOCK: usize = 32;

/// An image whose levels are asked for row by row.
pub(super) enum Source<'a> {
    /// The luma of an image, rounded to whole levels.
    Full(&'a EightBit<'a>),
    /// An image of half the size.
    Half { shape: [usize; 2], levels: Vec<f32> },
}

impl Source<'_> {
    pub(super) fn shape(&self) -> [usize; 2] {
        match self {
            Source::Full(image) => image.shape(),
            Source::Half { shape, .. } => *shape,
        }
    }

    /// Writes the levels of a row; `scratch` is for its use.
    #[expect(clippy::cast_possible_truncation, reason = "whole levels of 0 to 255")]
    #[inline(always)]
    pub(super) fn fill(&self, row: usize, scratch: &mut Vec<f64>, line: &mut [f32]) {
        let width = line.len();
        match self {
            Source::Full(image) => {
                image.levels_row(row, scratch);
                if image.n_channels() == 1 {
                    for (to, &level) in line.iter_mut().zip(&*scratch) {
                        *to = level.round_ties_even() as f32;
                    }
                } else {
                    for (to, &pixel) in line.iter_mut().zip(scratch.as_chunks::<3>().0) {
                        *to = luma(pixel).round_ties_even() as f32;
                    }
                }
            }
            Source::Half { levels, .. } => {
                line.copy_from_slice(&levels[row * width..(row + 1) * width]);
            }
        }
    }
}

/// In which order the window is summed for the local mean.
///
/// Sums are in single precision, and in places without contrast nothing but their rounding is
/// left, whose sign the statistics count. So precision and order are part of the definition:
/// they are those of the implementation that is in use, pyMDMA's among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Columns,
    Rows,
}

/// The last rows of an image, as many as the window is high, and what is made of them.
pub(super) struct Normalised<'a> {
    source: &'a Source<'a>,
    order: Order,
    weights: [[f32; SIDE]; SIDE],
    /// Levels, with black around; row `r` has the place `r + REACH` modulo their number.
    levels: [Vec<f32>; SIDE],
    squares: [Vec<f32>; SIDE],
    scratch: Vec<f64>,
    n_seen: usize,
}

impl<'a> Normalised<'a> {
    pub(super) fn new(source: &'a Source<'a>, order: Order) -> Self {
        let padded = source.shape()[1].next_multiple_of(BLOCK) + SIDE - 1;
        let lines = || std::array::from_fn(|_| vec![0.0; padded]);
        let (weights, scratch) = (weights(), Vec::new());
        Normalised { source, order, weights, levels: lines(), squares: lines(), scratch, n_seen: 0 }
    }

    /// Writes the normalised values of a row; rows are asked for one after the other.
    #[inline(always)]
    pub(super) fn row(&mut self, row: usize, out: &mut [f64]) {
        let [rows, columns] = self.source.shape();
        while self.n_seen < row + REACH + 1 {
            let place = (self.n_seen + REACH) % SIDE;
            let level = &mut self.levels[place][REACH..REACH + columns];
            if self.n_seen < rows {
                self.source.fill(self.n_seen, &mut self.scratch, level);
            } else {
                level.fill(0.0);
            }
            let squares = self.squares[place][REACH..REACH + columns].iter_mut();
            squares.zip(&*level).for_each(|(square, level)| *square = level * level);
            self.n_seen += 1;
        }
        // Window row `i` is image row `row + i - REACH`.
        let levels: [&[f32]; SIDE] = std::array::from_fn(|i| &self.levels[(row + i) % SIDE][..]);
        let squares: [&[f32]; SIDE] = std::array::from_fn(|i| &self.squares[(row + i) % SIDE][..]);
        for (block, out) in out.chunks_mut(BLOCK).enumerate() {
            let at = block * BLOCK;
            let mean = match self.order {
                Order::Columns => self.by_columns(&levels, at),
                Order::Rows => self.by_rows(&levels, at),
            };
            let square = self.by_rows(&squares, at);
            let middle = &levels[REACH][at + REACH..at + REACH + BLOCK];
            let mut values = [0.0; BLOCK];
            for lane in 0..BLOCK {
                let spread = (square[lane] - mean[lane] * mean[lane]).abs().sqrt();
                values[lane] = (middle[lane] - mean[lane]) / (spread + 1.0);
            }
            out.iter_mut().zip(values).for_each(|(out, value)| *out = f64::from(value));
        }
    }

    #[inline(always)]
    fn by_rows(&self, lines: &[&[f32]; SIDE], at: usize) -> [f32; BLOCK] {
        let mut sum = [0.0; BLOCK];
        for (line, weights) in lines.iter().zip(&self.weights) {
            for (across, &weight) in weights.iter().enumerate() {
                add(&mut sum, &line[at + across..], weight);
            }
        }
        sum
    }

    #[inline(always)]
    fn by_columns(&self, lines: &[&[f32]; SIDE], at: usize) -> [f32; BLOCK] {
        let mut sum = [0.0; BLOCK];
        for across in 0..SIDE {
            for (line, weights) in lines.iter().zip(&self.weights) {
                add(&mut sum, &line[at + across..], weights[across]);
            }
        }
        sum
    }
}

#[inline(always)]
fn add(sum: &mut [f32; BLOCK], values: &[f32], weight: f32) {
    let values = &values[..BLOCK];
    for lane in 0..BLOCK {
        sum[lane] = values[lane].mul_add(weight, sum[lane]);
    }
}

/// Returns the weights of the window; their sum is 1.
#[expect(clippy::cast_possible_truncation, reason = "single precision is part of the definition")]
fn weights() -> [[f32; SIDE]; SIDE] {
    let twice = (2.0 * SIGMA * SIGMA) as f32;
    let square = |at: usize| (at.abs_diff(REACH) * at.abs_diff(REACH)) as f32;
    let weight = |down: usize, across: usize| {
        let exponent = -((square(down) + square(across)) / twice);
        f64::from(exponent).exp() as f32
    };
    let weights: [[f32; SIDE]; SIDE] =
        std::array::from_fn(|down| std::array::from_fn(|across| weight(down, across)));
    let sum: f64 = weights.iter().flatten().map(|&weight| f64::from(weight)).sum();
    weights.map(|row| row.map(|weight| weight / sum as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bright_pixel_is_seen_as_far_as_the_window_reaches() {
        let mut levels = vec![0.0; 10 * 40];
        levels[4 * 40 + 33] = 200.0;
        let source = Source::Half { shape: [10, 40], levels };
        for order in [Order::Columns, Order::Rows] {
            let mut normalised = Normalised::new(&source, order);
            let mut line = vec![0.0; 40];
            for row in 0..10 {
                normalised.row(row, &mut line);
                let seen: Vec<usize> = (0..40).filter(|&at| 0.0 < line[at].abs()).collect();
                let expected: Vec<usize> =
                    if (1..8).contains(&row) { (30..37).collect() } else { vec![] };
                assert_eq!(seen, expected, "row {row}");
            }
        }
    }
}
