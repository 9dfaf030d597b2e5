//! Which metric agrees best with experts, and how sure that order is.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::check;
use crate::cluster_bootstrap::{LEAST_RESAMPLES, MOST_UNDEFINED, below, percentiles};
use crate::rank::{order, runs};
use crate::{Error, Interval, Result};

/// The fewest cases that an agreement is computed from.
const LEAST_CASES: usize = 3;

/// What a high value of a metric means for the experts' score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A high score: the agreement is ρ.
    Same,
    /// A low score: the agreement is -ρ.
    Opposite,
    /// Nobody said so beforehand: the agreement is |ρ|, which chance makes larger than 0.
    Unknown,
}

/// One metric on all cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MetricValues<'a> {
    /// Its value on each case; none where it has none.
    pub values: &'a [Option<f64>],
    /// Which way it points.
    pub direction: Direction,
}

/// How cases are drawn again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resampling {
    /// How often; at least 100, 2000 is usual.
    pub n_resamples: usize,
    /// The level of the intervals, e.g. 0.95.
    pub level: f64,
    /// Where chance starts.
    pub seed: u64,
}

/// How well one metric agrees with the experts, and its place among the metrics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MetricAgreement {
    /// Spearman's ρ turned by the direction, -1 to 1. Below 0 the metric points the wrong way.
    pub agreement: f64,
    /// How many cases have both a value and a score.
    pub n: usize,
    /// The interval of the agreement, by percentiles of the resamples; none when more than one in
    /// twenty of them has no agreement.
    pub interval: Result<Interval>,
    /// Its place among the metrics, 1 the best; equal ones share their mean place.
    pub rank: f64,
    /// The places it has in the middle resamples, e.g. in 95 % of them.
    pub rank_interval: Interval,
    /// The share of resamples in which it is the best; equal ones share one resample.
    pub share_first: f64,
    /// How many resamples leave it without an agreement, which counts as the last place.
    pub n_undefined: usize,
}

/// Returns how well each metric agrees with the experts' score of the cases, and how stable its
/// place among the metrics is when other cases of the same kind had been read.
///
/// Each resample draws whole clusters with replacement, as many as there are, computes all
/// agreements anew and puts the metrics in order. Resample `i` has its own stream of the seeded
/// generator. A metric is compared on the cases it has a value for: with many missing, look at
/// whether its cases are easier.
///
/// # Input
///
/// * `metrics`: finite values, one for each case or none.
/// * `expert`: the experts' score of each case, e.g. the mean over readers, or none.
/// * `clusters`: equal for cases of one patient; all different when there is nothing to say.
///
/// # Value
///
/// In the order of `metrics`. A metric without an agreement has a reason instead and no place:
/// [`Error::TooFewPairs`] below 3 cases, [`Error::AllEqual`].
///
/// # Errors
///
/// [`Error::Empty`] without metrics or cases, [`Error::Uneven`], [`Error::LengthMismatch`],
/// [`Error::NotFinite`], [`Error::TooFewClusters`] below 2, [`Error::Level`],
/// [`Error::TooFewResamples`].
///
/// # Source
///
/// C. Spearman, American Journal of Psychology 15, 1904, 72–101; places of resamples: P. Hall and
/// H. Miller, Annals of Statistics 37, 2009, 3929–3959.
pub fn metric_ranking(
    metrics: &[MetricValues<'_>],
    expert: &[Option<f64>],
    clusters: &[usize],
    resampling: Resampling,
) -> Result<Vec<Result<MetricAgreement>>> {
    let Resampling { n_resamples, level, seed } = resampling;
    let members = checked(metrics, expert, clusters, resampling)?;

    let prepared: Vec<Result<Prepared>> =
        metrics.iter().map(|metric| Prepared::new(*metric, expert)).collect();
    let usable: Vec<&Prepared> = prepared.iter().flatten().collect();
    let mut spare = vec![0.0; expert.len()];
    let ones = vec![1.0; expert.len()];
    let found: Vec<f64> = usable.iter().map(|metric| metric.agreement(&ones, &mut spare)).collect();
    let places = places(&found);

    let mut agreements = vec![Vec::with_capacity(n_resamples); usable.len()];
    let mut ranks = vec![Vec::with_capacity(n_resamples); usable.len()];
    let mut first = vec![0.0; usable.len()];
    let mut drawn = vec![0.0; expert.len()];
    for resample in 0..n_resamples as u64 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        chance.set_stream(resample);
        drawn.fill(0.0);
        for _ in &members {
            for &case in &members[below(&mut chance, members.len())] {
                drawn[case] += 1.0;
            }
        }
        let these: Vec<f64> =
            usable.iter().map(|metric| metric.agreement(&drawn, &mut spare)).collect();
        let places = self::places(&these);
        let best = places.iter().copied().fold(f64::INFINITY, f64::min);
        let n_best = places.iter().filter(|place| **place <= best).count() as f64;
        for at in 0..usable.len() {
            if these[at].is_finite() {
                agreements[at].push(these[at]);
            }
            ranks[at].push(places[at]);
            if places[at] <= best {
                first[at] += 1.0 / n_best;
            }
        }
    }

    let mut at = 0;
    prepared
        .iter()
        .map(|metric| {
            let metric = match metric {
                Ok(metric) => metric,
                Err(why) => return Ok(Err(*why)),
            };
            let here = at;
            at += 1;
            let n_undefined = n_resamples - agreements[here].len();
            let interval = if MOST_UNDEFINED * (n_resamples as f64) < n_undefined as f64 {
                Err(Error::UndefinedResamples { undefined: n_undefined, all: n_resamples })
            } else {
                percentiles(&mut agreements[here], level, "case_bootstrap_percentile")
            };
            Ok(Ok(MetricAgreement {
                agreement: found[here],
                n: metric.cases,
                n_undefined,
                interval,
                rank: places[here],
                rank_interval: outermost(&mut ranks[here], level),
                share_first: first[here] / n_resamples as f64,
            }))
        })
        .collect()
}

/// Checks what was given, and returns the cases of each cluster.
fn checked(
    metrics: &[MetricValues<'_>],
    expert: &[Option<f64>],
    clusters: &[usize],
    resampling: Resampling,
) -> Result<Vec<Vec<usize>>> {
    let cases = expert.len();
    if metrics.is_empty() || cases == 0 {
        return Err(Error::Empty);
    }
    if clusters.len() != cases {
        return Err(Error::LengthMismatch { values: cases, clusters: clusters.len() });
    }
    for values in metrics.iter().map(|metric| metric.values).chain([expert]) {
        check::even(cases, values.len())?;
        if values.iter().flatten().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite);
        }
    }
    if !(0.0 < resampling.level && resampling.level < 1.0) {
        return Err(Error::Level { given: resampling.level });
    }
    if resampling.n_resamples < LEAST_RESAMPLES {
        let given = resampling.n_resamples;
        return Err(Error::TooFewResamples { given, least: LEAST_RESAMPLES });
    }
    let mut by_cluster: Vec<usize> = (0..cases).collect();
    by_cluster.sort_by_key(|&case| clusters[case]);
    let members: Vec<Vec<usize>> =
        by_cluster.chunk_by(|&a, &b| clusters[a] == clusters[b]).map(<[usize]>::to_vec).collect();
    if members.len() < 2 {
        return Err(Error::TooFewClusters { given: members.len(), least: 2 });
    }
    Ok(members)
}

/// Cases in the order of their values.
struct Runs {
    cases: Vec<usize>,
    /// Where each run of equal values ends.
    ends: Vec<usize>,
}

impl Runs {
    fn new(values: &[f64], cases: &[usize]) -> Self {
        let order = order(values);
        let mut ends = Vec::new();
        runs(values, &order, |run| ends.push(ends.last().unwrap_or(&0) + run.len()));
        Self { cases: order.into_iter().map(|at| cases[at]).collect(), ends }
    }

    fn iter(&self) -> impl Iterator<Item = &[usize]> {
        let mut from = 0;
        self.ends.iter().map(move |&end| {
            let run = &self.cases[from..end];
            from = end;
            run
        })
    }
}

/// A metric and the score in order, once for all resamples.
struct Prepared {
    cases: usize,
    by_metric: Runs,
    by_expert: Runs,
    direction: Direction,
}

impl Prepared {
    fn new(metric: MetricValues<'_>, expert: &[Option<f64>]) -> Result<Self> {
        let (mut cases, mut values, mut scores) = (Vec::new(), Vec::new(), Vec::new());
        for (case, (value, score)) in metric.values.iter().zip(expert).enumerate() {
            if let (Some(value), Some(score)) = (*value, *score) {
                cases.push(case);
                values.push(value);
                scores.push(score);
            }
        }
        if cases.len() < LEAST_CASES {
            return Err(Error::TooFewPairs { given: cases.len(), least: LEAST_CASES });
        }
        let (by_metric, by_expert) = (Runs::new(&values, &cases), Runs::new(&scores, &cases));
        if by_metric.ends.len() < 2 || by_expert.ends.len() < 2 {
            return Err(Error::AllEqual);
        }
        Ok(Self { cases: cases.len(), by_metric, by_expert, direction: metric.direction })
    }

    /// Returns the agreement when each case counts `drawn` times; `-∞` when one side does not vary.
    fn agreement(&self, drawn: &[f64], ranks: &mut [f64]) -> f64 {
        let n: f64 = self.by_metric.cases.iter().map(|&case| drawn[case]).sum();
        let middle = f64::midpoint(n, 1.0);
        let (mut before, mut of_metric) = (0.0, 0.0);
        for run in self.by_metric.iter() {
            let size: f64 = run.iter().map(|&case| drawn[case]).sum();
            let off = before + f64::midpoint(size, 1.0) - middle;
            for &case in run {
                ranks[case] = off;
            }
            of_metric += size * off * off;
            before += size;
        }
        let (mut before, mut of_expert, mut together) = (0.0, 0.0, 0.0);
        for run in self.by_expert.iter() {
            let size: f64 = run.iter().map(|&case| drawn[case]).sum();
            let off = before + f64::midpoint(size, 1.0) - middle;
            let with: f64 = run.iter().map(|&case| drawn[case] * ranks[case]).sum();
            of_expert += size * off * off;
            together += off * with;
            before += size;
        }
        if of_metric <= 0.0 || of_expert <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let rho = (together / (of_metric * of_expert).sqrt()).clamp(-1.0, 1.0);
        match self.direction {
            Direction::Same => rho,
            Direction::Opposite => -rho,
            Direction::Unknown => rho.abs(),
        }
    }
}

/// Returns places, 1 for the largest; what differs by rounding only is equal.
fn places(agreements: &[f64]) -> Vec<f64> {
    const ROUNDING: f64 = 1e-12;
    let place = |own: f64| {
        let above = agreements.iter().filter(|other| own + ROUNDING < **other).count() as f64;
        // Those that are not above and not below; an infinite one equals itself.
        let below = agreements.iter().filter(|other| **other + ROUNDING < own).count() as f64;
        above + f64::midpoint(agreements.len() as f64 - above - below, 1.0)
    };
    agreements.iter().map(|&own| place(own)).collect()
}

/// Returns places that occur, not points between them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 <= tail <= 1, so both are indices of the list"
)]
fn outermost(places: &mut [f64], level: f64) -> Interval {
    places.sort_by(f64::total_cmp);
    let last = places.len() - 1;
    let below = (last as f64 * (1.0 - level) / 2.0).floor() as usize;
    Interval {
        low: places[below],
        high: places[last - below],
        level,
        method: "case_bootstrap_places",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spearman;

    const RESAMPLING: Resampling = Resampling { n_resamples: 400, level: 0.95, seed: 11 };

    fn known(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    fn alone(cases: usize) -> Vec<usize> {
        (0..cases).collect()
    }

    fn ranking(
        metrics: &[(&[Option<f64>], Direction)],
        expert: &[Option<f64>],
    ) -> Vec<Result<MetricAgreement>> {
        let metrics: Vec<MetricValues<'_>> =
            metrics.iter().map(|&(values, direction)| MetricValues { values, direction }).collect();
        metric_ranking(&metrics, expert, &alone(expert.len()), RESAMPLING).unwrap()
    }

    /// Scores, one metric close to them, and one far.
    fn scores() -> [Vec<f64>; 3] {
        let score: Vec<f64> = (0..40).map(|i| f64::from(i % 8)).collect();
        let close = (0..40).map(|i| f64::from(i % 8) + 1.5 * f64::from(i * 7 % 5 - 2)).collect();
        let far = (0..40).map(|i| f64::from(i % 8) + 9.0 * f64::from(i * 13 % 7 - 3)).collect();
        [score, close, far]
    }

    #[test]
    fn the_agreement_is_spearmans() {
        let [score, close, far] = scores();
        let (expert, near, off) = (known(&score), known(&close), known(&far));
        let found = ranking(&[(&off, Direction::Same), (&near, Direction::Same)], &expert);
        for (found, values) in found.iter().zip([&far, &close]) {
            let expected = spearman(values, &score, 0.95).unwrap().estimate;
            assert!((found.unwrap().agreement - expected).abs() < 1e-13);
        }
        let (off, near) = (found[0].unwrap(), found[1].unwrap());
        assert_eq!((near.rank, off.rank), (1.0, 2.0));
        assert!(0.9 < near.share_first && (near.share_first + off.share_first - 1.0).abs() < 1e-12);
        let interval = near.interval.unwrap();
        assert!(interval.low <= near.agreement && near.agreement <= interval.high);
    }

    #[test]
    fn a_drawn_case_counts_as_often_as_it_was_drawn() {
        let [score, close, _] = scores();
        let (near, expert) = (known(&close), known(&score));
        let metric = MetricValues { values: &near, direction: Direction::Same };
        let prepared = Prepared::new(metric, &expert).unwrap();
        let drawn: Vec<f64> = (0..40).map(|i| f64::from(i * 3 % 4)).collect();
        let mut twice = [Vec::new(), Vec::new()];
        for case in 0..40 {
            for _ in 0..case * 3 % 4 {
                twice[0].push(close[case]);
                twice[1].push(score[case]);
            }
        }
        let expected = spearman(&twice[0], &twice[1], 0.95).unwrap().estimate;
        let got = prepared.agreement(&drawn, &mut [0.0; 40]);
        assert!((got - expected).abs() < 1e-13, "{got} is not {expected}");
    }

    #[test]
    fn the_direction_turns_a_metric() {
        let [score, close, _] = scores();
        let turned: Vec<f64> = close.iter().map(|value| -value).collect();
        let (expert, near, turned) = (known(&score), known(&close), known(&turned));
        let found = ranking(
            &[
                (&near, Direction::Same),
                (&turned, Direction::Opposite),
                (&turned, Direction::Unknown),
                (&turned, Direction::Same),
            ],
            &expert,
        );
        let of = |at: usize| found[at].unwrap();
        for at in 0..3 {
            assert!((of(at).agreement - of(0).agreement).abs() < 1e-14, "{at}");
            assert!((of(at).rank - 2.0).abs() < 1e-15, "three share the first places");
            assert!((of(at).share_first - 1.0 / 3.0).abs() < 1e-9, "{at}");
        }
        assert!((of(3).agreement + of(0).agreement).abs() < 1e-14, "the wrong way is below 0");
        assert!((of(3).rank - 4.0).abs() < 1e-15);
    }

    #[test]
    fn missing_values_are_left_out_and_flat_metrics_have_no_place() {
        let [score, close, far] = scores();
        let expert = known(&score);
        let mut gaps = known(&close);
        gaps[3] = None;
        gaps[17] = None;
        let found = ranking(
            &[
                (&gaps, Direction::Same),
                (&[Some(1.0); 40], Direction::Same),
                (&[None; 40], Direction::Same),
                (&known(&far), Direction::Same),
            ],
            &expert,
        );
        assert_eq!(found[0].unwrap().n, 38);
        assert_eq!(found[1], Err(Error::AllEqual));
        assert_eq!(found[2], Err(Error::TooFewPairs { given: 0, least: 3 }));
        assert!((found[3].unwrap().rank - 2.0).abs() < 1e-15, "two metrics have places");
    }

    #[test]
    fn a_metric_of_few_cases_has_no_interval() {
        let expert = known(&(0..40).map(f64::from).collect::<Vec<_>>());
        let mut few = vec![None; 40];
        few[..3].copy_from_slice(&[Some(1.0), Some(1.0), Some(2.0)]);
        let found = ranking(&[(&few, Direction::Same), (&expert, Direction::Same)], &expert);
        let (few, all) = (found[0].unwrap(), found[1].unwrap());
        // The third case is not among the drawn ones in (39/40)⁴⁰ of the resamples, and more.
        let undefined = few.n_undefined;
        assert!(145 < undefined, "{undefined}");
        assert_eq!(few.interval, Err(Error::UndefinedResamples { undefined, all: 400 }));
        assert_eq!((all.n_undefined, all.rank), (0, 1.0));
    }

    #[test]
    fn the_same_seed_gives_the_same_bits_and_odd_input_a_reason() {
        let [score, close, _] = scores();
        let (expert, near) = (known(&score), known(&close));
        let metrics = [MetricValues { values: &near, direction: Direction::Same }];
        let run =
            |seed| metric_ranking(&metrics, &expert, &alone(40), Resampling { seed, ..RESAMPLING });
        assert_eq!(run(3), run(3));
        assert_ne!(run(3), run(4));
        let wrong = |clusters: &[usize]| metric_ranking(&metrics, &expert, clusters, RESAMPLING);
        assert_eq!(wrong(&[1; 40]), Err(Error::TooFewClusters { given: 1, least: 2 }));
        assert!(matches!(wrong(&[1; 4]), Err(Error::LengthMismatch { .. })));
        assert_eq!(metric_ranking(&[], &expert, &alone(40), RESAMPLING), Err(Error::Empty));
        let few = Resampling { n_resamples: 5, ..RESAMPLING };
        assert!(metric_ranking(&metrics, &expert, &alone(40), few).is_err());
    }

    #[test]
    fn a_resample_without_variation_counts_as_the_last_place() {
        // The metric varies in one case of six, which a third of the resamples miss.
        let rare = known(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let expert = known(&[6.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        let found = ranking(&[(&rare, Direction::Same)], &expert);
        let missed = found[0].unwrap().n_undefined as f64 / 400.0;
        assert!((missed - (5.0_f64 / 6.0).powi(6)).abs() < 0.1, "{missed}");
    }
}
