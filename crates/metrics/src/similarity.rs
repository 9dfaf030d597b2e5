//! How alike two images of one channel are, window by window: what SSIM is made of.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;

use crate::distance::fastest;

/// Pixels that are worked on side by side.
const LANES: usize = 8;
/// What is averaged in each window: x, y, x² + y², x y.
const MOMENTS: usize = 4;

/// Two images of one channel on one grid.
pub(crate) trait Pair {
    /// Returns rows and columns.
    fn shape(&self) -> [usize; 2];

    /// Writes one row of each.
    fn fill(&self, row: usize, x: &mut [f64], y: &mut [f64]);
}

/// The means over all windows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Similarity {
    /// How alike contrast and pattern are.
    pub(crate) structure: f64,
    /// How alike brightness, contrast and pattern are.
    pub(crate) whole: f64,
}

/// Compares two images in every window that lies inside.
///
/// `weights` are those along one side of the window, no longer than a side of the images;
/// `steady` are the constants C1 and C2. As many filtered rows are kept as the window is high.
pub(crate) fn similarity(pair: &impl Pair, weights: &[f64], steady: [f64; 2]) -> Similarity {
    let [rows, columns] = pair.shape();
    let side = weights.len();
    let (height, width) = (rows + 1 - side, columns + 1 - side);
    let mut filtered = Filtered::new(weights, width);
    let mut sums = Sums::default();
    fastest(Rows { pair, filtered: &mut filtered, steady, sums: &mut sums });
    sums.over((width * height) as f64)
}

/// All rows of a pair, one after the other.
struct Rows<'a, 'b, P> {
    pair: &'a P,
    filtered: &'a mut Filtered<'b>,
    steady: [f64; 2],
    sums: &'a mut Sums,
}

impl<P: Pair> NullaryFnOnce for Rows<'_, '_, P> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let [rows, columns] = self.pair.shape();
        let side = self.filtered.weights.len();
        for row in 0..rows {
            self.filtered.take(self.pair, row, columns);
            if side <= row + 1 {
                self.filtered.compare(row + 1 - side, self.steady, self.sums);
            }
        }
    }
}

/// Sums in lanes, so that their order is the same on every processor.
#[derive(Default)]
struct Sums {
    structure: [f64; LANES],
    whole: [f64; LANES],
}

impl Sums {
    #[inline(always)]
    fn add(&mut self, structure: &[f64; LANES], whole: &[f64; LANES], n: usize) {
        // Lanes past the last window hold no window.
        if n < LANES {
            for lane in 0..n {
                self.structure[lane] += structure[lane];
                self.whole[lane] += whole[lane];
            }
            return;
        }
        for lane in 0..LANES {
            self.structure[lane] += structure[lane];
            self.whole[lane] += whole[lane];
        }
    }

    fn over(&self, n: f64) -> Similarity {
        Similarity {
            structure: self.structure.iter().sum::<f64>() / n,
            whole: self.whole.iter().sum::<f64>() / n,
        }
    }
}

/// The last rows, filtered along themselves: as many as the window is high.
struct Filtered<'a> {
    weights: &'a [f64],
    width: usize,
    /// The width, and what is missing to whole lanes.
    padded: usize,
    /// Row `r` has the place `r` modulo their number; each holds all moments, one after the other.
    kept: Vec<f64>,
    /// The moments of the pixels of one row.
    lines: [Vec<f64>; MOMENTS],
}

impl<'a> Filtered<'a> {
    fn new(weights: &'a [f64], width: usize) -> Self {
        let padded = width.next_multiple_of(LANES);
        let line = vec![0.0; padded + weights.len() - 1];
        let kept = vec![0.0; weights.len() * MOMENTS * padded];
        Filtered { weights, width, padded, kept, lines: std::array::from_fn(|_| line.clone()) }
    }

    /// Filters a row along itself and keeps it in the place of the oldest.
    #[inline(always)]
    fn take(&mut self, pair: &impl Pair, row: usize, columns: usize) {
        let [x, y, squares, products] = &mut self.lines;
        let (x, y) = (&mut x[..columns], &mut y[..columns]);
        pair.fill(row, x, y);
        for at in 0..columns {
            squares[at] = x[at] * x[at] + y[at] * y[at];
            products[at] = x[at] * y[at];
        }
        let place = row % self.weights.len() * MOMENTS * self.padded;
        let kept = &mut self.kept[place..place + MOMENTS * self.padded];
        for (line, out) in self.lines.iter().zip(kept.chunks_exact_mut(self.padded)) {
            for (at, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let reached = &line[at * LANES..at * LANES + LANES + self.weights.len() - 1];
                let mut sum = [0.0; LANES];
                for (values, &weight) in reached.windows(LANES).zip(self.weights) {
                    for lane in 0..LANES {
                        sum[lane] += weight * values[lane];
                    }
                }
                *out = sum;
            }
        }
    }

    /// Compares all windows whose upper row is `first`.
    #[inline(always)]
    fn compare(&self, first: usize, [c1, c2]: [f64; 2], sums: &mut Sums) {
        let side = self.weights.len();
        let oldest = first % side;
        for at in (0..self.padded).step_by(LANES) {
            let mut means = [[0.0; LANES]; MOMENTS];
            for (shift, &weight) in self.weights.iter().enumerate() {
                let place =
                    if oldest + shift < side { oldest + shift } else { oldest + shift - side };
                let row = &self.kept[place * MOMENTS * self.padded..][..MOMENTS * self.padded];
                for (moment, mean) in means.iter_mut().enumerate() {
                    let values = &row[moment * self.padded + at..][..LANES];
                    for lane in 0..LANES {
                        mean[lane] += weight * values[lane];
                    }
                }
            }
            let [mx, my, squares, products] = means;
            let (mut structure, mut whole) = ([0.0; LANES], [0.0; LANES]);
            for lane in 0..LANES {
                let product = mx[lane] * my[lane];
                let square = mx[lane] * mx[lane] + my[lane] * my[lane];
                // The variances of both are only ever needed together.
                structure[lane] =
                    ratio(2.0 * (products[lane] - product) + c2, (squares[lane] - square) + c2);
                whole[lane] = structure[lane] * ratio(2.0 * product + c1, square + c1);
            }
            sums.add(&structure, &whole, LANES.min(self.width - at));
        }
    }
}

/// Divides; 0 by 0, which needs K = 0 and an empty place in both images, is "alike".
#[inline(always)]
fn ratio(top: f64, bottom: f64) -> f64 {
    if bottom == 0.0 { 1.0 } else { top / bottom }
}
