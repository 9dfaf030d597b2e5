//! How far two vectors are from each other, and how that is computed fast.

use pulp::{Arch, NullaryFnOnce};

/// So many sums are taken side by side.
pub(crate) const LANES: usize = 8;

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
    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    pub(crate) fn key(self, a: &[f64], b: &[f64]) -> f64 {
        match self {
            Distance::Euclidean => lanes(a, b, |sum, x, y| sum + (x - y) * (x - y), |s, t| s + t),
            Distance::Manhattan => lanes(a, b, |sum, x, y| sum + (x - y).abs(), |s, t| s + t),
            Distance::Chebyshev => lanes(a, b, |most, x, y| (x - y).abs().max(most), f64::max),
            Distance::Cosine => (1.0 - lanes(a, b, |sum, x, y| sum + x * y, |s, t| s + t)).max(0.0),
        }
    }

    /// Returns whether a key says that both vectors are one.
    ///
    /// The cosine of a vector with itself is 1 only up to rounding.
    pub(crate) fn is_nothing(self, key: f64) -> bool {
        match self {
            Distance::Euclidean | Distance::Manhattan | Distance::Chebyshev => key <= 0.0,
            Distance::Cosine => key <= 4.0 * f64::EPSILON,
        }
    }

    /// Returns the distance that a key stands for.
    pub(crate) fn of_key(self, key: f64) -> f64 {
        match self {
            Distance::Euclidean => key.sqrt(),
            Distance::Manhattan | Distance::Chebyshev | Distance::Cosine => key,
        }
    }
}

/// Returns the sum of products, up to the end of the shorter one.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    lanes(&a[..n], &b[..n], |sum, x, y| sum + x * y, |s, t| s + t)
}

/// Returns the sum of what each value is turned into.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
pub(crate) fn sum(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    lanes(values, values, |sum, x, _| sum + of(x), |s, t| s + t)
}

/// Returns whether no value is NaN or infinite; looks at all of them, which is faster than stopping.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
pub(crate) fn all_finite(values: &[f64]) -> bool {
    values.iter().fold(true, |all, value| all & value.is_finite())
}

/// Folds two vectors in eight independent lanes, which processors do side by side.
///
/// The order of the operations is fixed, so that the bits are, too.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
fn lanes(
    a: &[f64],
    b: &[f64],
    step: impl Fn(f64, f64, f64) -> f64,
    join: impl Fn(f64, f64) -> f64,
) -> f64 {
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
    joined(sums, join)
}

/// Joins lanes, always in the same order.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
pub(crate) fn joined(sums: [f64; LANES], join: impl Fn(f64, f64) -> f64) -> f64 {
    let halves: [f64; LANES / 2] = std::array::from_fn(|at| join(sums[at], sums[at + LANES / 2]));
    join(join(halves[0], halves[2]), join(halves[1], halves[3]))
}

/// Runs `work` with the widest instructions the processor has.
///
/// It is the same work in the same order, so that the bits are the same, too. A long closure is not
/// inlined where those instructions are allowed, and so does not get them; the `call` of a type
/// that is marked `#[inline(always)]` is, however long it is.
pub(crate) fn fastest(work: impl NullaryFnOnce<Output = ()>) {
    Arch::new().dispatch(work);
}
