//! Who rated what, under which condition, and how.

use std::collections::BTreeMap;

use crate::{Error, Result};

/// The most places for ratings, of readers by conditions by cases: under a gigabyte.
const MOST: usize = 50_000_000;

/// One answer of one reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReaderScore {
    /// Who; any number, equal for one reader.
    pub reader: usize,
    /// Under what, e.g. a generator or a round; any number.
    pub condition: usize,
    /// Of what; any number. One case may be rated under several conditions.
    pub case: usize,
    /// Whether the case is what is looked for, e.g. synthetic.
    pub positive: bool,
    /// How sure the reader is that it is; a call without confidence is 0 or 1.
    pub score: f64,
}

/// The ratings of a study, in any design: fully crossed, split or with gaps.
///
/// Readers, conditions and cases keep the numbers they were given, in ascending order.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderScores {
    readers: Vec<usize>,
    conditions: Vec<usize>,
    negative: Vec<usize>,
    positive: Vec<usize>,
    /// By condition, then reader, then case, negative cases first.
    scores: Vec<Option<f64>>,
}

impl ReaderScores {
    /// Sorts the ratings of a study; what was not rated needs no entry.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], [`Error::NotFinite`], [`Error::TruthDiffers`], [`Error::Twice`] when a
    /// reader rated a case twice under one condition (repeats are a condition of their own),
    /// [`Error::TooManyRatings`] above 50 million readers by conditions by cases.
    pub fn new(ratings: &[ReaderScore]) -> Result<ReaderScores> {
        if ratings.is_empty() {
            return Err(Error::Empty);
        }
        if ratings.iter().any(|rating| !rating.score.is_finite()) {
            return Err(Error::NotFinite);
        }
        let mut truth = BTreeMap::new();
        for rating in ratings {
            if *truth.entry(rating.case).or_insert(rating.positive) != rating.positive {
                return Err(Error::TruthDiffers { case: rating.case as u64 });
            }
        }
        let of_kind = |kind: bool| -> Vec<usize> {
            truth.iter().filter(|&(_, &is)| is == kind).map(|(&case, _)| case).collect()
        };
        let mut all = ReaderScores {
            readers: distinct(ratings.iter().map(|rating| rating.reader)),
            conditions: distinct(ratings.iter().map(|rating| rating.condition)),
            negative: of_kind(false),
            positive: of_kind(true),
            scores: Vec::new(),
        };
        let n_rows = all.conditions.len().saturating_mul(all.readers.len());
        let n_places = n_rows.saturating_mul(all.n_cases());
        if MOST < n_places {
            return Err(Error::TooManyRatings { given: n_places as u64, most: MOST as u64 });
        }
        all.scores = vec![None; n_places];
        for rating in ratings {
            let place = all.place(rating);
            if all.scores[place].replace(rating.score).is_some() {
                return Err(Error::Twice {
                    reader: rating.reader as u64,
                    condition: rating.condition as u64,
                    case: rating.case as u64,
                });
            }
        }
        Ok(all)
    }

    /// Returns the readers, ascending.
    pub fn readers(&self) -> &[usize] {
        &self.readers
    }

    /// Returns the conditions, ascending.
    pub fn conditions(&self) -> &[usize] {
        &self.conditions
    }

    /// Returns how many cases were rated by anyone.
    pub fn n_cases(&self) -> usize {
        self.negative.len() + self.positive.len()
    }

    /// Returns how many of them are negative.
    pub fn n_negative(&self) -> usize {
        self.negative.len()
    }

    /// Returns how many of them are positive.
    pub fn n_positive(&self) -> usize {
        self.positive.len()
    }

    /// Returns the first gap of a design that is not fully crossed, as an error.
    ///
    /// # Errors
    ///
    /// [`Error::NotFactorial`].
    pub fn factorial(&self) -> Result<()> {
        let Some(place) = self.scores.iter().position(Option::is_none) else { return Ok(()) };
        let (row, case) = (place / self.n_cases(), place % self.n_cases());
        let reader = self.readers[row % self.readers.len()];
        let condition = self.conditions[row / self.readers.len()];
        let positive = case.checked_sub(self.negative.len());
        let case = positive.map_or_else(|| self.negative[case], |at| self.positive[at]);
        let [reader, condition, case] = [reader, condition, case].map(|number| number as u64);
        Err(Error::NotFactorial { reader, condition, case })
    }

    /// Returns the same ratings as calls: 1 from a score on, 0 below it.
    ///
    /// The area under the curve of calls is balanced accuracy.
    ///
    /// # Errors
    ///
    /// [`Error::NotFinite`] for a threshold that is not.
    pub fn called(&self, threshold: f64) -> Result<ReaderScores> {
        if !threshold.is_finite() {
            return Err(Error::NotFinite);
        }
        let call = |score: f64| f64::from(u8::from(threshold <= score));
        let scores = self.scores.iter().map(|score| score.map(call)).collect();
        Ok(ReaderScores { scores, ..self.clone() })
    }

    /// Returns the scores of negative and of positive cases by a reader under a condition, both by
    /// their place.
    pub(super) fn scores(&self, condition: usize, reader: usize) -> [&[Option<f64>]; 2] {
        let n_cases = self.n_cases();
        let start = (condition * self.readers.len() + reader) * n_cases;
        let (negative, positive) =
            self.scores[start..start + n_cases].split_at(self.negative.len());
        [negative, positive]
    }

    fn place(&self, rating: &ReaderScore) -> usize {
        let at = |sorted: &[usize], number: usize| sorted.partition_point(|&other| other < number);
        let condition = at(&self.conditions, rating.condition);
        let reader = at(&self.readers, rating.reader);
        let case = if rating.positive {
            self.negative.len() + at(&self.positive, rating.case)
        } else {
            at(&self.negative, rating.case)
        };
        (condition * self.readers.len() + reader) * self.n_cases() + case
    }
}

fn distinct(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut all: Vec<usize> = numbers.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A study for tests that another program can make, too.
#[cfg(test)]
pub(super) mod example {
    use super::*;

    /// How many cases there are; the even ones are positive.
    pub(crate) const CASES: usize = 30;

    /// Returns 4 readers' ratings of 30 cases under 3 conditions, as far as they are kept by reader,
    /// condition and case: `(7k + 5r + 3c + k²(r + 1) + kc) mod 9`, and 2 more for even k.
    pub(crate) fn study(kept: impl Fn(usize, usize, usize) -> bool) -> ReaderScores {
        let mut ratings = Vec::new();
        for condition in 0..3 {
            for reader in 0..4 {
                for case in (0..CASES).filter(|&case| kept(reader, condition, case)) {
                    let own = case * case * (reader + 1) + case * condition;
                    let score = (7 * case + 5 * reader + 3 * condition + own) % 9;
                    let positive = case % 2 == 0;
                    let score = (score + if positive { 2 } else { 0 }) as f64;
                    ratings.push(ReaderScore { reader, condition, case, positive, score });
                }
            }
        }
        ReaderScores::new(&ratings).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(reader: usize, case: usize, positive: bool, score: f64) -> ReaderScore {
        ReaderScore { reader, condition: 7, case, positive, score }
    }

    #[test]
    fn ratings_are_found_where_they_belong() {
        let all = ReaderScores::new(&[
            rating(9, 5, true, 4.0),
            rating(2, 8, false, 1.0),
            rating(2, 5, true, 3.0),
            rating(9, 1, false, 2.0),
        ])
        .unwrap();
        assert_eq!((all.readers(), all.conditions()), (&[2, 9][..], &[7][..]));
        assert_eq!(all.scores(0, 0), [&[None, Some(1.0)][..], &[Some(3.0)][..]]);
        assert_eq!(all.scores(0, 1), [&[Some(2.0), None][..], &[Some(4.0)][..]]);
        let gap = Error::NotFactorial { reader: 2, condition: 7, case: 1 };
        assert_eq!(all.factorial(), Err(gap));
        let called = all.called(3.0).unwrap();
        assert_eq!(called.scores(0, 0), [&[None, Some(0.0)][..], &[Some(1.0)][..]]);
    }

    #[test]
    fn what_cannot_be_sorted_is_a_reason() {
        assert_eq!(ReaderScores::new(&[]), Err(Error::Empty));
        let one = rating(1, 1, true, 1.0);
        let nan = ReaderScores::new(&[one, rating(1, 2, true, f64::NAN)]);
        assert_eq!(nan, Err(Error::NotFinite));
        let twice = ReaderScores::new(&[one, rating(1, 1, true, 1.0)]);
        assert_eq!(twice, Err(Error::Twice { reader: 1, condition: 7, case: 1 }));
        let own: Vec<ReaderScore> = (0..8_000).map(|at| rating(at, at, true, 1.0)).collect();
        let most = 50_000_000;
        assert_eq!(ReaderScores::new(&own), Err(Error::TooManyRatings { given: 64_000_000, most }));
        let other = ReaderScores::new(&[one, rating(2, 1, false, 1.0)]);
        assert_eq!(other, Err(Error::TruthDiffers { case: 1 }));
    }
}
