//! Squared Euclidean distances of all rows of one set from all of another.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use pulp::NullaryFnOnce;
use rayon::prelude::*;

use crate::distance::{LANES, fastest, joined};

/// Rows of the first set that are looked at together, an even number.
const ROWS: usize = 32;
/// How many bytes of the second set are looked at together: they stay in the second nearest cache.
const BYTES: usize = 1 << 18;

/// Returns the squared distance of each row of `left` from each of `right`, one row after the other.
///
/// They are the keys of [`Distance::Euclidean`](crate::Distance), bit by bit. Each value is loaded for two distances
/// at once, from a cache.
///
/// # Input
///
/// Rows of one length; both sets have some.
pub(crate) fn squared_distances(left: &[&[f64]], right: &[&[f64]]) -> Vec<f64> {
    let (n, m) = (left.len(), right.len());
    let width = right[0].len().div_ceil(LANES).max(1);
    let (left, right) = (laid_out(left, width), laid_out(right, width));
    let columns = (BYTES / (width * size_of::<Group>())).max(2) / 2 * 2;
    let mut all = vec![0.0; n * m];
    let parts = all.par_chunks_mut(ROWS * m).zip(left.par_chunks(ROWS * width));
    parts.for_each(|(found, left)| {
        for (at, right) in right.chunks(columns * width).enumerate() {
            let found = &mut found[at * columns..];
            fastest(Block { left, right, width, found, m });
        }
    });
    all
}

/// Values that are computed side by side.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Group([f64; LANES]);

/// Fills each row up with zeros, so that it has whole groups.
fn laid_out(rows: &[&[f64]], width: usize) -> Vec<Group> {
    let mut groups = vec![Group([0.0; LANES]); rows.len() * width];
    for (row, groups) in rows.iter().zip(groups.chunks_exact_mut(width)) {
        for (values, group) in row.chunks(LANES).zip(groups) {
            group.0[..values.len()].copy_from_slice(values);
        }
    }
    groups
}

/// Distances of some rows from some of the others.
struct Block<'a> {
    left: &'a [Group],
    right: &'a [Group],
    /// Groups of a row.
    width: usize,
    found: &'a mut [f64],
    /// How far rows of distances are from each other.
    m: usize,
}

impl NullaryFnOnce for Block<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Block { left, right, width, found, m } = self;
        for (row, left) in left.chunks(2 * width).enumerate() {
            for (column, right) in right.chunks(2 * width).enumerate() {
                let at = 2 * row * m + 2 * column;
                // The last row stands for the one that is missing, and is computed twice.
                let lefts = [&left[..width], &left[left.len() - width..]];
                let rights = [&right[..width], &right[right.len() - width..]];
                let tile = tile(width, lefts, rights);
                for (row, distances) in tile[..left.len() / width].iter().enumerate() {
                    let at = at + row * m;
                    let n = right.len() / width;
                    found[at..at + n].copy_from_slice(&distances[..n]);
                }
            }
        }
    }
}

#[inline(always)]
fn tile(width: usize, lefts: [&[Group]; 2], rights: [&[Group]; 2]) -> [[f64; 2]; 2] {
    let (lefts, rights) = (lefts.map(|row| &row[..width]), rights.map(|row| &row[..width]));
    let mut sums = [[0.0; LANES]; 4];
    for at in 0..width {
        let (lefts, rights) = (lefts.map(|row| row[at].0), rights.map(|row| row[at].0));
        for (pair, sums) in sums.iter_mut().enumerate() {
            for (sum, (left, right)) in
                sums.iter_mut().zip(lefts[pair / 2].iter().zip(&rights[pair % 2]))
            {
                let difference = left - right;
                *sum += difference * difference;
            }
        }
    }
    let [first, second, third, fourth] = sums.map(|sums| joined(sums, |s, t| s + t));
    [[first, second], [third, fourth]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Distance;

    #[test]
    fn they_are_those_of_two_rows_bit_by_bit() {
        for (n, m, d) in [(1, 1, 1), (2, 3, 8), (33, 70, 13), (65, 9, 501), (3, 2, 20_001)] {
            let set = |n: usize, seed: usize| -> Vec<Vec<f64>> {
                let value = |at: usize| ((at * 7919 + seed * at * at) % 1009) as f64 / 7.0;
                (0..n).map(|row| (0..d).map(|k| value(row * d + k)).collect()).collect()
            };
            let (left, right) = (set(n, 3), set(m, 5));
            let [rows, others] =
                [&left, &right].map(|set| set.iter().map(Vec::as_slice).collect::<Vec<_>>());
            let found = squared_distances(&rows, &others);
            assert_eq!(found.len(), n * m);
            for (at, found) in found.iter().enumerate() {
                let wanted = Distance::Euclidean.key(&left[at / m], &right[at % m]);
                assert_eq!(found.to_bits(), wanted.to_bits(), "{at} of {n} {m} {d}");
            }
        }
    }
}
