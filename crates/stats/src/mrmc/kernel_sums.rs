//! Sums over pairs of comparisons, by what the two have in common.
//!
//! A comparison is a negative and a positive case, both rated by one reader under one condition; it
//! is 2 when the positive case has the higher score, 1 with a tie, else 0. All sums are of whole
//! numbers, so that they are the same in any order and on any number of threads.

use rayon::prelude::*;

use crate::mrmc::ReaderScores;
use crate::placement::Placements;

/// What a negative case that was not rated stands for: above all positive ones.
const ABSENT: i32 = i32::MAX;

/// Sums over pairs of comparisons that share both cases, at least the positive one, at least the
/// negative one, or whatever.
pub(super) type Shared = [i128; 4];

/// Sums over pairs of comparisons under two conditions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct PairSums {
    /// Products of the two comparisons: four times the product of shares.
    pub(super) products: Shared,
    /// How many pairs there are.
    pub(super) pairs: Shared,
}

/// Sums of two conditions, over pairs of one reader and over all pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ConditionSums {
    pub(super) same_reader: PairSums,
    pub(super) all: PairSums,
}

/// What one reader rated under one condition.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// Which negative and which positive cases were rated, as bits.
    rated: [Vec<u64>; 2],
    /// How many.
    pub(super) n: [u64; 2],
    /// Twice the comparisons won against each positive case and by each; 0 where not rated.
    wins: Placements,
    /// The scores' ranks: negative cases from 1 on, positive ones from 0, which is not rated.
    ranks: [Vec<i32>; 2],
}

impl Reading {
    /// Returns twice the number of comparisons won.
    pub(super) fn total(&self) -> u64 {
        self.wins.total()
    }

    /// Returns how many comparisons there are.
    pub(super) fn comparisons(&self) -> u64 {
        self.n[0] * self.n[1]
    }

    fn of(kinds: [&[Option<f64>]; 2]) -> Reading {
        let present = kinds.map(|scores| scores.iter().copied().flatten().collect::<Vec<f64>>());
        let found = Placements::new(&present[0], &present[1]);
        let spread = |scores: &[Option<f64>], counts: Vec<u64>| -> Vec<u64> {
            let mut counts = counts.into_iter();
            scores.iter().map(|score| score.and_then(|_| counts.next()).unwrap_or(0)).collect()
        };
        let mut sorted = present.concat();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup_by(|a, b| *a <= *b);
        let rank = |score: f64| {
            i32::try_from(sorted.partition_point(|&other| other < score) + 1).unwrap_or(ABSENT - 1)
        };
        let ranks = |kind: usize, absent: i32| -> Vec<i32> {
            kinds[kind].iter().map(|score| score.map_or(absent, rank)).collect()
        };
        Reading {
            rated: kinds.map(bits),
            n: [present[0].len() as u64, present[1].len() as u64],
            wins: Placements {
                of_negative: spread(kinds[0], found.of_negative),
                of_positive: spread(kinds[1], found.of_positive),
            },
            ranks: [ranks(0, ABSENT), ranks(1, 0)],
        }
    }
}

fn bits(scores: &[Option<f64>]) -> Vec<u64> {
    let word = |scores: &[Option<f64>]| {
        scores
            .iter()
            .enumerate()
            .fold(0, |word, (at, score)| word | u64::from(score.is_some()) << at)
    };
    scores.chunks(64).map(word).collect()
}

fn in_common(a: &[u64], b: &[u64]) -> u64 {
    a.iter().zip(b).map(|(a, b)| u64::from((a & b).count_ones())).sum()
}

/// Returns what each reader rated: by condition, then reader.
pub(super) fn readings(ratings: &ReaderScores) -> Vec<Vec<Reading>> {
    let of = |condition: usize| {
        let one = |reader: usize| Reading::of(ratings.scores(condition, reader));
        (0..ratings.readers().len()).into_par_iter().map(one).collect()
    };
    (0..ratings.conditions().len()).map(of).collect()
}

/// Returns the sums of each two conditions, by the first and then the second from the first on.
///
/// In r t² n₀ n₁ steps for r readers, t conditions and n cases of either kind: pairs of two readers
/// are in the products of sums over readers.
pub(super) fn kernel_sums(readings: &[Vec<Reading>]) -> Vec<Vec<ConditionSums>> {
    let same_pair = same_pair(readings);
    let totals: Vec<Placements> = readings.iter().map(|of| summed(of)).collect();
    let of_two = |(a, b): (usize, usize), (same, all): (u64, u64)| {
        let mut sums = ConditionSums::default();
        for (one, other) in readings[a].iter().zip(&readings[b]) {
            add(&mut sums.same_reader.products, products(&one.wins, &other.wins));
            add(&mut sums.same_reader.pairs, pairs(one, other));
        }
        sums.all.products = products(&totals[a], &totals[b]);
        for one in &readings[a] {
            for other in &readings[b] {
                add(&mut sums.all.pairs, pairs(one, other));
            }
        }
        sums.same_reader.products[0] = i128::from(same);
        sums.all.products[0] = i128::from(all);
        sums
    };
    let n = readings.len();
    let mut same_pair = same_pair.into_iter();
    (0..n)
        .map(|a| (a..n).zip(same_pair.by_ref()).map(|(b, both)| of_two((a, b), both)).collect())
        .collect()
}

fn add(sum: &mut Shared, more: Shared) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Returns how many pairs of comparisons of two readings there are.
fn pairs(a: &Reading, b: &Reading) -> Shared {
    let of = |kind: usize| {
        let common = i128::from(in_common(&a.rated[kind], &b.rated[kind]));
        (common, i128::from(a.n[kind]) * i128::from(b.n[kind]))
    };
    let ((negative, negatives), (positive, positives)) = (of(0), of(1));
    [negative * positive, negatives * positive, negative * positives, negatives * positives]
}

/// Returns the sums of products of two readings, or of sums of readings, but for the first.
fn products(a: &Placements, b: &Placements) -> Shared {
    let sum = |a: &[u64], b: &[u64]| -> i128 {
        a.iter().zip(b).map(|(&a, &b)| i128::from(a) * i128::from(b)).sum()
    };
    [
        0,
        sum(&a.of_positive, &b.of_positive),
        sum(&a.of_negative, &b.of_negative),
        i128::from(a.total()) * i128::from(b.total()),
    ]
}

fn summed(readings: &[Reading]) -> Placements {
    let add = |of: fn(&Placements) -> &Vec<u64>| {
        let mut sum = vec![0; of(&readings[0].wins).len()];
        for reading in readings {
            sum.iter_mut().zip(of(&reading.wins)).for_each(|(sum, count)| *sum += count);
        }
        sum
    };
    Placements { of_positive: add(|of| &of.of_positive), of_negative: add(|of| &of.of_negative) }
}

/// Returns, for each two conditions, the sum of products of comparisons of the same two cases: of
/// one reader, and of all.
fn same_pair(readings: &[Vec<Reading>]) -> Vec<(u64, u64)> {
    let by_reader: Vec<Vec<&Reading>> = (0..readings[0].len())
        .map(|reader| readings.iter().map(|of_condition| &of_condition[reader]).collect())
        .collect();
    let [n_negative, n_positive] = [0, 1].map(|kind: usize| readings[0][0].ranks[kind].len());
    let none = || vec![(0, 0); readings.len() * (readings.len() + 1) / 2];
    (0..n_negative)
        .into_par_iter()
        .with_min_len(8)
        .fold(
            || (Row::new(readings.len(), n_positive), none()),
            |(mut row, mut sums), negative| {
                row.add(&by_reader, negative, &mut sums);
                (row, sums)
            },
        )
        .map(|(_, sums)| sums)
        .reduce(none, |mut sums, more| {
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum = (sum.0 + more.0, sum.1 + more.1);
            }
            sums
        })
}

/// The comparisons of one negative case, kept from case to case so that nothing is allocated.
#[derive(Debug)]
struct Row {
    /// Of one reader, by condition.
    one: Vec<Vec<u8>>,
    /// Whether that reader rated the case, by condition.
    rated: Vec<bool>,
    /// Summed over readers, by condition.
    all: Vec<Vec<u32>>,
}

impl Row {
    fn new(n_conditions: usize, n_positive: usize) -> Row {
        Row {
            one: vec![vec![0; n_positive]; n_conditions],
            rated: vec![false; n_conditions],
            all: vec![vec![0; n_positive]; n_conditions],
        }
    }

    /// Adds the products of a negative case to those of each two conditions.
    fn add(&mut self, by_reader: &[Vec<&Reading>], negative: usize, sums: &mut [(u64, u64)]) {
        self.all.iter_mut().for_each(|all| all.fill(0));
        for reader in by_reader {
            for (condition, reading) in reader.iter().enumerate() {
                let rank = reading.ranks[0][negative];
                self.rated[condition] = rank != ABSENT;
                if rank != ABSENT {
                    compare(&mut self.one[condition], &reading.ranks[1], rank);
                    let all = self.all[condition].iter_mut();
                    all.zip(&self.one[condition]).for_each(|(all, &one)| *all += u32::from(one));
                }
            }
            for ((a, b), sum) in each_two(self.one.len()).zip(sums.iter_mut()) {
                if self.rated[a] && self.rated[b] {
                    sum.0 += small_products(&self.one[a], &self.one[b]);
                }
            }
        }
        for ((a, b), sum) in each_two(self.all.len()).zip(sums) {
            let both = self.all[a].iter().zip(&self.all[b]);
            sum.1 += both.map(|(&a, &b)| u64::from(a) * u64::from(b)).sum::<u64>();
        }
    }
}

/// Returns each two of n, a member with itself included.
fn each_two(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |a| (a..n).map(move |b| (a, b)))
}

/// Compares a negative case of a rank with all positive ones.
fn compare(won: &mut [u8], positive: &[i32], rank: i32) {
    for (won, &positive) in won.iter_mut().zip(positive) {
        *won = u8::from(rank < positive) + u8::from(rank <= positive);
    }
}

/// Returns the sum of products of numbers from 0 to 2.
fn small_products(a: &[u8], b: &[u8]) -> u64 {
    a.iter().zip(b).map(|(&a, &b)| u32::from(a * b)).sum::<u32>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrmc::ReaderScore;

    /// Ratings with ties and gaps that no pattern hides in.
    fn study(n_readers: usize, n_cases: usize, n_conditions: usize) -> ReaderScores {
        let mut state = 12_345_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        let mut ratings = Vec::new();
        for condition in 0..n_conditions {
            for reader in 0..n_readers {
                for case in 0..n_cases {
                    let score = next(5) as f64;
                    if 0 < next(4) {
                        let positive = case % 3 == 0;
                        ratings.push(ReaderScore { reader, condition, case, positive, score });
                    }
                }
            }
        }
        ReaderScores::new(&ratings).unwrap()
    }

    /// All pairs of comparisons one by one.
    fn one_by_one(ratings: &ReaderScores, a: usize, b: usize) -> ConditionSums {
        let comparisons = |condition: usize| {
            let mut found = Vec::new();
            for reader in 0..ratings.readers().len() {
                let [negative, positive] = ratings.scores(condition, reader);
                for (i, n) in negative.iter().enumerate() {
                    for (j, p) in positive.iter().enumerate() {
                        if let Some((n, p)) = n.zip(*p) {
                            let won = i128::from(n < p) + i128::from(n <= p);
                            found.push((reader, i, j, won));
                        }
                    }
                }
            }
            found
        };
        let mut sums = ConditionSums::default();
        for &(reader, i, j, won) in &comparisons(a) {
            for &(other, k, l, too) in &comparisons(b) {
                let shared = [i == k && j == l, j == l, i == k, true];
                for (at, _) in shared.iter().enumerate().filter(|(_, shared)| **shared) {
                    let count = |sums: &mut PairSums| {
                        sums.products[at] += won * too;
                        sums.pairs[at] += 1;
                    };
                    count(&mut sums.all);
                    if reader == other {
                        count(&mut sums.same_reader);
                    }
                }
            }
        }
        sums
    }

    #[test]
    fn sums_are_those_of_all_pairs_one_by_one() {
        let ratings = study(3, 14, 2);
        let sums = kernel_sums(&readings(&ratings));
        for (a, b) in [(0, 0), (0, 1), (1, 1)] {
            assert_eq!(sums[a][b - a], one_by_one(&ratings, a, b), "{a} {b}");
        }
    }
}
