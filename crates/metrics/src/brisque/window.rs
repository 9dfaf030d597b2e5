//! Sums over the window around each pixel, in the order that is part of the definition.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::Simd;

/// Pixels on a side of the window.
pub(super) const SIDE: usize = 7;
/// How far the window reaches from its middle.
pub(super) const REACH: usize = SIDE / 2;
/// Its standard deviation, in pixels.
const SIGMA: f64 = 7.0 / 6.0;

/// Rows of sums that are made together, so that a value is fetched for several of them.
pub(super) const ROWS: usize = 2;
/// Rows of values that these reach.
pub(super) const LINES: usize = SIDE + ROWS - 1;

/// Registers of sums of each row: with those of all rows, sums enough not to wait for each other.
const REGISTERS: usize = 4;
/// What rows of sums are multiples of: that many of the widest registers.
pub(super) const BLOCK: usize = 16 * REGISTERS;

/// In which order the window is summed.
///
/// Sums are in single precision, and in places without contrast nothing but their rounding is
/// left, whose sign the statistics count. So precision and order are part of the definition:
/// they are those of the implementation that is in use, pyMDMA's among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Columns,
    Rows,
}

/// A Gaussian window.
pub(super) struct Window {
    /// What a value weighs in each of the rows of sums, by its line and its place across; 0 where
    /// the window of a row does not reach its line, which changes no bit of a sum.
    weights: [[[f32; ROWS]; SIDE]; LINES],
}

impl Window {
    pub(super) fn new() -> Self {
        let of_window = weights();
        let mut weights = [[[0.0; ROWS]; SIDE]; LINES];
        for (down, of_line) in of_window.iter().enumerate() {
            for (across, &weight) in of_line.iter().enumerate() {
                for row in 0..ROWS {
                    weights[down + row][across][row] = weight;
                }
            }
        }
        Window { weights }
    }

    /// Writes the sums of rows that follow each other.
    ///
    /// # Input
    ///
    /// `lines`: the values that the windows reach, `REACH` before the first sum and after the last;
    /// `sums`: a multiple of `BLOCK` of them in each row.
    #[inline(always)]
    pub(super) fn sums<S: Simd>(
        &self,
        simd: S,
        order: Order,
        lines: &[&[f32]; LINES],
        [upper, lower]: [&mut [f32]; ROWS],
    ) {
        let width = REGISTERS * S::F32_LANES;
        let places = upper.chunks_exact_mut(width).zip(lower.chunks_exact_mut(width));
        for (block, (upper, lower)) in places.enumerate() {
            let from = block * width;
            let reached = lines.map(|line| &line[from..from + width + SIDE - 1]);
            let sums = match order {
                Order::Columns => self.by_columns(simd, &reached),
                Order::Rows => self.by_rows(simd, &reached),
            };
            for (places, sums) in [upper, lower].into_iter().zip(sums) {
                S::as_mut_simd_f32s(places).0.copy_from_slice(&sums);
            }
        }
    }

    #[inline(always)]
    fn by_rows<S: Simd>(&self, simd: S, lines: &[&[f32]; LINES]) -> Sums<S> {
        let mut sums = [[simd.splat_f32s(0.0); REGISTERS]; ROWS];
        for (line, of_line) in lines.iter().zip(&self.weights) {
            for (across, weights) in of_line.iter().enumerate() {
                add(simd, &mut sums, &line[across..], weights);
            }
        }
        sums
    }

    #[inline(always)]
    fn by_columns<S: Simd>(&self, simd: S, lines: &[&[f32]; LINES]) -> Sums<S> {
        let mut sums = [[simd.splat_f32s(0.0); REGISTERS]; ROWS];
        for across in 0..SIDE {
            for (line, of_line) in lines.iter().zip(&self.weights) {
                add(simd, &mut sums, &line[across..], &of_line[across]);
            }
        }
        sums
    }
}

type Sums<S> = [[<S as Simd>::f32s; REGISTERS]; ROWS];

#[inline(always)]
fn add<S: Simd>(simd: S, sums: &mut Sums<S>, values: &[f32], weights: &[f32; ROWS]) {
    let values = &S::as_simd_f32s(values).0[..REGISTERS];
    for (sums, &weight) in sums.iter_mut().zip(weights) {
        let weight = simd.splat_f32s(weight);
        for (sum, &value) in sums.iter_mut().zip(values) {
            *sum = simd.mul_add_f32s(value, weight, *sum);
        }
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
    use pulp::WithSimd;

    use super::*;
    use crate::panels::every_arch;

    struct Work<'a> {
        order: Order,
        lines: &'a [&'a [f32]; LINES],
        sums: [&'a mut [f32]; ROWS],
    }

    impl WithSimd for Work<'_> {
        type Output = ();

        fn with_simd<S: Simd>(self, simd: S) {
            Window::new().sums(simd, self.order, self.lines, self.sums);
        }
    }

    #[test]
    fn the_bits_are_those_of_one_sum_after_the_other_on_every_processor() {
        let level = |line: usize, at: usize| ((line * 37 + at * at * 11) % 251) as f32;
        let lines: [Vec<f32>; LINES] = std::array::from_fn(|line| {
            (0..2 * BLOCK + SIDE - 1).map(|at| level(line, at)).collect()
        });
        let lines = std::array::from_fn(|line| &lines[line][..]);
        let expected = |order: Order, row: usize, at: usize| {
            let mut sum = 0.0_f32;
            for step in 0..SIDE * SIDE {
                let (slow, fast) = (step / SIDE, step % SIDE);
                let (down, across) = if order == Order::Rows { (slow, fast) } else { (fast, slow) };
                let value: f32 = lines[row + down][at + across];
                sum = value.mul_add(weights()[down][across], sum);
            }
            sum.to_bits()
        };
        for order in [Order::Columns, Order::Rows] {
            for arch in every_arch() {
                let mut sums = [vec![0.0; 2 * BLOCK], vec![0.0; 2 * BLOCK]];
                let [upper, lower] = &mut sums;
                arch.dispatch(Work { order, lines: &lines, sums: [upper, lower] });
                for (row, sums) in sums.iter().enumerate() {
                    for (at, sum) in sums.iter().enumerate() {
                        assert_eq!(sum.to_bits(), expected(order, row, at), "{order:?} {row} {at}");
                    }
                }
            }
        }
    }
}
