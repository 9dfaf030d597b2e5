//! An interval from halves of the data, for estimates that are no mean.

use crate::{Error, Interval, Result, mean_sd};

/// Fewer halves than this say too little of their spread.
const FEWEST: usize = 4;

/// The quantile 0.975 of Student's t with 1, 2, 3, ... degrees of freedom.
const T_975: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
];

/// Returns the interval of 95 % around `estimate` by the spread of the same estimate on random halves.
///
/// A half of the clusters, drawn without replacement, differs from the whole as the whole differs
/// from what it was drawn from: of a mean over `n`, both variances are the n-th part of that of one.
/// So the standard deviation over halves stands for the estimate's own. No sample is drawn twice,
/// which would make it its own neighbour.
///
/// # Input
///
/// * `halves`: the estimate on each of at least 4 random halves of the clusters.
///
/// # Value
///
/// `estimate` plus and minus t times that standard deviation, where t has one degree of freedom
/// less than there are halves; beyond 31 halves the normal quantile 1.96. It is meant to hold what
/// the estimate is on average over other data of the same size: what is biased at this size stays so.
///
/// # Errors
///
/// [`Error::TooFewResamples`], [`Error::NotFinite`].
///
/// # Source
///
/// D. N. Politis, J. P. Romano and M. Wolf, "Subsampling", Springer, 1999, chapter 2; for halves
/// P. J. `McCarthy`, "Pseudo-replication: half samples", Review of the International Statistical
/// Institute 37, 1969, 239–264. The quantiles of t are those of any table.
pub fn half_sampling(estimate: f64, halves: &[f64]) -> Result<Interval> {
    if halves.len() < FEWEST {
        return Err(Error::TooFewResamples { given: halves.len(), least: FEWEST });
    }
    if !estimate.is_finite() {
        return Err(Error::NotFinite);
    }
    let (_, sd) = mean_sd(halves)?;
    let sd = sd.ok_or(Error::TooFewResamples { given: 1, least: FEWEST })?;
    let reach = sd * T_975.get(halves.len() - 2).copied().unwrap_or(1.96);
    Ok(Interval {
        low: estimate - reach,
        high: estimate + reach,
        level: 0.95,
        method: "half_sampling",
    })
}

#[cfg(test)]
mod tests {
    use rand::RngExt;
    use rand::SeedableRng;
    use rand::seq::SliceRandom;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn the_interval_is_the_spread_of_the_halves_around_the_estimate() {
        // Mean 5, squared deviations 4 + 0 + 0 + 4: variance 8/3; t of 3 degrees is 3.182.
        let interval = half_sampling(4.0, &[3.0, 5.0, 5.0, 7.0]).unwrap();
        let reach = 3.182 * (8.0_f64 / 3.0).sqrt();
        assert!((interval.low - (4.0 - reach)).abs() < 1e-12);
        assert!((interval.high - (4.0 + reach)).abs() < 1e-12);
    }

    #[test]
    fn too_few_halves_and_values_that_are_not_finite_are_refused() {
        assert!(matches!(half_sampling(1.0, &[1.0; 3]), Err(Error::TooFewResamples { .. })));
        assert_eq!(half_sampling(1.0, &[1.0, 2.0, f64::NAN, 1.0]), Err(Error::NotFinite));
        assert_eq!(half_sampling(f64::INFINITY, &[1.0; 8]), Err(Error::NotFinite));
    }

    /// How often the interval of an estimate over 60 exponential numbers holds its average.
    fn coverage(estimate: fn(&[f64]) -> f64, expected: f64) -> f64 {
        let mut chance = ChaCha8Rng::seed_from_u64(2026);
        let runs = 2000;
        let mut held = 0;
        for _ in 0..runs {
            let mut sample: Vec<f64> =
                (0..60).map(|_| -(1.0 - chance.random::<f64>()).ln()).collect();
            let whole = estimate(&sample);
            let halves: Vec<f64> = (0..20)
                .map(|_| {
                    sample.shuffle(&mut chance);
                    estimate(&sample[..30])
                })
                .collect();
            let interval = half_sampling(whole, &halves).unwrap();
            held += u32::from(interval.low <= expected && expected <= interval.high);
        }
        f64::from(held) / f64::from(runs)
    }

    #[test]
    fn it_holds_the_truth_as_often_as_it_says() {
        // The standard error of a share of 0.95 over 2000 runs is 0.005; a skewed mean of 60 loses a little.
        let mean = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
        let held = coverage(mean, 1.0);
        assert!((0.92..=0.97).contains(&held), "{held}");
    }
}
