//! Who is near whom, within and between a real and a synthetic set.
//!
//! All k-NN metrics of one pair of sets read one value of [`Neighbours`]. It is
//! built in one sweep over each of the three blocks of distances (real to real,
//! synthetic to synthetic, real to synthetic), and no block is ever held: a row
//! keeps its k smallest distances and its counts, so memory grows with N + M.
//!
//! Distances are sums of direct differences in `f64`. The expansion
//! |x|² + |y|² - 2xy would be faster and loses the digits that tell a copy from
//! a near copy.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use samples::{Arm, Vectors};

use crate::distance::fastest;
use crate::{Distance, Error, Result};

/// Rows that are worked on together, so that a tile is read once for all of them.
const BLOCK: usize = 32;
/// Vectors of the other side that stay in the processor's cache meanwhile.
const TILE: usize = 128;

/// Who is near whom, within and between a real and a synthetic set.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    distance: Distance,
    /// The orders k that were asked for, ascending, without repeats.
    ks: Vec<usize>,
    real: Side,
    synthetic: Side,
}

/// What is known of the samples of one set.
#[derive(Debug, Clone, PartialEq)]
struct Side {
    n: usize,
    /// How many of the orders this set is large enough for.
    n_ks: usize,
    /// For each sample and each of these orders: the key of its ball's radius.
    radii: Vec<f64>,
    /// What was found in the other set.
    found: Found,
}

/// What samples found in the other set.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    /// The key of the distance to the nearest.
    nearest_keys: Vec<f64>,
    /// The nearest, and how far it is.
    nearest: Vec<(usize, f64)>,
    /// For each sample and each order: how many of the other set lie in its ball.
    held: Vec<u32>,
    /// For each sample and each order: in how many balls of the other set it lies.
    holders: Vec<u32>,
}

impl Found {
    fn nothing(n: usize, n_ks: usize) -> Self {
        Found {
            nearest_keys: vec![f64::INFINITY; n],
            nearest: vec![(usize::MAX, f64::INFINITY); n],
            held: vec![0; n * n_ks],
            holders: vec![0; n * n_ks],
        }
    }

    fn see(&mut self, row: usize, other: usize, key: f64) {
        if key < self.nearest_keys[row] {
            self.nearest_keys[row] = key;
            self.nearest[row].0 = other;
        }
    }

    /// Joins what the same samples found in two parts of the other set.
    fn join(mut self, later: &Found) -> Self {
        for row in 0..self.nearest.len() {
            // Strictly less: of equally near samples the first stays.
            self.see(row, later.nearest[row].0, later.nearest_keys[row]);
        }
        self.held.iter_mut().zip(&later.held).for_each(|(sum, n)| *sum += n);
        self.holders.iter_mut().zip(&later.holders).for_each(|(sum, n)| *sum += n);
        self
    }

    /// Appends what the next samples found in the same set.
    fn append(&mut self, mut next: Found) {
        self.nearest_keys.append(&mut next.nearest_keys);
        self.nearest.append(&mut next.nearest);
        self.held.append(&mut next.held);
        self.holders.append(&mut next.holders);
    }
}

impl Neighbours {
    /// Finds the neighbours of two sets.
    ///
    /// A sample's ball of order k reaches to the k-th nearest *other* sample of
    /// its own set; its border belongs to it.
    ///
    /// # Input
    ///
    /// * `ks`: the orders wanted. One that a set is too small for is an error
    ///   only when it is asked for.
    /// * `go_on`: is told how many pairs of how many are done, from any thread,
    ///   and says whether to go on.
    ///
    /// # Value
    ///
    /// The same bits on any number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooLarge`],
    /// [`Error::ZeroVector`] for [`Distance::Cosine`], [`Error::Stopped`].
    pub fn new(
        real: &Vectors,
        synthetic: &Vectors,
        distance: Distance,
        ks: &[usize],
        go_on: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Result<Self> {
        if real.d() != synthetic.d() {
            return Err(Error::DimensionMismatch { left: real.d(), right: synthetic.d() });
        }
        let mut ks: Vec<usize> = ks.iter().copied().filter(|&k| 0 < k).collect();
        ks.sort_unstable();
        ks.dedup();
        let real = prepared(real, distance, "real set")?;
        let synthetic = prepared(synthetic, distance, "synthetic set")?;
        let progress = Progress::new(Self::n_pairs(real.n(), synthetic.n()), go_on);
        let mut real_side = Side::of(&real, distance, &ks, &progress)?;
        let mut synthetic_side = Side::of(&synthetic, distance, &ks, &progress)?;
        let sweep = Sweep {
            distance,
            n_ks: ks.len(),
            real: &real,
            real_side: &real_side,
            synthetic: &synthetic,
            synthetic_side: &synthetic_side,
        };
        let (real_found, synthetic_found) = sweep.run(&progress)?;
        real_side.found = measured(real_found, distance);
        synthetic_side.found = measured(synthetic_found, distance);
        Ok(Neighbours { distance, ks, real: real_side, synthetic: synthetic_side })
    }

    /// Returns how many pairs [`Neighbours::new`] looks at: the total it tells `go_on`.
    pub fn n_pairs(n_real: usize, n_synthetic: usize) -> u64 {
        let (n, m) = (n_real as u64, n_synthetic as u64);
        n * n + m * m + n * m
    }

    /// Returns the distance the neighbours were found by.
    pub fn distance(&self) -> Distance {
        self.distance
    }

    /// Returns, for each synthetic sample, its nearest real sample and how far that is.
    ///
    /// Of several equally near, the first is given.
    pub fn nearest_real(&self) -> &[(usize, f64)] {
        &self.synthetic.found.nearest
    }

    /// Returns, for each real sample, its nearest synthetic sample and how far that is.
    pub fn nearest_synthetic(&self) -> &[(usize, f64)] {
        &self.real.found.nearest
    }

    /// Returns, for each sample of `arm`, how far its k-th nearest other sample of that arm is.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewSamples`]: a ball of order k needs k + 1 samples.
    /// [`Error::Parameter`] when k was not asked for.
    pub fn radii(&self, arm: Arm, k: usize) -> Result<Vec<f64>> {
        let (side, at) = self.order(arm, k)?;
        Ok(side.radii.chunks(side.n_ks).map(|keys| self.distance.of_key(keys[at])).collect())
    }

    /// Returns, for each sample of `arm`, how many of the other arm lie in its ball of order k.
    ///
    /// # Errors
    ///
    /// As [`Neighbours::radii`].
    pub fn held(&self, arm: Arm, k: usize) -> Result<Vec<u32>> {
        let (side, at) = self.order(arm, k)?;
        Ok(side.found.held.chunks(self.ks.len()).map(|counts| counts[at]).collect())
    }

    /// Returns, for each sample of `arm`, in how many balls of order k of the other arm it lies.
    ///
    /// # Errors
    ///
    /// As [`Neighbours::radii`], for the other arm.
    pub fn holders(&self, arm: Arm, k: usize) -> Result<Vec<u32>> {
        let (_, at) = self.order(other(arm), k)?;
        Ok(self.side(arm).found.holders.chunks(self.ks.len()).map(|counts| counts[at]).collect())
    }

    /// Returns, for each synthetic sample, whether it is nearer to its nearest real
    /// sample than any other real sample is, or equal to it.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewSamples`] with one real sample; [`Error::Parameter`]
    /// unless the order 1 was asked for.
    pub(crate) fn nearer_than_real(&self) -> Result<Vec<bool>> {
        let (side, at) = self.order(Arm::Real, 1)?;
        let found = &self.synthetic.found;
        let nearer = |(&key, &(real, _)): (&f64, &(usize, f64))| {
            key < side.radii[real * side.n_ks + at] || self.distance.is_nothing(key)
        };
        Ok(found.nearest_keys.iter().zip(&found.nearest).map(nearer).collect())
    }

    fn side(&self, arm: Arm) -> &Side {
        match arm {
            Arm::Real => &self.real,
            Arm::Synthetic => &self.synthetic,
        }
    }

    /// Returns the side whose balls are asked for, and the place of `k` among the orders.
    fn order(&self, arm: Arm, k: usize) -> Result<(&Side, usize)> {
        let side = self.side(arm);
        if side.n <= k {
            let input = name_of(arm);
            return Err(Error::TooFewSamples { input, given: side.n, least: k + 1 });
        }
        let at = self.ks.binary_search(&k).map_err(|_| Error::Parameter {
            name: "k",
            wanted: format!("one of the orders found: {:?}", self.ks),
            given: k as f64,
        })?;
        Ok((side, at))
    }
}

/// Returns the words for a set in messages.
fn name_of(arm: Arm) -> &'static str {
    match arm {
        Arm::Real => "real set",
        Arm::Synthetic => "synthetic set",
    }
}

fn other(arm: Arm) -> Arm {
    match arm {
        Arm::Real => Arm::Synthetic,
        Arm::Synthetic => Arm::Real,
    }
}

/// Checks the vectors, and brings them to length 1 where only their direction counts.
fn prepared<'a>(
    vectors: &'a Vectors,
    distance: Distance,
    input: &'static str,
) -> Result<Cow<'a, Vectors>> {
    for row in 0..vectors.n() {
        let vector = vectors.row(row);
        if !vector.iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
        // |x - y|² is at most 2|x|² + 2|y|².
        if !(4.0 * squared_length(vector)).is_finite() {
            return Err(Error::TooLarge);
        }
    }
    if distance != Distance::Cosine {
        return Ok(Cow::Borrowed(vectors));
    }
    let mut values = Vec::with_capacity(vectors.values().len());
    for row in 0..vectors.n() {
        let length = squared_length(vectors.row(row)).sqrt();
        if length <= 0.0 {
            return Err(Error::ZeroVector { input, row });
        }
        values.extend(vectors.row(row).iter().map(|value| value / length));
    }
    let vectors = Vectors::new(vectors.n(), vectors.d(), values).expect("the shape is unchanged");
    Ok(Cow::Owned(vectors))
}

fn squared_length(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum()
}

/// Turns the keys of the nearest into distances.
fn measured(mut found: Found, distance: Distance) -> Found {
    for (nearest, &key) in found.nearest.iter_mut().zip(&found.nearest_keys) {
        nearest.1 = distance.of_key(key);
    }
    found
}

/// How far the sweeps are, counted in pairs.
struct Progress<'a> {
    done: AtomicU64,
    total: u64,
    stopped: AtomicBool,
    go_on: &'a (dyn Fn(u64, u64) -> bool + Sync),
}

impl<'a> Progress<'a> {
    fn new(total: u64, go_on: &'a (dyn Fn(u64, u64) -> bool + Sync)) -> Self {
        Progress { done: AtomicU64::new(0), total, stopped: AtomicBool::new(false), go_on }
    }

    /// Counts `pairs` and asks whether to go on.
    fn add(&self, pairs: usize) -> Result<()> {
        let done = self.done.fetch_add(pairs as u64, Ordering::Relaxed) + pairs as u64;
        if self.stopped.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
        if (self.go_on)(done, self.total) {
            return Ok(());
        }
        self.stopped.store(true, Ordering::Relaxed);
        Err(Error::Stopped)
    }
}

impl Side {
    /// Finds the radii of one set's balls.
    fn of(
        vectors: &Vectors,
        distance: Distance,
        ks: &[usize],
        progress: &Progress<'_>,
    ) -> Result<Self> {
        let n = vectors.n();
        let ks = &ks[..ks.partition_point(|&k| k < n)];
        let side = |radii| Side { n, n_ks: ks.len(), radii, found: Found::nothing(0, 0) };
        let Some(&most) = ks.last() else {
            progress.add(n * n)?;
            return Ok(side(Vec::new()));
        };
        let blocks: Vec<usize> = (0..n).step_by(BLOCK).collect();
        let radii: Vec<Vec<f64>> = blocks
            .into_par_iter()
            .map(|first| {
                let rows = first..n.min(first + BLOCK);
                progress.add(rows.len() * n)?;
                let mut nearest = vec![f64::INFINITY; rows.len() * most];
                fastest(|| {
                    for tile in (0..n).step_by(TILE) {
                        for (row, keys) in rows.clone().zip(nearest.chunks_exact_mut(most)) {
                            let vector = vectors.row(row);
                            for other in (tile..n.min(tile + TILE)).filter(|&other| other != row) {
                                keep_least(keys, distance.key(vector, vectors.row(other)));
                            }
                        }
                    }
                });
                Ok(nearest
                    .chunks_exact(most)
                    .flat_map(|keys| ks.iter().map(|&k| keys[k - 1]))
                    .collect())
            })
            .collect::<Result<_>>()?;
        Ok(side(radii.concat()))
    }

    /// Returns the keys of one sample's radii, ascending.
    fn radii_of(&self, row: usize) -> &[f64] {
        &self.radii[row * self.n_ks..(row + 1) * self.n_ks]
    }
}

/// Puts `key` among the least, which are ascending, when it is less than their last.
#[inline]
fn keep_least(keys: &mut [f64], key: f64) {
    let last = keys.len() - 1;
    if key < keys[last] {
        let place = keys.partition_point(|&kept| kept <= key);
        keys.copy_within(place..last, place + 1);
        keys[place] = key;
    }
}

/// The sweep over all pairs of a real and a synthetic sample.
struct Sweep<'a> {
    distance: Distance,
    n_ks: usize,
    real: &'a Vectors,
    real_side: &'a Side,
    synthetic: &'a Vectors,
    synthetic_side: &'a Side,
}

impl Sweep<'_> {
    /// Returns what the real and what the synthetic samples found.
    ///
    /// Each strip of synthetic samples counts for all real samples by itself.
    /// Joining strips adds whole numbers and keeps the first nearest, so that
    /// the number of strips, which follows the threads, changes no bit.
    fn run(&self, progress: &Progress<'_>) -> Result<(Found, Found)> {
        let n_strips = 2 * rayon::current_num_threads();
        let width = self.synthetic.n().div_ceil(n_strips).next_multiple_of(BLOCK);
        let starts: Vec<usize> = (0..self.synthetic.n()).step_by(width).collect();
        let joined = starts
            .into_par_iter()
            .map(|first| self.strip(first..self.synthetic.n().min(first + width), progress))
            .try_reduce_with(|(real, mut synthetic), (later_real, later)| {
                synthetic.append(later);
                Ok((real.join(&later_real), synthetic))
            });
        joined.expect("a set has at least one vector")
    }

    fn strip(
        &self,
        strip: std::ops::Range<usize>,
        progress: &Progress<'_>,
    ) -> Result<(Found, Found)> {
        let n = self.real.n();
        let mut real = Found::nothing(n, self.n_ks);
        let mut synthetic = Found::nothing(strip.len(), self.n_ks);
        for first in strip.clone().step_by(BLOCK) {
            let rows = first..strip.end.min(first + BLOCK);
            progress.add(rows.len() * n)?;
            fastest(|| {
                for tile in (0..n).step_by(TILE) {
                    for row in rows.clone() {
                        for at in tile..n.min(tile + TILE) {
                            let key = self.distance.key(self.real.row(at), self.synthetic.row(row));
                            self.count(&mut real, at, &mut synthetic, row, row - strip.start, key);
                        }
                    }
                }
            });
        }
        Ok((real, synthetic))
    }

    /// Notes that real sample `at` and synthetic sample `row` are `key` apart.
    #[inline]
    fn count(
        &self,
        real: &mut Found,
        at: usize,
        synthetic: &mut Found,
        row: usize,
        place: usize,
        key: f64,
    ) {
        real.see(at, row, key);
        synthetic.see(place, at, key);
        // Radii grow with their order: once outside, outside all smaller balls.
        for (order, &radius) in self.real_side.radii_of(at).iter().enumerate().rev() {
            if radius < key {
                break;
            }
            real.held[at * self.n_ks + order] += 1;
            synthetic.holders[place * self.n_ks + order] += 1;
        }
        for (order, &radius) in self.synthetic_side.radii_of(row).iter().enumerate().rev() {
            if radius < key {
                break;
            }
            synthetic.held[place * self.n_ks + order] += 1;
            real.holders[at * self.n_ks + order] += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[f64]) -> Vectors {
        Vectors::new(values.len(), 1, values.to_vec()).unwrap()
    }

    fn found(real: &[f64], synthetic: &[f64], ks: &[usize]) -> Result<Neighbours> {
        Neighbours::new(&line(real), &line(synthetic), Distance::Euclidean, ks, &|_, _| true)
    }

    #[test]
    fn a_ball_reaches_to_the_kth_other_sample_and_holds_its_border() {
        // Real 0 1 3; the radii of order 1 are 1 1 2, of order 2 3 2 3.
        let neighbours = found(&[0.0, 1.0, 3.0], &[2.0, 9.0], &[2, 1]).unwrap();
        assert_eq!(neighbours.radii(Arm::Real, 1), Ok(vec![1.0, 1.0, 2.0]));
        assert_eq!(neighbours.radii(Arm::Real, 2), Ok(vec![3.0, 2.0, 3.0]));
        // 2 lies on the border of the ball around 1 and inside the one around 3; 9 lies nowhere.
        assert_eq!(neighbours.held(Arm::Real, 1), Ok(vec![0, 1, 1]));
        assert_eq!(neighbours.holders(Arm::Synthetic, 1), Ok(vec![2, 0]));
        assert_eq!(neighbours.holders(Arm::Synthetic, 2), Ok(vec![3, 0]));
        assert_eq!(neighbours.nearest_real(), &[(1, 1.0), (2, 6.0)]);
        assert_eq!(neighbours.nearest_synthetic(), &[(0, 2.0), (0, 1.0), (0, 1.0)]);
    }

    #[test]
    fn a_set_too_small_for_an_order_is_a_reason_only_when_that_order_is_asked_for() {
        let neighbours = found(&[0.0, 1.0, 3.0], &[2.0], &[1, 2]).unwrap();
        let too_few = Error::TooFewSamples { input: "synthetic set", given: 1, least: 2 };
        assert_eq!(neighbours.held(Arm::Synthetic, 1), Err(too_few.clone()));
        assert_eq!(neighbours.holders(Arm::Real, 1), Err(too_few));
        assert_eq!(neighbours.holders(Arm::Synthetic, 2), Ok(vec![3]));
    }

    #[test]
    fn many_rows_are_counted_as_few_are() {
        // 300 reals at 0, 1, 2, ...: order 1 reaches 1 either way, so a synthetic
        // sample on a real one lies in its ball and in those of its neighbours.
        let real: Vec<f64> = (0..300).map(f64::from).collect();
        let neighbours = found(&real, &real, &[1]).unwrap();
        let holders = neighbours.holders(Arm::Synthetic, 1).unwrap();
        assert_eq!((holders[0], holders[299]), (2, 2));
        assert!(holders[1..299].iter().all(|&n| n == 3), "left, itself, right");
        let own: Vec<(usize, f64)> = (0..300).map(|at| (at, 0.0)).collect();
        assert_eq!(neighbours.nearest_real(), own);
    }

    #[test]
    fn work_stops_when_told_to() {
        let stopped = Neighbours::new(
            &line(&[0.0, 1.0]),
            &line(&[0.0, 1.0]),
            Distance::Euclidean,
            &[1],
            &|done, _| done < 5,
        );
        assert_eq!(stopped, Err(Error::Stopped));
    }

    #[test]
    fn vectors_that_cannot_be_compared_are_refused() {
        assert_eq!(
            found(&[0.0, f64::NAN], &[1.0], &[1]),
            Err(Error::NotFinite { input: "real set" })
        );
        assert_eq!(found(&[0.0, 1e200], &[1.0], &[1]), Err(Error::TooLarge));
        let zero =
            Neighbours::new(&line(&[1.0]), &line(&[0.0]), Distance::Cosine, &[], &|_, _| true);
        assert_eq!(zero, Err(Error::ZeroVector { input: "synthetic set", row: 0 }));
    }

    #[test]
    fn every_distance_is_that_of_the_textbook() {
        // (1, 2) and (4, -2): differences 3 and 4; dot product 0, so a right angle.
        let (a, b) = ([1.0, 2.0], [4.0, -2.0]);
        for (distance, expected) in [
            (Distance::Euclidean, 5.0),
            (Distance::Manhattan, 7.0),
            (Distance::Chebyshev, 4.0),
            (Distance::Cosine, 1.0),
        ] {
            let vectors = |v: [f64; 2]| Vectors::new(1, 2, v.to_vec()).unwrap();
            let neighbours =
                Neighbours::new(&vectors(a), &vectors(b), distance, &[], &|_, _| true).unwrap();
            let found = neighbours.nearest_real()[0].1;
            assert!((found - expected).abs() < 1e-12, "{distance:?}: {found} is not {expected}");
        }
    }
}
