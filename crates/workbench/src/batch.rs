//! Measuring files from the terminal, without a project.

use std::collections::BTreeMap;
use std::path::PathBuf;

use embed::WhyLeftOut;
use jobs::Task;
use metrics::{Compute, Metric, registry};
use samples::{Arm, Modality};
use serde::Serialize;
use serde_json::Value;

use crate::catalogue::level_word;
use crate::files::{LeftOut, Loaded, load};
use crate::measuring::{
    self, Asked, AskedNetwork, Excluded, FoundFault, Measured, Of, Pairing, SetData, Work,
};
use crate::{Error, Result};

/// Notes beyond this many are only counted.
const MOST_NOTES: usize = 200;

/// Which files to measure, and how.
#[derive(Debug, Clone, Default)]
pub struct FilesToMeasure {
    /// The real samples, or the references of pairs.
    pub real: Option<PathBuf>,
    /// The synthetic samples, or the targets of pairs.
    pub synthetic: Option<PathBuf>,
    /// One set, for metrics without a reference.
    pub set: Option<PathBuf>,
    /// `real` and `synthetic` are pairs, by name or else by order.
    pub pairs: bool,
    /// Every metric that fits is measured, those beside it with the parameters given there.
    pub all: bool,
    /// The metrics with their parameters as words.
    pub metrics: Vec<(String, BTreeMap<String, String>)>,
    /// The ONNX files of the metrics that ask a network, by metric.
    pub networks: BTreeMap<String, PathBuf>,
    /// What chance is drawn from.
    pub seed: u64,
    /// Whether to give the values of single samples.
    pub instances: bool,
}

/// What came of measuring files.
#[derive(Debug, Default)]
pub struct BatchDone {
    /// The values.
    pub results: Vec<BatchResult>,
    /// The synthetic samples nearest to a real one, nearest first.
    pub closest: Vec<BatchClosest>,
    /// How many synthetic samples equal a real one, bit by bit; nothing unless a real set and a
    /// synthetic one were compared.
    pub n_identical: Option<usize>,
    /// What was odd about files that were read, and what was done to them.
    pub notes: Vec<BatchNote>,
    /// How many notes there are; more than are listed when they are too many.
    pub n_notes: usize,
    /// Files that gave no sample, and samples that were not measured.
    pub left_out: Vec<BatchLeftOut>,
    /// Why there is no value at all: a set could not be read.
    pub failure: Option<Error>,
}

/// Which of the sets something speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum BatchSet {
    /// The real set, or the references.
    Real,
    /// The synthetic set, or the targets.
    Synthetic,
    /// The one set there is.
    Set,
}

impl BatchSet {
    /// Returns the word that is printed.
    pub fn word(self) -> &'static str {
        match self {
            BatchSet::Real => "real",
            BatchSet::Synthetic => "synthetic",
            BatchSet::Set => "set",
        }
    }
}

/// A file or a sample that was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchLeftOut {
    /// Where it belongs.
    pub set: BatchSet,
    /// The file, or the row.
    pub sample: String,
    /// Why.
    pub reason: String,
    /// The stable code of the reason.
    pub code: &'static str,
}

/// Something odd that changed nothing about being measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchNote {
    /// Where it belongs.
    pub set: BatchSet,
    /// The file; nothing when it is about the whole set.
    pub sample: Option<String>,
    /// What was odd, or what was done.
    pub note: String,
}

/// A synthetic sample and the real one nearest to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchClosest {
    /// The synthetic sample.
    pub synthetic: String,
    /// The real sample.
    pub real: String,
    /// Their distance in the feature space.
    pub distance: f64,
    /// The share of real samples whose own nearest real one is farther away, 0 to 1.
    pub closer_than: f64,
    /// Whether the contents are equal, bit by bit.
    pub identical: bool,
}

/// One value of a batch.
#[derive(Debug, Clone, Serialize)]
pub struct BatchResult {
    /// The metric.
    pub metric: &'static str,
    /// Its version.
    pub version: u32,
    /// `dataset`, or `instance` for the median over single samples.
    pub level: &'static str,
    /// Which set it speaks of.
    pub set: BatchSet,
    /// The value; null when there is none, `"Infinity"` when it is infinite.
    pub value: Value,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What an instance-level value is over its samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<&'static str>,
    /// e.g. `dB`; empty without one.
    pub unit: &'static str,
    /// Every parameter: a number, the word of a choice, or null: taken from the data.
    pub parameters: BTreeMap<&'static str, Value>,
    /// Samples of the one set that went in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    /// Real samples that went in.
    pub n_real: Option<usize>,
    /// Synthetic samples that went in.
    pub n_synthetic: Option<usize>,
    /// Of how many subjects the samples are that the value is a mean or median over; null when
    /// that is not known.
    pub n_subjects: Option<usize>,
    /// How samples became vectors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// The SHA-256 of the network's file that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<BatchInterval>,
    /// Why there is no interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_interval: Option<String>,
    /// Real against real at the same size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yardstick: Option<BatchYardstick>,
    /// Samples of the set that gave no value.
    pub n_left_out: usize,
    /// The values of single samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instances: Option<Vec<BatchInstance>>,
    /// What is wrong with annotations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<BatchFinding>,
    /// How many findings there are; more than are listed when they are too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_findings: Option<usize>,
    /// The values of a table's columns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<BatchColumn>,
    /// The further numbers that come with the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<BatchDetail>,
    /// The points of the metric's curve: along and up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub curve: Vec<[f64; 2]>,
    /// The columns that rows are not compared by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns_left_out: Vec<BatchColumnLeftOut>,
    /// How long it took.
    pub seconds: f64,
}

/// Something wrong with an image's record or an annotation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchFinding {
    /// The image's file, or its id; null when the annotation belongs to none.
    pub image: Option<String>,
    /// The annotation's id, or its place among those of the set; null when it is about the image.
    pub annotation: Option<String>,
    /// The stable code of what is wrong.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

/// A further number that comes with a value.
#[derive(Debug, Clone, Serialize)]
pub struct BatchDetail {
    /// Its name.
    pub detail: &'static str,
    /// The number; null when there is none.
    pub value: Value,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The value of one column.
#[derive(Debug, Clone, Serialize)]
pub struct BatchColumn {
    /// Its name.
    pub column: String,
    /// The value; null when there is none.
    pub value: Value,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A column that rows are not compared by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BatchColumnLeftOut {
    /// Its name.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// An interval around a value.
#[derive(Debug, Clone, Serialize)]
pub struct BatchInterval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// e.g. 0.95.
    pub level: f64,
    /// How it was found.
    pub method: &'static str,
}

/// Real against real at the same size.
#[derive(Debug, Clone, Serialize)]
pub struct BatchYardstick {
    /// The 5th percentile over the splits.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// The 95th percentile.
    pub high: f64,
    /// A real half against as many synthetic samples: the median.
    pub synthetic: f64,
    /// Samples in a half.
    pub n: usize,
    /// How many splits.
    pub splits: usize,
}

/// The value of one sample.
#[derive(Debug, Clone, Serialize)]
pub struct BatchInstance {
    /// Where it belongs.
    pub set: BatchSet,
    /// The file, or the row.
    pub sample: String,
    /// Of a pair, what it was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The value; null when there is none.
    pub value: Value,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Measures files.
///
/// A set that cannot be read at all is a [`BatchDone::failure`], so that what was wrong with each
/// of its files is there, too.
///
/// # Errors
///
/// An unknown metric or parameter, sets that no metric fits, or a stop.
pub fn measure_files(task: &Task, files: &FilesToMeasure) -> Result<BatchDone> {
    let mut given: Vec<Asked> =
        files.metrics.iter().map(|(id, words)| Asked::parse(id, words)).collect::<Result<_>>()?;
    name_networks(&mut given, &files.networks)?;
    let mut done = BatchDone::default();
    let mut load = |path: &Option<PathBuf>, set: BatchSet| -> Result<Option<SetData>> {
        match path {
            Some(path) => Ok(done.take(set, self::load(task, path)?)),
            None => Ok(None),
        }
    };
    let real = load(&files.real, BatchSet::Real)?;
    let synthetic = load(&files.synthetic, BatchSet::Synthetic)?;
    let alone = load(&files.set, BatchSet::Set)?;
    if done.failure.is_some() {
        return Ok(done);
    }
    let names = Names { alone: alone.is_some() };
    let synthetic: Vec<SetData> = synthetic.into_iter().chain(alone).collect();
    let asked = if files.all {
        all_that_fit(real.as_ref(), &synthetic, files.pairs, given)?
    } else {
        given
    };
    let work = Work {
        real: real.as_ref(),
        synthetic: &synthetic,
        asked: &asked,
        seed: files.seed,
        pairing: if files.pairs {
            Pairing::ByNameOrOrder { n_left_out: done.left_out.len() }
        } else {
            Pairing::ByName
        },
    };
    measuring::measure(task, &work, &|_, _| false, &mut |measured| {
        done.beside(&work, names, &measured);
        done.results.push(result(&work, names, measured, files.instances));
        Ok(())
    })?;
    if let (Some(real), [synthetic], false) = (&real, &synthetic[..], files.pairs) {
        done.n_identical = Some(measuring::n_identical(real, synthetic));
    }
    let place = |result: &BatchResult| {
        asked.iter().position(|asked| {
            asked.metric.id == result.metric && result.parameters == parameters(asked)
        })
    };
    done.results.sort_by_key(place);
    done.n_notes = done.notes.len();
    done.notes.truncate(MOST_NOTES);
    Ok(done)
}

impl BatchDone {
    /// Keeps what was said of a set's files, and passes the set on.
    fn take(&mut self, of: BatchSet, loaded: Loaded) -> Option<SetData> {
        let Loaded { set, left_out, notes } = loaded;
        self.left_out.extend(left_out.into_iter().map(|LeftOut { name, error }| BatchLeftOut {
            set: of,
            sample: name,
            reason: error.failure().message,
            code: error.code(),
        }));
        self.notes.extend(notes.into_iter().map(|file| BatchNote {
            set: of,
            sample: Some(file.name),
            note: file.note,
        }));
        match set {
            Ok(set) => Some(set),
            Err(error) => {
                // The first reason is enough: the other set may well be sound.
                self.failure.get_or_insert(error);
                None
            }
        }
    }

    /// Keeps what a value says beside itself, once for all values that say it.
    fn beside(&mut self, work: &Work<'_>, names: Names, measured: &Measured) {
        for Excluded { arm, ordinal, error } in &measured.left_out {
            let left = BatchLeftOut {
                set: names.of_arm(*arm),
                sample: label(work, measured.of, *arm, *ordinal),
                reason: error.failure().message,
                code: error.code(),
            };
            if !self.left_out.contains(&left) {
                self.left_out.push(left);
            }
        }
        for note in &measured.notes {
            let set = names.of(measured.of);
            let note = BatchNote { set, sample: None, note: note.clone() };
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        if self.closest.is_empty() {
            let called = |arm, ordinal| label(work, measured.of, arm, ordinal);
            self.closest = measured
                .closest
                .iter()
                .map(|pair| BatchClosest {
                    synthetic: called(Arm::Synthetic, pair.synthetic),
                    real: called(Arm::Real, pair.real),
                    distance: pair.distance,
                    closer_than: pair.closer_than,
                    identical: pair.identical,
                })
                .collect();
        }
    }
}

/// How sets and samples are called.
#[derive(Clone, Copy)]
struct Names {
    /// There is one set, which is neither real nor synthetic.
    alone: bool,
}

impl Names {
    fn of(self, of: Of) -> BatchSet {
        match of {
            Of::Real => BatchSet::Real,
            Of::Synthetic(_) if self.alone => BatchSet::Set,
            Of::Synthetic(_) => BatchSet::Synthetic,
        }
    }

    fn of_arm(self, arm: Arm) -> BatchSet {
        match arm {
            Arm::Real => BatchSet::Real,
            Arm::Synthetic => self.of(Of::Synthetic(0)),
        }
    }
}

/// Reads the networks and gives each to the metric that asks it.
///
/// # Errors
///
/// [`Error::NoSuchMetric`] for one that is not asked for or needs none; those of reading a network.
fn name_networks(asked: &mut [Asked], files: &BTreeMap<String, PathBuf>) -> Result<()> {
    for (id, path) in files {
        let needs = |asked: &&mut Asked| {
            asked.metric.id == id && matches!(asked.metric.compute, Compute::ImageByNetwork(_))
        };
        let mut needing = asked.iter_mut().filter(needs).peekable();
        if needing.peek().is_none() {
            return Err(Error::NoSuchMetric { id: id.clone() });
        }
        let network = AskedNetwork::named(path)?;
        needing.for_each(|asked| asked.network = Some(network.clone()));
    }
    Ok(())
}

/// Returns what a sample is called.
fn label(work: &Work<'_>, of: Of, arm: Arm, ordinal: usize) -> String {
    let of = if arm == Arm::Real { Of::Real } else { of };
    work.set(of).and_then(|set| set.labels.get(ordinal)).cloned().unwrap_or_default()
}

/// Returns every metric that fits the kind of data and the sets that are there, as `given` where
/// it is given, and after them what was given and does not fit.
fn all_that_fit(
    real: Option<&SetData>,
    synthetic: &[SetData],
    pairs: bool,
    given: Vec<Asked>,
) -> Result<Vec<Asked>> {
    let modality = real.or(synthetic.first()).map(SetData::modality).ok_or(Error::NeedsBothSets)?;
    if let Some(other) = synthetic.iter().map(SetData::modality).find(|&other| other != modality) {
        return Err(Error::DifferentModalities { real: modality, synthetic: other });
    }
    let both = real.is_some() && !synthetic.is_empty();
    let annotated = real.into_iter().chain(synthetic).any(|set| set.annotations.is_some());
    let of_annotations = |metric: &Metric| {
        annotated
            && matches!(metric.compute, Compute::Annotations(_))
            && metric.modalities.contains(&modality)
    };
    let mut asked = Vec::new();
    let mut rest = given;
    for metric in registry::ALL
        .iter()
        .filter(|metric| fits(metric, modality, both, pairs) || of_annotations(metric))
    {
        let (mut as_given, others): (Vec<Asked>, Vec<Asked>) =
            rest.into_iter().partition(|asked| asked.metric.id == metric.id);
        rest = others;
        if as_given.is_empty() {
            as_given.push(Asked::find(metric.id, &BTreeMap::new())?);
        }
        asked.append(&mut as_given);
    }
    if asked.is_empty() {
        return Err(Error::NothingFits { given: modality });
    }
    asked.append(&mut rest);
    Ok(asked)
}

fn parameters(asked: &Asked) -> BTreeMap<&'static str, Value> {
    Asked::written(asked.metric, &asked.parameters).into_iter().collect()
}

pub(crate) fn fits(metric: &Metric, modality: Modality, both: bool, pairs: bool) -> bool {
    metric.modalities.contains(&modality)
        && match metric.compute {
            Compute::Image(_) | Compute::Signal(_) | Compute::Table(_) => true,
            // Where the samples alone do not do: what is written about them, or a network that
            // somebody names. They are measured when they are asked for by name.
            Compute::Annotations(_) | Compute::ImageByNetwork(_) => false,
            Compute::ImagePair(_) | Compute::SignalPair(_) | Compute::VectorPair(_) => {
                both && pairs
            }
            Compute::Sets(_)
            | Compute::Neighbours(_)
            | Compute::SignalSets(_)
            | Compute::AllSignals(_)
            | Compute::Tables(_) => both && !pairs,
        }
}

/// Returns a number as JSON: infinity is a word, since JSON has no sign for it.
pub(crate) fn json_number(value: f64) -> Value {
    if value.is_finite() {
        Value::from(value)
    } else if value.is_nan() {
        Value::Null
    } else if 0.0 < value {
        Value::from("Infinity")
    } else {
        Value::from("-Infinity")
    }
}

fn parts(value: &Result<f64>) -> (Value, Option<String>) {
    match value {
        Ok(value) => (json_number(*value), None),
        Err(error) => (Value::Null, Some(error.failure().message)),
    }
}

fn result(work: &Work<'_>, names: Names, measured: Measured, with_instances: bool) -> BatchResult {
    let (value, reason) = parts(&measured.value);
    let of = measured.of;
    let instances = with_instances.then(|| {
        measured
            .instances
            .iter()
            .map(|instance| {
                let (value, reason) = parts(&instance.value);
                BatchInstance {
                    set: names.of_arm(instance.arm),
                    sample: label(work, of, instance.arm, instance.ordinal),
                    reference: instance.partner.map(|partner| label(work, of, Arm::Real, partner)),
                    value,
                    reason,
                }
            })
            .collect()
    });
    let columns = measured.columns.iter().map(|(column, value)| {
        let (value, reason) = parts(value);
        BatchColumn { column: column.clone(), value, reason }
    });
    let details = measured.details.iter().map(|(detail, value)| {
        let (value, reason) = parts(value);
        BatchDetail { detail: detail.id, value, reason }
    });
    let level =
        if measured.summary.is_some() { metrics::Level::Instance } else { metrics::Level::Dataset };
    let has_value = reason.is_none();
    let (n, n_synthetic) = match names.of(of) {
        BatchSet::Set => (measured.n_synthetic, None),
        BatchSet::Real | BatchSet::Synthetic => (None, measured.n_synthetic),
    };
    BatchResult {
        metric: measured.metric.id,
        version: measured.metric.version,
        level: level_word(level),
        set: names.of(of),
        value,
        reason,
        summary: measured.summary,
        unit: measured.metric.unit.symbol(),
        parameters: Asked::written(measured.metric, &measured.parameters).into_iter().collect(),
        n,
        n_real: measured.n_real,
        n_synthetic,
        n_subjects: measured.n_subjects,
        feature: measured.feature.clone(),
        network: measured.network.clone(),
        interval: measured.interval.as_ref().ok().map(|interval| BatchInterval {
            low: interval.low,
            high: interval.high,
            level: interval.level,
            method: interval.method,
        }),
        no_interval: measured.interval.err().filter(|reason| has_value && !reason.is_empty()),
        yardstick: measured.yardstick.map(|yardstick| BatchYardstick {
            low: yardstick.low,
            median: yardstick.median,
            high: yardstick.high,
            synthetic: yardstick.synthetic,
            n: yardstick.n,
            splits: yardstick.splits,
        }),
        n_left_out: measured.n_left_out,
        instances,
        n_findings: Some(measured.n_findings).filter(|&n| 0 < n),
        findings: measured
            .findings
            .into_iter()
            .map(|FoundFault { image, annotation, code, message }| BatchFinding {
                image,
                annotation,
                code,
                message,
            })
            .collect(),
        columns: columns.collect(),
        details: details.collect(),
        curve: measured.curve.clone(),
        columns_left_out: measured
            .columns_left_out
            .iter()
            .map(|column| BatchColumnLeftOut {
                column: column.name.clone(),
                reason: words::say(column_words(column.why), &[]),
            })
            .collect(),
        seconds: measured.seconds,
    }
}

fn column_words(why: WhyLeftOut) -> &'static str {
    match why {
        WhyLeftOut::Text => "app:columnLeftOut.text",
        WhyLeftOut::Constant => "app:columnLeftOut.constant",
        WhyLeftOut::Extra => "app:columnLeftOut.extra",
    }
}
