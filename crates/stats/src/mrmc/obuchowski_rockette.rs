//! Readers, conditions and cases fully crossed: the analysis of Obuchowski and Rockette with
//! Hillis's degrees of freedom.

use crate::check;
use crate::mrmc::comparison::{OrComparison, compare};
use crate::mrmc::components::{DbmComponents, MeanSquares, OrComponents, Squares};
use crate::mrmc::covariance::areas;
use crate::mrmc::one_condition::{OneCondition, one_condition};
use crate::mrmc::{Covariances, ReaderScores};
use crate::{Components, Error, Result};

/// Areas of readers under conditions, how they vary, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct ObuchowskiRockette {
    /// How covariances over sets of cases were estimated.
    pub covariances: Covariances,
    /// The area of each reader under each condition: by condition, then reader.
    pub auc: Vec<Vec<f64>>,
    /// How many cases each of them read.
    pub n_cases: usize,
    /// The mean squares of the areas.
    pub mean_squares: MeanSquares,
    /// What the areas' variance is made of.
    pub components: OrComponents,
    /// Each condition alone.
    pub conditions: Vec<OneCondition>,
    /// All conditions against each other; nothing with one.
    pub comparison: Option<OrComparison>,
}

/// Returns the analysis of a study in which every reader rated every case under every condition.
///
/// With areas θ of r readers under t conditions, their mean squares MS and the mean covariances Cov
/// over sets of cases, conditions are compared by
/// `F = MS(T) / (MS(TR) + r max(Cov2 - Cov3, 0))` with t - 1 and
/// `(t - 1)(r - 1) (MS(TR) + r max(Cov2 - Cov3, 0))² / MS(TR)²` degrees of freedom. The mean area
/// under one condition has the variance `(MS(R) + r max(Cov2, 0)) / r`, of that condition alone, and
/// `(r - 1) (MS(R) + r max(Cov2, 0))² / MS(R)²` degrees of freedom. For these readers alone the
/// variance of a mean is `(error + (r - 1) max(Cov2, 0)) / r`, for these cases alone `MS(R) / r`;
/// differences have both of the variances of their means, with Cov1 and Cov3 taken off.
///
/// # Input
///
/// * `ratings`: at least 2 readers and 2 cases of either kind, any number of conditions. Calls of 0
///   and 1 have balanced accuracy in place of the area.
/// * `level`: of the intervals, e.g. 0.95.
///
/// # Errors
///
/// [`Error::NotFactorial`], [`Error::TooFewReaders`], [`Error::TooFewOfAKind`], [`Error::Level`]. What
/// has no variance (all readers place all cases alike) has estimates, and reasons in place of tests.
///
/// # Source
///
/// N. A. Obuchowski and H. E. Rockette, Communications in Statistics - Simulation and Computation
/// 24, 1995, 285–308; S. L. Hillis, Statistics in Medicine 26, 2007, 596–619.
pub fn obuchowski_rockette(
    ratings: &ReaderScores,
    covariances: Covariances,
    level: f64,
) -> Result<ObuchowskiRockette> {
    check::level(level)?;
    let n_readers = ratings.readers().len();
    if n_readers < 2 {
        return Err(Error::TooFewReaders { given: n_readers as u64, least: 2 });
    }
    let areas = areas(ratings, covariances)?;
    let squares = Squares::of(&areas.auc);
    let components = squares.components(&areas.means);
    let numbers = ratings.conditions();
    let one = |(at, &condition): (usize, &usize)| {
        one_condition(condition, &areas.auc[at], areas.means[at][at], covariances, level)
    };
    Ok(ObuchowskiRockette {
        covariances,
        n_cases: ratings.n_cases(),
        mean_squares: squares.shown(),
        components,
        conditions: numbers.iter().enumerate().map(one).collect(),
        comparison: squares
            .between
            .map(|between| compare(numbers, &squares, between, &components, covariances, level)),
        auc: areas.auc,
    })
}

impl ObuchowskiRockette {
    /// Returns the components as Dorfman, Berbaum and Metz write them; nothing with one condition.
    pub fn dbm(&self) -> Option<DbmComponents> {
        self.components.dbm(self.n_cases)
    }

    /// Returns what [`crate::power_of_two_conditions`] takes from a pilot; nothing with one condition.
    pub fn pilot(&self) -> Option<Components> {
        Some(Components {
            error: self.components.error,
            same_reader: self.components.same_reader?,
            same_condition: self.components.same_condition,
            neither: self.components.neither?,
            reader_by_condition: self.components.reader_by_condition?,
            cases: self.n_cases as u64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Inference;
    use crate::mrmc::reader_scores::example::{CASES, study};
    use crate::mrmc::{OrTests, ReaderScore};

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-11, "{got}, not {expected}");
    }

    fn check(got: Result<Inference>, [se, low, high]: [f64; 3]) {
        let got = got.unwrap();
        close(got.se, se);
        close(got.interval.low, low);
        close(got.interval.high, high);
    }

    // Expected values of the example are from the reference implementation in Python of the
    // project's known answers, which agrees with the program OR-DBM MRMC 2.51.

    #[test]
    fn three_conditions_are_compared() {
        let of = |how| obuchowski_rockette(&study(|_, _, _| true), how, 0.95).unwrap();
        for (how, neither, f, df2, p, chi_squared) in [
            (
                Covariances::Jackknife,
                -0.000_513_219_464_740_629_9,
                1.338_875_523_338_788_8,
                134.987_113_601_737_52,
                0.265_598_667_904_470_06,
                1.793_957_750_572_504_6,
            ),
            (
                Covariances::DeLong,
                -0.000_495_522_241_818_538_3,
                1.376_329_308_302_769,
                127.740_319_780_398_54,
                0.256_222_315_256_656_3,
                1.858_027_670_235_812,
            ),
        ] {
            let found = of(how);
            close(found.components.neither.unwrap(), neither);
            assert_eq!(found.n_cases, CASES);
            let comparison = found.comparison.unwrap();
            let random = comparison.random.unwrap();
            close(random.f, f);
            close(random.df2.unwrap() / df2, 1.0);
            close(random.p, p);
            close(comparison.fixed_readers.unwrap().statistic, chi_squared);
            close(comparison.fixed_cases.unwrap().p, 0.033_025_814_028_115_774);
        }
    }

    #[test]
    fn differences_and_single_conditions_have_intervals_of_three_kinds() {
        let found =
            obuchowski_rockette(&study(|_, _, _| true), Covariances::Jackknife, 0.95).unwrap();
        let difference = found.comparison.unwrap().differences[1];
        assert_eq!(difference.conditions, [0, 2]);
        close(difference.difference, -0.118_333_333_333_333_4);
        let OrTests { random, fixed_readers, fixed_cases } = difference.tests;
        check(
            random,
            [0.074_974_884_515_670_19, -0.266_610_711_437_600_5, 0.029_944_044_770_933_68],
        );
        let fixed = [0.091_599_857_694_328_57, -0.297_865_755_403_211_6, 0.061_199_088_736_544_754];
        check(fixed_readers, fixed);
        // √(2/4 MS(TR)) and t(0.975, 6) = 2.446 911 851 145.
        let se = (0.5_f64 * 0.002_370_233_196_159_122_6).sqrt();
        let reach = 2.446_911_851_145 * se;
        let ends = [-0.118_333_333_333_333_4 - reach, -0.118_333_333_333_333_4 + reach];
        check(fixed_cases, [se, ends[0], ends[1]]);
        let last = found.conditions[2];
        let random = [0.035_596_454_651_752_256, 0.706_341_523_271_247_8, 0.845_880_698_950_974_6];
        check(last.tests.random, random);
        let fixed = [0.055_295_935_326_141_75, 0.667_733_069_380_417_3, 0.884_489_152_841_805_1];
        check(last.tests.fixed_readers, fixed);
        close(last.tests.random.unwrap().df.unwrap() / 46_431.250_014_055_906, 1.0);
    }

    #[test]
    fn negative_components_are_kept() {
        let found =
            obuchowski_rockette(&study(|_, _, _| true), Covariances::Jackknife, 0.95).unwrap();
        close(found.components.reader_by_condition.unwrap(), -0.005_538_601_242_966_328);
        close(found.components.same_reader.unwrap(), -0.000_896_431_720_836_483_9);
        assert!(found.dbm().unwrap().case < 0.0);
        close(found.pilot().unwrap().reader_by_condition, -0.005_538_601_242_966_328);
    }

    #[test]
    fn one_condition_has_no_comparison_and_a_pilot_for_power() {
        let three = obuchowski_rockette(&study(|_, _, _| true), Covariances::DeLong, 0.95).unwrap();
        let one =
            obuchowski_rockette(&study(|_, at, _| at == 1), Covariances::DeLong, 0.95).unwrap();
        assert_eq!((one.comparison, one.mean_squares.condition), (None, None));
        assert_eq!(one.conditions[0], three.conditions[1], "a condition is analysed alone");
        close(one.conditions[0].pilot(30).reader_by_condition, one.components.reader);
    }

    #[test]
    fn perfect_readers_and_equal_answers_have_areas_and_reasons() {
        let flat = study(|_, _, _| true).called(-1.0).unwrap();
        let perfect: Vec<ReaderScore> = (0..48)
            .map(|at| ReaderScore {
                reader: at / 16,
                condition: at / 8 % 2,
                case: at % 8,
                positive: at % 2 == 0,
                score: f64::from(u8::from(at % 2 == 0)),
            })
            .collect();
        let none = Err(Error::NoVariance);
        for (ratings, auc) in [(flat, 0.5), (ReaderScores::new(&perfect).unwrap(), 1.0)] {
            for how in [Covariances::Jackknife, Covariances::DeLong] {
                let found = obuchowski_rockette(&ratings, how, 0.95).unwrap();
                close(found.conditions[0].auc, auc);
                let OrTests { random, fixed_readers, fixed_cases } = found.conditions[0].tests;
                assert_eq!([random, fixed_readers, fixed_cases], [none; 3]);
                let comparison = found.comparison.unwrap();
                assert_eq!(comparison.random, Err(Error::NoVariance));
                assert_eq!(comparison.fixed_readers, Err(Error::NoVariance));
            }
        }
    }

    #[test]
    fn readers_who_answer_alike_are_tested_with_the_normal_distribution() {
        let ratings: Vec<ReaderScore> = (0..60)
            .map(|at| ReaderScore {
                reader: at / 20,
                condition: 0,
                case: at % 20,
                positive: at % 2 == 0,
                score: f64::from(u8::try_from(at % 20 * (at % 20) % 7).unwrap()),
            })
            .collect();
        let ratings = ReaderScores::new(&ratings).unwrap();
        let found = obuchowski_rockette(&ratings, Covariances::DeLong, 0.95).unwrap();
        let one = found.conditions[0];
        assert_eq!(one.tests.fixed_cases, Err(Error::NoVariance));
        let random = one.tests.random.unwrap();
        assert_eq!(random.df, None);
        close(random.se * random.se, one.error);
    }

    #[test]
    fn what_is_not_crossed_or_too_small_is_a_reason() {
        let of = |kept: fn(usize, usize, usize) -> bool| {
            obuchowski_rockette(&study(kept), Covariances::Jackknife, 0.95).unwrap_err()
        };
        let gap = of(|reader, condition, case| (reader, condition, case) != (2, 1, 7));
        assert_eq!(gap, Error::NotFactorial { reader: 2, condition: 1, case: 7 });
        let one = of(|reader, _, _| reader == 2);
        assert_eq!(one, Error::TooFewReaders { given: 1, least: 2 });
        let few = of(|_, _, case| case < 3);
        assert_eq!(few, Error::TooFewOfAKind { positive: 2, negative: 1, least: 2 });
    }
}
