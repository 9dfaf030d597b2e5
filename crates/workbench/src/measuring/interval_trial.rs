//! Do the intervals hold the truth as often as they say? By repeating studies of which it is known.

use std::collections::BTreeMap;

use jobs::Task;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use samples::Vectors;

use super::{Asked, Body, Of, Pairing, SetData, Work, measure};

/// Samples of each side, and dimensions.
const N: usize = 60;
const D: usize = 3;
/// How often a study is repeated, and how many draws tell the truth.
const STUDIES: usize = 200;
const DRAWS: usize = 1500;

/// Normal numbers; synthetic ones are a little narrower and off the middle.
fn draw(chance: &mut ChaCha8Rng, synthetic: bool) -> Vectors {
    let (shift, spread) = if synthetic { (0.35, 0.9) } else { (0.0, 1.0) };
    let mut normal = || {
        let (u, v): (f64, f64) = (chance.random(), chance.random());
        (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    };
    let values = (0..N * D).map(|_| shift + spread * normal()).collect();
    Vectors::new(N, D, values).expect("vectors")
}

fn set(vectors: &Vectors) -> SetData {
    SetData {
        labels: (0..N).map(|at| at.to_string()).collect(),
        pair_keys: (0..N).map(|at| at.to_string()).collect(),
        subjects: vec![None; N],
        contents: (0..N).map(|row| vectors.row_hash(row)).collect(),
        body: Body::Vectors(vectors.clone()),
        annotations: None,
    }
}

/// What stays as it is from study to study, for the interval to be meant as it is said to be.
#[derive(Clone, Copy, PartialEq)]
enum Fixed {
    Nothing,
    Real,
    Synthetic,
}

/// Returns how often the interval of `id` held what the value is on average over new data.
///
/// A study whose samples all have one value has no interval, and says so; it counts for neither.
fn coverage(id: &str, fixed: Fixed) -> (u32, u32) {
    let asked = [Asked::find(id, &BTreeMap::new()).expect("a metric")];
    let mut chance = ChaCha8Rng::seed_from_u64(20_261_124);
    let (one_real, one_synthetic) = (draw(&mut chance, false), draw(&mut chance, true));
    let mut pair = || {
        let (real, synthetic) = (draw(&mut chance, false), draw(&mut chance, true));
        match fixed {
            Fixed::Nothing => (real, synthetic),
            Fixed::Real => (one_real.clone(), synthetic),
            Fixed::Synthetic => (real, one_synthetic.clone()),
        }
    };
    let list = [(asked[0].metric, asked[0].parameters.clone())];
    let value = |real: &Vectors, synthetic: &Vectors| {
        let outcomes = metrics::evaluate_sets(&list, real, synthetic, &|_, _| true);
        outcomes.expect("nobody stops it").remove(0).expect("a value").value
    };
    let draws: Vec<f64> = (0..DRAWS).map(|_| pair()).map(|(r, s)| value(&r, &s)).collect();
    let truth = draws.iter().sum::<f64>() / DRAWS as f64;
    let (mut held, mut n) = (0, 0);
    for seed in 0..STUDIES {
        let (real, synthetic) = pair();
        let (real, synthetic) = (set(&real), [set(&synthetic)]);
        let work = Work {
            real: Some(&real),
            synthetic: &synthetic,
            asked: &asked,
            seed: seed as u64,
            pairing: Pairing::ByName,
        };
        let mut interval = None;
        measure(&Task::unwatched(), &work, &|_: &Asked, _: Of| false, &mut |measured| {
            interval = measured.interval.ok();
            Ok(())
        })
        .expect("it is measured");
        let Some(interval) = interval else { continue };
        n += 1;
        held += u32::from(interval.low <= truth && truth <= interval.high);
    }
    (held, n)
}

/// Prints every cell; over 200 studies the share of an interval of 95 % lies above 0.90 with
/// a chance of 0.998.
#[expect(clippy::print_stdout, reason = "the cells are what the trial is for")]
fn holds(id: &str, fixed: Fixed) {
    let (held, n) = coverage(id, fixed);
    println!("{id}: {held} of {n} intervals of 95 % hold the truth");
    assert!(0.9 * f64::from(n) <= f64::from(held) && 150 < n, "{id}: {held} of {n}");
}

#[test]
fn shares_of_synthetic_samples_among_fixed_real_ones() {
    for id in ["improved_precision", "density", "authenticity", "dcr_privacy"] {
        holds(id, Fixed::Real);
    }
}

#[test]
fn shares_of_real_samples_among_fixed_synthetic_ones() {
    for id in ["improved_recall", "coverage"] {
        holds(id, Fixed::Synthetic);
    }
}

#[test]
fn distances_of_sets_that_are_both_drawn() {
    for id in ["mmd", "wasserstein_distance", "frechet_distance"] {
        holds(id, Fixed::Nothing);
    }
}
