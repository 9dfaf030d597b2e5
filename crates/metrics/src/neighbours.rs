//! Who is near whom, within and between a real and a synthetic set.
//!
//! All k-NN metrics of one pair of sets read one value of [`Neighbours`]. It is
//! built in one sweep over each of the three blocks of distances (real to real,
//! synthetic to synthetic, real to synthetic), and no block is ever held: a
//! sample keeps its k smallest distances and its counts, so memory grows with
//! N + M.
//!
//! Distances are sums of direct differences in `f64`. The expansion
//! |x|² + |y|² - 2xy loses the digits that tell a copy from a near copy; it only
//! says, within bounds, for which pairs the distance need not be computed.

use std::borrow::Cow;

use rayon::prelude::*;
use samples::{Arm, Vectors};

use crate::progress::Progress;
use crate::sweep::{Found, Pairs, Radii};
use crate::{Distance, Error, Result};

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
    /// For each of the orders that this set is large enough for.
    radii: Radii,
    /// What was found in the other set.
    found: Found,
    /// The nearest of the other set, and how far it is.
    nearest: Vec<(usize, f64)>,
    /// How far the two nearest of the other set are.
    nearest_two: Vec<[f64; 2]>,
}

impl Side {
    fn new(n: usize, radii: Radii, found: Found, distance: Distance) -> Self {
        let keys = found.nearest_keys.iter();
        let nearest_two: Vec<[f64; 2]> =
            keys.map(|keys| keys.map(|key| distance.of_key(key))).collect();
        let nearest = found.nearest.iter().zip(&nearest_two);
        let nearest = nearest.map(|(&other, &[distance, _])| (other, distance)).collect();
        Side { n, radii, found, nearest, nearest_two }
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
        Self::of(&Pairs::new(&real, &synthetic, distance), ks, &progress)
    }

    fn of(pairs: &Pairs<'_>, ks: Vec<usize>, progress: &Progress<'_>) -> Result<Self> {
        let real_radii = radii(pairs, Arm::Real, &ks, progress)?;
        let synthetic_radii = radii(pairs, Arm::Synthetic, &ks, progress)?;
        let found = pairs.find([&real_radii, &synthetic_radii], ks.len(), progress)?;
        let [real_found, synthetic_found] = found;
        let distance = pairs.distance();
        let real = Side::new(pairs.n(Arm::Real), real_radii, real_found, distance);
        let n = pairs.n(Arm::Synthetic);
        let synthetic = Side::new(n, synthetic_radii, synthetic_found, distance);
        Ok(Neighbours { distance, ks, real, synthetic })
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
        &self.synthetic.nearest
    }

    /// Returns, for each synthetic sample, how far its two nearest real samples are.
    ///
    /// # Value
    ///
    /// Ascending; the second is infinite where there is only one real sample.
    pub fn nearest_two_real(&self) -> &[[f64; 2]] {
        &self.synthetic.nearest_two
    }

    /// Returns, for each real sample, its nearest synthetic sample and how far that is.
    pub fn nearest_synthetic(&self) -> &[(usize, f64)] {
        &self.real.nearest
    }

    /// Returns, for each sample of `arm`, how far its k-th nearest other sample of that arm is.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewSamples`]: a ball of order k needs k + 1 samples.
    /// [`Error::Parameter`] when k was not asked for.
    pub fn radii(&self, arm: Arm, k: usize) -> Result<Vec<f64>> {
        let (side, at) = self.order(arm, k)?;
        Ok((0..side.n).map(|row| self.distance.of_key(side.radii.of(row)[at])).collect())
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
        let nearer = |(&[key, _], &real): (&[f64; 2], &usize)| {
            key < side.radii.of(real)[at] || self.distance.is_nothing(key)
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

/// Returns, for each of some samples, the `k` nearest others, the nearest first.
///
/// # Value
///
/// `k` places of samples for each sample; of several equally near, those come first that stand
/// first. The same on any number of threads.
///
/// # Errors
///
/// As [`Neighbours::new`], of what is named `vectors`; [`Error::TooFewSamples`] unless there are k + 1.
pub fn nearest_others(
    vectors: &Vectors,
    k: usize,
    distance: Distance,
    go_on: &(dyn Fn(u64, u64) -> bool + Sync),
) -> Result<Vec<u32>> {
    let n = vectors.n();
    if n <= k {
        return Err(Error::TooFewSamples { input: "vectors", given: n, least: k + 1 });
    }
    if k == 0 {
        return Ok(Vec::new());
    }
    let vectors = prepared(vectors, distance, "vectors")?;
    let progress = Progress::new((n * n) as u64, go_on);
    let pairs = Pairs::within(&vectors, distance);
    let least: Vec<(f64, u32)> = pairs.least(Arm::Real, k, &progress)?;
    Ok(least.into_iter().map(|(_, other)| other).collect())
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
    let check = |vector: &[f64]| {
        if !vector.iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
        // |x - y|² is at most 2|x|² + 2|y|².
        if !(4.0 * squared_length(vector)).is_finite() {
            return Err(Error::TooLarge);
        }
        Ok(())
    };
    let rows = vectors.values().par_chunks_exact(vectors.d());
    // The first, so that it is the same on any number of threads.
    if let Some(refused) = rows.map(check).find_first(Result::is_err) {
        refused?;
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

/// Finds the radii of one set's balls, for the orders that it is large enough for.
fn radii(pairs: &Pairs<'_>, arm: Arm, ks: &[usize], progress: &Progress<'_>) -> Result<Radii> {
    let n = pairs.n(arm);
    let ks = &ks[..ks.partition_point(|&k| k < n)];
    let Some(&most) = ks.last() else {
        progress.add(n * n)?;
        return Ok(Radii { n_ks: 0, keys: Vec::new() });
    };
    let least: Vec<f64> = pairs.least(arm, most, progress)?;
    let keys = least.chunks_exact(most).flat_map(|keys| ks.iter().map(|&k| keys[k - 1])).collect();
    Ok(Radii { n_ks: ks.len(), keys })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::every_arch;

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
        assert_eq!(neighbours.nearest_two_real(), &[[1.0, 1.0], [6.0, 8.0]]);
        assert_eq!(neighbours.nearest_synthetic(), &[(0, 2.0), (0, 1.0), (0, 1.0)]);
    }

    #[test]
    fn the_second_nearest_is_the_same_in_any_order_and_infinite_where_there_is_none() {
        let order: Vec<usize> = (0..700).map(|at| at * 457 % 700).collect();
        let (far, near) = (900.25, 3.5);
        let mut real: Vec<f64> = order.iter().map(|&at| at as f64).collect();
        let two =
            |real: &[f64]| found(real, &[far, near], &[5]).unwrap().nearest_two_real().to_vec();
        assert_eq!(two(&real), &[[201.25, 202.25], [0.5, 0.5]]);
        real.sort_by(f64::total_cmp);
        assert_eq!(two(&real), &[[201.25, 202.25], [0.5, 0.5]]);
        real.push(699.0);
        assert_eq!(two(&real)[..1], [[201.25, 201.25]][..], "a copy is the second nearest");
        assert_eq!(two(&[1.0]), &[[899.25, f64::INFINITY], [2.5, f64::INFINITY]]);
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

    /// Vectors far from 0 in clusters, with exact copies and copies that differ in the last digits.
    fn crowded(n: usize, d: usize, seed: u64) -> Vectors {
        let mut state = seed;
        let mut number = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 30) as f64 - 1.0
        };
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for row in 0..n {
            let center = [-40.0, 0.0, 3e3][row % 3];
            let fresh: Vec<f64> = (0..d).map(|_| center + number()).collect();
            let of_before = |at: usize, by: f64| rows[at].iter().map(|value| value + by).collect();
            rows.push(match row % 7 {
                5 => of_before(row / 2, 0.0),
                6 => of_before(row / 3, 1e-11),
                _ => fresh,
            });
        }
        Vectors::new(n, d, rows.concat()).unwrap()
    }

    #[test]
    fn products_of_matrices_change_no_bit() {
        // More rows than a block has, and both sets share rows; in one dimension no product is asked.
        let ks = [1, 3, 5];
        for (n, m, d) in [(600, 530, 40), (90, 40, 300), (500, 70, 3), (7, 4, 16), (20, 20, 1)] {
            for distance in [Distance::Euclidean, Distance::Cosine] {
                let (real, synthetic) = (crowded(n, d, 1), crowded(m, d, 1));
                let real = prepared(&real, distance, "real set").unwrap();
                let synthetic = prepared(&synthetic, distance, "synthetic set").unwrap();
                let found = |pairs: &Pairs<'_>| {
                    Neighbours::of(pairs, ks.to_vec(), &Progress::new(1, &|_, _| true)).unwrap()
                };
                let by_keys = found(&Pairs::by_keys(&real, &synthetic, distance));
                for arch in every_arch() {
                    let by_products = found(&Pairs::by(&real, &synthetic, distance, arch));
                    assert!(by_products == by_keys, "{n} {m} {d} {distance:?} {arch:?}");
                }
                assert!(0 < by_keys.synthetic.found.held.iter().sum::<u32>(), "balls hold samples");
            }
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        for d in [1, 3, 40] {
            let (real, synthetic) = (crowded(1100, d, 5), crowded(700, d, 6));
            let on = |n_threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
                pool.install(|| {
                    let (distance, go_on) = (Distance::Euclidean, |_, _| true);
                    let both = Neighbours::new(&real, &synthetic, distance, &[1, 5], &go_on);
                    (both.unwrap(), nearest_others(&real, 4, distance, &go_on).unwrap())
                })
            };
            let one = on(1);
            assert!(one == on(2), "2 threads, {d} dimensions");
            assert!(one == on(8), "8 threads, {d} dimensions");
        }
    }

    #[test]
    fn the_nearest_others_are_those_of_all_pairs_sorted() {
        for (n, d) in [(600, 40), (150, 5), (4, 2)] {
            for distance in [Distance::Euclidean, Distance::Manhattan, Distance::Cosine] {
                let vectors = crowded(n, d, 3);
                let k = 3;
                let nearest = nearest_others(&vectors, k, distance, &|_, _| true).unwrap();
                let vectors = prepared(&vectors, distance, "vectors").unwrap();
                for (row, found) in nearest.chunks_exact(k).enumerate() {
                    let key = |other| distance.key(vectors.row(row), vectors.row(other));
                    let others = (0..n).filter(|&other| other != row);
                    let mut all: Vec<(f64, usize)> = others.map(|at| (key(at), at)).collect();
                    all.sort_by(|a, b| a.partial_cmp(b).unwrap());
                    let found: Vec<usize> = found.iter().map(|&other| other as usize).collect();
                    let expected: Vec<usize> = all[..k].iter().map(|&(_, at)| at).collect();
                    assert_eq!(found, expected, "{n} {d} {distance:?} {row}");
                }
            }
        }
        let too_few = Error::TooFewSamples { input: "vectors", given: 2, least: 3 };
        let two = nearest_others(&line(&[0.0, 1.0]), 2, Distance::Euclidean, &|_, _| true);
        assert_eq!(two, Err(too_few));
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
