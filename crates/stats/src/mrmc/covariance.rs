//! How readers' areas vary together over sets of cases.

use crate::Result;
use crate::delong;
use crate::mrmc::ReaderScores;
use crate::placement::{Placements, enough};

/// How covariances of areas over sets of cases are estimated; the two differ slightly, so that a
/// report has to say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covariances {
    /// By leaving out each case in turn, as OR-DBM MRMC does.
    Jackknife,
    /// By placements, as [`crate::delong()`].
    DeLong,
}

impl Covariances {
    /// Returns the name that results are stored under.
    pub fn name(self) -> &'static str {
        match self {
            Covariances::Jackknife => "jackknife",
            Covariances::DeLong => "delong",
        }
    }
}

/// Means over readers of the covariances of areas under two conditions, or under one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Means {
    /// Of one reader's areas.
    pub(super) same_reader: f64,
    /// Of two readers' areas.
    pub(super) other_reader: f64,
}

/// Areas and covariances of a fully crossed design.
#[derive(Debug, Clone)]
pub(super) struct Areas {
    /// By condition and reader.
    pub(super) auc: Vec<Vec<f64>>,
    /// By condition and condition.
    pub(super) means: Vec<Vec<Means>>,
}

/// Returns areas and means of covariances; at least 2 readers and 2 cases of either kind.
pub(super) fn areas(ratings: &ReaderScores, covariances: Covariances) -> Result<Areas> {
    ratings.factorial()?;
    enough(ratings.n_negative(), ratings.n_positive(), 2)?;
    let placed = |condition: usize| -> Vec<Placements> {
        let of_reader = |reader: usize| {
            let kinds = ratings.scores(condition, reader);
            let [negative, positive] =
                kinds.map(|scores| -> Vec<f64> { scores.iter().copied().flatten().collect() });
            Placements::new(&negative, &positive)
        };
        (0..ratings.readers().len()).map(of_reader).collect()
    };
    let placements: Vec<Vec<Placements>> = (0..ratings.conditions().len()).map(placed).collect();
    // The covariance of two sums is the sum of all covariances, so that pairs of readers need not
    // be looked at one by one.
    let sums: Vec<Placements> = placements.iter().map(|of| sum(of)).collect();
    let n_readers = ratings.readers().len() as f64;
    let means = |a: usize, b: usize| {
        let same: f64 =
            placements[a].iter().zip(&placements[b]).map(|(a, b)| covariances.of(a, b)).sum();
        let all = covariances.of(&sums[a], &sums[b]);
        Means {
            same_reader: same / n_readers,
            other_reader: (all - same) / (n_readers * (n_readers - 1.0)),
        }
    };
    let conditions = 0..placements.len();
    Ok(Areas {
        auc: placements.iter().map(|of| of.iter().map(Placements::area).collect()).collect(),
        means: conditions
            .clone()
            .map(|a| conditions.clone().map(|b| means(a, b)).collect())
            .collect(),
    })
}

fn sum(placements: &[Placements]) -> Placements {
    let add = |of: fn(&Placements) -> &Vec<u64>| {
        let mut sum = vec![0; of(&placements[0]).len()];
        for placement in placements {
            sum.iter_mut().zip(of(placement)).for_each(|(sum, count)| *sum += count);
        }
        sum
    };
    Placements { of_positive: add(|of| &of.of_positive), of_negative: add(|of| &of.of_negative) }
}

impl Covariances {
    fn of(self, a: &Placements, b: &Placements) -> f64 {
        match self {
            Covariances::DeLong => delong::covariance(a, b),
            Covariances::Jackknife => jackknife(a, b),
        }
    }
}

/// Returns the covariance of two areas by leaving out one case after the other.
///
/// `(n - 1)/n Σ (A₍ᵢ₎ - Ā)(B₍ᵢ₎ - B̄)` over all n cases of both kinds.
fn jackknife(a: &Placements, b: &Placements) -> f64 {
    let (left_a, left_b) = (left_out(a), left_out(b));
    let n = left_a.len() as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
    let (mean_a, mean_b) = (mean(&left_a), mean(&left_b));
    let sum: f64 = left_a.iter().zip(&left_b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    (n - 1.0) / n * sum
}

/// Returns by how much an area differs from what it is without each of the cases.
fn left_out(of: &Placements) -> Vec<f64> {
    let (negative, positive) = (of.of_negative.len() as f64, of.of_positive.len() as f64);
    let (total, area) = (of.total() as f64, of.area());
    // Differences from the area, not areas: these would cancel.
    let without = |count: u64, pairs: f64| (total - count as f64) / (2.0 * pairs) - area;
    let of_negative =
        of.of_negative.iter().map(|&count| without(count, (negative - 1.0) * positive));
    let of_positive =
        of.of_positive.iter().map(|&count| without(count, negative * (positive - 1.0)));
    of_negative.chain(of_positive).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_out_each_of_four_cases_is_done_by_hand() {
        // Negative 1, 3; positive 2, 4: the area is 3/4; without 1 it is 1/2, without 3 it is 1,
        // without 2 it is 1, without 4 it is 1/2. The mean is 3/4: 3/4 · 4 · 1/16.
        let placements = Placements::new(&[1.0, 3.0], &[2.0, 4.0]);
        assert!((jackknife(&placements, &placements) - 3.0 / 16.0).abs() < 1e-15);
    }

    #[test]
    fn sums_of_readers_hold_all_pairs() {
        let readers = [
            Placements::new(&[1.0, 3.0, 2.0], &[2.0, 4.0, 3.0]),
            Placements::new(&[2.0, 2.0, 5.0], &[3.0, 1.0, 5.0]),
            Placements::new(&[0.0, 1.0, 1.0], &[1.0, 1.0, 0.0]),
        ];
        for covariances in [Covariances::Jackknife, Covariances::DeLong] {
            let pairs = readers.iter().flat_map(|a| readers.iter().map(move |b| (a, b)));
            let all: f64 = pairs.map(|(a, b)| covariances.of(a, b)).sum();
            let sum = sum(&readers);
            assert!((covariances.of(&sum, &sum) - all).abs() < 1e-14);
        }
    }
}
