//! Readers and cases in any design: the unbiased variance of areas from U-statistics.

use crate::check;
use crate::inference::{Estimated, Inference};
use crate::mrmc::ReaderScores;
use crate::mrmc::kernel_sums::{ConditionSums, Reading, Shared, kernel_sums, readings};
use crate::placement::enough;
use crate::{Equivalence, Error, Margin, Result};

/// From here on the normal distribution is taken for Student's.
const MANY: f64 = 50.0;

/// Areas of readers under conditions, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct UStatistic {
    /// The area of each reader under each condition, by condition, then reader; nothing where a
    /// reader did not rate cases of both kinds.
    pub auc: Vec<Vec<Option<f64>>>,
    /// Each condition alone.
    pub conditions: Vec<UArea>,
    /// Each two conditions, the earlier less the later; p is not corrected for their number.
    pub differences: Vec<UDifference>,
}

/// The area of all readers under one condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UArea {
    /// Which one, by the number it was given.
    pub condition: usize,
    /// How many readers rated cases of both kinds.
    pub n_readers: usize,
    /// The share of all comparisons that positive cases win, 0 to 1: the mean of the readers' areas
    /// when all rated as many cases.
    pub auc: f64,
    /// Means of products of two comparisons: of one reader with both cases, the positive one, the
    /// negative one or no case in common; then of two readers, in the same order. 0 where there is
    /// no such pair.
    pub moments: [f64; 8],
    /// The unbiased variance over readers and cases, or why there is none; it may come out below 0.
    pub variance: Result<f64>,
    /// The test against one half and the interval, or why there is none.
    pub inference: Result<Inference>,
}

impl UArea {
    /// Tests whether the area is equivalent to the centre of a margin: see
    /// [`Inference::equivalence`].
    ///
    /// # Errors
    ///
    /// Those of [`Inference::equivalence`], and why there is no inference.
    pub fn equivalence(&self, margin: Margin) -> Result<Equivalence> {
        self.inference?.equivalence(self.auc, margin)
    }
}

/// The difference of the areas under two conditions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UDifference {
    /// The two conditions, by the numbers they were given.
    pub conditions: [usize; 2],
    /// The area under the first less that under the second, -1 to 1.
    pub difference: f64,
    /// The unbiased covariance of the two areas, or why there is none.
    pub covariance: Result<f64>,
    /// The variance of the difference, or why there is none; it may come out below 0.
    pub variance: Result<f64>,
    /// The test against 0 and the interval, or why there is none.
    pub inference: Result<Inference>,
}

/// Returns areas with unbiased variances for readers and cases of any design: fully crossed, split or
/// with gaps.
///
/// The variance is `Σ cₖ Mₖ - M₈`: the moments M are means of products of two comparisons by what
/// the two have in common, and cₖ is the share of such pairs among all. Degrees of freedom are those
/// of Obuchowski, Gallas and Hillis as the program iMRMC takes them: `V² / Σ (Bₓ²/fₓ³)` with the
/// biased components B of readers, negative and positive cases and their numbers f, no less than the
/// smallest f. They are reported as they are; the t distribution is taken at their whole part, and
/// above 50 the normal one.
///
/// # Input
///
/// * `ratings`: calls of 0 and 1 have balanced accuracy in place of the area.
/// * `level`: of the intervals, e.g. 0.95.
///
/// # Errors
///
/// [`Error::Level`], [`Error::TooFewOfAKind`] without cases of both kinds under one of the conditions,
/// [`Error::NoReaderOfBothKinds`] when no reader rated both. What has no variance has estimates, and in place of it [`Error::TooFewReaders`],
/// [`Error::TooFewOfAKind`] below 2 of either kind, [`Error::Unconnected`],
/// [`Error::NegativeVariance`] or [`Error::NoVariance`].
///
/// # Source
///
/// B. D. Gallas, Academic Radiology 13, 2006, 353–362; B. D. Gallas, A. Bandos, F. W. Samuelson and
/// R. F. Wagner, Communications in Statistics - Theory and Methods 38, 2009, 2586–2603;
/// N. A. Obuchowski, B. D. Gallas and S. L. Hillis, Academic Radiology 19, 2012, 1508–1517.
pub fn u_statistic(ratings: &ReaderScores, level: f64) -> Result<UStatistic> {
    check::level(level)?;
    let readings = readings(ratings);
    let areas: Vec<f64> = readings.iter().map(|of| area(of)).collect::<Result<_>>()?;
    let sums = kernel_sums(&readings);
    let numbers = ratings.conditions();
    let n = numbers.len();
    let alone: Vec<Result<Spread>> = (0..n)
        .map(|at| varied(ratings, &readings[at], at).and_then(|()| Spread::of(&sums[at][0])))
        .collect();
    let conditions = (0..n).map(|at| {
        let readers = readings[at].iter().filter(|reading| 0 < reading.comparisons());
        UArea {
            condition: numbers[at],
            n_readers: readers.count(),
            auc: areas[at],
            moments: moments(&sums[at][0]),
            variance: alone[at].map(|spread| spread.value),
            inference: alone[at].and_then(|spread| spread.inference(areas[at], 0.5, level)),
        }
    });
    let difference = |(a, b): (usize, usize)| {
        let together = Spread::of(&sums[a][b - a]);
        let spread = || Ok(alone[a]?.less(&alone[b]?, &together?));
        let spread: Result<Spread> = spread();
        let difference = areas[a] - areas[b];
        UDifference {
            conditions: [numbers[a], numbers[b]],
            difference,
            covariance: together.map(|spread| spread.value),
            variance: spread.map(|spread| spread.value),
            inference: spread.and_then(|spread| spread.inference(difference, 0.0, level)),
        }
    };
    let of_reader = |of: &Reading| area(std::slice::from_ref(of)).ok();
    Ok(UStatistic {
        auc: readings.iter().map(|of| of.iter().map(of_reader).collect()).collect(),
        conditions: conditions.collect(),
        differences: (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).map(difference).collect(),
    })
}

/// Returns the share of comparisons won.
fn area(readings: &[Reading]) -> Result<f64> {
    let comparisons: u64 = readings.iter().map(Reading::comparisons).sum();
    if comparisons == 0 {
        let most = |kind: usize| readings.iter().map(|reading| reading.n[kind]).max().unwrap_or(0);
        if 0 < most(0).min(most(1)) {
            return Err(Error::NoReaderOfBothKinds);
        }
        return Err(Error::TooFewOfAKind { negative: most(0), positive: most(1), least: 1 });
    }
    let won: u64 = readings.iter().map(Reading::total).sum();
    Ok(won as f64 / (2.0 * comparisons as f64))
}

/// Checks that readers and cases vary under a condition.
fn varied(ratings: &ReaderScores, readings: &[Reading], condition: usize) -> Result<()> {
    let of_both: Vec<usize> =
        (0..readings.len()).filter(|&reader| 0 < readings[reader].comparisons()).collect();
    if of_both.len() < 2 {
        return Err(Error::TooFewReaders { given: of_both.len() as u64, least: 2 });
    }
    let n_cases = |kind: usize| {
        let all = [ratings.n_negative(), ratings.n_positive()][kind];
        let rated = |case: &usize| {
            of_both.iter().any(|&reader| ratings.scores(condition, reader)[kind][*case].is_some())
        };
        (0..all).filter(rated).count()
    };
    enough(n_cases(0), n_cases(1), 2)
}

/// A variance or covariance, its biased components and the degrees of freedom of each.
#[derive(Debug, Clone, Copy)]
struct Spread {
    value: f64,
    /// Of negative cases, positive cases and readers.
    biased: [f64; 3],
    df: [f64; 3],
}

/// Returns sums by what two comparisons have in common and nothing else.
fn exclusive([both, positive, negative, all]: Shared) -> Shared {
    [both, positive - both, negative - both, all - positive - negative + both]
}

fn less(a: Shared, b: Shared) -> Shared {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]]
}

fn means(products: Shared, pairs: Shared) -> [f64; 4] {
    let mean = |at: usize| {
        if pairs[at] == 0 { 0.0 } else { products[at] as f64 / (4.0 * pairs[at] as f64) }
    };
    [mean(0), mean(1), mean(2), mean(3)]
}

/// Returns products and pairs of one reader, then of two.
fn by_reader(sums: &ConditionSums) -> [[Shared; 2]; 2] {
    let ConditionSums { same_reader: same, all } = sums;
    [[same.products, same.pairs], [less(all.products, same.products), less(all.pairs, same.pairs)]]
}

fn moments(sums: &ConditionSums) -> [f64; 8] {
    let [same, other] =
        by_reader(sums).map(|[products, pairs]| means(exclusive(products), exclusive(pairs)));
    let mut moments = [0.0; 8];
    moments[..4].copy_from_slice(&same);
    moments[4..].copy_from_slice(&other);
    moments
}

impl Spread {
    fn of(sums: &ConditionSums) -> Result<Spread> {
        let [same, other] = by_reader(sums);
        let all = sums.all.pairs[3] as f64;
        let [of_same, of_other] = [exclusive(same[1]), exclusive(other[1])];
        if of_other[3] == 0 {
            return Err(Error::Unconnected);
        }
        let moments = moments(sums);
        let apart = moments[7];
        // Shares of all pairs sum to 1: against the last moment, equal ones leave exactly nothing.
        let shares = of_same.iter().chain(&of_other).map(|&pairs| pairs as f64 / all);
        let value = shares.zip(moments).map(|(share, moment)| share * (moment - apart)).sum();
        // Biased: pairs that have more in common are not taken off.
        let of_all = means(sums.all.products, sums.all.pairs);
        let of_one = means(same[0], same[1]);
        let biased = [of_all[2] - of_all[3], of_all[1] - of_all[3], of_one[3] - of_all[3]];
        // How likely two comparisons share the negative case, the positive case, the reader.
        let df = [sums.all.pairs[2], sums.all.pairs[1], sums.same_reader.pairs[3]]
            .map(|pairs| (all / pairs as f64 - 1.0).round_ties_even().max(1.0));
        Ok(Spread { value, biased, df })
    }

    /// Returns the variance of a difference from two variances and a covariance.
    fn less(&self, other: &Spread, together: &Spread) -> Spread {
        let of = |at: usize| self.biased[at] + other.biased[at] - 2.0 * together.biased[at];
        let df = |at: usize| self.df[at].min(other.df[at]);
        Spread {
            value: self.value + other.value - 2.0 * together.value,
            biased: [of(0), of(1), of(2)],
            df: [df(0), df(1), df(2)],
        }
    }

    fn inference(&self, estimate: f64, null: f64, level: f64) -> Result<Inference> {
        let parts = self.biased.iter().zip(self.df).map(|(part, df)| part * part / df.powi(3));
        let least = self.df.into_iter().fold(f64::INFINITY, f64::min);
        let df = (self.value * self.value / parts.sum::<f64>()).max(least);
        let of = Estimated {
            estimate,
            null,
            variance: self.value,
            df: df.is_finite().then_some(df),
            df_used: (df <= MANY).then(|| df.floor()),
        };
        Inference::of(of, level, "u_statistic")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrmc::ReaderScore;
    use crate::mrmc::reader_scores::example::study;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-11, "{got}, not {expected}");
    }

    fn check(got: Result<Inference>, [se, df, low, high, p]: [f64; 5]) {
        let got = got.unwrap();
        close(got.se, se);
        close(got.df.unwrap(), df);
        // Its quantiles of t have ten digits: at one degree of freedom ours is the tangent.
        assert!((got.interval.low - low).abs() < 1e-9 && (got.interval.high - high).abs() < 1e-9);
        close(got.p, p);
    }

    // Expected values are from the reference implementation in Python of the project's known
    // answers, which agrees with the program iMRMC on complete, missing and split data.

    #[test]
    fn a_design_with_gaps_has_its_variance() {
        let ratings =
            study(|reader, condition, case| !(case + 2 * reader + condition).is_multiple_of(5));
        let found = u_statistic(&ratings, 0.95).unwrap();
        close(found.conditions[0].auc, 0.637_152_777_777_777_8);
        let a = [
            0.062_388_553_758_595_505,
            8.578_996_549_264_396,
            0.493_284_514_831_704_8,
            0.781_021_040_723_850_7,
            0.059_144_561_955_158_83,
        ];
        check(found.conditions[0].inference, a);
        let moments = [
            0.620_659_722_222_222_2,
            0.463_936_237_373_737_35,
            0.484_611_742_424_242_43,
            0.397_289_657_943_067_03,
            0.443_930_041_152_263_37,
            0.416_049_382_716_049_4,
            0.425_342_935_528_120_7,
            0.402_071_330_589_849_1,
        ];
        for (got, expected) in found.conditions[0].moments.into_iter().zip(moments) {
            close(got, expected);
        }
        let first_and_last = found.differences[1];
        assert_eq!(first_and_last.conditions, [0, 2]);
        close(first_and_last.covariance.unwrap(), -0.000_403_123_186_810_253_05);
        let difference = [
            0.078_672_859_216_586_16,
            7.501_126_312_943_593,
            -0.319_712_306_355_414_37,
            0.052_351_195_244_303_206,
            0.133_084_472_642_194_03,
        ];
        check(first_and_last.inference, difference);
    }

    #[test]
    fn a_split_design_may_have_a_negative_variance_and_a_difference_with_one() {
        // Readers 0 and 1 read the first 16 cases, readers 2 and 3 the others.
        let ratings = study(|reader, _, case| (case < 16) == (reader < 2));
        let found = u_statistic(&ratings, 0.95).unwrap();
        let variance = found.conditions[0].variance.unwrap();
        close(variance, -0.002_572_288_245_963_144_6);
        let negative = Error::NegativeVariance { given: variance };
        assert_eq!(found.conditions[0].inference, Err(negative));
        let margin = Margin { centre: 0.5, margin: 0.1, level: 0.05 };
        assert_eq!(found.conditions[0].equivalence(margin), Err(negative));
        let difference = [
            0.098_315_352_186_539_15,
            7.623_929_969_817_087_5,
            -0.320_974_441_248_147_9,
            0.143_983_290_805_669_96,
            0.397_964_094_326_572_04,
        ];
        check(found.differences[0].inference, difference);
    }

    #[test]
    fn readers_may_differ_between_conditions() {
        let ratings = study(|reader, condition, _| condition == reader % 2);
        let found = u_statistic(&ratings, 0.95).unwrap();
        close(found.differences[0].covariance.unwrap(), -0.003_391_780_045_351_497_4);
        close(found.differences[0].variance.unwrap(), 0.018_202_103_804_484_705);
        let second = [
            0.073_669_606_245_409_62,
            1.0,
            -0.256_061_099_806_511_15,
            1.616_061_099_806_511_2,
            0.247_312_083_720_313_35,
        ];
        check(found.conditions[1].inference, second);
    }

    #[test]
    fn a_reader_of_one_kind_of_cases_has_no_area_and_does_not_count() {
        let without = study(|reader, condition, _| condition < 1 && reader < 3);
        let with = study(|reader, condition, case| condition < 1 && (reader < 3 || case % 2 == 0));
        let [without, with] = [without, with].map(|of| u_statistic(&of, 0.95).unwrap());
        assert_eq!((with.auc[0][3], with.conditions[0].n_readers), (None, 3));
        assert_eq!(with.conditions, without.conditions);
    }

    #[test]
    fn conditions_without_a_reader_or_case_in_common_do_not_vary_together() {
        let all = study(|_, condition, _| condition < 1);
        let mut ratings = Vec::new();
        for shift in 0..2 {
            for reader in 0..4 {
                let [negative, positive] = all.scores(0, reader);
                let cases = negative.iter().map(|score| (false, score));
                for (case, (positive, score)) in
                    cases.chain(positive.iter().map(|score| (true, score))).enumerate()
                {
                    ratings.push(ReaderScore {
                        reader: reader + 10 * shift,
                        condition: shift,
                        case: case + 100 * shift,
                        positive,
                        score: score.unwrap(),
                    });
                }
            }
        }
        let found = u_statistic(&ReaderScores::new(&ratings).unwrap(), 0.95).unwrap();
        close(found.differences[0].covariance.unwrap(), 0.0);
        let alone = found.conditions[0].variance.unwrap();
        close(found.differences[0].variance.unwrap(), 2.0 * alone);
    }

    #[test]
    fn perfect_readers_and_equal_answers_have_areas_and_reasons() {
        let flat = study(|_, _, _| true).called(-1.0).unwrap();
        let perfect: Vec<ReaderScore> = (0..24)
            .map(|at| ReaderScore {
                reader: at / 8,
                condition: 0,
                case: at % 8,
                positive: at % 2 == 0,
                score: f64::from(u8::from(at % 2 == 0)),
            })
            .collect();
        for (ratings, auc) in [(flat, 0.5), (ReaderScores::new(&perfect).unwrap(), 1.0)] {
            let found = u_statistic(&ratings, 0.95).unwrap();
            close(found.conditions[0].auc, auc);
            assert_eq!(found.conditions[0].inference, Err(Error::NoVariance));
            assert!(found.differences.iter().all(|of| of.inference == Err(Error::NoVariance)));
        }
    }

    #[test]
    fn one_reader_or_case_has_an_area_and_a_reason() {
        let one = u_statistic(&study(|reader, _, _| reader == 2), 0.95).unwrap();
        assert_eq!(one.auc[0], [Some(one.conditions[0].auc)]);
        let few = Err(Error::TooFewReaders { given: 1, least: 2 });
        assert_eq!(one.conditions[0].inference, few);
        assert_eq!(one.conditions[0].variance, Err(Error::TooFewReaders { given: 1, least: 2 }));
        let case = u_statistic(&study(|_, _, case| case < 3 || case == 4), 0.95).unwrap();
        let few = Err(Error::TooFewOfAKind { positive: 3, negative: 1, least: 2 });
        assert_eq!(case.conditions[0].inference, few);
        let kind = u_statistic(&study(|_, _, case| case % 2 == 0), 0.95);
        assert_eq!(kind, Err(Error::TooFewOfAKind { positive: 15, negative: 0, least: 1 }));
        assert!(u_statistic(&study(|_, _, _| true), 1.0).is_err());
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let ratings = study(|reader, _, case| (case + reader) % 7 != 0);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| u_statistic(&ratings, 0.95).unwrap())
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn nothing_depends_on_the_order_of_ratings() {
        let of = |turned: bool| {
            let mut ratings: Vec<ReaderScore> = (0..60)
                .map(|at| ReaderScore {
                    reader: at % 3,
                    condition: 5,
                    case: at / 3,
                    positive: at / 3 % 2 == 0,
                    score: f64::from(u8::try_from(at * at % 7).unwrap()),
                })
                .collect();
            if turned {
                ratings.reverse();
            }
            u_statistic(&ReaderScores::new(&ratings).unwrap(), 0.9).unwrap()
        };
        assert_eq!(of(false), of(true));
    }
}
