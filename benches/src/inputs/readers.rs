//! What readers say of cases: in categories, with and without gaps, and how sure they are.

use std::path::Path;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::numbers::npy;
use super::put;
use crate::Outcome;

/// Where one category ends and the next begins, on the scale of log odds.
const THRESHOLDS: [f64; 4] = [-2.0, -0.7, 0.7, 2.0];
/// How many categories there are.
pub(crate) const N_CATEGORIES: usize = THRESHOLDS.len() + 1;
/// How much readers and cases differ: standard deviations, on the scale of log odds.
const READERS: f64 = 0.5;
const CASES: f64 = 1.5;
/// How much higher synthetic cases are rated, on the same scale.
const SHIFT: f64 = 0.6;

/// Cases are drawn again from it.
pub(crate) const SEED_OF_RESAMPLES: u64 = 7;
pub(crate) const N_RESAMPLES: usize = 2000;

/// Writes what `n` readers say of each case: `answers.npy`, cases by readers, in categories from 1 that a
/// proportional odds model gives; `ratings.npy`, the same with a tenth missing; `synthetic.npy`; and
/// `drawn.npy`, the cases of each resample.
pub(super) fn categories(
    chance: &mut ChaCha8Rng,
    n: usize,
    n_cases: usize,
    folder: &Path,
) -> Outcome {
    let readers: Vec<f64> = (0..n).map(|_| READERS * normal::<f64>(chance)).collect();
    let synthetic = every_second(n_cases);
    let mut answers = Vec::with_capacity(n_cases * n);
    for &is in &synthetic {
        let case = CASES * normal::<f64>(chance) + SHIFT * f64::from(is);
        for reader in &readers {
            let share = chance.random_range(f64::MIN_POSITIVE..1.0);
            let place = case + reader + (share / (1.0 - share)).ln();
            answers.push(1.0 + THRESHOLDS.iter().filter(|&&end| end < place).count() as f32);
        }
    }
    let with_gaps: Vec<f32> = answers
        .iter()
        .map(|&answer| if chance.random_range(0..10) == 0 { f32::NAN } else { answer })
        .collect();
    put(folder, "answers.npy", &npy([n_cases, n], &answers))?;
    put(folder, "ratings.npy", &npy([n_cases, n], &with_gaps))?;
    put(folder, "synthetic.npy", &npy([n_cases, 1], &synthetic))?;
    put(folder, "drawn.npy", &npy([N_RESAMPLES, n_cases], &drawn(n_cases)))
}

/// Returns the cases of every resample, as [`stats::bootstrap_agreement`] draws them.
///
/// The peer takes the same: ends of intervals can then be compared, too.
fn drawn(n_cases: usize) -> Vec<f32> {
    let of_one = |resample: usize| {
        let mut chance = ChaCha8Rng::seed_from_u64(SEED_OF_RESAMPLES);
        chance.set_stream(resample as u64);
        let mut next = move || (u128::from(chance.next_u64()) * n_cases as u128) >> 64;
        (0..n_cases).map(move |_| next() as f32)
    };
    (0..N_RESAMPLES).flat_map(of_one).collect()
}

/// How far apart the means of negative and positive cases are under each condition, in standard
/// deviations of cases.
const APART: [f32; 3] = [1.0, 1.2, 1.5];
/// How many conditions there are.
pub(crate) const N_CONDITIONS: usize = APART.len();

/// Writes how sure `n` readers are of each case, 0 to 100, under every condition: `scores.npy` with a row
/// for each condition and reader, and `synthetic.npy`.
pub(super) fn scores(chance: &mut ChaCha8Rng, n: usize, n_cases: usize, folder: &Path) -> Outcome {
    let synthetic = every_second(n_cases);
    let cases: Vec<f32> = (0..n_cases).map(|_| normal(chance)).collect();
    let skills: Vec<f32> = (0..n).map(|_| 0.2 * normal::<f32>(chance)).collect();
    let mut scores = Vec::with_capacity(N_CONDITIONS * n * n_cases);
    for apart in APART {
        for skill in &skills {
            for (case, &is) in cases.iter().zip(&synthetic) {
                let place = case + is * (apart + skill) + normal::<f32>(chance);
                scores.push((40.0 + 15.0 * place).round().clamp(0.0, 100.0));
            }
        }
    }
    put(folder, "scores.npy", &npy([N_CONDITIONS * n, n_cases], &scores))?;
    put(folder, "synthetic.npy", &npy([n_cases, 1], &synthetic))
}

/// Returns 0 and 1 in turn.
fn every_second(n: usize) -> Vec<f32> {
    [0.0, 1.0].into_iter().cycle().take(n).collect()
}

fn normal<T>(chance: &mut ChaCha8Rng) -> T
where
    StandardNormal: Distribution<T>,
{
    StandardNormal.sample(chance)
}
