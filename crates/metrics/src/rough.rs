//! Between which numbers the keys of pairs lie, told from a product of matrices.
//!
//! |x - y|² = |x|² + |y|² - 2xy makes one product of matrices of all distances, which processors do far faster than
//! distance by distance, and it loses the digits that tell a copy from a near copy. But no more than so many: a sum of
//! d products is off by at most d·u / (1 - d·u) times the sum of their magnitudes, in whatever order it is taken, where
//! u is half the distance of two numbers around 1 (N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
//! ed., 2002, chapter 3). So the product, in `f32`, says between which two numbers a key lies. Where that does not
//! decide, the key itself is computed; all results are bit by bit those of the keys.

use std::ops::Range;

use rayon::prelude::*;
use samples::Vectors;

use crate::Distance;
use crate::panels::Panels;

/// With fewer dimensions than this, keys themselves are as fast.
const FEWEST: usize = 2;
/// With more than this, a product says too little.
const MOST: usize = 1 << 20;
/// Half the distance of two `f32`, and of two `f64`, around 1.
const UNIT_32: f64 = 1.0 / (1_u64 << 24) as f64;
const UNIT_64: f64 = 1.0 / (1_u64 << 53) as f64;
/// Values beyond 2 to this power, or below 2 to its negative, are left to the keys.
const FARTHEST: i32 = 400;

/// The vectors of one set in `f32`, and what each adds to the bounds of its keys.
pub(crate) struct Rough {
    values: Panels,
    low: Vec<f64>,
    high: Vec<f64>,
    /// What a product takes off a key.
    weight: f64,
}

impl Rough {
    /// Returns sets of one shape so that products tell of their keys; nothing where they would not.
    pub(crate) fn of(sets: &[&Vectors], distance: Distance) -> Vec<Rough> {
        Self::of_all(sets, distance).unwrap_or_default()
    }

    fn of_all(sets: &[&Vectors], distance: Distance) -> Option<Vec<Rough>> {
        let d = sets.first()?.d();
        let halves = match distance {
            Distance::Euclidean => 2.0,
            // Of vectors of length 1, 1 - xy is half of |x - y|².
            Distance::Cosine => 1.0,
            Distance::Manhattan | Distance::Chebyshev => return None,
        };
        if !(FEWEST..=MOST).contains(&d) {
            return None;
        }
        // Distances do not change with the origin, and products say most around the middle.
        let middle = middle(sets);
        let largest = sets.iter().map(|set| farthest(set, &middle)).fold(0.0, f64::max);
        let exponent = exponent(largest)?;
        let frame =
            Frame { middle, scale: 2_f64.powi(-exponent), weight: halves * 4_f64.powi(exponent) };
        let slack = if distance == Distance::Cosine { 4.0 * (d + 8) as f64 * UNIT_64 } else { 0.0 };
        Some(sets.iter().map(|set| frame.put(set, slack)).collect())
    }

    /// Puts the products of some rows with some of `others` into `tile`, as [`Panels::products`] does.
    pub(crate) fn products(
        &self,
        rows: &Range<usize>,
        (others, columns): (&Rough, &Range<usize>),
        tile: &mut Vec<f32>,
    ) {
        self.values.products(rows, (&others.values, columns), tile);
    }

    /// Takes its products by other instructions from now on.
    #[cfg(test)]
    pub(crate) fn use_instructions(&mut self, arch: pulp::Arch) {
        self.values.use_instructions(arch);
    }

    /// Returns what these rows add to the lower bounds of their keys.
    pub(crate) fn low(&self, rows: &Range<usize>) -> &[f64] {
        &self.low[rows.clone()]
    }

    /// Returns what these rows add to the upper bounds of their keys.
    pub(crate) fn high(&self, rows: &Range<usize>) -> &[f64] {
        &self.high[rows.clone()]
    }

    /// Returns what a product of 1 takes off both bounds.
    pub(crate) fn weight(&self) -> f64 {
        self.weight
    }
}

/// Returns the mean of all vectors.
fn middle(sets: &[&Vectors]) -> Vec<f64> {
    /// Rows that are summed up by one thread.
    const ROWS: usize = 512;
    let d = sets[0].d();
    let n = sets.iter().map(|set| set.n()).sum::<usize>() as f64;
    let mut middle = vec![0.0; d];
    for set in sets {
        let sum_up = |rows: &[f64]| {
            let mut sums = vec![0.0; d];
            for row in rows.chunks_exact(d) {
                sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value / n);
            }
            sums
        };
        let parts: Vec<Vec<f64>> = set.values().par_chunks(ROWS * d).map(sum_up).collect();
        for part in parts {
            middle.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
        }
    }
    middle
}

/// Returns the largest difference of a value from that of the middle.
fn farthest(vectors: &Vectors, middle: &[f64]) -> f64 {
    let of_row = |row: &[f64]| {
        let differences = row.iter().zip(middle).map(|(value, middle)| (value - middle).abs());
        differences.fold(0.0, |most: f64, one| if most < one { one } else { most })
    };
    vectors.values().par_chunks_exact(middle.len()).map(of_row).reduce(|| 0.0, f64::max)
}

/// Returns the power of 2 that is at least `largest`; nothing for 0 and beyond the farthest.
fn exponent(largest: f64) -> Option<i32> {
    (-FARTHEST..=FARTHEST)
        .find(|&power| largest <= 2_f64.powi(power))
        .filter(|&power| -FARTHEST < power)
}

/// How vectors become `f32`: moved to the middle, and scaled by a power of 2 so that none is above 1.
struct Frame {
    middle: Vec<f64>,
    scale: f64,
    /// What a product takes off a key.
    weight: f64,
}

impl Frame {
    /// Returns the vectors with their bounds.
    ///
    /// With s the squared lengths of both, the key is off from s - 2 · product by
    ///
    /// * the rounding of values to `f32`: 4 u s,
    /// * that of the product: at most (d + 1) u / (1 - (d + 1) u) s,
    /// * that of lengths and of the key itself in `f64`: some d s of its far smaller u,
    /// * what is lost below the smallest `f32`, which has no such relation to s.
    ///
    /// d + 8 in place of d + 1 holds the first and third, and a hundredth more what is rounded when
    /// the bounds are added up. For the cosine, `slack` is how far lengths may be from 1.
    fn put(&self, vectors: &Vectors, slack: f64) -> Rough {
        let d = self.middle.len();
        let terms = (d + 8) as f64 * UNIT_32;
        let share = 1.01 * terms / (1.0 - terms);
        let lost = d as f64 * 2_f64.powi(-140);
        let bounds = |square: f64| {
            let unit = self.weight / 2.0;
            let low = ((1.0 - share) * square - lost) * unit - slack;
            (low, ((1.0 + share) * square + lost) * unit + slack)
        };
        #[expect(clippy::cast_possible_truncation, reason = "the nearest is meant")]
        let near = |value: f64, at: usize| ((value - self.middle[at]) * self.scale) as f32;
        let (values, squares) = Panels::of(vectors.values(), d, near);
        let (low, high) = squares.into_iter().map(bounds).unzip();
        Rough { values, low, high, weight: self.weight }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::width;

    /// Numbers without a pattern, from -1 to 1.
    fn numbers(n: usize, seed: u64) -> impl Iterator<Item = f64> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
        })
        .take(n)
    }

    /// Vectors that are hard for sums: far from 0, of very different sizes, tiny, and next to equal.
    fn hard(d: usize) -> Vec<Vectors> {
        let n = 12;
        let plain: Vec<f64> = numbers(n * d, 7).collect();
        let make = |of: &dyn Fn(usize, f64) -> f64| {
            let values = plain.iter().enumerate().map(|(at, &value)| of(at, value)).collect();
            Vectors::new(n, d, values).unwrap()
        };
        vec![
            make(&|_, value| value),
            make(&|_, value| 1e6 + value),
            make(&|at, value| value * 10_f64.powi(i32::try_from(at % 13).unwrap() - 6)),
            make(&|at, value| value * 10_f64.powi(i32::try_from(at / d).unwrap() * 3 - 30)),
            make(&|at, value| plain[at % d] + 1e-9 * value),
            make(&|_, value| 1e-100 * value),
            make(&|_, value| 1e100 * value),
            make(&|at, value| if at % 3 == 0 { value } else { 0.0 }),
        ]
    }

    fn unit(vectors: &Vectors) -> Vectors {
        let length = |row: &[f64]| row.iter().map(|value| value * value).sum::<f64>().sqrt();
        let rows = vectors.values().chunks_exact(vectors.d());
        let values = rows.flat_map(|row| row.iter().map(|value| value / length(row))).collect();
        Vectors::new(vectors.n(), vectors.d(), values).unwrap()
    }

    #[test]
    fn every_key_lies_within_its_bounds() {
        for (d, distance) in [
            (2, Distance::Euclidean),
            (16, Distance::Euclidean),
            (700, Distance::Euclidean),
            (129, Distance::Cosine),
        ] {
            for vectors in hard(d) {
                let vectors = if distance == Distance::Cosine { unit(&vectors) } else { vectors };
                let rough = Rough::of(&[&vectors, &vectors], distance);
                let (left, right) = (&rough[0], &rough[1]);
                let all = 0..vectors.n();
                let mut products = Vec::new();
                left.products(&all, (right, &all), &mut products);
                for row in all.clone() {
                    for column in all.clone() {
                        let product = f64::from(products[row * width(all.len()) + column]);
                        let low = left.low[row] + right.low[column] - left.weight * product;
                        let high = left.high[row] + right.high[column] - left.weight * product;
                        let key = distance.key(vectors.row(row), vectors.row(column));
                        assert!(low <= key && key <= high, "{d} {distance:?}: {low} {key} {high}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_a_product_cannot_tell_is_left_to_the_keys() {
        let vectors = |d: usize, value: f64| {
            Vectors::new(2, d, numbers(2 * d, 1).map(|v| v * value).collect()).unwrap()
        };
        let some = |vectors: &Vectors, distance| !Rough::of(&[vectors], distance).is_empty();
        assert!(some(&vectors(16, 1.0), Distance::Euclidean));
        assert!(!some(&vectors(1, 1.0), Distance::Euclidean), "too few dimensions");
        assert!(!some(&vectors(16, 1.0), Distance::Manhattan), "no product");
        assert!(!some(&vectors(16, 1e-140), Distance::Euclidean), "too small");
        assert!(!some(&vectors(16, 1e140), Distance::Euclidean), "too large");
        assert!(!some(&vectors(16, 0.0), Distance::Euclidean), "nothing to tell apart");
    }
}
