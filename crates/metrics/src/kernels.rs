//! How alike two vectors are, by a kernel.

use crate::exponential::exp;

/// How alike two vectors are: the product of their images somewhere else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kernel {
    /// `exp(-gamma |x - y|²)`.
    Rbf {
        /// How fast it falls.
        gamma: f64,
    },
    /// `xy`.
    Linear,
    /// `(gamma xy + 1)^degree`.
    Polynomial {
        /// What the product is multiplied with.
        gamma: f64,
        /// The power.
        degree: i32,
    },
    /// `tanh(gamma xy + 1)`, which is no product of images.
    Sigmoid {
        /// What the product is multiplied with.
        gamma: f64,
    },
    /// `exp(-gamma |x - y|)` with the sum of absolute differences.
    Laplacian {
        /// How fast it falls.
        gamma: f64,
    },
    /// `xy` over the lengths of both.
    Cosine,
    /// The sum of five Gaussians, each twice as wide as the one before: `exp(-|x - y|² / (2 w m))` for
    /// w of 1/8, 1/4, ..., 2, where m is the mean squared distance of all pairs of both sets.
    MultiGaussian,
}

impl Kernel {
    /// The names, in the order of the numbers that choose them.
    pub const CHOICES: &'static [&'static str] =
        &["rbf", "linear", "polynomial", "sigmoid", "laplacian", "cosine", "multi_gaussian"];

    /// Returns the kernel that a parameter's number stands for.
    pub(crate) fn from_choice(choice: usize, gamma: f64, degree: usize) -> Self {
        match choice {
            0 => Kernel::Rbf { gamma },
            1 => Kernel::Linear,
            2 => Kernel::Polynomial { gamma, degree: i32::try_from(degree).unwrap_or(i32::MAX) },
            3 => Kernel::Sigmoid { gamma },
            4 => Kernel::Laplacian { gamma },
            5 => Kernel::Cosine,
            _ => Kernel::MultiGaussian,
        }
    }
}

/// A kernel as a function of one number, the squared distance or the product of two vectors.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Curve {
    /// `exp(-rate x)`.
    Falling { rate: f64 },
    /// `exp(-8x) + exp(-4x) + exp(-2x) + exp(-x) + exp(-x/2)` of `rate x`.
    FiveFalling { rate: f64 },
    /// `(rate x + 1)^degree`.
    Power { rate: f64, degree: i32 },
    /// `tanh(rate x + 1)`.
    Tanh { rate: f64 },
}

impl Curve {
    /// Returns the sum of the curve over numbers, in a fixed order; the curve takes their place.
    #[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
    #[inline(always)]
    pub(crate) fn sum(self, numbers: &mut [f64]) -> f64 {
        match self {
            Curve::Falling { rate } => lanes(numbers, |x| exp(-rate * x)),
            Curve::FiveFalling { rate } => lanes(numbers, |x| {
                let widest = exp(-0.5 * (rate * x));
                let (one, two) = (widest * widest, (widest * widest) * (widest * widest));
                let four = two * two;
                widest + one + two + four + four * four
            }),
            Curve::Power { rate, degree } => lanes(numbers, |x| power(rate * x + 1.0, degree)),
            // tanh t = 1 - 2 / (e^2t + 1).
            Curve::Tanh { rate } => {
                lanes(numbers, |x| 1.0 - 2.0 / (exp(2.0 * (rate * x + 1.0)) + 1.0))
            }
        }
    }

    pub(crate) fn at(self, number: f64) -> f64 {
        self.sum(&mut [number])
    }
}

#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
fn power(base: f64, degree: i32) -> f64 {
    let mut power = base;
    for _ in 1..degree {
        power *= base;
    }
    power
}

/// Sums in eight independent lanes, which processors do side by side.
#[inline(always)]
fn lanes(numbers: &mut [f64], of: impl Fn(f64) -> f64) -> f64 {
    const LANES: usize = 8;
    // Apart from the sums, so that several are computed side by side.
    for number in &mut *numbers {
        *number = of(*number);
    }
    let mut sums = [0.0; LANES];
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += chunk[lane];
        }
    }
    for (sum, &number) in sums.iter_mut().zip(rest) {
        *sum += number;
    }
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}
