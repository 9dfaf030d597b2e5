//! How often inference about readers and cases is wrong, when the truth is known.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use stats::{
    Covariances, Margin, ReaderScore, ReaderScores, SharedShare, obuchowski_rockette,
    share_of_ways, u_statistic,
};

const STUDIES: u32 = 400;
const READERS: usize = 6;
const CASES: usize = 60;

/// Draws from a normal distribution.
fn normal(chance: &mut ChaCha8Rng) -> f64 {
    let mut uniform = || ((chance.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (a, b) = (uniform(), uniform());
    (-2.0 * a.ln()).sqrt() * (2.0 * std::f64::consts::PI * b).cos()
}

/// Draws a study of two conditions with one true area: C. A. Roe and C. E. Metz, Academic Radiology
/// 4, 1997, 298–303, with variances of readers 0.02, of cases 0.3, and the rest of 1 in all.
fn study(shift: f64, chance: &mut ChaCha8Rng) -> ReaderScores {
    let mut draw = |variance: f64| variance.sqrt() * normal(chance);
    let cases: Vec<f64> = (0..CASES).map(|_| draw(0.3)).collect();
    let in_condition: Vec<f64> = (0..2 * CASES).map(|_| draw(0.1)).collect();
    let mut ratings = Vec::new();
    for reader in 0..READERS {
        let own = [draw(0.01), draw(0.01)];
        let of_case: Vec<f64> = (0..CASES).map(|_| draw(0.2)).collect();
        for condition in 0..2 {
            let here = [draw(0.01), draw(0.01)];
            for case in 0..CASES {
                let positive = case % 2 == 0;
                let kind = usize::from(positive);
                let score = if positive { shift } else { 0.0 }
                    + own[kind]
                    + here[kind]
                    + cases[case]
                    + in_condition[condition * CASES + case]
                    + of_case[case]
                    + draw(0.4);
                ratings.push(ReaderScore { reader, condition, case, positive, score });
            }
        }
    }
    ReaderScores::new(&ratings).expect("each is rated once")
}

/// Fails unless a rate found is what `STUDIES` draws give with a probability of `expected`, give or
/// take three and a half of their standard deviations.
fn about(what: &str, found: u32, expected: std::ops::RangeInclusive<f64>) {
    let reach = |share: f64| 3.5 * (share * (1.0 - share) * f64::from(STUDIES)).sqrt();
    let low = expected.start() * f64::from(STUDIES) - reach(*expected.start());
    let high = expected.end() * f64::from(STUDIES) + reach(*expected.end());
    let found = f64::from(found);
    assert!(low <= found && found <= high, "{what}: {found} of {STUDIES}");
}

#[test]
fn equal_conditions_differ_in_five_per_cent_of_studies_and_intervals_hold_the_truth() {
    // The area is Φ(1 / √(2 · 1.02)) = Φ(0.700 140).
    let truth = 0.758_080_07;
    let mut chance = ChaCha8Rng::seed_from_u64(20_241_107);
    let (mut differ, mut differ_too, mut hold, mut hold_too) = (0, 0, 0, 0);
    for _ in 0..STUDIES {
        let ratings = study(1.0, &mut chance);
        let crossed = obuchowski_rockette(&ratings, Covariances::Jackknife, 0.95).unwrap();
        let comparison = crossed.comparison.unwrap();
        differ += u32::from(comparison.random.unwrap().p < 0.05);
        let one = crossed.conditions[0].tests.random.unwrap().interval;
        hold += u32::from(one.low <= truth && truth <= one.high);
        let any = u_statistic(&ratings, 0.95).unwrap();
        differ_too += u32::from(any.differences[0].inference.is_ok_and(|test| test.p < 0.05));
        let one = any.conditions[0].inference.unwrap().interval;
        hold_too += u32::from(one.low <= truth && truth <= one.high);
    }
    about("crossed: differ", differ, 0.03..=0.06);
    about("any design: differ", differ_too, 0.03..=0.07);
    about("crossed: hold", hold, 0.94..=0.97);
    about("any design: hold", hold_too, 0.94..=0.97);
}

#[test]
fn readers_at_the_edge_of_the_margin_are_equivalent_in_five_per_cent_of_studies_at_most() {
    // Φ(x) = 0.6 at 0.253 347, times √(2 · 1.02).
    let mut chance = ChaCha8Rng::seed_from_u64(20_241_108);
    let margin = Margin { centre: 0.5, margin: 0.1, level: 0.05 };
    let [mut edge, mut centre] = [0, 0];
    for _ in 0..STUDIES {
        for (shift, found) in [(0.361_852, &mut edge), (0.0, &mut centre)] {
            let ratings = study(shift, &mut chance);
            let crossed = obuchowski_rockette(&ratings, Covariances::Jackknife, 0.95).unwrap();
            *found += u32::from(crossed.conditions[0].equivalence(margin).unwrap().equivalent);
        }
    }
    about("at the edge", edge, 0.0..=0.05);
    assert!(edge * 3 < centre, "{centre} at the centre, {edge} at the edge");
}

/// How pairs are made of cases.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Matched {
    /// The same pairs for every reader.
    Once,
    /// Other pairs of the same cases for each reader.
    Anew,
}

#[test]
fn the_share_of_readers_and_pairs_is_held_as_often_as_it_says() {
    // Who is right: a normal variable of reader, of both cases and of the answer, with variances 0.1, 0.15
    // and 0.15, and 1, is above 0. The share of that is Φ(shift / √1.4): 0.5, and with 1 it is 0.800 988.
    for matched in [Matched::Once, Matched::Anew] {
        for (shift, truth) in [(0.0, 0.5), (1.0, 0.800_988)] {
            for (n_readers, n_pairs) in [(4, 20), (8, 40), (20, 12), (20, 40)] {
                let mut chance = ChaCha8Rng::seed_from_u64(29);
                let (mut held, mut told) = (0, 0);
                for _ in 0..STUDIES {
                    let found = pairs_read(matched, shift, [n_readers, n_pairs], &mut chance);
                    held += u32::from((found.interval.low..=found.interval.high).contains(&truth));
                    told += u32::from(found.p(truth) < 0.05);
                }
                let what = format!("{matched:?}, {n_readers} readers, {n_pairs} pairs, {shift}");
                // With few readers Student's distribution of the fewer clusters is cautious.
                about(&format!("held: {what}"), held, 0.93..=0.995);
                about(&format!("told: {what}"), told, 0.005..=0.07);
            }
        }
    }
}

/// Draws a study of pairs, and returns the share of right answers.
fn pairs_read(
    matched: Matched,
    shift: f64,
    [n_readers, n_pairs]: [usize; 2],
    chance: &mut ChaCha8Rng,
) -> SharedShare {
    let mut of_cases =
        || -> Vec<f64> { (0..n_pairs).map(|_| 0.15_f64.sqrt() * normal(chance)).collect() };
    let (real, synthetic) = (of_cases(), of_cases());
    let mut yes = Vec::new();
    let (mut readers, mut reals, mut synthetics) = (Vec::new(), Vec::new(), Vec::new());
    for reader in 0..n_readers {
        let own = 0.1_f64.sqrt() * normal(chance);
        // A step that has nothing in common with their number is another matching for each reader.
        let turn = if matched == Matched::Once { 0 } else { 1 + reader * 7 };
        for (at, of_real) in real.iter().enumerate() {
            let beside = (at + turn) % n_pairs;
            yes.push(0.0 < shift + own + of_real + synthetic[beside] + normal(chance));
            readers.push(reader);
            reals.push(at);
            synthetics.push(beside);
        }
    }
    share_of_ways(&yes, &[&readers, &reals, &synthetics], 0.95).expect("two of each and more")
}
