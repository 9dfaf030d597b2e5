//! Levels without their local mean, over their local spread.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::Simd;

use super::window::{BLOCK, LINES, Order, REACH, ROWS, SIDE, Window};
use crate::gray::{EightBit, luma};

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
                if let Some(levels) = image.whole_row(row) {
                    line.copy_from_slice(levels);
                    return;
                }
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

/// The last rows of an image, as many as two windows below each other reach, and what is made of them.
pub(super) struct Normalised<'a> {
    source: &'a Source<'a>,
    order: Order,
    window: Window,
    /// Levels, with black around; row `r` has the place `r + REACH` modulo their number.
    levels: [Vec<f32>; LINES],
    squares: [Vec<f32>; LINES],
    /// Of each row that is made: the local mean, and that of the squares.
    means: [Vec<f32>; ROWS],
    mean_squares: [Vec<f32>; ROWS],
    scratch: Vec<f64>,
    n_seen: usize,
}

impl<'a> Normalised<'a> {
    pub(super) fn new(source: &'a Source<'a>, order: Order) -> Self {
        let width = source.shape()[1].next_multiple_of(BLOCK);
        let lines = || std::array::from_fn(|_| vec![0.0; width + SIDE - 1]);
        let sums = || std::array::from_fn(|_| vec![0.0; width]);
        Normalised {
            source,
            order,
            window: Window::new(),
            levels: lines(),
            squares: lines(),
            means: sums(),
            mean_squares: sums(),
            scratch: Vec::new(),
            n_seen: 0,
        }
    }

    /// Writes the normalised values of a row and the next ones, which are asked for in order.
    ///
    /// What it writes for rows past the last means nothing.
    #[inline(always)]
    pub(super) fn rows<S: Simd>(&mut self, simd: S, row: usize, out: [&mut [f64]; ROWS]) {
        while self.n_seen < row + ROWS + REACH {
            self.see();
        }
        // Window row `i` of the first is image row `row + i - REACH`.
        let levels = std::array::from_fn(|i| &self.levels[(row + i) % LINES][..]);
        let squares = std::array::from_fn(|i| &self.squares[(row + i) % LINES][..]);
        let places = self.means.each_mut().map(Vec::as_mut_slice);
        self.window.sums(simd, self.order, &levels, places);
        let places = self.mean_squares.each_mut().map(Vec::as_mut_slice);
        self.window.sums(simd, Order::Rows, &squares, places);
        let sums = self.means.iter().zip(&self.mean_squares);
        for ((out, (means, squares)), levels) in out.into_iter().zip(sums).zip(&levels[REACH..]) {
            let n = out.len();
            let (means, squares) = (&means[..n], &squares[..n]);
            let levels = &levels[REACH..REACH + n];
            for at in 0..n {
                let spread = (squares[at] - means[at] * means[at]).abs().sqrt();
                out[at] = f64::from((levels[at] - means[at]) / (spread + 1.0));
            }
        }
    }

    /// Takes the next row in; below the image it is black.
    #[inline(always)]
    fn see(&mut self) {
        let [rows, columns] = self.source.shape();
        let place = (self.n_seen + REACH) % LINES;
        let levels = &mut self.levels[place][REACH..REACH + columns];
        if self.n_seen < rows {
            self.source.fill(self.n_seen, &mut self.scratch, levels);
        } else {
            levels.fill(0.0);
        }
        let squares = self.squares[place][REACH..REACH + columns].iter_mut();
        squares.zip(&*levels).for_each(|(square, level)| *square = level * level);
        self.n_seen += 1;
    }
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
            for row in (0..10).step_by(ROWS) {
                let mut lines = [vec![0.0; 40], vec![0.0; 40]];
                let [upper, lower] = &mut lines;
                normalised.rows(pulp::Scalar, row, [upper, lower]);
                for (row, line) in (row..).zip(lines) {
                    let seen: Vec<usize> = (0..40).filter(|&at| 0.0 < line[at].abs()).collect();
                    let expected: Vec<usize> =
                        if (1..8).contains(&row) { (30..37).collect() } else { vec![] };
                    assert_eq!(seen, expected, "row {row}");
                }
            }
        }
    }
}
