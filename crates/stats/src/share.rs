//! An interval of a share: how many of some yes and no, where samples of one subject belong together.

use std::collections::BTreeMap;

use crate::{Error, Interval, Result};

/// The quantile 0.975 of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Returns the 95 % interval of a share by Wilson's score, for samples that come in clusters.
///
/// The score counts as many samples as single ones would have to be to vary as much as these:
/// n over the design effect, which is the variance of the share between clusters over that of n
/// single samples. With clusters of one it is Wilson's interval. A share of 0 or 1 has no variance
/// to compare: then each cluster counts once. Unlike resampling it has a width at 0 and at 1, and
/// holds the truth near them as often as it says.
///
/// # Input
///
/// * `yes`: one for each sample.
/// * `clusters`: equal for samples of one subject.
///
/// # Value
///
/// Within 0 to 1; holds the share itself.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::TooFewClusters`] below 2.
///
/// # Source
///
/// E. B. Wilson, Journal of the American Statistical Association 22, 1927, 209–212; with the
/// effective sample size: N. Dean and M. Pagano, Journal of Survey Statistics and Methodology 3,
/// 2015, 484–503.
pub fn share_by_cluster(yes: &[bool], clusters: &[usize]) -> Result<Interval> {
    if yes.is_empty() {
        return Err(Error::Empty);
    }
    if yes.len() != clusters.len() {
        return Err(Error::LengthMismatch { values: yes.len(), clusters: clusters.len() });
    }
    let mut counts: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (&yes, &cluster) in yes.iter().zip(clusters) {
        let count = counts.entry(cluster).or_default();
        count.0 += f64::from(u8::from(yes));
        count.1 += 1.0;
    }
    let n_clusters = counts.len() as f64;
    if counts.len() < 2 {
        return Err(Error::TooFewClusters { given: counts.len(), least: 2 });
    }
    let n = yes.len() as f64;
    let share = counts.values().map(|(yes, _)| yes).sum::<f64>() / n;
    let of_single = share * (1.0 - share) / n;
    let effective = if of_single <= 0.0 {
        n_clusters
    } else {
        // The variance of a ratio of totals over clusters.
        let squares: f64 = counts.values().map(|(yes, size)| (yes - share * size).powi(2)).sum();
        let of_clusters = n_clusters / (n_clusters - 1.0) * squares / (n * n);
        if counts.len() == yes.len() { n } else { (n * of_single / of_clusters).min(n) }
    };
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * effective)) / (1.0 + z2 / effective);
    let reach = Z / (1.0 + z2 / effective)
        * (share * (1.0 - share) / effective + z2 / (4.0 * effective * effective)).sqrt();
    Ok(Interval {
        low: (middle - reach).clamp(0.0, share),
        high: (middle + reach).clamp(share, 1.0),
        level: 0.95,
        method: "wilson",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(n_yes: usize, n: usize) -> Interval {
        let yes: Vec<bool> = (0..n).map(|at| at < n_yes).collect();
        share_by_cluster(&yes, &(0..n).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn single_samples_have_wilsons_interval() {
        // R. G. Newcombe, Statistics in Medicine 17, 1998, 857-872, table I, method 3.
        for (n_yes, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = single(n_yes, n);
            assert!((interval.low - low).abs() < 5e-5, "{n_yes} of {n}: {}", interval.low);
            assert!((interval.high - high).abs() < 5e-5, "{n_yes} of {n}: {}", interval.high);
        }
    }

    #[test]
    fn samples_that_go_together_count_as_one() {
        // 20 subjects of 3 equal samples each are 20 samples.
        let yes: Vec<bool> = (0..60).map(|at| at / 3 % 4 == 0).collect();
        let clusters: Vec<usize> = (0..60).map(|at| at / 3).collect();
        let together = share_by_cluster(&yes, &clusters).unwrap();
        let alone = single(5, 20);
        // The variance between clusters has n - 1 in its denominator: 20 / 19.
        assert!((together.high - alone.high).abs() < 0.01 && together.high > alone.high);
        let all = share_by_cluster(&[true; 60], &clusters).unwrap();
        assert!((all.low - single(20, 20).low).abs() < 1e-12 && (all.high - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_and_one_subject_are_reasons() {
        assert_eq!(share_by_cluster(&[], &[]), Err(Error::Empty));
        let one = share_by_cluster(&[true, false], &[7, 7]);
        assert_eq!(one, Err(Error::TooFewClusters { given: 1, least: 2 }));
        assert!(matches!(share_by_cluster(&[true], &[0, 1]), Err(Error::LengthMismatch { .. })));
    }
}
