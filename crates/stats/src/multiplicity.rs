//! p values of a family of tests, adjusted for how many there are.

use crate::check;
use crate::{Error, Result};

/// How p values are adjusted, and so which error rate is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// Any wrong rejection, whatever the tests have in common: m p.
    Bonferroni,
    /// As Bonferroni and never weaker, step down: the default of confirmatory families.
    Holm,
    /// Any wrong rejection, step up, for independent or positively dependent tests.
    Hochberg,
    /// The share of wrong ones among the rejected, for independent or positively dependent tests:
    /// the default of exploratory families.
    BenjaminiHochberg,
    /// The share of wrong ones among the rejected, whatever the tests have in common.
    BenjaminiYekutieli,
}

/// Returns the adjusted p values of a family: a test is rejected where its value is at most the level.
///
/// With the p values in ascending order p(1), ..., p(m) and values above 1 taken for 1:
///
/// * Bonferroni: m p(i).
/// * Holm: the largest of (m - j + 1) p(j) over j ≤ i.
/// * Hochberg: the smallest of (m - j + 1) p(j) over j ≥ i.
/// * Benjamini-Hochberg: the smallest of m p(j) / j over j ≥ i.
/// * Benjamini-Yekutieli: the same times 1 + 1/2 + ... + 1/m.
///
/// # Input
///
/// * `p`: the whole family, in any order, each 0 to 1. A test that gave no p value is none of it.
///
/// # Value
///
/// In the order of `p`; each 0 to 1 and not below its own p.
///
/// # Errors
///
/// [`Error::Empty`], [`Error::Probability`].
///
/// # Source
///
/// S. Holm, Scandinavian Journal of Statistics 6, 1979, 65–70; Y. Hochberg, Biometrika 75, 1988,
/// 800–802; Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57, 1995,
/// 289–300; Y. Benjamini and D. Yekutieli, Annals of Statistics 29, 2001, 1165–1188.
pub fn adjusted_p(p: &[f64], adjustment: Adjustment) -> Result<Vec<f64>> {
    if p.is_empty() {
        return Err(Error::Empty);
    }
    for &p in p {
        check::probability("p", p)?;
    }
    let m = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let harmonic: f64 = (1..=p.len()).map(|i| 1.0 / i as f64).sum();
    let mut adjusted = vec![0.0; p.len()];
    let mut set = |at: usize, raw: f64, bound: f64, step_down: bool| {
        let value = if step_down { raw.max(bound) } else { raw.min(bound) }.min(1.0);
        adjusted[at] = value;
        value
    };
    if adjustment == Adjustment::Holm {
        order
            .iter()
            .enumerate()
            .fold(0.0, |bound, (i, &at)| set(at, (m - i as f64) * p[at], bound, true));
    } else {
        order.iter().enumerate().rev().fold(1.0, |bound, (i, &at)| match adjustment {
            Adjustment::Bonferroni => set(at, m * p[at], 1.0, false),
            Adjustment::Hochberg | Adjustment::Holm => {
                set(at, (m - i as f64) * p[at], bound, false)
            }
            Adjustment::BenjaminiHochberg => set(at, m / (i + 1) as f64 * p[at], bound, false),
            Adjustment::BenjaminiYekutieli => {
                set(at, harmonic * m / (i + 1) as f64 * p[at], bound, false)
            }
        });
    }
    Ok(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Adjustment; 5] = [
        Adjustment::Bonferroni,
        Adjustment::Holm,
        Adjustment::Hochberg,
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
    ];

    #[test]
    fn a_small_family_is_adjusted_by_hand_in_its_own_order() {
        // Ascending .01 .02 .03: times 3 2 1 stepping down .03 .04 .04, stepping up .03 .03 .03;
        // times 3/1 3/2 3/3 stepping up .03 .03 .03, times 11/6.
        let p = [0.03, 0.01, 0.02];
        for (adjustment, expected) in ALL.into_iter().zip([
            [0.09, 0.03, 0.06],
            [0.04, 0.03, 0.04],
            [0.03, 0.03, 0.03],
            [0.03, 0.03, 0.03],
            [0.055, 0.055, 0.055],
        ]) {
            for (got, expected) in adjusted_p(&p, adjustment).unwrap().iter().zip(expected) {
                assert!((got - expected).abs() < 1e-15, "{adjustment:?}: {got} is not {expected}");
            }
        }
    }

    #[test]
    fn one_test_stays_as_it_is_and_certain_ones_stay_certain() {
        for adjustment in ALL {
            assert_eq!(adjusted_p(&[0.04], adjustment), Ok(vec![0.04]));
            assert_eq!(adjusted_p(&[1.0, 1.0], adjustment), Ok(vec![1.0, 1.0]));
            assert_eq!(adjusted_p(&[0.0, 0.0], adjustment), Ok(vec![0.0, 0.0]));
        }
    }

    #[test]
    fn nothing_and_what_is_no_p_are_reasons() {
        assert_eq!(adjusted_p(&[], Adjustment::Holm), Err(Error::Empty));
        assert!(adjusted_p(&[0.1, f64::NAN], Adjustment::Holm).is_err());
        assert!(adjusted_p(&[1.2], Adjustment::Holm).is_err());
    }
}
