//! Cohen's kappa of two raters, with any weights.

use crate::distribution::{normal_reach, normal_two_sided};
use crate::{CrossTable, Error, Interval, Result, Weights};

/// Cohen's kappa.
#[derive(Debug, Clone, PartialEq)]
pub struct CohenKappa {
    /// `(p_o - p_e) / (1 - p_e)`.
    pub kappa: f64,
    /// `p_o`, how often both agree, with weights: the raw agreement.
    pub observed: f64,
    /// `p_e`, how often they would by chance.
    pub expected: f64,
    /// The asymptotic standard error, for intervals; `None` when the table leaves no variance, as
    /// with perfect agreement.
    pub se: Option<f64>,
    /// The standard error if both agree by chance only, for the test against 0.
    pub se_null: Option<f64>,
    /// How likely a kappa so far from 0, on either side, if both agree by chance only.
    pub p: Option<f64>,
    /// `kappa ± z · se`, not above 1; or why there is none.
    pub interval: Result<Interval>,
    /// How many pairs of answers were counted.
    pub n: u64,
    /// How many were left out because one was missing.
    pub n_left_out: usize,
}

/// Returns Cohen's kappa, weighted or not.
///
/// `p_o = Σ w_kl p_kl`, `p_e = Σ w_kl p_k· p_·l`. The variance is
/// `(Σ p_kl (w_kl - (w_k· + w_·l) (1 - κ))² - (κ - p_e (1 - κ))²) / (n (1 - p_e)²)`, with
/// `w_k· = Σ_l w_kl p_·l` and `w_·l = Σ_k w_kl p_k·`; that of no agreement is
/// `(Σ p_k· p_·l (w_kl - w_k· - w_·l)² - p_e²) / (n (1 - p_e)²)`.
///
/// # Input
///
/// * `weights`: shares of agreement; disagreements d are the weights `1 - d / d_max`. They need not
///   be symmetric.
///
/// # Value
///
/// From -1 to 1. When nearly all cases belong to one category it is low however often both agree:
/// read `observed` and [`crate::Coefficient::Gwet`] beside it.
///
/// # Errors
///
/// [`Error::Level`]; [`Error::OneCategory`] when chance would agree always; [`Error::Weights`],
/// [`Error::TooManyCategories`].
///
/// # Source
///
/// J. Cohen, Psychological Bulletin 70, 1968, 213–220; J. L. Fleiss, J. Cohen and B. S. Everitt,
/// Psychological Bulletin 72, 1969, 323–327.
pub fn cohen_kappa(table: &CrossTable, weights: &Weights, level: f64) -> Result<CohenKappa> {
    let reach = normal_reach(level)?;
    let q = table.n_categories();
    let weight = weights.table(table.values())?;
    let (both, [first, second]) = table.shares();
    let chance: Vec<f64> = (0..q * q).map(|at| first[at / q] * second[at % q]).collect();
    let mut rows = vec![0.0; q];
    let mut columns = vec![0.0; q];
    for (at, weight) in weight.iter().enumerate() {
        rows[at / q] += weight * second[at % q];
        columns[at % q] += weight * first[at / q];
    }
    let mean = |of: &dyn Fn(usize) -> f64, shares: &[f64]| -> f64 {
        shares.iter().enumerate().map(|(at, share)| share * of(at)).sum()
    };
    let observed = mean(&|at| weight[at], &both);
    let expected = mean(&|at| weight[at], &chance);
    if 1.0 - 1e-12 < expected {
        return Err(Error::OneCategory);
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let n = table.n();
    // Around the mean of the terms, not by a difference of squares, which may fall below zero.
    let error = |rest: f64, shares: &[f64]| {
        let term = |at: usize| weight[at] - (rows[at / q] + columns[at % q]) * rest;
        let middle = mean(&term, shares);
        let variance =
            mean(&|at| (term(at) - middle).powi(2), shares) / (n as f64 * (1.0 - expected).powi(2));
        (1e-24 < variance).then(|| variance.sqrt())
    };
    let (se, se_null) = (error(1.0 - kappa, &both), error(1.0, &chance));
    let interval = se.map(|se| Interval {
        low: kappa - reach * se,
        high: (kappa + reach * se).min(1.0),
        level,
        method: "asymptotic_normal",
    });
    Ok(CohenKappa {
        kappa,
        observed,
        expected,
        se,
        se_null,
        p: se_null.map(|se| normal_two_sided(kappa / se)),
        interval: interval.ok_or(Error::NoSpread),
        n,
        n_left_out: table.n_left_out(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u64]]) -> CrossTable {
        CrossTable::new(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).unwrap()
    }

    fn kappa(rows: &[&[u64]], weights: &Weights) -> CohenKappa {
        cohen_kappa(&table(rows), weights, 0.95).unwrap()
    }

    #[test]
    fn kappa_and_its_errors_are_those_of_another_program() {
        // statsmodels 0.15.0, cohens_kappa, with wt None, "linear" and "quadratic".
        let rows: &[&[u64]] = &[&[25, 4, 1, 0], &[3, 17, 6, 2], &[0, 5, 11, 4], &[1, 0, 3, 18]];
        for (weights, value, se, se_null) in [
            (Weights::Identity, 0.610_947_142_473_839, 0.060_312_723_379, 0.058_055_859_880_113),
            (Weights::Linear, 0.730_671_736_375_159, 0.048_763_289_365_916, 0.072_702_828_041_697),
            (
                Weights::Quadratic,
                0.820_872_274_143_302,
                0.046_995_353_580_598,
                0.099_850_190_091_806,
            ),
        ] {
            let found = kappa(rows, &weights);
            assert!((found.kappa - value).abs() < 1e-10, "{found:?}");
            assert!((found.se.unwrap() - se).abs() < 1e-10, "{found:?}");
            assert!((found.se_null.unwrap() - se_null).abs() < 1e-10, "{found:?}");
        }
        let interval = kappa(rows, &Weights::Identity).interval.unwrap();
        assert!((interval.low - 0.492_736_376_841).abs() < 1e-9, "{interval:?}");
        assert!((interval.high - 0.729_157_908_106).abs() < 1e-9, "{interval:?}");
    }

    #[test]
    fn high_agreement_with_one_common_category_has_a_low_kappa() {
        // A. R. Feinstein and D. V. Cicchetti 1990: equal raw agreement of 85 %, kappa .70 and .32.
        let balanced = kappa(&[&[40, 9], &[6, 45]], &Weights::Identity);
        let skewed = kappa(&[&[80, 10], &[5, 5]], &Weights::Identity);
        assert!((balanced.observed - 0.85).abs() < 1e-12);
        assert!((skewed.observed - 0.85).abs() < 1e-12);
        assert!((balanced.kappa - 0.70).abs() < 0.005, "{}", balanced.kappa);
        assert!((skewed.kappa - 0.32).abs() < 0.005, "{}", skewed.kappa);
    }

    #[test]
    fn perfect_agreement_has_no_interval() {
        let perfect = kappa(&[&[5, 0], &[0, 7]], &Weights::Identity);
        assert!((perfect.kappa - 1.0).abs() < 1e-15);
        assert_eq!((perfect.se, perfect.interval), (None, Err(Error::NoSpread)));
        assert!(perfect.se_null.is_some(), "chance alone would vary");
    }

    #[test]
    fn one_category_and_one_that_a_rater_always_chose_are_no_nonsense() {
        let one = cohen_kappa(&table(&[&[9, 0], &[0, 0]]), &Weights::Identity, 0.95);
        assert_eq!(one, Err(Error::OneCategory));
        // Who always says the same agrees exactly as often as by chance.
        let stubborn = kappa(&[&[6, 0], &[3, 0]], &Weights::Identity);
        assert!(stubborn.kappa.abs() < 1e-15);
        assert_eq!((stubborn.se_null, stubborn.p), (None, None));
        assert_eq!(cohen_kappa(&table(&[&[9]]), &Weights::Linear, 0.95), Err(Error::OneCategory));
        let level = cohen_kappa(&table(&[&[9, 1], &[1, 9]]), &Weights::Linear, f64::NAN);
        assert!(matches!(level, Err(Error::Level { .. })));
    }
}
