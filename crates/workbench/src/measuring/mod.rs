//! Measuring sets that are at hand, wherever they came from.
//!
//! The window measures the sets of a project, the terminal measures files:
//! both come here, so that both get the same numbers.

mod all_signals;
mod annotations;
mod halves;
#[cfg(test)]
mod interval_trial;
mod kinds;
mod networks;
mod pairs;
mod sets;
mod signal_sets;
mod singles;
mod tables;
mod two_tables;
mod yardstick;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use embed::LeftOutColumn;
use jobs::Task;
use metrics::{Compute, Detail, Metric, Parameters, Range};
use samples::{Annotations, Arm, ContentHash, Image, Manifest, Modality, Signal, Table, Vectors};
use serde_json::Value;
use stats::Interval;

use crate::{Error, Result};

pub(crate) use annotations::FoundFault;
use networks::NamedNetwork;
pub(crate) use sets::{feature_of, n_identical};
pub(crate) use yardstick::Yardstick;

/// Reads image `i` of a set.
pub(crate) type ReadImage = Box<dyn Fn(usize) -> Result<Arc<Image>> + Send + Sync>;

/// Reads signal `i` of a set.
pub(crate) type ReadSignal = Box<dyn Fn(usize) -> Result<Arc<Signal>> + Send + Sync>;

/// What a set's samples are.
pub(crate) enum Body {
    /// Images, read one by one: a folder may be larger than memory.
    Images(ReadImage),
    /// Signals, read one by one as well.
    Signals(ReadSignal),
    /// The rows of a table.
    Table(Table),
    /// Feature vectors.
    Vectors(Vectors),
}

/// A set at hand.
pub(crate) struct SetData {
    /// What each sample is called, in order.
    pub(crate) labels: Vec<String>,
    /// What pairs a sample with one of another set: its file's path below the set's folder.
    pub(crate) pair_keys: Vec<String>,
    /// Whose each sample is; `None` when it is not known.
    pub(crate) subjects: Vec<Option<String>>,
    pub(crate) contents: Vec<ContentHash>,
    pub(crate) body: Body,
    /// What lies beside its images and says what is in them.
    pub(crate) annotations: Option<Arc<Annotations>>,
}

impl SetData {
    pub(crate) fn n(&self) -> usize {
        self.contents.len()
    }

    pub(crate) fn modality(&self) -> Modality {
        match self.body {
            Body::Images(_) => Modality::Image,
            Body::Signals(_) => Modality::Signal,
            Body::Table(_) => Modality::Table,
            Body::Vectors(_) => Modality::Vectors,
        }
    }

    pub(crate) fn manifest(&self) -> Manifest {
        Manifest::of(self.contents.iter().copied())
    }

    /// Returns a number for each sample's subject: equal for equal subjects, its own for an unknown one.
    pub(crate) fn clusters(&self) -> Vec<usize> {
        let mut seen = BTreeMap::new();
        let mut next = 0;
        let mut new = || {
            next += 1;
            next - 1
        };
        self.subjects
            .iter()
            .map(|subject| match subject {
                Some(subject) => *seen.entry(subject).or_insert_with(&mut new),
                None => new(),
            })
            .collect()
    }

    /// Returns of how many subjects these samples are; `None` when one of them is not known.
    pub(crate) fn n_subjects(&self, ordinals: &[usize]) -> Option<usize> {
        let subjects: Option<BTreeSet<&String>> =
            ordinals.iter().map(|&ordinal| self.subjects[ordinal].as_ref()).collect();
        subjects.map(|subjects| subjects.len())
    }

    /// Returns the one of the names that says what [`SetData::clusters`] makes of these samples:
    /// by sample, by subject, by subject where known.
    fn named_by_subject(&self, ordinals: &[usize], names: [&'static str; 3]) -> &'static str {
        match ordinals.iter().filter(|&&ordinal| self.subjects[ordinal].is_some()).count() {
            0 => names[0],
            n if n == ordinals.len() => names[1],
            _ => names[2],
        }
    }
}

/// A metric with every parameter in place.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) metric: &'static Metric,
    pub(crate) parameters: Parameters,
    /// What was not at its default, as it was asked for.
    pub(crate) given: BTreeMap<String, f64>,
    /// The network that it asks, when it needs one and the user named it.
    pub(crate) network: Option<AskedNetwork>,
}

/// A network that the user named.
#[derive(Clone)]
pub(crate) struct AskedNetwork {
    pub(crate) sha256: String,
    /// Where its file lies, as far as that is remembered.
    place: Option<PathBuf>,
    /// Read when it is first asked: the network, or why its file cannot be used any more.
    network: Arc<OnceLock<Result<NamedNetwork>>>,
}

impl Asked {
    /// Finds the metric and checks its parameters.
    pub(crate) fn find(id: &str, given: &BTreeMap<String, f64>) -> Result<Self> {
        let metric =
            metrics::registry::find(id).ok_or_else(|| Error::NoSuchMetric { id: id.to_owned() })?;
        let parameters = Parameters::for_metric(metric, given)?;
        Ok(Asked { metric, parameters, given: given.clone(), network: None })
    }

    /// Finds the metric and reads its parameters from words: numbers, or the names of choices.
    pub(crate) fn parse(id: &str, words: &BTreeMap<String, String>) -> Result<Self> {
        let metric =
            metrics::registry::find(id).ok_or_else(|| Error::NoSuchMetric { id: id.to_owned() })?;
        let mut given = BTreeMap::new();
        for (name, word) in words {
            let parameter = metric.parameters.iter().find(|parameter| parameter.name == name);
            let choices = parameter.map_or(&[][..], |parameter| parameter.choices);
            let number = if choices.is_empty() {
                word.parse()
                    .map_err(|_| Error::NotANumber { name: name.clone(), given: word.to_owned() })
            } else {
                choice(choices, word).ok_or_else(|| Error::NotAChoice {
                    name: name.clone(),
                    given: word.to_owned(),
                    choices: choices.join(", "),
                })
            };
            // A name that does not exist is the first thing to say.
            given.insert(name.clone(), if parameter.is_some() { number? } else { 0.0 });
        }
        Asked::find(id, &given)
    }

    /// Returns every parameter as it is written: a number, the word of a choice, or nothing.
    pub(crate) fn written(metric: &Metric, parameters: &Parameters) -> Vec<(&'static str, Value)> {
        let word = |name: &str, number: f64| {
            let parameter = metric.parameters.iter().find(|parameter| parameter.name == name)?;
            let is_it = |&(at, _): &(usize, &&str)| (at as f64 - number).abs() < 0.5;
            parameter.choices.iter().enumerate().find(is_it).map(|(_, word)| Value::from(*word))
        };
        parameters
            .entries()
            .map(|(name, number)| match number {
                Some(number) => (name, word(name, number).unwrap_or_else(|| Value::from(number))),
                None => (name, Value::Null),
            })
            .collect()
    }
}

/// Returns the number that a choice's word stands for; the number itself is understood, too.
fn choice(choices: &[&str], word: &str) -> Option<f64> {
    let word = match (choices, word) {
        (["no", "yes"], "false") => "no",
        (["no", "yes"], "true") => "yes",
        _ => word,
    };
    let by_number = || word.parse::<usize>().ok().filter(|&at| at < choices.len());
    let at = choices.iter().position(|&choice| choice == word).or_else(by_number)?;
    Some(at as f64)
}

/// What one sample got.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    pub(crate) arm: Arm,
    pub(crate) ordinal: usize,
    /// The real sample it was compared with, when it is one of a pair.
    pub(crate) partner: Option<usize>,
    pub(crate) value: Result<f64>,
}

/// A sample that a metric could not look at.
#[derive(Debug, Clone)]
pub(crate) struct Excluded {
    pub(crate) arm: Arm,
    pub(crate) ordinal: usize,
    pub(crate) error: Error,
}

/// One value, and what belongs to it.
pub(crate) struct Measured {
    pub(crate) metric: &'static Metric,
    pub(crate) parameters: Parameters,
    pub(crate) given: BTreeMap<String, f64>,
    /// The set it speaks of.
    pub(crate) of: Of,
    pub(crate) value: Result<f64>,
    /// What a value over single samples is: `median`; `None` for a set's own value.
    pub(crate) summary: Option<&'static str>,
    pub(crate) interval: std::result::Result<Interval, String>,
    /// The further numbers of the metric, each with its value.
    pub(crate) details: Vec<(&'static Detail, Result<f64>)>,
    /// The points of the metric's curve.
    pub(crate) curve: Vec<[f64; 2]>,
    pub(crate) yardstick: Option<Yardstick>,
    pub(crate) n_real: Option<usize>,
    pub(crate) n_synthetic: Option<usize>,
    /// Of how many subjects the samples are that the value is a mean or median over; `None` when
    /// that is not known.
    pub(crate) n_subjects: Option<usize>,
    pub(crate) n_left_out: usize,
    /// The samples that have no place among the instances, and why.
    pub(crate) left_out: Vec<Excluded>,
    pub(crate) instances: Vec<Instance>,
    /// The values of a table's columns.
    pub(crate) columns: Vec<(String, Result<f64>)>,
    /// The columns that samples are not compared by.
    pub(crate) columns_left_out: Vec<LeftOutColumn>,
    /// What was done to the samples before, in words.
    pub(crate) notes: Vec<String>,
    /// The synthetic samples nearest to a real one, nearest first; the same for every value of a pair of sets.
    pub(crate) closest: Vec<Closest>,
    /// How many synthetic samples equal a real one, bit by bit.
    pub(crate) n_identical: Option<usize>,
    /// What is wrong with annotations; more than are listed when they are too many.
    pub(crate) findings: Vec<FoundFault>,
    pub(crate) n_findings: usize,
    /// How samples became vectors, with its version.
    pub(crate) feature: Option<String>,
    /// The SHA-256 of the network's file that was asked.
    pub(crate) network: Option<String>,
    pub(crate) seconds: f64,
}

impl Measured {
    /// Begins with what is known before anything is computed.
    fn new(asked: &Asked, of: Of) -> Self {
        Measured {
            metric: asked.metric,
            parameters: asked.parameters.clone(),
            given: asked.given.clone(),
            of,
            value: Err(Error::NothingToMeasure),
            summary: None,
            interval: Err(String::new()),
            details: Vec::new(),
            curve: Vec::new(),
            yardstick: None,
            n_real: None,
            n_synthetic: None,
            n_subjects: None,
            n_left_out: 0,
            left_out: Vec::new(),
            instances: Vec::new(),
            columns: Vec::new(),
            columns_left_out: Vec::new(),
            notes: Vec::new(),
            closest: Vec::new(),
            n_identical: None,
            findings: Vec::new(),
            n_findings: 0,
            feature: None,
            network: asked.network.as_ref().map(|asked| asked.sha256.clone()),
            seconds: 0.0,
        }
    }
}

/// A synthetic sample and the real one nearest to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Closest {
    pub(crate) synthetic: usize,
    pub(crate) real: usize,
    pub(crate) distance: f64,
    /// The share of real samples whose own nearest other real one is farther away.
    pub(crate) closer_than: f64,
    /// Whether the contents are equal, bit by bit.
    pub(crate) identical: bool,
}

/// Which set a value speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    /// The real set.
    Real,
    /// This one of the synthetic sets.
    Synthetic(usize),
}

/// What is to be measured.
pub(crate) struct Work<'a> {
    pub(crate) real: Option<&'a SetData>,
    pub(crate) synthetic: &'a [SetData],
    pub(crate) asked: &'a [Asked],
    pub(crate) seed: u64,
    pub(crate) pairing: Pairing,
}

/// What pairs the samples of two sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairing {
    /// The names of their files.
    ByName,
    /// The caller says that the sets are pairs: where no names match, their order does, unless
    /// files were left out, which would shift all that follow.
    ByNameOrOrder {
        /// Files that gave no sample, on both sides.
        n_left_out: usize,
    },
}

impl<'a> Work<'a> {
    pub(crate) fn set(&self, of: Of) -> Option<&'a SetData> {
        match of {
            Of::Real => self.real,
            Of::Synthetic(at) => self.synthetic.get(at),
        }
    }

    /// Returns every set, the real one first.
    fn all(&self) -> impl Iterator<Item = (Of, &'a SetData)> {
        let real = self.real.map(|set| (Of::Real, set));
        real.into_iter()
            .chain(self.synthetic.iter().enumerate().map(|(at, set)| (Of::Synthetic(at), set)))
    }

    /// Returns what is asked for of this kind, with the seed of the whole work.
    fn asked_for(&self, fits: impl Fn(&Compute) -> bool) -> Vec<Asked> {
        let asked = self.asked.iter().filter(|asked| fits(&asked.metric.compute)).cloned();
        asked
            .map(|asked| Asked { parameters: asked.parameters.seeded(self.seed), ..asked })
            .collect()
    }
}

/// Measures, and hands over each value as soon as it is there.
///
/// `known` says which values are there already: they are not computed again.
///
/// # Errors
///
/// [`Error::Stopped`], and whatever `keep` fails with; a value that cannot be
/// computed is handed over with its reason.
pub(crate) fn measure(
    task: &Task,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let mut steps = Steps::new(task, work);
    for (of, set) in work.all() {
        singles::measure(&mut steps, work, of, set, known, keep)?;
        tables::measure(&mut steps, work, of, set, known, keep)?;
        annotations::measure(&mut steps, work, of, set, known, keep)?;
    }
    pairs::measure(&mut steps, work, known, keep)?;
    two_tables::measure(&mut steps, work, known, keep)?;
    sets::measure(&mut steps, work, known, keep)?;
    signal_sets::measure(&mut steps, work, known, keep)?;
    all_signals::measure(&mut steps, work, known, keep)?;
    steps.finish()
}

/// How far the whole work is, in samples looked at.
pub(crate) struct Steps<'a> {
    task: &'a Task,
    done: u64,
    total: u64,
}

impl<'a> Steps<'a> {
    fn new(task: &'a Task, work: &Work<'_>) -> Self {
        let n_all: usize = work.all().map(|(_, set)| set.n()).sum();
        let n_synthetic: usize = work.synthetic.iter().map(SetData::n).sum();
        let has = |fits: fn(&Compute) -> bool| u64::from(!work.asked_for(fits).is_empty());
        let total = has(is_single) * n_all as u64
            + has(is_table) * n_all as u64
            + has(is_annotations) * n_all as u64
            + has(is_pair) * n_synthetic as u64
            // Vectors, then neighbours: both once for every sample.
            + has(is_set) * 2 * n_all as u64
            + has(is_two_tables) * n_all as u64
            + has(is_signal_set) * n_all as u64
            + has(is_all_signals) * 2 * n_all as u64;
        Steps { task, done: 0, total: total.max(1) }
    }

    /// Goes on by `n` samples.
    pub(crate) fn advance(&mut self, n: usize) -> Result<()> {
        self.done = (self.done + n as u64).min(self.total);
        Ok(self.task.reached(self.done, self.total)?)
    }

    /// Returns a look at the task for work that counts by itself.
    pub(crate) fn go_on(&self) -> impl Fn(u64, u64) -> bool + Sync + use<'_> {
        let (task, done, total) = (self.task, self.done, self.total);
        move |_, _| task.reached(done, total).is_ok()
    }

    /// As [`Steps::go_on`]; what the work counts by itself moves on within the next `n` samples.
    pub(crate) fn go_on_within(&self, n: usize) -> impl Fn(u64, u64) -> bool + Sync + use<'_> {
        let (task, done, total) = (self.task, self.done, self.total);
        let farthest = AtomicU64::new(0);
        move |part, of| {
            let own = u128::from(part.min(of)) * n as u128 / u128::from(of.max(1));
            let own = u64::try_from(own).unwrap_or(0);
            // Several counts in a row never move back.
            let own = farthest.fetch_max(own, Ordering::Relaxed).max(own);
            task.reached((done + own).min(total), total).is_ok()
        }
    }

    fn finish(self) -> Result<()> {
        Ok(self.task.reached(self.total, self.total)?)
    }
}

/// Whether a metric looks at one image or signal.
fn is_single(compute: &Compute) -> bool {
    matches!(compute, Compute::Image(_) | Compute::ImageByNetwork(_) | Compute::Signal(_))
}

fn is_pair(compute: &Compute) -> bool {
    matches!(compute, Compute::ImagePair(_) | Compute::SignalPair(_))
}

fn is_table(compute: &Compute) -> bool {
    matches!(compute, Compute::Table(_))
}

fn is_annotations(compute: &Compute) -> bool {
    matches!(compute, Compute::Annotations(_))
}

fn is_two_tables(compute: &Compute) -> bool {
    matches!(compute, Compute::Tables(_))
}

fn is_set(compute: &Compute) -> bool {
    matches!(compute, Compute::Sets(_) | Compute::Neighbours(_) | Compute::VectorPair(_))
}

fn is_all_signals(compute: &Compute) -> bool {
    matches!(compute, Compute::AllSignals(_))
}

fn is_signal_set(compute: &Compute) -> bool {
    matches!(compute, Compute::SignalSets(_))
}

/// Returns the further numbers of a metric with what they are.
fn detailed(
    metric: &'static Metric,
    details: Vec<metrics::Result<f64>>,
) -> Vec<(&'static Detail, Result<f64>)> {
    metric
        .details
        .iter()
        .zip(details)
        .map(|(detail, it)| (detail, it.map_err(Error::from)))
        .collect()
}

/// What single samples' values say together.
struct Summary {
    /// The median of the values there are; the mean where that is the value of the whole set.
    value: Result<f64>,
    /// Which of the two.
    what: Option<&'static str>,
    n_left_out: usize,
    n_subjects: Option<usize>,
    interval: std::result::Result<Interval, String>,
}

/// Puts the values of single samples of `set` together.
fn summarise(metric: &Metric, instances: &[Instance], set: &SetData, seed: u64) -> Summary {
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
fn mean_interval(
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
