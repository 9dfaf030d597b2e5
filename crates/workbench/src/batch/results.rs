//! What is said of a batch, as it is printed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

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
