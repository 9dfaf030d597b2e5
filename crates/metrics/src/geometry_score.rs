//! Geometry score: whether two sets have as many holes, and as lasting ones.

use rayon::prelude::*;
use samples::{Modality, Vectors};

use crate::landmarks::{Landmarks, landmarks};
use crate::one_order::in_one_order;
use crate::parameter::{auto, whole};
use crate::progress::Progress;
use crate::{
    Better, Compute, Detail, Dimension, Error, GoOn, IntervalKind, Level, Metric, Parameter,
    Parameters, Range, Reference, Result, SetOutcome, Unit,
};

/// See [`geometry_score`].
pub const METRIC: Metric = Metric {
    id: "geometry_score",
    version: 1,
    title: "Geometry score",
    modalities: &[Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors],
    reference: Reference::Dataset,
    levels: &[Level::Dataset],
    dimension: Dimension::Fidelity,
    unit: Unit::Number,
    // Both means are shares of one whole: the squares of their differences add up to 2 at most.
    range: Range { low: Some(0.0), high: Some(2.0) },
    better: Better::Lower,
    parameters: &[GAMMA, I_MAX, NUM_ITERS, SAMPLE_SIZE],
    interval: IntervalKind::None(
        "fewer samples are another scale; what the draws of landmarks do is told by the standard error",
    ),
    instances: None,
    details: &[
        Detail {
            id: "noise",
            title: "Score of two draws of landmarks from one set, on average",
            unit: Unit::Number,
            range: Range::FROM_0,
            better: Better::Neither,
        },
        Detail {
            id: "standard_error",
            title: "Standard error from the draws of landmarks",
            unit: Unit::Number,
            range: Range::FROM_0,
            better: Better::Neither,
        },
    ],
    curve: None,
    seeded: true,
    symmetric: true,
    source: "V. Khrulkov and I. Oseledets, ICML 2018",
    page: include_str!("../../../docs/metrics/geometry_score.md"),
    compute: Compute::Sets(compute),
};

const GAMMA: Parameter = auto(
    "gamma",
    [1e-9, 1.0],
    "Up to which scale holes are looked for, as a share of the greatest distance; without it n / 5000 / 128.",
);
const I_MAX: Parameter =
    whole("i_max", 100.0, [1.0, 1000.0], "Numbers of holes from this one on are not compared.");
const NUM_ITERS: Parameter =
    whole("num_iters", 1000.0, [2.0, 100_000.0], "How often landmarks are drawn from each set.");
const SAMPLE_SIZE: Parameter =
    whole("sample_size", 64.0, [3.0, 128.0], "How many landmarks are drawn, each at most once.");

/// At 5000 samples holes are looked for up to this share of the greatest distance.
const SHARE_AT_5000: f64 = 1.0 / 128.0;

/// How holes are counted.
#[derive(Debug, Clone, Copy)]
pub struct Counting {
    /// Up to which scale, as a share of the greatest distance; without it n / 5000 / 128.
    pub gamma: Option<f64>,
    /// Numbers of holes from this one on are not compared.
    pub i_max: usize,
    /// How often landmarks are drawn.
    pub num_iters: usize,
    /// How many are drawn.
    pub sample_size: usize,
    /// What chance starts from.
    pub seed: u64,
}

fn compute(
    real: &Vectors,
    synthetic: &Vectors,
    parameters: &Parameters,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    let counting = Counting {
        gamma: parameters.number("gamma"),
        i_max: parameters.whole("i_max"),
        num_iters: parameters.whole("num_iters"),
        sample_size: parameters.whole("sample_size"),
        seed: parameters.seed(),
    };
    geometry_score(real, synthetic, &counting, go_on)
}

/// Returns how much two sets differ in the holes that they have, and for how long.
///
/// Landmarks are drawn from a set again and again. As the scale grows from 0 to `gamma` times the
/// greatest distance of a sample from a landmark, their witness complex gains and loses holes; for
/// how long there are exactly i of them, as a share of the whole, is the relative living time of i.
/// The score is the sum over i < `i_max` of the squared differences of both sets' mean times.
///
/// Landmarks are the same places of both sets in dictionary order, so that the order of the samples
/// and that of the sets change nothing.
///
/// # Value
///
/// 0 to 2; 0 for equal sets, less is more alike. Sets of one shape are not at 0: the detail `noise`
/// is what two independent draws of landmarks from sets like these score on average, and
/// `standard_error` how far another seed would move the score.
///
/// # Errors
///
/// [`Error::DimensionMismatch`], [`Error::NotFinite`], [`Error::TooLarge`],
/// [`Error::TooFewSamples`] unless each set has as many samples as landmarks are drawn,
/// [`Error::Stopped`].
///
/// # Source
///
/// V. Khrulkov and I. Oseledets, "Geometry score: a method for comparing generative adversarial
/// networks", ICML 2018 (64 landmarks, 100 numbers of holes, 1000 draws), and the authors' program
/// for gamma.
pub fn geometry_score(
    real: &Vectors,
    synthetic: &Vectors,
    counting: &Counting,
    go_on: &GoOn<'_>,
) -> Result<SetOutcome> {
    if real.d() != synthetic.d() {
        return Err(Error::DimensionMismatch { left: real.d(), right: synthetic.d() });
    }
    let sides = [
        (in_one_order(real, "real set")?, "real set"),
        (in_one_order(synthetic, "synthetic set")?, "synthetic set"),
    ];
    for (set, input) in &sides {
        let (given, least) = (set.n(), counting.sample_size);
        if given < least {
            return Err(Error::TooFewSamples { input, given, least });
        }
    }
    let all: [Vec<Vec<u32>>; 2] = [0, 1].map(|side: usize| {
        (0..counting.num_iters as u64)
            .map(|draw| landmarks(sides[side].0.n(), counting.sample_size, counting.seed, draw))
            .collect()
    });
    let total: u64 =
        sides.iter().zip(&all).map(|((set, _), draws)| Landmarks::steps(set, draws)).sum();
    let progress = Progress::new(total, go_on);
    let mut times = Vec::new();
    for ((set, _), draws) in sides.iter().zip(&all) {
        let gamma = counting.gamma.unwrap_or(SHARE_AT_5000 * set.n() as f64 / 5000.0);
        let of_set = Landmarks { set, gamma, i_max: counting.i_max };
        times.push(of_set.living_times(draws, &progress)?);
    }
    Ok(score(&times[0], &times[1]))
}

/// Returns, for one choice of landmarks, the relative living time of each number of holes below
/// `i_max`.
///
/// # Value
///
/// Shares from 0 to 1, of 0 holes first; together at most 1. A set without two different samples
/// has no hole at any scale.
///
/// # Errors
///
/// [`Error::NotFinite`], [`Error::TooLarge`]; [`Error::TooFewSamples`] with fewer than 3 landmarks.
///
/// # Panics
///
/// When a landmark is no row of the set.
pub fn relative_living_times(
    set: &Vectors,
    landmarks: &[u32],
    gamma: f64,
    i_max: usize,
) -> Result<Vec<f64>> {
    in_one_order(set, "set")?;
    if landmarks.len() < 3 {
        return Err(Error::TooFewSamples { input: "set", given: landmarks.len(), least: 3 });
    }
    let progress = Progress::new(1, &|_, _| true);
    let of_set = Landmarks { set, gamma, i_max };
    Ok(of_set.living_times(&[landmarks.to_vec()], &progress)?.remove(0))
}

/// Returns the score of the living times of two sets, draw by draw, with its details.
///
/// With m the difference of the means, and S its covariance, S is that of one draw over the number
/// of draws: the noise is tr S; the score, |m|², is off by 4 mᵀSm + 2 tr S², squared.
fn score(real: &[Vec<f64>], synthetic: &[Vec<f64>]) -> SetOutcome {
    let (a, b) = (mean(real), mean(synthetic));
    let difference: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    let value = difference.iter().map(|m| m * m).sum();
    let covariance: Vec<Vec<f64>> = covariance(real, &a)
        .iter()
        .zip(covariance(synthetic, &b))
        .map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect())
        .collect();
    let noise = (0..a.len()).map(|at| covariance[at][at]).sum();
    let along: f64 = covariance
        .iter()
        .zip(&difference)
        .map(|(row, m)| m * row.iter().zip(&difference).map(|(s, m)| s * m).sum::<f64>())
        .sum();
    let squares: f64 = covariance.iter().flatten().map(|s| s * s).sum();
    let standard_error = (4.0 * along.max(0.0) + 2.0 * squares).sqrt();
    SetOutcome { details: vec![Ok(noise), Ok(standard_error)], ..SetOutcome::of(value) }
}

/// Returns the mean of each place.
fn mean(draws: &[Vec<f64>]) -> Vec<f64> {
    let mut mean = vec![0.0; draws[0].len()];
    for times in draws {
        mean.iter_mut().zip(times).for_each(|(sum, time)| *sum += time);
    }
    mean.iter().map(|sum| sum / draws.len() as f64).collect()
}

/// Returns the covariance of the mean.
fn covariance(draws: &[Vec<f64>], mean: &[f64]) -> Vec<Vec<f64>> {
    let scale = 1.0 / (draws.len() as f64 * (draws.len() - 1) as f64);
    let row = |at: usize| {
        let mut row = vec![0.0; mean.len()];
        for times in draws {
            let off = (times[at] - mean[at]) * scale;
            for ((sum, time), mean) in row.iter_mut().zip(times).zip(mean) {
                *sum += off * (time - mean);
            }
        }
        row
    };
    (0..mean.len()).into_par_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points on rings around places on a line.
    fn rings(centers: &[f64], n: u32) -> Vectors {
        let turn = std::f64::consts::TAU / f64::from(n);
        let point = |center: f64, at: u32| {
            let angle = turn * f64::from(at);
            [center + angle.cos(), angle.sin()]
        };
        let values: Vec<f64> =
            centers.iter().flat_map(|&c| (0..n).flat_map(move |at| point(c, at))).collect();
        Vectors::new(values.len() / 2, 2, values).unwrap()
    }

    fn counting(seed: u64) -> Counting {
        Counting { gamma: Some(0.05), i_max: 10, num_iters: 40, sample_size: 12, seed }
    }

    fn scored(real: &Vectors, synthetic: &Vectors, seed: u64) -> SetOutcome {
        geometry_score(real, synthetic, &counting(seed), &|_, _| true).unwrap()
    }

    #[test]
    fn a_ring_has_one_hole_and_two_rings_have_two() {
        for (centers, n_landmarks) in [(vec![0.0], 8), (vec![0.0, 10.0], 16)] {
            let set = rings(&centers, 64);
            let landmarks: Vec<u32> = (0..n_landmarks).map(|at| at * 8).collect();
            let times = relative_living_times(&set, &landmarks, 0.01, 5).unwrap();
            let mut expected = vec![0.0; 5];
            expected[centers.len()] = 1.0;
            assert_eq!(times, expected);
        }
    }

    #[test]
    fn a_set_is_at_nothing_from_itself_in_any_order() {
        let set = rings(&[0.0], 50);
        let rows: Vec<usize> = (0..50).map(|at| at * 7 % 50).collect();
        let outcome = scored(&set, &set.select(&rows).unwrap(), 3);
        assert!(outcome.value.abs() <= 0.0, "{}", outcome.value);
        assert!(outcome.details.iter().all(|detail| 0.0 < *detail.as_ref().unwrap()));
    }

    #[test]
    fn one_ring_differs_from_two_by_more_than_chance() {
        let (one, two) = (rings(&[0.0], 60), rings(&[0.0, 3.0], 30));
        let outcome = scored(&one, &two, 1);
        let [noise, error] = [0, 1].map(|at: usize| outcome.details[at].clone().unwrap());
        assert!(noise + 4.0 * error < outcome.value, "{} {noise} {error}", outcome.value);
        let back = scored(&two, &one, 1);
        assert_eq!(outcome.value.to_bits(), back.value.to_bits(), "it is the same both ways");
    }

    #[test]
    fn the_standard_error_is_how_seeds_scatter() {
        let (one, two) = (rings(&[0.0], 60), rings(&[0.0, 3.0], 30));
        let outcomes: Vec<SetOutcome> = (0..60).map(|seed| scored(&one, &two, seed)).collect();
        let n = outcomes.len() as f64;
        let mean = outcomes.iter().map(|outcome| outcome.value).sum::<f64>() / n;
        let square = |outcome: &SetOutcome| (outcome.value - mean).powi(2);
        let scatter = (outcomes.iter().map(square).sum::<f64>() / (n - 1.0)).sqrt();
        let told = outcomes.iter().map(|outcome| outcome.details[1].clone().unwrap()).sum::<f64>();
        let ratio = told / n / scatter;
        assert!((0.7..1.5).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_heap_of_equal_samples_has_no_hole() {
        let heap = Vectors::new(20, 3, vec![2.0; 60]).unwrap();
        let mut expected = vec![0.0; 4];
        expected[0] = 1.0;
        assert_eq!(relative_living_times(&heap, &[1, 5, 9, 2], 0.1, 4), Ok(expected));
    }

    #[test]
    fn fewer_samples_than_landmarks_are_a_reason() {
        let outcome =
            geometry_score(&rings(&[0.0], 30), &rings(&[0.0], 11), &counting(1), &|_, _| true);
        let few = Error::TooFewSamples { input: "synthetic set", given: 11, least: 12 };
        assert_eq!(outcome, Err(few));
    }
}
