//! Readers and cases in any design: the unbiased variance of areas from U-statistics.

use crate::error::level as checked_level;
use crate::inference::{Estimated, Inference};
use crate::mrmc::Ratings;
use crate::mrmc::kernel_sums::{ConditionSums, Reading, Shared, kernel_sums, readings};
use crate::placement::enough;
use crate::{Error, Result};

/// From here on the normal distribution is taken for Student's.
const MANY: f64 = 50.0;

/// Areas of readers under conditions, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct UStatistic {
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
/// [`Error::Level`], [`Error::TooFewCases`] when no reader rated cases of both kinds under one of the
/// conditions. What has no variance has estimates, and in place of it [`Error::TooFewReaders`],
/// [`Error::TooFewCases`] below 2 of either kind, [`Error::Unconnected`],
/// [`Error::NegativeVariance`] or [`Error::NoVariance`].
///
/// # Source
///
/// B. D. Gallas, Academic Radiology 13, 2006, 353–362; B. D. Gallas, A. Bandos, F. W. Samuelson and
/// R. F. Wagner, Communications in Statistics - Theory and Methods 38, 2009, 2586–2603;
/// N. A. Obuchowski, B. D. Gallas and S. L. Hillis, Academic Radiology 19, 2012, 1508–1517.
pub fn u_statistic(ratings: &Ratings, level: f64) -> Result<UStatistic> {
    checked_level(level)?;
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
    Ok(UStatistic {
        conditions: conditions.collect(),
        differences: (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).map(difference).collect(),
    })
}

/// Returns the share of comparisons won.
fn area(readings: &[Reading]) -> Result<f64> {
    let comparisons: u64 = readings.iter().map(Reading::comparisons).sum();
    if comparisons == 0 {
        let most = |kind: usize| readings.iter().map(|reading| reading.n[kind]).max().unwrap_or(0);
        return Err(Error::TooFewCases { negative: most(0), positive: most(1), least: 1 });
    }
    let won: u64 = readings.iter().map(Reading::total).sum();
    Ok(won as f64 / (2.0 * comparisons as f64))
}

/// Checks that readers and cases vary under a condition.
fn varied(ratings: &Ratings, readings: &[Reading], condition: usize) -> Result<()> {
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
