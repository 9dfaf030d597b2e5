//! How well a reader agrees with an earlier self.

use crate::check;
use crate::{
    Agreement, BlandAltman, Coefficient, CohenKappa, CrossTable, Error, IccForms, Result, Weights,
    agreement_of_table, bland_altman, cohen_kappa, icc,
};

/// Agreement of first and second answers in categories.
#[derive(Debug, Clone, PartialEq)]
pub struct IntraReaderKappa {
    /// How often both answers agree, with weights; 0 to 1.
    pub raw: f64,
    /// Cohen's kappa.
    pub kappa: Result<CohenKappa>,
    /// AC1, or AC2 with weights, which does not fall where one category is common.
    pub gwet: Result<Agreement>,
    /// How many repeats were answered twice.
    pub n: u64,
    /// How many were left out because an answer is missing.
    pub n_left_out: usize,
}

/// Agreement of first and second answers on a continuous scale.
#[derive(Debug, Clone, PartialEq)]
pub struct IntraReaderIcc {
    /// Intraclass correlations, with the two occasions as raters. ICC(2,1) counts a drift between
    /// the occasions as disagreement, ICC(3,1) does not.
    pub icc: Result<IccForms>,
    /// Limits of agreement, first less second, in the unit of the scale, with the multiplier 1.96.
    pub limits: Result<BlandAltman>,
    /// How many repeats were answered twice.
    pub n: usize,
    /// How many were left out because an answer is missing.
    pub n_left_out: usize,
}

/// Returns how well one reader's second answers agree with the first, in categories.
///
/// # Input
///
/// * `n_categories`: of the scale, with those that were not used.
/// * `first`, `second`: the category of each repeated case by its place, from 0.
///
/// # Errors
///
/// Those of [`CrossTable::of_pairs`] and [`Error::Level`]; where kappa or AC1 have no value, the
/// reason stands in their place.
///
/// # Source
///
/// As [`cohen_kappa`] and [`Coefficient::Gwet`].
pub fn intra_reader_kappa(
    n_categories: usize,
    first: &[Option<usize>],
    second: &[Option<usize>],
    weights: &Weights,
    level: f64,
) -> Result<IntraReaderKappa> {
    check::level(level)?;
    let table = CrossTable::of_pairs(n_categories, first, second)?;
    let weight = weights.table(table.values())?;
    let (shares, _) = table.shares();
    Ok(IntraReaderKappa {
        raw: shares.iter().zip(&weight).map(|(share, weight)| share * weight).sum(),
        kappa: cohen_kappa(&table, weights, level),
        gwet: agreement_of_table(&table, &Coefficient::Gwet(weights.clone()), level),
        n: table.n(),
        n_left_out: table.n_left_out(),
    })
}

/// Returns how well one reader's second answers agree with the first, on a continuous scale.
///
/// # Errors
///
/// [`Error::Level`], [`Error::Uneven`], [`Error::NoPairs`] when nothing was answered twice;
/// where a part has no value, the reason stands in its place.
///
/// # Source
///
/// As [`icc`] and [`bland_altman`].
pub fn intra_reader_icc(
    first: &[Option<f64>],
    second: &[Option<f64>],
    level: f64,
) -> Result<IntraReaderIcc> {
    check::level(level)?;
    check::even(first.len(), second.len())?;
    let rows: Vec<Vec<Option<f64>>> = first.iter().zip(second).map(|(a, b)| vec![*a, *b]).collect();
    let n = rows.iter().filter(|row| row.iter().all(Option::is_some)).count();
    if n == 0 {
        return Err(Error::NoPairs);
    }
    Ok(IntraReaderIcc {
        icc: icc(&rows, level),
        limits: bland_altman(first, second, 1.96, level),
        n,
        n_left_out: first.len() - n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_make_a_cross_table() {
        // Pairs 00 00 01 11 11, one unanswered: raw 4/5; p_e = 3/5 · 2/5 + 2/5 · 3/5 = .48,
        // kappa (.8 - .48) / .52; π = 1/2, so AC1 = (.8 - .5) / .5.
        let first = [Some(0), Some(0), Some(0), Some(1), Some(1), None];
        let second = [Some(0), Some(0), Some(1), Some(1), Some(1), Some(0)];
        let found = intra_reader_kappa(2, &first, &second, &Weights::Identity, 0.95).unwrap();
        assert_eq!((found.n, found.n_left_out), (5, 1));
        assert!((found.raw - 0.8).abs() < 1e-12);
        assert!((found.kappa.unwrap().kappa - 0.32 / 0.52).abs() < 1e-12);
        assert!((found.gwet.unwrap().estimate - 0.6).abs() < 1e-12);
    }

    #[test]
    fn who_always_answers_the_same_has_no_kappa_but_agrees() {
        let same = [Some(1); 8];
        let found = intra_reader_kappa(2, &same, &same, &Weights::Identity, 0.95).unwrap();
        assert!((found.raw - 1.0).abs() < 1e-12);
        assert_eq!(found.kappa, Err(Error::OneCategory));
        assert!((found.gwet.unwrap().estimate - 1.0).abs() < 1e-12);
    }

    #[test]
    fn drift_lowers_agreement_but_not_consistency() {
        let first: Vec<Option<f64>> = [10.0, 20.0, 30.0, 45.0].map(Some).to_vec();
        let second: Vec<Option<f64>> = [15.0, 25.0, 35.0, 50.0].map(Some).to_vec();
        let found = intra_reader_icc(&first, &second, 0.95).unwrap();
        let icc = found.icc.unwrap();
        assert!((icc.icc3.unwrap().estimate - 1.0).abs() < 1e-12);
        assert!(icc.icc2.unwrap().estimate < 0.97);
        assert!((found.limits.unwrap().bias + 5.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_answered_twice_is_said() {
        assert_eq!(intra_reader_icc(&[Some(1.0)], &[None], 0.95), Err(Error::NoPairs));
        assert_eq!(intra_reader_icc(&[], &[], 0.95), Err(Error::NoPairs));
        let kappa = intra_reader_kappa(2, &[None], &[Some(1)], &Weights::Identity, 0.95);
        assert_eq!(kappa, Err(Error::NoPairs));
        let one = intra_reader_icc(&[Some(1.0)], &[Some(2.0)], 0.95).unwrap();
        assert_eq!(one.icc, Err(Error::TooFewCases { given: 1, least: 2 }));
    }
}
