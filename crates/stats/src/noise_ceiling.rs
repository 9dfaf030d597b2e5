//! How well any metric could agree with readers, given how well they agree with each other.

use crate::check;
use crate::correlation::product_moment;
use crate::rank::{ranks, scaled_ranks};
use crate::{Correlation, Error, Result, spearman};

/// The fewest cases that an agreement is computed from.
const LEAST_CASES: usize = 3;

/// How well one reader agrees with the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReaderAgreement {
    /// How many cases the reader shares with others.
    pub n: usize,
    /// Spearman's ρ with the mean of the others.
    pub with_others: Result<f64>,
    /// Spearman's ρ with the mean of all, the reader among them.
    pub with_all: Result<f64>,
}

/// How well readers agree with each other: what a metric can reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling {
    /// The mean over readers of the agreement with the mean of the others: a metric above it agrees
    /// with readers better than readers do.
    pub lower: f64,
    /// The mean over readers of the agreement with the mean of all: no metric can be expected above.
    /// No order of the cases without ties lies above it; ties may, by little.
    pub upper: f64,
    /// How many readers the two rest on.
    pub n_readers: usize,
    /// Every reader, in the order given.
    pub readers: Vec<ReaderAgreement>,
}

/// Returns the noise ceiling of agreement with readers.
///
/// Each reader's ratings become ranks, (rank - 1/2) / n over the n cases that reader rated, so that
/// readers who use a scale differently and readers of different cases can be averaged. The lower
/// bound leaves each reader out of the mean that reader is compared with; the upper bound does not,
/// and so is too high by what a reader agrees with himself. With missing ratings the mean of a case
/// is that of those who rated it. Compare a metric with it by [`mean_agreement`], which is a mean
/// over readers, too: agreement with the mean score of many readers may lie above the ceiling.
///
/// # Input
///
/// * `ratings`: `ratings[reader][case]`, finite or none, higher always meaning the same.
///
/// # Value
///
/// -1 to 1. A reader without an agreement has a reason, and is in neither bound:
/// [`Error::TooFewPairs`] below 3 shared cases, [`Error::AllEqual`] when the ratings do not vary.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::TooFewReaders`] below 2, [`Error::Uneven`] when readers have
/// lists of different lengths, [`Error::NotFinite`], [`Error::NothingShared`] when no reader has an
/// agreement.
///
/// # Source
///
/// H. Nili et al., "A toolbox for representational similarity analysis", `PLoS` Computational Biology
/// 10(4), 2014, e1003553.
pub fn noise_ceiling(ratings: &[Vec<Option<f64>>]) -> Result<Ceiling> {
    let n_cases = checked(ratings)?;
    if ratings.len() < 2 {
        return Err(Error::TooFewReaders { given: ratings.len() as u64, least: 2 });
    }
    let scaled: Vec<Vec<Option<f64>>> = ratings.iter().map(|own| scaled_ranks(own)).collect();
    // Sum and number of the scaled ranks of each case; who rates all cases alike adds nothing.
    let mut sums = vec![(0.0, 0.0); n_cases];
    for own in scaled.iter().filter(|own| varies(own)) {
        for (sum, rank) in sums.iter_mut().zip(own) {
            if let Some(rank) = rank {
                *sum = (sum.0 + rank, sum.1 + 1.0);
            }
        }
    }
    let readers: Vec<ReaderAgreement> = scaled
        .iter()
        .map(|own| {
            let counted = if varies(own) { 1.0 } else { 0.0 };
            let shared: Vec<(f64, f64, f64)> = own
                .iter()
                .zip(&sums)
                .filter_map(|(rank, &(sum, number))| {
                    let others = number - counted;
                    let rank = rank.filter(|_| 0.5 < others)?;
                    Some((rank, rounded((sum - counted * rank) / others), rounded(sum / number)))
                })
                .collect();
            let list = |of: fn(&(f64, f64, f64)) -> f64| shared.iter().map(of).collect::<Vec<_>>();
            let own = list(|shared| shared.0);
            ReaderAgreement {
                n: shared.len(),
                with_others: rho(&own, &list(|shared| shared.1)),
                with_all: rho(&own, &list(|shared| shared.2)),
            }
        })
        .collect();
    let both: Vec<(f64, f64)> = readers
        .iter()
        .filter_map(|reader| Some((reader.with_others.ok()?, reader.with_all.ok()?)))
        .collect();
    if both.is_empty() {
        return Err(Error::NothingShared { least: LEAST_CASES });
    }
    let n = both.len() as f64;
    Ok(Ceiling {
        lower: both.iter().map(|both| both.0).sum::<f64>() / n,
        upper: both.iter().map(|both| both.1).sum::<f64>() / n,
        n_readers: both.len(),
        readers,
    })
}

/// Returns the mean over readers of a metric's agreement with each, to be read beside
/// [`noise_ceiling`], and how many readers it rests on.
///
/// # Input
///
/// * `metric`: one value for each case, finite or none, turned so that higher means what a higher
///   rating means.
/// * `ratings`: as in [`noise_ceiling`].
///
/// # Errors
///
/// [`Error::Empty`], [`Error::Uneven`], [`Error::NotFinite`], [`Error::NothingShared`] when no
/// reader has an agreement with the metric.
///
/// # Source
///
/// As [`noise_ceiling`].
pub fn mean_agreement(
    metric: &[Option<f64>],
    ratings: &[Vec<Option<f64>>],
) -> Result<(f64, usize)> {
    let n_cases = checked(ratings)?;
    check::even(n_cases, metric.len())?;
    finite(metric)?;
    let agreements: Vec<f64> = ratings
        .iter()
        .filter_map(|own| {
            let (values, own) = both(metric, own);
            rho(&values, &own).ok()
        })
        .collect();
    if agreements.is_empty() {
        return Err(Error::NothingShared { least: LEAST_CASES });
    }
    Ok((agreements.iter().sum::<f64>() / agreements.len() as f64, agreements.len()))
}

/// Returns how well each reader agrees with his own second reading of the same cases.
///
/// # Input
///
/// * `first`, `second`: `first[reader][case]` and the same reader's second rating; cases without one
///   of the two are left out.
///
/// # Value
///
/// Spearman's ρ with its interval for each reader, or why there is none: [`Error::TooFewPairs`]
/// below 3 repeated cases (an interval needs 4), [`Error::AllEqual`].
///
/// # Errors
///
/// [`Error::Empty`], [`Error::Uneven`], [`Error::NotFinite`].
///
/// # Source
///
/// As [`spearman`].
pub fn repeat_agreement(
    first: &[Vec<Option<f64>>],
    second: &[Vec<Option<f64>>],
    level: f64,
) -> Result<Vec<Result<Correlation>>> {
    let n_cases = checked(first)?;
    check::even(first.len(), second.len())?;
    check::even(n_cases, second[0].len())?;
    let of_reader = |(first, second): (&Vec<Option<f64>>, &Vec<Option<f64>>)| {
        let (first, second) = both(first, second);
        if first.len() < LEAST_CASES {
            return Err(Error::TooFewPairs { given: first.len(), least: LEAST_CASES });
        }
        spearman(&first, &second, level)
    };
    Ok(first.iter().zip(second).map(of_reader).collect())
}

/// Checks that readers have lists of one length, and returns it.
fn checked(ratings: &[Vec<Option<f64>>]) -> Result<usize> {
    let n_cases = ratings.first().map_or(0, Vec::len);
    if n_cases == 0 {
        return Err(Error::Empty);
    }
    for own in ratings {
        check::even(n_cases, own.len())?;
        finite(own)?;
    }
    Ok(n_cases)
}

fn finite(values: &[Option<f64>]) -> Result<()> {
    let finite = values.iter().flatten().all(|value| value.is_finite());
    if finite { Ok(()) } else { Err(Error::NotFinite) }
}

/// Returns the values of the cases that both lists have.
fn both(left: &[Option<f64>], right: &[Option<f64>]) -> (Vec<f64>, Vec<f64>) {
    left.iter().zip(right).filter_map(|(left, right)| Some(((*left)?, (*right)?))).unzip()
}

fn varies(values: &[Option<f64>]) -> bool {
    let mut there = values.iter().flatten();
    there.next().is_some_and(|first| there.any(|value| value < first || first < value))
}

/// Rounds a mean of scaled ranks: what differs by less is equal.
fn rounded(mean: f64) -> f64 {
    (mean * 1e12).round()
}

/// Returns Spearman's ρ alone.
fn rho(x: &[f64], y: &[f64]) -> Result<f64> {
    if x.len() < LEAST_CASES {
        return Err(Error::TooFewPairs { given: x.len(), least: LEAST_CASES });
    }
    product_moment(&ranks(x).ranks, &ranks(y).ranks).ok_or(Error::AllEqual)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn three_readers_of_four_cases_are_counted_by_hand() {
        let ratings = [
            known(&[1.0, 2.0, 3.0, 4.0]),
            known(&[1.0, 2.0, 4.0, 3.0]),
            known(&[10.0, 20.0, 30.0, 50.0]),
        ];
        let found = noise_ceiling(&ratings).unwrap();
        // The others of the first rank 1, 2, 3.5, 3.5: ρ = 4.5 / √(5 · 4.5). Those of the second
        // rank 1, 2, 3, 4: 0.8. All together rank 1, 2, 3, 4.
        let close = 4.5 / (5.0_f64 * 4.5).sqrt();
        assert!((found.lower - (2.0 * close + 0.8) / 3.0).abs() < 1e-14, "{found:?}");
        assert!((found.upper - 2.8 / 3.0).abs() < 1e-14, "{found:?}");
        assert_eq!(found.n_readers, 3);
    }

    #[test]
    fn the_mean_over_readers_stays_below_the_ceiling_of_all() {
        let ratings = [
            known(&[1.0, 2.0, 3.0, 4.0, 5.0]),
            known(&[1.0, 3.0, 2.0, 5.0, 4.0]),
            known(&[2.0, 1.0, 3.0, 5.0, 4.0]),
        ];
        let upper = noise_ceiling(&ratings).unwrap().upper;
        // Every order of five values without ties as a metric.
        let mut best: f64 = -1.0;
        for code in 0..3125_u32 {
            let metric: Vec<f64> =
                (0..5).map(|place| f64::from(code / 5_u32.pow(place) % 5)).collect();
            let mut sorted = metric.clone();
            sorted.sort_by(f64::total_cmp);
            if sorted != [0.0, 1.0, 2.0, 3.0, 4.0] {
                continue;
            }
            let (agreement, n) = mean_agreement(&known(&metric), &ratings).unwrap();
            assert_eq!(n, 3);
            best = best.max(agreement);
        }
        assert!(best <= upper + 1e-12, "{best} is above {upper}");
        assert!(upper < best + 1e-12, "the mean itself reaches it");
    }

    #[test]
    fn missing_ratings_are_left_out() {
        let ratings = [
            vec![Some(1.0), Some(2.0), Some(3.0), Some(4.0), None],
            vec![Some(1.0), Some(2.0), Some(3.0), None, Some(4.0)],
            vec![None, None, None, None, Some(3.0)],
        ];
        let found = noise_ceiling(&ratings).unwrap();
        assert_eq!((found.readers[0].n, found.readers[1].n, found.readers[2].n), (3, 3, 1));
        assert!((found.lower - 1.0).abs() < 1e-14 && found.n_readers == 2);
        let few = Err(Error::TooFewPairs { given: 1, least: 3 });
        assert_eq!(found.readers[2].with_others, few);
    }

    #[test]
    fn a_reader_who_rates_all_alike_is_in_neither_bound() {
        let ratings = [
            known(&[1.0, 2.0, 3.0, 4.0]),
            known(&[5.0, 5.0, 5.0, 5.0]),
            known(&[1.0, 2.0, 3.0, 4.0]),
        ];
        let found = noise_ceiling(&ratings).unwrap();
        assert!((found.lower - 1.0).abs() < 1e-14 && found.n_readers == 2);
        assert_eq!(found.readers[1].with_others, Err(Error::AllEqual));
    }

    #[test]
    fn readers_are_compared_with_their_repeats() {
        let first = [known(&[1.0, 2.0, 3.0, 4.0, 5.0]), vec![Some(1.0), None, None, None, None]];
        let second = [known(&[1.0, 2.0, 3.0, 5.0, 4.0]), vec![Some(2.0); 5]];
        let found = repeat_agreement(&first, &second, 0.95).unwrap();
        // One exchange of neighbours: 1 - 6 · 2 / 120.
        assert!((found[0].unwrap().estimate - 0.9).abs() < 1e-14);
        assert_eq!(found[1], Err(Error::TooFewPairs { given: 1, least: 3 }));
    }

    #[test]
    fn nothing_one_reader_and_nothing_shared_are_reasons() {
        assert_eq!(noise_ceiling(&[]), Err(Error::Empty));
        assert_eq!(noise_ceiling(&[vec![], vec![]]), Err(Error::Empty));
        let one = noise_ceiling(&[known(&[1.0, 2.0, 3.0])]);
        assert_eq!(one, Err(Error::TooFewReaders { given: 1, least: 2 }));
        let apart = [vec![Some(1.0), None], vec![None, Some(1.0)]];
        assert_eq!(noise_ceiling(&apart), Err(Error::NothingShared { least: 3 }));
        let odd = [known(&[1.0, f64::NAN]), known(&[1.0, 2.0])];
        assert_eq!(noise_ceiling(&odd), Err(Error::NotFinite));
        let odd = [known(&[1.0, 2.0]), known(&[1.0])];
        assert_eq!(noise_ceiling(&odd), Err(Error::Uneven { left: 2, right: 1 }));
    }
}
