//! All pairs of two sets, block by block.
//!
//! A block is some rows of one set and some of the other. First it is asked which of its pairs can matter to anybody:
//! those that may be nearer than what a sample has found so far. Of what remains, mostly nothing, the keys are computed.
//! No block is held once it is done, so that memory grows with the samples and not with their pairs.
//!
//! Blocks are done in any order, on any number of threads. The k least of some keys, the first of the least ones, and
//! sums of whole numbers do not depend on it, so that neither does a single bit of the results.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use pulp::NullaryFnOnce;
use rayon::prelude::*;
use samples::{Arm, Vectors};

use crate::bounds::{Keys, Limits, Near, Products, collect, keep_least};
use crate::distance::fastest;
use crate::panels::{PANEL, width};
use crate::progress::Progress;
use crate::rough::Rough;
use crate::{Distance, Result};

/// Rows of a block: as many as make a product of matrices fast, or few enough to stay in the
/// processor's cache.
const ROWS_OF_PRODUCTS: usize = 10 * PANEL;
const ROWS_OF_KEYS: usize = 128;
/// Rows whose vectors stay in the nearer cache meanwhile.
const TILE: usize = 32;

/// A real and a synthetic set, whose pairs are looked at.
pub(crate) struct Pairs<'a> {
    real: &'a Vectors,
    synthetic: &'a Vectors,
    distance: Distance,
    /// Both sets, where products of matrices tell of their keys.
    rough: Vec<Rough>,
}

impl<'a> Pairs<'a> {
    pub(crate) fn new(real: &'a Vectors, synthetic: &'a Vectors, distance: Distance) -> Self {
        let rough = Rough::of(&[real, synthetic], distance);
        Pairs { real, synthetic, distance, rough }
    }

    /// As [`Pairs::new`], of one set that stands for both.
    pub(crate) fn within(vectors: &'a Vectors, distance: Distance) -> Self {
        let rough = Rough::of(&[vectors], distance);
        Pairs { real: vectors, synthetic: vectors, distance, rough }
    }

    /// As [`Pairs::new`]; every key is computed.
    #[cfg(test)]
    pub(crate) fn by_keys(real: &'a Vectors, synthetic: &'a Vectors, distance: Distance) -> Self {
        Pairs { real, synthetic, distance, rough: Vec::new() }
    }

    /// As [`Pairs::new`]; products are taken by other instructions.
    #[cfg(test)]
    pub(crate) fn by(
        real: &'a Vectors,
        synthetic: &'a Vectors,
        distance: Distance,
        arch: pulp::Arch,
    ) -> Self {
        let mut pairs = Self::new(real, synthetic, distance);
        pairs.rough.iter_mut().for_each(|rough| rough.use_instructions(arch));
        pairs
    }

    pub(crate) fn distance(&self) -> Distance {
        self.distance
    }

    pub(crate) fn n(&self, arm: Arm) -> usize {
        self.vectors(arm).n()
    }

    /// Returns, for each sample of a set, the `k` least keys to others of that set, ascending.
    ///
    /// With the others themselves where they are asked for, too.
    pub(crate) fn least<T: Least>(
        &self,
        arm: Arm,
        k: usize,
        progress: &Progress<'_>,
    ) -> Result<Vec<T>> {
        let vectors = self.vectors(arm);
        let blocks = self.blocks(vectors.n());
        let found: Vec<Mutex<Vec<T>>> =
            blocks.iter().map(|block| Mutex::new(vec![T::NONE; block.len() * k])).collect();
        // A pair counts for both of its samples, so that half of the blocks say all.
        let halves: Vec<[usize; 2]> = (0..blocks.len())
            .flat_map(|first| (first..blocks.len()).map(move |second| [first, second]))
            .collect();
        halves.into_par_iter().try_for_each_init(Vec::new, |products, pair| {
            let [first, second] = pair;
            let sides = [(arm, blocks[first].clone()), (arm, blocks[second].clone())];
            let limits = |at: usize| {
                Limits::new(k, locked(&found[at]).iter().map(|least| least.key()).collect(), None)
            };
            let (mut rows, mut columns) = (limits(first), limits(second));
            let is_half = first == second;
            let pairs = blocks[first].len() * blocks[second].len();
            progress.add(if is_half { pairs } else { 2 * pairs })?;
            let keys = self.keys_that_matter(
                sides,
                [&mut rows, &mut columns],
                is_half,
                |_| true,
                products,
            );
            for at in [0, 1] {
                let start = blocks[pair[1 - at]].start;
                let mut least = locked(&found[pair[at]]);
                for near in &keys {
                    let places = [near.row, near.column].map(|place| place as usize);
                    let least = &mut least[places[at] * k..(places[at] + 1) * k];
                    keep_least(least, T::new(near.key, start + places[1 - at]));
                }
            }
            Ok(())
        })?;
        Ok(found.into_iter().flat_map(unlocked).collect())
    }

    /// Returns what the real samples find in the synthetic set, and the other way round.
    ///
    /// # Input
    ///
    /// For each set the keys of the radii of each sample's balls, ascending, as many for each.
    pub(crate) fn find(
        &self,
        radii: [&Radii; 2],
        n_ks: usize,
        progress: &Progress<'_>,
    ) -> Result<[Found; 2]> {
        let arms = [Arm::Real, Arm::Synthetic];
        let blocks = arms.map(|arm| self.blocks(self.vectors(arm).n()));
        let found = [0, 1].map(|side| -> Vec<Mutex<Found>> {
            let nothing = |block: &Range<usize>| Mutex::new(Found::nothing(block.len(), n_ks));
            blocks[side].iter().map(nothing).collect()
        });
        let all: Vec<[usize; 2]> = (0..blocks[0].len())
            .flat_map(|real| (0..blocks[1].len()).map(move |synthetic| [real, synthetic]))
            .collect();
        all.into_par_iter().try_for_each_init(Vec::new, |products, pair| {
            let [real, synthetic] = [0, 1].map(|side: usize| blocks[side][pair[side]].clone());
            progress.add(real.len() * synthetic.len())?;
            let limits = |side: usize, block: &Range<usize>| {
                let nearest = locked(&found[side][pair[side]]).nearest_keys.as_flattened().to_vec();
                Limits::new(2, nearest, Some(radii[side].largest(block)))
            };
            let (mut rows, mut columns) = (limits(0, &real), limits(1, &synthetic));
            let is_undecided = |near: &Near| {
                let [row, column] = [near.row, near.column].map(|at| at as usize);
                [(0, real.start + row), (1, synthetic.start + column)].iter().any(|&(side, at)| {
                    radii[side].of(at).iter().any(|&radius| near.low <= radius && radius < near.key)
                })
            };
            let keys = self.keys_that_matter(
                [(Arm::Real, real.clone()), (Arm::Synthetic, synthetic.clone())],
                [&mut rows, &mut columns],
                false,
                is_undecided,
                products,
            );
            for side in [0, 1] {
                let other = 1 - side;
                let starts = [real.start, synthetic.start];
                let mut found = locked(&found[side][pair[side]]);
                for near in &keys {
                    let places = [near.row as usize, near.column as usize];
                    let (row, far) = (places[side], starts[other] + places[other]);
                    found.see(row, far, near.key);
                    found.count(
                        row,
                        n_ks,
                        radii[side].of(starts[side] + row),
                        radii[other].of(far),
                        near.key,
                    );
                }
            }
            Ok(())
        })?;
        Ok(found.map(|blocks| {
            let mut all = Found::nothing(0, n_ks);
            for block in blocks {
                all.append(unlocked(block));
            }
            all
        }))
    }

    fn vectors(&self, arm: Arm) -> &'a Vectors {
        match arm {
            Arm::Real => self.real,
            Arm::Synthetic => self.synthetic,
        }
    }

    fn rough(&self, arm: Arm) -> Option<&Rough> {
        match arm {
            Arm::Real => self.rough.first(),
            Arm::Synthetic => self.rough.last(),
        }
    }

    fn blocks(&self, n: usize) -> Vec<Range<usize>> {
        let rows = if self.rough.is_empty() { ROWS_OF_KEYS } else { ROWS_OF_PRODUCTS };
        (0..n).step_by(rows).map(|first| first..n.min(first + rows)).collect()
    }

    /// Returns the pairs of a block that may matter to one of their samples.
    ///
    /// A pair comes with its key when it is among the least that a sample has seen, or when
    /// `is_undecided`; else the upper bound stands in for it.
    fn keys_that_matter(
        &self,
        [(left, rows), (right, columns)]: [(Arm, Range<usize>); 2],
        [row_limits, column_limits]: [&mut Limits; 2],
        is_half: bool,
        is_undecided: impl Fn(&Near) -> bool,
        products: &mut Vec<f32>,
    ) -> Vec<Near> {
        let arms = (left, right);
        let mut near = Vec::new();
        if let (Some(left), Some(right)) = (self.rough(left), self.rough(right)) {
            left.products(&rows, (right, &columns), products);
            let bounds = Products {
                of_block: products,
                width: width(columns.len()),
                weight: left.weight(),
                rows: [left.low(&rows), left.high(&rows)],
                columns: [right.low(&columns), right.high(&columns)],
            };
            fastest(ByProducts {
                pairs: self,
                arms: [arms.0, arms.1],
                starts: [rows.start, columns.start],
                bounds,
                limits: [row_limits, column_limits],
                is_half,
                is_undecided,
                near: &mut near,
            });
            return near;
        }
        fastest(ByKeys {
            pairs: self,
            sides: [(arms.0, rows), (arms.1, columns)],
            limits: [row_limits, column_limits],
            is_half,
            near: &mut near,
        });
        near
    }
}

/// The pairs of a block that may matter, told from products.
struct ByProducts<'a, 'b, F> {
    pairs: &'a Pairs<'a>,
    arms: [Arm; 2],
    starts: [usize; 2],
    bounds: Products<'a>,
    limits: [&'b mut Limits; 2],
    is_half: bool,
    is_undecided: F,
    near: &'b mut Vec<Near>,
}

impl<F: Fn(&Near) -> bool> NullaryFnOnce for ByProducts<'_, '_, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let [row_limits, column_limits] = self.limits;
        collect(&self.bounds, [row_limits, column_limits], self.is_half, self.near);
        let [left, right] = self.arms.map(|arm| self.pairs.vectors(arm));
        for near in self.near {
            let (row, column) = (near.row as usize, near.column as usize);
            let is_least =
                near.low <= row_limits.least(row) || near.low <= column_limits.least(column);
            if is_least || (self.is_undecided)(near) {
                let (row, column) = (self.starts[0] + row, self.starts[1] + column);
                near.key = self.pairs.distance.key(left.row(row), right.row(column));
            }
        }
    }
}

/// The pairs of a block that may matter, told from their keys.
struct ByKeys<'a, 'b> {
    pairs: &'a Pairs<'a>,
    sides: [(Arm, Range<usize>); 2],
    limits: [&'b mut Limits; 2],
    is_half: bool,
    near: &'b mut Vec<Near>,
}

impl NullaryFnOnce for ByKeys<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let [(left, rows), (right, columns)] = self.sides;
        let (left, right) = (self.pairs.vectors(left), self.pairs.vectors(right));
        let mut keys = vec![f64::INFINITY; rows.len() * columns.len()];
        for tile in columns.clone().step_by(TILE) {
            for (row, keys) in rows.clone().zip(keys.chunks_exact_mut(columns.len())) {
                let end = columns.end.min(tile + TILE);
                let keys = &mut keys[tile - columns.start..end - columns.start];
                for (column, key) in (tile..end).zip(keys) {
                    *key = self.pairs.distance.key(left.row(row), right.row(column));
                }
            }
        }
        let bounds = Keys { keys: &keys, width: columns.len() };
        collect(&bounds, self.limits, self.is_half, self.near);
    }
}

/// What is kept of a pair that is among the least of a sample; it is ordered by the key first.
pub(crate) trait Least: Copy + PartialOrd + Send {
    /// Stands where there is no pair; less than no pair.
    const NONE: Self;

    /// Makes it of the key to another sample.
    fn new(key: f64, other: usize) -> Self;

    fn key(self) -> f64;
}

impl Least for f64 {
    const NONE: Self = f64::INFINITY;

    fn new(key: f64, _other: usize) -> Self {
        key
    }

    fn key(self) -> f64 {
        self
    }
}

/// A key, and the other sample: of equal keys, the sample that stands first is less.
impl Least for (f64, u32) {
    const NONE: Self = (f64::INFINITY, u32::MAX);

    fn new(key: f64, other: usize) -> Self {
        (key, u32::try_from(other).unwrap_or(u32::MAX))
    }

    fn key(self) -> f64 {
        self.0
    }
}

/// The keys of the radii of samples' balls, ascending, as many for each sample.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Radii {
    /// How many each sample has.
    pub(crate) n_ks: usize,
    pub(crate) keys: Vec<f64>,
}

impl Radii {
    /// Returns the keys of one sample's radii.
    pub(crate) fn of(&self, sample: usize) -> &[f64] {
        &self.keys[sample * self.n_ks..(sample + 1) * self.n_ks]
    }

    /// Returns the largest of each of these samples; less than any key where there is none.
    fn largest(&self, samples: &Range<usize>) -> Vec<f64> {
        let largest = |sample| self.of(sample).last().copied().unwrap_or(f64::NEG_INFINITY);
        samples.clone().map(largest).collect()
    }
}

/// What samples found in the other set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The keys of the distances to the two nearest, ascending; infinity where there is none.
    pub(crate) nearest_keys: Vec<[f64; 2]>,
    /// The nearest; of several equally near, the first.
    pub(crate) nearest: Vec<usize>,
    /// For each sample and each order: how many of the other set lie in its ball.
    pub(crate) held: Vec<u32>,
    /// For each sample and each order: in how many balls of the other set it lies.
    pub(crate) holders: Vec<u32>,
}

impl Found {
    pub(crate) fn nothing(n: usize, n_ks: usize) -> Self {
        Found {
            nearest_keys: vec![[f64::INFINITY; 2]; n],
            nearest: vec![usize::MAX; n],
            held: vec![0; n * n_ks],
            holders: vec![0; n * n_ks],
        }
    }

    fn see(&mut self, row: usize, other: usize, key: f64) {
        let [first, second] = &mut self.nearest_keys[row];
        if (key, other) < (*first, self.nearest[row]) {
            (*second, *first, self.nearest[row]) = (*first, key, other);
        } else if key < *second {
            *second = key;
        }
    }

    /// Counts in which balls of its own, and of the other sample, a pair's key lies.
    fn count(&mut self, row: usize, n_ks: usize, own: &[f64], of_other: &[f64], key: f64) {
        let count = |counts: &mut [u32], radii: &[f64]| {
            for (count, &radius) in counts[row * n_ks..].iter_mut().zip(radii) {
                *count += u32::from(key <= radius);
            }
        };
        count(&mut self.held, own);
        count(&mut self.holders, of_other);
    }

    /// Appends what the next samples found in the same set.
    fn append(&mut self, mut next: Found) {
        self.nearest_keys.append(&mut next.nearest_keys);
        self.nearest.append(&mut next.nearest);
        self.held.append(&mut next.held);
        self.holders.append(&mut next.holders);
    }
}

/// Locks; a thread that broke off leaves nothing half done that anybody reads.
fn locked<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unlocked<T>(shared: Mutex<T>) -> T {
    shared.into_inner().unwrap_or_else(PoisonError::into_inner)
}
