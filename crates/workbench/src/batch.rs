//! Measuring files from the terminal, without a project.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jobs::Task;
use metrics::{Compute, Metric};
use samples::{Arm, Modality};
use serde::Serialize;
use serde_json::Value;

use crate::catalogue::level_word;
use crate::files::{LeftOut, load_set};
use crate::measuring::{self, Asked, Measured, Of, SetData, Work};
use crate::wire::Arm as WireArm;
use crate::{Error, Result};

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
    /// The metrics with their parameters as words; empty: every one that fits.
    pub metrics: Vec<(String, BTreeMap<String, String>)>,
    /// What chance is drawn from.
    pub seed: u64,
    /// Whether to give the values of single samples.
    pub instances: bool,
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
    /// Which set it speaks of: `real` or `synthetic`.
    pub set: WireArm,
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
    /// Every parameter; null: taken from the data.
    pub parameters: BTreeMap<&'static str, Option<f64>>,
    /// Real samples that went in.
    pub n_real: Option<usize>,
    /// Synthetic samples that went in.
    pub n_synthetic: Option<usize>,
    /// How samples became vectors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
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
    /// How long it took.
    pub seconds: f64,
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
    /// `real` or `synthetic`.
    pub set: WireArm,
    /// The file, or the row.
    pub sample: String,
    /// The value; null when there is none.
    pub value: Value,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Measures files.
///
/// # Errors
///
/// A set that cannot be read at all, an unknown metric or parameter, or a stop.
pub fn measure_files(
    task: &Task,
    files: &FilesToMeasure,
) -> Result<(Vec<BatchResult>, Vec<LeftOut>)> {
    let words: Vec<Asked> =
        files.metrics.iter().map(|(id, words)| Asked::parse(id, words)).collect::<Result<_>>()?;
    let mut left_out = Vec::new();
    let mut load = |path: &Option<PathBuf>| -> Result<Option<SetData>> {
        let Some(path) = path else { return Ok(None) };
        let (set, left) = load_set(task, path)?;
        left_out.extend(left);
        Ok(Some(set))
    };
    let real = load(&files.real)?;
    let synthetic = load(&files.synthetic)?;
    let alone = load(&files.set)?;
    let synthetic: Vec<SetData> = synthetic.into_iter().chain(alone).collect();

    let asked = if files.metrics.is_empty() {
        all_that_fit(real.as_ref(), &synthetic, files.pairs)?
    } else {
        words
    };
    let work = Work {
        real: real.as_ref(),
        synthetic: &synthetic,
        asked: &asked,
        seed: files.seed,
        pair_by_order: files.pairs,
    };
    let mut results = Vec::new();
    measuring::measure(task, &work, &|_, _| false, &mut |measured| {
        results.push(result(&work, measured, files.instances));
        Ok(())
    })?;
    let place =
        |result: &BatchResult| asked.iter().position(|asked| asked.metric.id == result.metric);
    results.sort_by_key(place);
    Ok((results, left_out))
}

/// Returns every metric that fits the kind of data and the sets that are there.
fn all_that_fit(real: Option<&SetData>, synthetic: &[SetData], pairs: bool) -> Result<Vec<Asked>> {
    let modality = real.or(synthetic.first()).map(SetData::modality).ok_or(Error::NeedsBothSets)?;
    if let Some(other) = synthetic.iter().map(SetData::modality).find(|&other| other != modality) {
        return Err(Error::DifferentModalities { real: modality, synthetic: other });
    }
    let both = real.is_some() && !synthetic.is_empty();
    let fitting = metrics::registry::ALL
        .iter()
        .filter(|metric| fits(metric, modality, both, pairs))
        .map(|metric| Asked::find(metric.id, &BTreeMap::new()))
        .collect::<Result<Vec<Asked>>>()?;
    if fitting.is_empty() { Err(Error::NothingFits { given: modality }) } else { Ok(fitting) }
}

pub(crate) fn fits(metric: &Metric, modality: Modality, both: bool, pairs: bool) -> bool {
    metric.modalities.contains(&modality)
        && match metric.compute {
            Compute::Image(_) | Compute::Table(_) => true,
            Compute::ImagePair(_) => both && pairs,
            Compute::Sets(_) | Compute::Neighbours(_) => both && !pairs,
        }
}

fn arm(of: Of) -> WireArm {
    match of {
        Of::Real => WireArm::Real,
        Of::Synthetic(_) => WireArm::Synthetic,
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

fn result(work: &Work<'_>, measured: Measured, with_instances: bool) -> BatchResult {
    let (value, reason) = parts(&measured.value);
    let label = |arm: Arm, ordinal: usize| {
        let of = if arm == Arm::Real { Of::Real } else { measured.of };
        work.set(of).and_then(|set| set.labels.get(ordinal)).cloned().unwrap_or_default()
    };
    let instances = with_instances.then(|| {
        measured
            .instances
            .iter()
            .map(|instance| {
                let (value, reason) = parts(&instance.value);
                BatchInstance {
                    set: instance.arm.into(),
                    sample: label(instance.arm, instance.ordinal),
                    value,
                    reason,
                }
            })
            .collect()
    });
    let level =
        if measured.summary.is_some() { metrics::Level::Instance } else { metrics::Level::Dataset };
    let has_value = reason.is_none();
    BatchResult {
        metric: measured.metric.id,
        version: measured.metric.version,
        level: level_word(level),
        set: arm(measured.of),
        value,
        reason,
        summary: measured.summary,
        unit: measured.metric.unit.symbol(),
        parameters: measured.parameters.entries().collect(),
        n_real: measured.n_real,
        n_synthetic: measured.n_synthetic,
        feature: measured.feature.clone(),
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
        seconds: measured.seconds,
    }
}
