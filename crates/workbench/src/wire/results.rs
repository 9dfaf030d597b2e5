//! What came out of measuring.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

use super::{Arm, Failure};

/// An interval around a value.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IntervalView {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// e.g. 0.95.
    pub level: f64,
    /// How it was found.
    pub method: String,
}

/// Real against real at the same size: what a perfect generator would get.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct YardstickView {
    /// Half of the real set against the other half, over the splits: 5th percentile.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// The 95th percentile.
    pub high: f64,
    /// The same half against as many synthetic samples: the median.
    pub synthetic: f64,
    /// How many samples a half has.
    pub n: u32,
    /// How many splits.
    pub splits: u32,
}

/// A further number that comes with a value, or the value of one column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    /// Its name for people, or the column's.
    pub title: String,
    /// The number with all its digits; nothing when there is none or it is infinite.
    pub value: Option<f64>,
    /// The number as it is shown, with its unit; empty when there is none.
    pub shown: String,
    /// Why there is none; empty when there is one.
    pub reason: String,
}

/// One value of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResultView {
    /// Names the value.
    pub id: u32,
    /// The metric.
    pub metric: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub title: String,
    /// `fidelity`, `diversity`, `privacy`, `quality`, `validity`.
    pub dimension: String,
    /// `higher`, `lower` or `neither`.
    pub better: String,
    /// e.g. `dB`; empty without one.
    pub unit: String,
    /// The set it speaks of: the synthetic one, or the only one.
    pub set: u32,
    /// That set's name.
    pub set_name: String,
    /// That set's side.
    pub arm: Arm,
    /// The value as a number; nothing when there is none or it is infinite.
    pub value: Option<f64>,
    /// The value as it is shown, e.g. `0.81`, `∞`; empty when there is none.
    pub shown: String,
    /// Why there is no value.
    pub reason: Option<Failure>,
    /// What was set.
    pub parameters: BTreeMap<String, f64>,
    /// Its interval.
    pub interval: Option<IntervalView>,
    /// Why it has no interval.
    pub no_interval: Option<String>,
    /// Real against real.
    pub yardstick: Option<YardstickView>,
    /// Real samples that went in.
    pub n_real: Option<u32>,
    /// Synthetic samples that went in.
    pub n_synthetic: Option<u32>,
    /// Samples that could not be measured.
    pub n_left_out: u32,
    /// For a value over single samples, what the value is: `median`; empty for a set's own value.
    pub summary: String,
    /// Whether its single samples can be looked at.
    pub has_instances: bool,
    /// Whether there is a figure of it.
    pub has_figure: bool,
    /// The further numbers that come with it.
    pub details: Vec<PartView>,
    /// The values of a table's columns.
    pub columns: Vec<PartView>,
    /// The SHA-256 of the network's file that was asked.
    pub network: Option<String>,
    /// What was done to the samples before, in words.
    pub notes: Vec<String>,
    /// The first of what is wrong with annotations: which, and what.
    pub faults: Vec<PartView>,
    /// How many faults there are.
    pub n_faults: u32,
}

/// The value of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstanceView {
    /// The set.
    pub set: u32,
    /// The sample.
    pub ordinal: u32,
    /// Its label.
    pub label: String,
    /// Its value.
    pub value: Option<f64>,
    /// The value as it is shown.
    pub shown: String,
    /// Why there is none.
    pub reason: Option<Failure>,
}

/// A sentence that says what was found, with the numbers behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `fidelity`, `diversity`, `privacy`, `quality`, `validity`.
    pub dimension: String,
    /// What it says.
    pub sentence: String,
    /// The numbers, with their intervals.
    pub detail: String,
    /// Whether it is a warning.
    pub warning: bool,
    /// A small figure, as SVG; empty without one.
    pub figure: String,
    /// The values it speaks of.
    pub results: Vec<u32>,
}

/// A synthetic sample and the real one nearest to it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClosestPair {
    /// The synthetic set.
    pub synthetic_set: u32,
    /// The synthetic sample.
    pub synthetic: u32,
    /// Its label.
    pub synthetic_label: String,
    /// The real set.
    pub real_set: u32,
    /// The real sample.
    pub real: u32,
    /// Its label.
    pub real_label: String,
    /// Their distance in the feature space.
    pub distance: f64,
    /// The share of real samples whose own nearest real one is farther away, 0 to 1.
    pub closer_than: f64,
    /// Whether the contents are equal, bit by bit.
    pub identical: bool,
}

/// A run: what was measured, and what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Its id.
    pub id: u32,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// `running`, `done`, `stopped`, `interrupted`, `failed`.
    pub state: String,
    /// The real set.
    pub real: Option<u32>,
    /// Its name.
    pub real_name: String,
    /// The synthetic sets.
    pub synthetic: Vec<u32>,
    /// What chance was drawn from.
    pub seed: u32,
    /// The program that measured.
    pub program: String,
    /// How samples became vectors, e.g. `random convolutions v1`; empty when none were needed.
    pub feature: String,
    /// What it says, sentences first.
    pub findings: Vec<Finding>,
    /// The values.
    pub results: Vec<ResultView>,
    /// The closest pairs, nearest first.
    pub closest: Vec<ClosestPair>,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RunHead {
    /// Its id.
    pub id: u32,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// `running`, `done`, `stopped`, `interrupted`, `failed`.
    pub state: String,
    /// The real set's name.
    pub real_name: String,
    /// The synthetic sets' names.
    pub synthetic_names: Vec<String>,
    /// How many values it has.
    pub n_results: u32,
}
