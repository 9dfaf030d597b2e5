//! Where each case stands among the cases of the other kind.

use crate::{Error, Result};

/// How many comparisons each case wins, counted twice so that a tie is 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placements {
    /// For each positive case, twice the negative ones below it, plus those equal to it.
    pub(crate) of_positive: Vec<u64>,
    /// For each negative case, twice the positive ones above it, plus those equal to it.
    pub(crate) of_negative: Vec<u64>,
}

impl Placements {
    /// Counts placements in n log n.
    pub(crate) fn new(negative: &[f64], positive: &[f64]) -> Placements {
        let sorted = |scores: &[f64]| {
            let mut sorted = scores.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted
        };
        let (negatives, positives) = (sorted(negative), sorted(positive));
        let below = |sorted: &[f64], score: f64| {
            let less = sorted.partition_point(|&other| other < score);
            let at_most = sorted.partition_point(|&other| other <= score);
            (less + at_most) as u64
        };
        let twice = 2 * positives.len() as u64;
        Placements {
            of_positive: positive.iter().map(|&score| below(&negatives, score)).collect(),
            of_negative: negative.iter().map(|&score| twice - below(&positives, score)).collect(),
        }
    }

    /// Returns twice the number of comparisons that positive cases win.
    pub(crate) fn total(&self) -> u64 {
        self.of_positive.iter().sum()
    }

    /// Returns the area under the curve.
    pub(crate) fn area(&self) -> f64 {
        let pairs = self.of_positive.len() as f64 * self.of_negative.len() as f64;
        self.total() as f64 / (2.0 * pairs)
    }
}

/// Checks that all scores are finite and that there are `least` of either kind.
pub(crate) fn check(negative: &[f64], positive: &[f64], least: u64) -> Result<()> {
    enough(negative.len(), positive.len(), least)?;
    let finite = negative.iter().chain(positive).all(|score| score.is_finite());
    if finite { Ok(()) } else { Err(Error::NotFinite) }
}

/// Checks that there are `least` cases of either kind.
pub(crate) fn enough(negative: usize, positive: usize, least: u64) -> Result<()> {
    let (negative, positive) = (negative as u64, positive as u64);
    if least <= negative && least <= positive {
        Ok(())
    } else {
        Err(Error::TooFewOfAKind { positive, negative, least })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_counted_one_by_one() {
        let (negative, positive) = ([1.0, 2.0, 2.0, 5.0, -0.0], [2.0, 7.0, 0.0, 1.0]);
        let found = Placements::new(&negative, &positive);
        let win = |n: f64, p: f64| u64::from(n < p) + u64::from(n <= p);
        for (at, &p) in positive.iter().enumerate() {
            assert_eq!(found.of_positive[at], negative.iter().map(|&n| win(n, p)).sum::<u64>());
        }
        for (at, &n) in negative.iter().enumerate() {
            assert_eq!(found.of_negative[at], positive.iter().map(|&p| win(n, p)).sum::<u64>());
        }
        assert_eq!(found.total(), found.of_negative.iter().sum::<u64>());
    }
}
