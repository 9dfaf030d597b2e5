//! Whether yes is as frequent under each of several conditions, when the same cases were asked.
#![expect(clippy::doc_markdown, reason = "McNemar is a name")]

use crate::check;
use crate::distribution::{binomial_at_most, chi_squared_above};
use crate::{Error, Result};

/// A χ² test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared {
    /// The statistic, 0 or above.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// How likely one so large is by chance, 0 to 1.
    pub p: f64,
}

impl ChiSquared {
    pub(crate) fn new(statistic: f64, df: f64) -> ChiSquared {
        ChiSquared { statistic, df, p: chi_squared_above(statistic, df) }
    }
}

/// Whether answers changed in one direction more than in the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// How much larger the share of yes is the second time, -1 to 1.
    pub difference: f64,
    /// The exact two-sided p; 1 when no answer changed.
    pub exact_p: f64,
    /// The χ² test without correction; nothing when no answer changed.
    pub chi_squared: Option<ChiSquared>,
    /// The χ² test with Edwards's correction for continuity; nothing when no answer changed.
    pub corrected: Option<ChiSquared>,
}

/// Returns McNemar's test of two answers on the same cases.
///
/// Of the b cases that went from yes to no and the c that went from no to yes, half go each way by
/// chance: the exact p is both tails of the binomial distribution, the statistics are
/// `(b - c)²/(b + c)` and `(|b - c| - 1)²/(b + c)`.
///
/// # Input
///
/// * `table`: counts; the first answer by row, the second by column, yes before no.
///
/// # Errors
///
/// [`Error::Empty`] without a case, [`Error::TooMany`] above [`crate::MOST_CALLS`] in any cell.
///
/// # Source
///
/// Q. McNemar, Psychometrika 12, 1947, 153–157; A. L. Edwards, Psychometrika 13, 1948, 185–187.
pub fn mcnemar(table: [[u64; 2]; 2]) -> Result<McNemar> {
    let [[a, b], [c, d]] = table;
    check::calls(a.max(b).max(c).max(d))?;
    let changed = b + c;
    if 0 < changed {
        check::calls(changed)?;
    }
    let apart = b.abs_diff(c) as f64;
    let test = |apart: f64| ChiSquared::new(apart * apart / changed as f64, 1.0);
    Ok(McNemar {
        difference: (c as f64 - b as f64) / (a + b + c + d) as f64,
        exact_p: (2.0 * binomial_at_most(b.min(c), changed, 0.5)).min(1.0),
        chi_squared: (0 < changed).then(|| test(apart)),
        corrected: (0 < changed).then(|| test((apart - 1.0).max(0.0))),
    })
}

/// Returns Cochran's test whether yes is as frequent under each condition.
///
/// With k conditions, the totals G of yes by condition and L by case:
/// `Q = (k - 1)(k Σ G² - (Σ G)²) / (k Σ L - Σ L²)`, as χ² with k - 1 degrees of freedom. With two
/// conditions it is McNemar's test without correction. Cases that were answered alike under all
/// conditions say nothing.
///
/// # Input
///
/// * `answers`: for each case one answer under each condition.
///
/// # Errors
///
/// [`Error::Empty`] without a case, [`Error::TooFewConditions`] below 2, [`Error::Uneven`] when a
/// case has more or fewer answers than the first, [`Error::NoVariance`] when each case was answered
/// alike under all conditions.
///
/// # Source
///
/// W. G. Cochran, Biometrika 37, 1950, 256–266.
pub fn cochran_q(answers: &[Vec<bool>]) -> Result<ChiSquared> {
    let n_conditions = answers.first().ok_or(Error::Empty)?.len();
    if n_conditions < 2 {
        return Err(Error::TooFewConditions { given: n_conditions as u64, least: 2 });
    }
    let mut by_condition = vec![0_u64; n_conditions];
    let (mut yes, mut squares) = (0_u64, 0_u64);
    for answers in answers {
        check::even(n_conditions, answers.len())?;
        let of_case: u64 = answers.iter().map(|&answer| u64::from(answer)).sum();
        by_condition.iter_mut().zip(answers).for_each(|(sum, &answer)| *sum += u64::from(answer));
        yes += of_case;
        squares += of_case * of_case;
    }
    let k = n_conditions as f64;
    let within = k * yes as f64 - squares as f64;
    if within <= 0.0 {
        return Err(Error::NoVariance);
    }
    let of_conditions: f64 = by_condition.iter().map(|&sum| sum as f64 * sum as f64).sum();
    let between = k * of_conditions - yes as f64 * yes as f64;
    Ok(ChiSquared::new((k - 1.0) * between / within, k - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_changes_are_counted_by_hand() {
        // 1 and 5 changes: 2 (1 + 6) / 64.
        let few = mcnemar([[3, 1], [5, 1]]).unwrap();
        assert!((few.exact_p - 14.0 / 64.0).abs() < 1e-15 && (few.difference - 0.4).abs() < 1e-15);
        assert!((few.chi_squared.unwrap().statistic - 16.0 / 6.0).abs() < 1e-15);
        assert!((few.corrected.unwrap().statistic - 9.0 / 6.0).abs() < 1e-15);
        let turned = mcnemar([[3, 5], [1, 1]]).unwrap();
        assert!((turned.exact_p - few.exact_p).abs() < 1e-15);
    }

    #[test]
    fn as_many_changes_each_way_are_no_difference() {
        let even = mcnemar([[0, 4], [4, 0]]).unwrap();
        assert!((even.exact_p - 1.0).abs() < 1e-15);
        let corrected = even.corrected.unwrap();
        assert!(corrected.statistic <= 0.0 && (corrected.p - 1.0).abs() < 1e-15);
    }

    #[test]
    fn answers_that_never_change_have_no_statistic() {
        let same = mcnemar([[7, 0], [0, 2]]).unwrap();
        assert!((same.exact_p - 1.0).abs() < 1e-15 && same.difference.abs() < 1e-15);
        assert_eq!((same.chi_squared, same.corrected), (None, None));
        assert_eq!(mcnemar([[0, 0], [0, 0]]), Err(Error::Empty));
        assert!(matches!(mcnemar([[u64::MAX, 0], [0, 2]]), Err(Error::TooMany { .. })));
        let alike = [vec![true, true], vec![false, false]];
        assert_eq!(cochran_q(&alike), Err(Error::NoVariance));
    }

    #[test]
    fn two_conditions_are_mcnemars_test() {
        let mut answers = vec![vec![true, false]; 3];
        answers.extend(vec![vec![false, true]; 8]);
        answers.extend(vec![vec![true, true]; 5]);
        let q = cochran_q(&answers).unwrap();
        let chi_squared = mcnemar([[5, 3], [8, 0]]).unwrap().chi_squared.unwrap();
        assert!((q.statistic - chi_squared.statistic).abs() < 1e-12, "{q:?} {chi_squared:?}");
        assert!((q.p - chi_squared.p).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_paired_is_a_reason() {
        assert_eq!(cochran_q(&[]), Err(Error::Empty));
        let one = cochran_q(&[vec![true]]);
        assert_eq!(one, Err(Error::TooFewConditions { given: 1, least: 2 }));
        let uneven = cochran_q(&[vec![true, false], vec![true]]);
        assert_eq!(uneven, Err(Error::Uneven { left: 2, right: 1 }));
    }
}
