//! The interval of a share when answers vary with several things at once: who answered, and what was shown.

use std::collections::BTreeMap;

use crate::distribution::{t_reach, t_two_sided};
use crate::{Error, Interval, Result};

/// A share, with its interval and its test, for answers of many readers to the same cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedShare {
    /// The share, 0 to 1.
    pub share: f64,
    /// Its interval, within 0 to 1.
    pub interval: Interval,
    /// How many independent answers all answers are worth: at most as many as there are.
    pub worth: f64,
    /// The degrees of freedom: the clusters of the way with the fewest, less one.
    pub df: f64,
}

impl SharedShare {
    /// Returns how likely a share so far from `null` is by chance, two-sided.
    pub fn p(&self, null: f64) -> f64 {
        t_two_sided(self.t(null), Some(self.df))
    }

    /// Returns how many standard errors, as they are under `null`, the share lies from it.
    pub fn t(&self, null: f64) -> f64 {
        (self.share - null) / (null * (1.0 - null) / self.worth).sqrt()
    }
}

/// Returns the share of yes with Wilson's interval, for answers that vary in several ways at once: with
/// their reader, and with each of the cases that were shown.
///
/// The score counts as many answers as independent ones would have to be to vary as much as these: n
/// over the design effect, which is the variance of the share with all ways random over that of n
/// independent answers. That variance adds what lies between clusters of each way, less what lies between
/// those of each two ways, and so on; it is never below the largest of the single ones. The distribution
/// is Student's. A share of 0 or 1 has no variance to compare: then as many answers count as the way with
/// the fewest clusters has. The ways need not be crossed.
///
/// # Input
///
/// * `yes`: one for each answer.
/// * `ways`: one or more; of each, equal for answers that go together: of one reader, to one case.
/// * `level`: of the interval, within 0 to 1, e.g. 0.95.
///
/// # Errors
///
/// [`Error::Empty`] without an answer or a way, [`Error::LengthMismatch`], [`Error::Level`],
/// [`Error::TooFewClusters`] below 2 clusters of any way.
///
/// # Source
///
/// The variance: A. C. Cameron, J. B. Gelbach and D. L. Miller, Journal of Business & Economic Statistics
/// 29, 2011, 238–249. The interval: E. B. Wilson, Journal of the American Statistical Association 22, 1927,
/// 209–212; with the effective sample size and Student's quantile: N. Dean and M. Pagano, Journal of Survey
/// Statistics and Methodology 3, 2015, 484–503.
pub fn share_of_ways(yes: &[bool], ways: &[&[usize]], level: f64) -> Result<SharedShare> {
    if yes.is_empty() || ways.is_empty() {
        return Err(Error::Empty);
    }
    for of in ways {
        if yes.len() != of.len() {
            return Err(Error::LengthMismatch { values: yes.len(), clusters: of.len() });
        }
    }
    let n = yes.len() as f64;
    let share = yes.iter().filter(|yes| **yes).count() as f64 / n;
    let (mut variance, mut largest, mut fewest) = (0.0, 0.0_f64, usize::MAX);
    // Every choice of ways: those of an odd number are added, the others taken off.
    for chosen in 1_usize..1 << ways.len() {
        let own: Vec<&[usize]> = ways
            .iter()
            .enumerate()
            .filter(|(at, _)| chosen >> at & 1 == 1)
            .map(|(_, way)| *way)
            .collect();
        let keys = (0..yes.len()).map(|at| own.iter().map(|way| way[at]).collect::<Vec<usize>>());
        let (between, n_clusters) = between(yes, share, keys);
        variance += if own.len() % 2 == 1 { between } else { -between };
        if own.len() == 1 {
            largest = largest.max(between);
            fewest = fewest.min(n_clusters);
        }
    }
    if fewest < 2 {
        return Err(Error::TooFewClusters { given: fewest, least: 2 });
    }
    let variance = variance.max(largest);
    let of_single = share * (1.0 - share);
    let worth = if of_single <= 0.0 { fewest as f64 } else { (of_single / variance).min(n) };
    let df = fewest as f64 - 1.0;
    let reach_of = t_reach(level, Some(df))?;
    let z2 = reach_of * reach_of;
    let middle = (share + z2 / (2.0 * worth)) / (1.0 + z2 / worth);
    let reach = reach_of / (1.0 + z2 / worth)
        * (share * (1.0 - share) / worth + z2 / (4.0 * worth * worth)).sqrt();
    let interval = Interval {
        low: (middle - reach).clamp(0.0, share),
        high: (middle + reach).clamp(share, 1.0),
        level,
        method: "wilson_ways",
    };
    Ok(SharedShare { share, interval, worth, df })
}

/// Returns the variance of a share between clusters, and how many clusters there are.
fn between<K: Ord>(yes: &[bool], share: f64, of: impl Iterator<Item = K>) -> (f64, usize) {
    let mut sums: BTreeMap<K, f64> = BTreeMap::new();
    for (&yes, key) in yes.iter().zip(of) {
        *sums.entry(key).or_default() += f64::from(u8::from(yes)) - share;
    }
    let n = yes.len() as f64;
    let g = sums.len() as f64;
    // With one cluster there is none; whoever asks refuses.
    (g / (g - 1.0).max(1.0) * sums.values().map(|sum| sum * sum).sum::<f64>() / (n * n), sums.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_table_by_hand() {
        // Rows 1 1 0 1, 1 0 0 1, 1 1 0 0 of 3 readers and 4 cases: share 7 of 12.
        // Rows' sums of residuals: 3 - 7/3, 2 - 7/3, 2 - 7/3 = 2/3, -1/3, -1/3: squares 6/9; × 3/2 / 144 = 1/144.
        // Columns: 3 - 7/4, 2 - 7/4, 0 - 7/4, 2 - 7/4 = 5/4, 1/4, -7/4, 1/4: squares 76/16; × 4/3 / 144 = 19/3/144.
        // Single: 12 · 7/12 · 5/12 = 35/12; × 12/11 / 144 = 35/11/144.
        // In all (1 + 19/3 - 35/11) / 144 = 137/33/144, which is below that of columns alone, 19/3/144.
        let yes = [1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0].map(|one| one == 1);
        let rows: Vec<usize> = (0..12).map(|at| at / 4).collect();
        let columns: Vec<usize> = (0..12).map(|at| at % 4).collect();
        let found = share_of_ways(&yes, &[&rows, &columns], 0.95).unwrap();
        assert!((found.share - 7.0 / 12.0).abs() < 1e-15);
        // 7/12 · 5/12 / (19/432) = 35/144 · 432/19 = 105/19.
        assert!((found.worth - 105.0 / 19.0).abs() < 1e-12, "{}", found.worth);
        assert!((found.df - 2.0).abs() < 1e-15);
        // t = (1/12) / √(1/4 / (105/19)) = 0.391 802; Student's with 2: p = 1 - t/√(2 + t²) = 0.733 011.
        assert!((found.t(0.5) - 0.391_802).abs() < 1e-6, "{}", found.t(0.5));
        assert!((found.p(0.5) - 0.733_011).abs() < 1e-6, "{}", found.p(0.5));
    }

    #[test]
    fn a_way_that_is_there_twice_changes_nothing() {
        let yes = [1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0].map(|one| one == 1);
        let rows: Vec<usize> = (0..12).map(|at| at / 4).collect();
        let columns: Vec<usize> = (0..12).map(|at| at % 4).collect();
        let twice = share_of_ways(&yes, &[&rows, &columns, &columns], 0.95).unwrap();
        let once = share_of_ways(&yes, &[&rows, &columns], 0.95).unwrap();
        assert!((twice.worth - once.worth).abs() < 1e-12);
    }

    #[test]
    fn unanimous_answers_count_the_fewer_of_readers_and_cases() {
        let rows: Vec<usize> = (0..40).map(|at| at / 10).collect();
        let columns: Vec<usize> = (0..40).map(|at| at % 10).collect();
        let found = share_of_ways(&[true; 40], &[&rows, &columns], 0.95).unwrap();
        assert!((found.worth - 4.0).abs() < 1e-15);
        // Wilson's lower end at 4 of 4 is 4 / (4 + t²), with Student's 0.975 quantile for 3: 3.182 446.
        assert!((found.interval.low - 4.0 / (4.0 + 3.182_446_f64.powi(2))).abs() < 1e-6);
        assert!((found.interval.high - 1.0).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_said_is_a_reason() {
        assert_eq!(share_of_ways(&[], &[&[], &[]], 0.95), Err(Error::Empty));
        let few = Err(Error::TooFewClusters { given: 1, least: 2 });
        assert_eq!(share_of_ways(&[true, false], &[&[0, 0], &[0, 1]], 0.95), few);
        assert_eq!(share_of_ways(&[true, false], &[&[0, 1], &[3, 3]], 0.95), few);
        let short = share_of_ways(&[true], &[&[0], &[0, 1]], 0.95);
        assert!(matches!(short, Err(Error::LengthMismatch { .. })));
        let sure = share_of_ways(&[true, false], &[&[0, 1], &[0, 1]], 1.0);
        assert!(matches!(sure, Err(Error::Level { .. })));
    }
}
