//! Rows of `f32`, laid out so that their dot products with one another come as fast as processors multiply.
//!
//! A panel is 48 rows, whose values of one dimension lie side by side. Some values of one panel are multiplied with some
//! lanes of another, and the sums stay in registers over many dimensions. Laying rows out so beforehand spares every
//! product of matrices its own copy of them.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;
use rayon::slice::ChunksExactMut;

/// Rows of a panel: as many as the lanes of three of the widest registers, and a multiple of those
/// of all others.
pub(crate) const PANEL: usize = 48;
/// Dimensions that are summed up at a time: those of one panel stay in the nearest cache, beside
/// what they are multiplied with.
const DEPTH: usize = 128;

/// Rows of `d` values each, in panels; the last one is filled up with zeros.
pub(crate) struct Panels {
    d: usize,
    /// For each panel and each dimension, the values of its rows.
    values: Vec<[f32; PANEL]>,
    /// The instructions that the processor has.
    arch: Arch,
}

impl Panels {
    /// Lays out rows of `d` values each, which `single` takes to `f32`, told the value's place in its row.
    ///
    /// # Value
    ///
    /// The rows, and the sum of the squares of what each holds now.
    pub(crate) fn of(
        values: &[f64],
        d: usize,
        single: impl Fn(f64, usize) -> f32 + Sync,
    ) -> (Self, Vec<f64>) {
        let mut panels = Self::zeros(values.len() / d, d);
        let mut squares = vec![0.0; values.len() / d];
        let rows = values.par_chunks(PANEL * d);
        panels.each_mut().zip(squares.par_chunks_mut(PANEL)).zip(rows).for_each(
            |((panel, squares), rows)| {
                for (lane, (row, square)) in rows.chunks_exact(d).zip(squares).enumerate() {
                    for (at, (&value, lanes)) in row.iter().zip(&mut *panel).enumerate() {
                        let near = single(value, at);
                        lanes[lane] = near;
                        *square += f64::from(near) * f64::from(near);
                    }
                }
            },
        );
        (panels, squares)
    }

    fn zeros(n: usize, d: usize) -> Self {
        Panels { d, values: vec![[0.0; PANEL]; n.div_ceil(PANEL) * d], arch: Arch::new() }
    }

    fn each_mut(&mut self) -> ChunksExactMut<'_, [f32; PANEL]> {
        self.values.par_chunks_exact_mut(self.d)
    }

    /// Puts the dot product of each of some rows with each of some of `others` into `tile`, row by row.
    ///
    /// # Input
    ///
    /// Both ranges begin with a panel.
    ///
    /// # Value
    ///
    /// Rows of the tile are as long as [`width`] says; there may be more of both than was asked for.
    /// Sums are taken in an order that depends on the processor.
    pub(crate) fn products(
        &self,
        rows: &Range<usize>,
        (others, columns): (&Panels, &Range<usize>),
        tile: &mut Vec<f32>,
    ) {
        tile.resize(width(rows.len()) * width(columns.len()), 0.0);
        let (left, right) = (self.slice(rows), others.slice(columns));
        let n_panels = columns.len().div_ceil(PANEL);
        let (tile, _) = tile.as_chunks_mut();
        self.arch.dispatch(Products { left, right, d: self.d, n_panels, tile });
    }

    /// Takes other instructions from now on.
    #[cfg(test)]
    pub(crate) fn use_instructions(&mut self, arch: Arch) {
        self.arch = arch;
    }

    fn slice(&self, rows: &Range<usize>) -> &[[f32; PANEL]] {
        &self.values[rows.start / PANEL * self.d..rows.end.div_ceil(PANEL) * self.d]
    }
}

/// Returns how many rows there are with those that fill up the last panel.
pub(crate) fn width(n: usize) -> usize {
    n.next_multiple_of(PANEL)
}

/// A product of matrices that is to be taken.
struct Products<'a> {
    left: &'a [[f32; PANEL]],
    right: &'a [[f32; PANEL]],
    d: usize,
    /// How many panels `right` has.
    n_panels: usize,
    tile: &'a mut [[f32; PANEL]],
}

impl WithSimd for Products<'_> {
    type Output = ();

    /// As many sums at a time as registers hold, beside what is multiplied.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            // 32 registers.
            16 | 4 => self.take::<S, 3, 8>(simd),
            // 16 registers.
            8 => self.take::<S, 2, 6>(simd),
            _ => self.take::<S, 2, 2>(simd),
        }
    }
}

impl Products<'_> {
    #[inline(always)]
    fn take<S: Simd, const REGISTERS: usize, const ROWS: usize>(self, simd: S) {
        let Products { left, right, d, n_panels, tile } = self;
        for from in (0..d).step_by(DEPTH) {
            let depth = from..d.min(from + DEPTH);
            for (panel, right) in right.chunks_exact(d).enumerate() {
                let right = &right[depth.clone()];
                let lefts = left.chunks_exact(d).zip(tile.chunks_exact_mut(n_panels * PANEL));
                for (left, tile) in lefts {
                    let left = &left[depth.clone()];
                    for group in 0..PANEL / ROWS {
                        for part in 0..PANEL / (REGISTERS * S::F32_LANES) {
                            let sums =
                                sums::<S, REGISTERS, ROWS>(simd, (left, group), (right, part));
                            for (row, sums) in sums.iter().enumerate() {
                                let row = &mut tile[(group * ROWS + row) * n_panels + panel];
                                let (row, _) = S::as_mut_simd_f32s(row);
                                let places = &mut row[part * REGISTERS..(part + 1) * REGISTERS];
                                for (place, &sum) in places.iter_mut().zip(sums) {
                                    *place =
                                        if from == 0 { sum } else { simd.add_f32s(*place, sum) };
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the products of a group of rows with a part of a panel's lanes.
#[inline(always)]
fn sums<S: Simd, const REGISTERS: usize, const ROWS: usize>(
    simd: S,
    (left, group): (&[[f32; PANEL]], usize),
    (right, part): (&[[f32; PANEL]], usize),
) -> [[S::f32s; REGISTERS]; ROWS] {
    let mut sums = [[simd.splat_f32s(0.0); REGISTERS]; ROWS];
    for (left, right) in left.iter().zip(right) {
        let left = &left.as_chunks::<ROWS>().0[group];
        let right = &S::as_simd_f32s(right).0[part * REGISTERS..(part + 1) * REGISTERS];
        for (sums, &value) in sums.iter_mut().zip(left) {
            let value = simd.splat_f32s(value);
            for (sum, &right) in sums.iter_mut().zip(right) {
                *sum = simd.mul_add_e_f32s(value, right, *sum);
            }
        }
    }
    sums
}

/// Returns every kind of instructions that this processor has.
#[cfg(test)]
pub(crate) fn every_arch() -> Vec<Arch> {
    let mut all = vec![Arch::Scalar, Arch::new()];
    #[cfg(target_arch = "x86_64")]
    all.extend(pulp::x86::V3::try_new().map(Arch::V3));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_meets_each_however_wide_the_registers_are() {
        // Small whole numbers, whose sums are exact in any order.
        let laid_out = |n: usize, d: usize, seed: usize| {
            let value =
                move |row: usize, k: usize| (((row * 31 + k * 17) * seed) % 13) as f32 - 6.0;
            let values: Vec<f64> = (0..n * d).map(|at| f64::from(value(at / d, at % d))).collect();
            #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
            let (panels, squares) = Panels::of(&values, d, |value, _| value as f32);
            let square = |row: &[f64]| row.iter().map(|value| value * value).sum::<f64>();
            assert_eq!(squares, values.chunks_exact(d).map(square).collect::<Vec<_>>());
            (panels, value)
        };
        for (n, m, d) in [(1, 1, 1), (49, 50, 3), (100, 96, 300), (48, 145, 257)] {
            let ((mut left, of_left), (right, of_right)) = (laid_out(n, d, 5), laid_out(m, d, 7));
            let rows = if n == 100 { 48..n } else { 0..n };
            for arch in every_arch() {
                left.use_instructions(arch);
                // What stood there before is gone.
                let mut tile = vec![f32::NAN; 5];
                left.products(&rows, (&right, &(0..m)), &mut tile);
                for (row, found) in rows.clone().zip(tile.chunks_exact(width(m))) {
                    for (column, &found) in found[..m].iter().enumerate() {
                        let terms = (0..d).map(|k| of_left(row, k) * of_right(column, k));
                        let expected: f32 = terms.sum();
                        assert!(
                            (found - expected).abs() < 0.5,
                            "{row} {column}: {found} {expected}"
                        );
                    }
                }
            }
        }
    }
}
