//! What the values of single samples say together, and how sure that is.

use metrics::{Metric, Range};
use stats::Interval;

use super::{Instance, SetData};
use crate::{Error, Result};

/// What single samples' values say together.
pub(super) struct Summary {
    /// The median of the values there are; the mean where that is the value of the whole set.
    pub(super) value: Result<f64>,
    /// Which of the two.
    pub(super) what: Option<&'static str>,
    pub(super) n_left_out: usize,
    pub(super) n_subjects: Option<usize>,
    pub(super) interval: std::result::Result<Interval, String>,
}

/// Puts the values of single samples of `set` together.
pub(super) fn summarise(
    metric: &Metric,
    instances: &[Instance],
    set: &SetData,
    seed: u64,
) -> Summary {
    let is_mean = metric.levels.contains(&metrics::Level::Dataset);
    let what = (!is_mean).then_some("median");
    let there: Vec<(f64, usize)> = instances
        .iter()
        .filter_map(|instance| match &instance.value {
            Ok(value) if value.is_finite() => Some((*value, instance.ordinal)),
            _ => None,
        })
        .collect();
    let n_left_out = instances.len() - there.len();
    let values: Vec<f64> = there.iter().map(|(value, _)| *value).collect();
    let ordinals: Vec<usize> = there.iter().map(|(_, ordinal)| *ordinal).collect();
    if values.is_empty() {
        let reason = instances.iter().find_map(|instance| instance.value.as_ref().err());
        let infinite = instances
            .iter()
            .all(|instance| instance.value.as_ref().is_ok_and(|value| *value > 0.0));
        let value = match reason {
            Some(reason) => Err(reason.clone()),
            None if infinite && !instances.is_empty() => Ok(f64::INFINITY),
            None => Err(Error::NothingToMeasure),
        };
        let interval = Err(words::say("app:interval.without", &[]));
        return Summary { value, what, n_left_out, n_subjects: None, interval };
    }
    let value = if is_mean {
        stats::mean_sd(&values).map(|(mean, _)| mean)
    } else {
        stats::median(&values)
    };
    let value = value.map_err(Error::from);
    let n_subjects = set.n_subjects(&ordinals);
    if all_equal(&values) {
        let interval = Err(words::say("app:interval.allEqual", &[]));
        return Summary { value, what, n_left_out, n_subjects, interval };
    }
    let clusters = set.clusters();
    let clusters: Vec<usize> = ordinals.iter().map(|&ordinal| clusters[ordinal]).collect();
    let resampled =
        if is_mean { stats::bootstrap_mean_by_cluster } else { stats::bootstrap_median_by_cluster };
    let interval = resampled(&values, &clusters, LEVEL, RESAMPLES, seed);
    let interval = named(interval, set.named_by_subject(&ordinals, BOOTSTRAP[0]));
    Summary { value, what, n_left_out, n_subjects, interval }
}

/// Whether resampling would give an interval without width: a certainty that nobody has.
fn all_equal(values: &[f64]) -> bool {
    values.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= f64::EPSILON)
}

/// Returns the interval of the mean of values of these samples of `set`, or why there is none.
pub(super) fn mean_interval(
    metric: &Metric,
    values: &[f64],
    set: &SetData,
    ordinals: &[usize],
    conditional: bool,
    seed: u64,
) -> std::result::Result<Interval, String> {
    let clusters = set.clusters();
    let clusters: Vec<usize> = ordinals.iter().map(|&ordinal| clusters[ordinal]).collect();
    if let Some((yes, whole)) = as_yes_or_no(metric, values) {
        let method = set.named_by_subject(ordinals, WILSON[usize::from(conditional)]);
        let interval = named(stats::share_by_cluster(&yes, &clusters), method);
        return interval.map(|interval| Interval {
            low: interval.low * whole,
            high: interval.high * whole,
            ..interval
        });
    }
    if all_equal(values) {
        return Err(words::say("app:interval.allEqual", &[]));
    }
    let interval = stats::bootstrap_mean_by_cluster(values, &clusters, LEVEL, RESAMPLES, seed);
    named(interval, set.named_by_subject(ordinals, BOOTSTRAP[usize::from(conditional)]))
}

/// Returns whether each sample counts, and what the whole is, 1 or 100 of a hundred: when the metric
/// is a share, and all of its values are nothing or the whole.
fn as_yes_or_no(metric: &Metric, values: &[f64]) -> Option<(Vec<bool>, f64)> {
    let whole =
        metric.range.high.filter(|_| [Range::SHARE, Range::PERCENT].contains(&metric.range))?;
    let is = |value: f64, number: f64| (value - number).abs() <= 0.0;
    let yes =
        |&value: &f64| if is(value, whole) { Some(true) } else { is(value, 0.0).then_some(false) };
    Some((values.iter().map(yes).collect::<Option<_>>()?, whole))
}

/// The names of intervals: by sample, by subject, by subject where known; first as they are, then
/// with everything held fixed that samples are compared with.
const BOOTSTRAP: [[&str; 3]; 2] = [
    ["bootstrap_by_sample", "bootstrap_by_subject", "bootstrap_by_subject_where_known"],
    [
        "conditional_bootstrap_by_sample",
        "conditional_bootstrap_by_subject",
        "conditional_bootstrap_by_subject_where_known",
    ],
];
const WILSON: [[&str; 3]; 2] = [
    ["wilson_by_sample", "wilson_by_subject", "wilson_by_subject_where_known"],
    [
        "conditional_wilson_by_sample",
        "conditional_wilson_by_subject",
        "conditional_wilson_by_subject_where_known",
    ],
];

/// Names what was resampled, which only this floor knows.
fn named(
    interval: stats::Result<Interval>,
    method: &'static str,
) -> std::result::Result<Interval, String> {
    match interval {
        Ok(interval) => Ok(Interval { method, ..interval }),
        Err(error) => Err(Error::from(error).failure().message),
    }
}

/// The level of every interval.
pub(crate) const LEVEL: f64 = 0.95;
/// How often subjects are resampled for an interval.
pub(crate) const RESAMPLES: usize = 2000;
