//! What can be measured, and what is asked for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Modality;

/// A metric of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MetricView {
    /// Its id, which never changes.
    pub id: String,
    /// Grows whenever a value could change.
    pub version: u32,
    /// Its name.
    pub title: String,
    /// What it can be computed on.
    pub modalities: Vec<Modality>,
    /// `dataset`, `instance`.
    pub level: Vec<String>,
    /// `none`, `instance`, `dataset`.
    pub reference: String,
    /// `fidelity`, `diversity`, `privacy`, `quality`, `validity`.
    pub dimension: String,
    /// e.g. `dB`; empty without one.
    pub unit: String,
    /// The least value; nothing without a limit.
    pub least: Option<f64>,
    /// The most value; nothing without a limit.
    pub most: Option<f64>,
    /// `higher`, `lower` or `neither`.
    pub better: String,
    /// What can be set.
    pub parameters: Vec<ParameterView>,
    /// Which interval its value gets, or why it gets none.
    pub interval: String,
    /// Whether it is chosen until somebody says otherwise.
    pub usual: bool,
    /// What it needs beside the samples: `pairs`, `annotations`, `network`; empty when nothing.
    pub needs: String,
    /// Where it is defined.
    pub source: String,
    /// Its page, in Markdown.
    pub page: String,
}

/// A parameter of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ParameterView {
    /// Its name.
    pub name: String,
    /// Its default; nothing when it is taken from the data.
    pub default: Option<f64>,
    /// The least value it may have.
    pub least: Option<f64>,
    /// The most value it may have.
    pub most: Option<f64>,
    /// For a choice: what 0, 1, 2, … stand for; else empty.
    pub choices: Vec<String>,
    /// What it does.
    pub meaning: String,
}

/// A metric with its parameters, as asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AskedMetric {
    /// The metric.
    pub id: String,
    /// What is not at its default.
    pub parameters: BTreeMap<String, f64>,
    /// The SHA-256 of the file of the network that it asks, when it needs one.
    #[serde(default)]
    pub network: Option<String>,
}

/// A network that was named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// The SHA-256 of its file.
    pub sha256: String,
    /// The name of its file, without the folder.
    pub name: String,
}

/// What to measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MeasureRequest {
    /// The real set.
    pub real: u32,
    /// The synthetic sets.
    pub synthetic: Vec<u32>,
    /// The metrics.
    pub metrics: Vec<AskedMetric>,
    /// What chance is drawn from.
    pub seed: u32,
}
