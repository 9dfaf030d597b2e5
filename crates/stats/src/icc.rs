//! Intraclass correlations: how much of what varies in ratings lies between cases.

use crate::check;
use crate::distribution::f_critical;
use crate::{Error, Interval, Result};

/// An intraclass correlation.
#[derive(Debug, Clone, PartialEq)]
pub struct Icc {
    /// Its estimate; below 0 when cases differ less than the errors of their ratings.
    pub estimate: f64,
    /// Its interval; or why there is none. Its lower end may lie far below 0 in small samples.
    pub interval: Result<Interval>,
}

/// The six intraclass correlations of Shrout and Fleiss, and the mean squares they are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct IccForms {
    /// Mean square between cases (BMS).
    pub ms_between: f64,
    /// Mean square within cases (WMS).
    pub ms_within: f64,
    /// Mean square between raters (JMS).
    pub ms_raters: f64,
    /// Residual mean square (EMS).
    pub ms_error: f64,
    /// ICC(1,1): each case has raters of its own; one of them.
    pub icc1: Result<Icc>,
    /// ICC(1,k): the mean of the raters of a case.
    pub icc1k: Result<Icc>,
    /// ICC(2,1): agreement of raters who stand for others; one of them. The default.
    pub icc2: Result<Icc>,
    /// ICC(2,k): the mean of such raters.
    pub icc2k: Result<Icc>,
    /// ICC(3,1): consistency of these very raters, whose levels may differ; one of them.
    pub icc3: Result<Icc>,
    /// ICC(3,k): the mean of these very raters.
    pub icc3k: Result<Icc>,
    /// How many cases entered.
    pub n_cases: usize,
    /// How many raters there are.
    pub n_raters: usize,
    /// How many cases were left out because a rating is missing.
    pub n_left_out: usize,
}

/// Returns the six intraclass correlations of Shrout and Fleiss.
///
/// With n cases, k raters and mean squares B between cases, W within, J between raters, E residual:
/// `ICC(1,1) = (B - W) / (B + (k - 1) W)`, `ICC(1,k) = (B - W) / B`,
/// `ICC(2,1) = (B - E) / (B + (k - 1) E + k (J - E) / n)`, `ICC(2,k) = (B - E) / (B + (J - E) / n)`,
/// `ICC(3,1) = (B - E) / (B + (k - 1) E)`, `ICC(3,k) = (B - E) / B`.
///
/// # Input
///
/// * `cases`: a row for each case with a cell for each rater. The analysis of variance needs
///   balanced tables: rows with a missing rating are left out and counted.
/// * `level`: e.g. 0.95.
///
/// # Value
///
/// At most 1. Intervals by the F distribution; those of ICC(2,·) with the degrees of freedom of
/// Satterthwaite. Forms with no value say why.
///
/// # Errors
///
/// [`Error::Level`], [`Error::Ragged`], [`Error::NotFinite`]; [`Error::TooFewCases`] and
/// [`Error::TooFewReaders`] below 2 complete ones; [`Error::OneCategory`] when all ratings are the
/// same. In a form: [`Error::NoCaseVariance`] when it would lie below -1.
///
/// # Source
///
/// P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86, 1979, 420–428; the interval of ICC(2,k):
/// K. O. `McGraw` and S. P. Wong, Psychological Methods 1, 1996, 30–46.
pub fn icc(cases: &[Vec<Option<f64>>], level: f64) -> Result<IccForms> {
    check::level(level)?;
    let (complete, n_raters) = complete(cases)?;
    let squares = MeanSquares::new(&complete, n_raters);
    let n_left_out = cases.len() - complete.len();
    squares.forms(level).map(|forms| IccForms { n_left_out, ..forms })
}

/// Returns the rows without a missing rating, and how long they are.
fn complete(cases: &[Vec<Option<f64>>]) -> Result<(Vec<Vec<f64>>, usize)> {
    let n_raters = cases.first().ok_or(Error::Empty)?.len();
    for (at, case) in cases.iter().enumerate() {
        if case.len() != n_raters {
            return Err(Error::Ragged { row: at + 1, given: case.len(), wanted: n_raters });
        }
        if case.iter().flatten().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite);
        }
    }
    if n_raters < 2 {
        return Err(Error::TooFewReaders { given: n_raters as u64, least: 2 });
    }
    let complete: Vec<Vec<f64>> =
        cases.iter().filter_map(|case| case.iter().copied().collect()).collect();
    if complete.len() < 2 {
        return Err(Error::TooFewCases { given: complete.len(), least: 2 });
    }
    Ok((complete, n_raters))
}

/// The mean squares of a balanced table.
struct MeanSquares {
    n: f64,
    k: f64,
    between: f64,
    within: f64,
    raters: f64,
    error: f64,
}

impl MeanSquares {
    fn new(cases: &[Vec<f64>], n_raters: usize) -> MeanSquares {
        let (n, k) = (cases.len() as f64, n_raters as f64);
        // Around a value of the table, so that equal values leave exactly nothing.
        let origin = cases[0][0];
        let largest = cases.iter().flatten().map(|x| x.abs()).fold(0.0, f64::max);
        let by_case: Vec<f64> =
            cases.iter().map(|case| case.iter().map(|x| x - origin).sum::<f64>() / k).collect();
        let by_rater: Vec<f64> = (0..n_raters)
            .map(|rater| cases.iter().map(|case| case[rater] - origin).sum::<f64>() / n)
            .collect();
        let mean = by_case.iter().sum::<f64>() / n;
        let around = |means: &[f64]| means.iter().map(|m| (m - mean).powi(2)).sum::<f64>();
        let (mut within, mut error) = (0.0, 0.0);
        for (case, case_mean) in cases.iter().zip(&by_case) {
            for (x, rater_mean) in case.iter().zip(&by_rater) {
                within += (x - origin - case_mean).powi(2);
                error += (x - origin - case_mean - rater_mean + mean).powi(2);
            }
        }
        // Squares of rounding errors are none.
        let nothing = (1e-14 * largest).powi(2);
        let some = |square: f64| if square <= nothing && square.is_finite() { 0.0 } else { square };
        MeanSquares {
            n,
            k,
            between: some(k * around(&by_case) / (n - 1.0)),
            within: some(within / (n * (k - 1.0))),
            raters: some(n * around(&by_rater) / (k - 1.0)),
            error: some(error / ((n - 1.0) * (k - 1.0))),
        }
    }

    fn forms(&self, level: f64) -> Result<IccForms> {
        let MeanSquares { n, k, between: b, within: w, raters: j, error: e } = *self;
        if !(b + w + j + e).is_finite() {
            return Err(Error::NotFinite);
        }
        if b <= 0.0 && w <= 0.0 {
            return Err(Error::OneCategory);
        }
        let one_way = ratio_interval(b, w, [n - 1.0, n * (k - 1.0)], level);
        let two_way = ratio_interval(b, e, [n - 1.0, (n - 1.0) * (k - 1.0)], level);
        let single = |[low, high]: [f64; 2]| {
            [(low - 1.0) / (low + k - 1.0), (high - 1.0) / (high + k - 1.0)]
        };
        let mean = |[low, high]: [f64; 2]| [1.0 - 1.0 / low, 1.0 - 1.0 / high];
        let random = self.random_raters(level);
        let form = |above: f64, below: f64, ends: Result<[f64; 2]>| {
            let estimate = above / below;
            if below <= 0.0 || estimate < -1.0 - 1e-9 {
                return Err(Error::NoCaseVariance);
            }
            let interval = ends.and_then(|[low, high]| {
                if low.is_nan() || high.is_nan() {
                    // Beyond the pole of Spearman and Brown's formula.
                    return Err(Error::NoCaseVariance);
                }
                let known = low.is_finite() && high.is_finite();
                let interval = Interval { low, high, level, method: "icc_f" };
                if known { Ok(interval) } else { Err(Error::NoSpread) }
            });
            Ok(Icc { estimate, interval })
        };
        Ok(IccForms {
            ms_between: b,
            ms_within: w,
            ms_raters: j,
            ms_error: e,
            icc1: form(b - w, b + (k - 1.0) * w, one_way.map(single)),
            icc1k: form(b - w, b, one_way.map(mean)),
            icc2: form(b - e, b + (k - 1.0) * e + k * (j - e) / n, random.map(|[one, _]| one)),
            icc2k: form(b - e, b + (j - e) / n, random.map(|[_, all]| all)),
            icc3: form(b - e, b + (k - 1.0) * e, two_way.map(single)),
            icc3k: form(b - e, b, two_way.map(mean)),
            n_cases: self.count(n),
            n_raters: self.count(k),
            n_left_out: 0,
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::unused_self,
        reason = "they were counts"
    )]
    fn count(&self, of: f64) -> usize {
        of as usize
    }

    /// The intervals of ICC(2,1) and ICC(2,k).
    fn random_raters(&self, level: f64) -> Result<[[f64; 2]; 2]> {
        let MeanSquares { n, k, between: b, raters: j, error: e, .. } = *self;
        if e <= 0.0 {
            return Err(Error::NoSpread);
        }
        let icc = (b - e) / (b + (k - 1.0) * e + k * (j - e) / n);
        let rest = n * (1.0 + (k - 1.0) * icc) - k * icc;
        let shared = k * icc * j / e;
        let freedom = (k - 1.0) * (n - 1.0) * (shared + rest).powi(2)
            / ((n - 1.0) * shared.powi(2) + rest.powi(2));
        if freedom.is_nan() || freedom < 0.1 {
            return Err(Error::NoCaseVariance);
        }
        let tail = (1.0 - level) / 2.0;
        let above = f_critical(n - 1.0, freedom, tail);
        let below = f_critical(freedom, n - 1.0, tail);
        let errors = k * j + (k * n - k - n) * e;
        let one = [
            n * (b - above * e) / (above * errors + n * b),
            n * (below * b - e) / (errors + n * below * b),
        ];
        // Spearman and Brown's formula over those ends, without its poles.
        let [low, high] =
            [(b - above * e, above * (j - e) + n * b), (below * b - e, j - e + n * below * b)];
        let mean = |(part, all): (f64, f64)| if 0.0 < all { n * part / all } else { f64::NAN };
        Ok([one, [mean(low), mean(high)]])
    }
}

/// Returns the interval of the ratio of two mean squares.
fn ratio_interval(above: f64, below: f64, freedom: [f64; 2], level: f64) -> Result<[f64; 2]> {
    if below <= 0.0 {
        return Err(Error::NoSpread);
    }
    let (ratio, tail) = (above / below, (1.0 - level) / 2.0);
    let [first, second] = freedom;
    Ok([ratio / f_critical(first, second, tail), ratio * f_critical(second, first, tail)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
        rows.iter().map(|row| row.iter().copied().map(Some).collect()).collect()
    }

    fn check(form: &Result<Icc>, value: f64, low: f64, high: f64) {
        let form = form.clone().unwrap();
        let interval = form.interval.unwrap();
        for (got, expected) in [(form.estimate, value), (interval.low, low), (interval.high, high)]
        {
            assert!((got - expected).abs() < 1e-9, "{got} is not {expected}");
        }
    }

    #[test]
    fn all_forms_and_intervals_are_those_of_another_program() {
        // pingouin 0.6.1, intraclass_corr; its ICC(A,·) have the degrees of freedom of Satterthwaite.
        let rows: &[&[f64]] = &[
            &[7.1, 6.8, 8.0],
            &[5.2, 5.9, 6.1],
            &[9.0, 8.1, 9.7],
            &[3.3, 4.4, 4.0],
            &[6.1, 6.0, 7.2],
            &[8.2, 7.9, 8.4],
            &[4.9, 4.1, 6.3],
            &[5.5, 6.2, 5.8],
        ];
        let mut table = some(rows);
        table.insert(3, vec![Some(2.0), None, Some(9.0)]);
        let found = icc(&table, 0.95).unwrap();
        check(&found.icc1, 0.857_181_493_159_54, 0.620_417_875_001, 0.966_040_047_222);
        check(&found.icc2, 0.859_727_891_156_462, 0.551_015_319_03, 0.968_433_136_952);
        check(&found.icc3, 0.908_312_456_363_71, 0.729_458_820_04, 0.979_048_991_456);
        check(&found.icc1k, 0.947_384_153_276_37, 0.830_606_895_218, 0.988_417_794_984);
        check(&found.icc2k, 0.948_419_051_430_858, 0.786_404_311_697, 0.989_251_515_015);
        check(&found.icc3k, 0.967_447_726_808_783, 0.889_975_501_599, 0.992_917_405_486);
        assert_eq!((found.n_cases, found.n_raters, found.n_left_out), (8, 3, 1));
    }

    #[test]
    fn perfect_agreement_has_no_interval() {
        let found = icc(&some(&[&[0.1, 0.1, 0.1], &[0.7, 0.7, 0.7]]), 0.95).unwrap();
        for form in [found.icc1, found.icc1k, found.icc2, found.icc2k, found.icc3, found.icc3k] {
            let form = form.unwrap();
            assert!((form.estimate - 1.0).abs() < 1e-12);
            assert_eq!(form.interval, Err(Error::NoSpread));
        }
    }

    #[test]
    fn cases_that_do_not_differ_have_no_correlation_of_means() {
        // By hand: B = 0, W = 1/2, J = 0, E = 1: ICC(1,1) = -1, the others would lie below.
        let found = icc(&some(&[&[1.0, 2.0], &[2.0, 1.0]]), 0.95).unwrap();
        assert!((found.icc1.unwrap().estimate + 1.0).abs() < 1e-12);
        assert_eq!(found.icc1k, Err(Error::NoCaseVariance));
        assert_eq!(found.icc2k, Err(Error::NoCaseVariance));
        assert_eq!(found.icc3k, Err(Error::NoCaseVariance));
    }

    #[test]
    fn whatever_the_ratings_no_number_is_meaningless() {
        let tables: [&[&[f64]]; 7] = [
            &[&[1.0, 2.0], &[1.0, 2.0]],
            &[&[1.0, 1.0, 2.0], &[2.0, 1.0, 1.0], &[1.0, 2.0, 1.0]],
            &[&[5.0, 5.0], &[5.0, 5.0], &[5.0, 6.0]],
            &[&[1e9, 1e9 + 1.0], &[1e9 + 2.0, 1e9 + 1.0]],
            &[&[1e-9, 2e-9], &[3e-9, 1e-9]],
            &[&[0.0, 1e150], &[1e150, 0.0]],
            &[&[1.0, 9.0], &[2.0, 10.0], &[3.0, 11.0]],
        ];
        for rows in tables {
            let found = icc(&some(rows), 0.95).unwrap();
            for form in [found.icc1, found.icc1k, found.icc2, found.icc2k, found.icc3, found.icc3k]
            {
                let Ok(form) = form else { continue };
                assert!((-1.0..=1.0 + 1e-12).contains(&form.estimate), "{rows:?}: {form:?}");
                if let Ok(interval) = form.interval {
                    assert!(interval.low.is_finite() && interval.high <= 1.0, "{rows:?}: {form:?}");
                    assert!(
                        interval.low <= form.estimate && form.estimate <= interval.high,
                        "{form:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_table_of_ratings_is_said() {
        let of = |rows: &[&[f64]]| icc(&some(rows), 0.95);
        assert_eq!(icc(&[], 0.95), Err(Error::Empty));
        assert_eq!(of(&[&[1.0], &[2.0]]), Err(Error::TooFewReaders { given: 1, least: 2 }));
        assert_eq!(of(&[&[1.0, 2.0]]), Err(Error::TooFewCases { given: 1, least: 2 }));
        assert_eq!(of(&[&[4.0, 4.0], &[4.0, 4.0]]), Err(Error::OneCategory));
        assert_eq!(of(&[&[4.0, f64::NAN], &[4.0, 4.0]]), Err(Error::NotFinite));
        assert_eq!(of(&[&[-1e300, 1e300], &[1e300, 0.0]]), Err(Error::NotFinite));
        let ragged = Err(Error::Ragged { row: 2, given: 1, wanted: 2 });
        assert_eq!(of(&[&[4.0, 1.0], &[4.0]]), ragged);
        let missing = icc(&[vec![Some(1.0), None], vec![None, Some(2.0)]], 0.95);
        assert_eq!(missing, Err(Error::TooFewCases { given: 0, least: 2 }));
    }
}
