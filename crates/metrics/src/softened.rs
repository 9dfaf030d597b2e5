//! An image, smoothed a little, row by row.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use crate::gray::EightBit;
use crate::sobel::GrayRows;

/// What the middle pixel of 3 × 3 weighs; each of the others weighs 1.
const MIDDLE: f64 = 5.0;
/// What all nine weigh together.
const ALL: f64 = 13.0;

/// The gray levels of an image that is blended with its smoothed self.
///
/// Each channel is smoothed by 3 × 3 pixels; those at the border stay. Levels that are whole
/// stay whole: smoothing rounds and blending cuts, as programs that work in 8 bits do.
pub(crate) struct Softened<'a> {
    image: &'a EightBit<'a>,
    /// How much of the image itself stays: 0 nothing, 1 all.
    share: f64,
    /// The levels of the row above, the row itself and the row below.
    levels: [Vec<f64>; 3],
    blended: Vec<f64>,
}

impl<'a> Softened<'a> {
    pub(crate) fn new(image: &'a EightBit<'a>, share: f64) -> Self {
        Softened { image, share, levels: Default::default(), blended: Vec::new() }
    }

    /// Smooths the middle row and blends it with itself.
    #[inline(always)]
    fn blend(&mut self) {
        let [above, row, below] = &self.levels;
        let n = self.image.n_channels();
        let inner = n..row.len() - n;
        let whole = self.image.is_whole();
        self.blended.clear();
        self.blended.extend_from_slice(row);
        for at in inner {
            let sides = [above, below]
                .iter()
                .map(|line| line[at - n] + line[at] + line[at + n])
                .sum::<f64>();
            let mean = (sides + row[at - n] + MIDDLE * row[at] + row[at + n]) / ALL;
            self.blended[at] = if whole {
                cut(mean.round(), row[at], self.share)
            } else {
                mean + self.share * (row[at] - mean)
            };
        }
    }
}

/// Blends two whole levels; the result is cut to a whole one, in single precision as usual.
#[expect(clippy::cast_possible_truncation, reason = "levels of 8 bits are exact in f32")]
#[inline(always)]
fn cut(smooth: f64, level: f64, share: f64) -> f64 {
    let (smooth, level) = (smooth as f32, level as f32);
    f64::from((smooth + share as f32 * (level - smooth)).trunc())
}

impl GrayRows for Softened<'_> {
    fn shape(&self) -> [usize; 2] {
        self.image.shape()
    }

    #[inline(always)]
    fn row(&mut self, row: usize, line: &mut Vec<f64>) {
        let [rows, columns] = self.shape();
        if row == 0 || row + 1 == rows || columns < 3 {
            self.image.gray_row(row, line);
            return;
        }
        for (place, levels) in self.levels.iter_mut().enumerate() {
            self.image.levels_row(row + place - 1, levels);
        }
        self.blend();
        self.image.gray_of_levels(&self.blended, line);
    }
}
