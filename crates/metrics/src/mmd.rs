//! Maximum mean discrepancy between two sets of vectors.

use samples::{Modality, Vectors};

use crate::kernel_sums::{KernelSums, Part};
use crate::kernels::Kernel;
use crate::parameter::{auto, flag, whole};
use crate::pooled::{check, order};
use crate::ratios::{self, DISPERSION, halves, of_distances};
use crate::{
    Better, Compute, Detail, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameter,
    Parameters, Preset, Range, Reference, Result, SetOutcome, Unit,
};

/// See [`mmd`].
pub const METRIC: Metric = Metric {
    id: "mmd",
    version: 1,
    title: "Maximum mean discrepancy",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    range: Range::ANY,
    better: Better::Lower,
    parameters: &[
        whole("degree", 3.0, [1.0, 10.0], "The power of the polynomial kernel."),
        auto(
            "gamma",
            [1e-12, 1e12],
            "What products, or distances, are multiplied with in the kernel; without it 1 over the number of dimensions.",
        ),
        KERNEL,
        flag(
            "unbiased",
            "Leave out the pairs of a sample with itself: 0 on average for equal distributions, and sometimes below.",
        ),
    ],
    interval: IntervalKind::HalfSampling,
    instances: None,
    details: &[
        Detail { range: Range::ANY, ..DISPERSION },
        Detail { range: Range::ANY, ..ratios::DISTANCE },
    ],
    curve: None,
    // The halves of the ratios are drawn; the discrepancy itself is not.
    seeded: true,
    symmetric: true,
    source: "A. Gretton et al., Journal of Machine Learning Research 13, 2012",
    page: include_str!("../../../docs/metrics/mmd.md"),
    compute: Compute::Sets(compute),
};

const KERNEL: Parameter = Parameter {
    name: "kernel",
    default: Preset::Number(0.0),
    least: 0.0,
    most: 6.0,
    whole: true,
    odd: false,
    choices: Kernel::CHOICES,
    meaning: "How alike two vectors are.",
};

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    check(real, synthetic, 2)?;
    let gamma = parameters.number("gamma").unwrap_or(1.0 / real.d() as f64);
    let kernel = Kernel::from_choice(parameters.whole("kernel"), gamma, parameters.whole("degree"));
    let halves = [halves(real, parameters.seed()), halves(synthetic, parameters.seed())];
    mmd(real, synthetic, kernel, parameters.flag("unbiased"), &halves, go_on)
}

/// Returns the squared maximum mean discrepancy: how far apart the means of two sets are, where the
/// kernel's products are taken.
///
/// The mean of the kernel over pairs of real samples, plus that over pairs of synthetic ones, less
/// twice that over pairs of one and the other. `halves` are rows of each set that share none; the
/// details are the ratios of the discrepancies between them, never `unbiased`.
///
/// # Value
///
/// 0 for equal sets, and above, up to rounding. Below 0 only when `unbiased`, or with the sigmoid
/// kernel, which is no product. Symmetric.
///
/// Where the pairs times the dimensions are more than 2e9, the Gaussian kernels are computed from
/// products in single precision: the value is then within 1e-6 of the exact one for each of the
/// kernel's terms.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::TooFewSamples`] below 2, [`Error::NotFinite`],
/// [`Error::TooLarge`], [`Error::ZeroVector`] with the cosine kernel, [`Error::Stopped`].
///
/// # Source
///
/// A. Gretton et al., "A kernel two-sample test", Journal of Machine Learning Research 13, 2012,
/// 723–773: equation 5, and for `unbiased` equation 3.
pub fn mmd(
    real: &Vectors,
    synthetic: &Vectors,
    kernel: Kernel,
    unbiased: bool,
    halves: &[[Vec<usize>; 2]; 2],
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    check(real, synthetic, 2)?;
    let parts = [parts(real, &halves[0]), parts(synthetic, &halves[1])];
    let sums = KernelSums::new(real, synthetic, &parts, kernel, go_on)?;
    let is_product = !matches!(kernel, Kernel::Sigmoid { .. });
    let squared = |a: &[Part], b: &[Part]| {
        let value = sums.discrepancy(a, b, false);
        // Below 0 by rounding only.
        if is_product && value < 0.0 { 0.0 } else { value }
    };
    let (all_real, all_synthetic) = ([0, 1, 2], [3, 4, 5]);
    let value = if unbiased {
        sums.discrepancy(&all_real, &all_synthetic, true)
    } else {
        squared(&all_real, &all_synthetic)
    };
    if !value.is_finite() {
        return Err(Error::TooLarge);
    }
    let details = of_distances([
        squared(&[0], &[1]),
        squared(&[3], &[4]),
        squared(&[0], &[4]),
        squared(&[1], &[3]),
    ]);
    Ok(SetOutcome { details, ..SetOutcome::of(value) })
}

/// Returns the halves of a set, and what is in neither.
fn parts(set: &Vectors, [first, second]: &[Vec<usize>; 2]) -> [Vec<usize>; 3] {
    let mut taken = vec![false; set.n()];
    first.iter().chain(second).for_each(|&row| taken[row] = true);
    let rest = order(set).into_iter().filter(|&row| !taken[row]).collect();
    [first.clone(), second.clone(), rest]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(d: usize, values: &[f64]) -> Vectors {
        Vectors::new(values.len() / d, d, values.to_vec()).unwrap()
    }

    fn noise(n: usize, d: usize, seed: u64, shift: f64) -> Vectors {
        let mut chance = crate::chance::Chance::new(seed, 0);
        let values = (0..n * d).map(|_| 3.0 * (chance.share() - 0.5) + shift).collect();
        Vectors::new(n, d, values).unwrap()
    }

    fn value(real: &Vectors, synthetic: &Vectors, kernel: Kernel, unbiased: bool) -> f64 {
        let halves = [halves(real, 0), halves(synthetic, 0)];
        mmd(real, synthetic, kernel, unbiased, &halves, &|_, _| true).unwrap().value
    }

    /// As the definition says, pair by pair.
    fn by_pairs(
        a: &Vectors,
        b: &Vectors,
        unbiased: bool,
        of: impl Fn(&[f64], &[f64]) -> f64,
    ) -> f64 {
        let within = |set: &Vectors| {
            let mut sum = 0.0;
            for i in 0..set.n() {
                for j in 0..set.n() {
                    if !unbiased || i != j {
                        sum += of(set.row(i), set.row(j));
                    }
                }
            }
            let n = set.n() as f64;
            sum / if unbiased { n * (n - 1.0) } else { n * n }
        };
        let mut between = 0.0;
        for i in 0..a.n() {
            for j in 0..b.n() {
                between += of(a.row(i), b.row(j));
            }
        }
        within(a) + within(b) - 2.0 * between / (a.n() * b.n()) as f64
    }

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    fn squared(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
    }

    #[test]
    fn every_kernel_is_what_its_formula_says_pair_by_pair() {
        let (a, b) = (noise(23, 7, 1, 2.0), noise(18, 7, 2, 2.3));
        let gamma = 0.3;
        let mean_square = {
            let all: Vec<&[f64]> =
                (0..23).map(|i| a.row(i)).chain((0..18).map(|i| b.row(i))).collect();
            let sum: f64 = all.iter().flat_map(|a| all.iter().map(|b| squared(a, b))).sum();
            sum / (41.0 * 41.0)
        };
        for unbiased in [false, true] {
            let near = |kernel: Kernel, of: &dyn Fn(&[f64], &[f64]) -> f64| {
                let (got, expected) =
                    (value(&a, &b, kernel, unbiased), by_pairs(&a, &b, unbiased, of));
                // Cubes of products lose digits that distances do not.
                let off = (got - expected).abs();
                assert!(
                    off <= 1e-11 * (1.0 + of(a.row(0), a.row(0))),
                    "{kernel:?}: {got} is not {expected}"
                );
            };
            near(Kernel::Rbf { gamma }, &|x, y| (-gamma * squared(x, y)).exp());
            near(Kernel::Linear, &dot);
            near(Kernel::Polynomial { gamma, degree: 3 }, &|x, y| {
                (gamma * dot(x, y) + 1.0).powi(3)
            });
            near(Kernel::Sigmoid { gamma }, &|x, y| (gamma * dot(x, y) + 1.0).tanh());
            near(Kernel::Laplacian { gamma }, &|x, y| {
                (-gamma * x.iter().zip(y).map(|(x, y)| (x - y).abs()).sum::<f64>()).exp()
            });
            near(Kernel::Cosine, &|x, y| dot(x, y) / (dot(x, x) * dot(y, y)).sqrt());
            near(Kernel::MultiGaussian, &|x, y| {
                let part =
                    |power: i32| (-squared(x, y) / (2.0 * 2_f64.powi(power) * mean_square)).exp();
                (-3..=1).map(part).sum()
            });
        }
    }

    #[test]
    fn equal_sets_do_not_differ() {
        let set = noise(40, 5, 3, 1e3);
        for choice in 0..Kernel::CHOICES.len() {
            let kernel = Kernel::from_choice(choice, 0.2, 3);
            let value = value(&set, &set, kernel, false);
            let scale = if matches!(kernel, Kernel::Polynomial { .. }) { 1e18 } else { 10.0 };
            assert!(value.abs() <= 1e-13 * scale, "{kernel:?}: {value}");
        }
    }

    #[test]
    fn points_that_are_all_one_do_not_differ() {
        let set = vectors(2, &[1.0, 2.0, 1.0, 2.0, 1.0, 2.0]);
        for choice in 0..Kernel::CHOICES.len() {
            let kernel = Kernel::from_choice(choice, 0.5, 3);
            let halves = [halves(&set, 0), halves(&set, 0)];
            let outcome = mmd(&set, &set, kernel, false, &halves, &|_, _| true).unwrap();
            assert!(outcome.value.abs() <= 1e-12, "{kernel:?}: {}", outcome.value);
        }
    }

    #[test]
    fn what_is_beyond_numbers_is_a_reason() {
        let huge = vectors(1, &[1e200, -1e200, 3e200]);
        let small = vectors(1, &[1.0, 2.0, 3.0]);
        for kernel in [Kernel::Linear, Kernel::Polynomial { gamma: 1.0, degree: 3 }] {
            let halves = [halves(&huge, 0), halves(&small, 0)];
            let outcome = mmd(&huge, &small, kernel, false, &halves, &|_, _| true);
            assert_eq!(outcome, Err(Error::TooLarge), "{kernel:?}");
        }
        // Far apart is not alike at all, which is a number.
        let value = value(&huge, &small, Kernel::Rbf { gamma: 1.0 }, false);
        assert!(0.0 < value && value < 2.0, "{value}");
        let zero = vectors(1, &[0.0, 1.0]);
        let halves = [halves(&small, 0), halves(&zero, 0)];
        let outcome = mmd(&small, &zero, Kernel::Cosine, false, &halves, &|_, _| true);
        assert_eq!(outcome, Err(Error::ZeroVector { input: "synthetic set", row: 0 }));
    }
}
