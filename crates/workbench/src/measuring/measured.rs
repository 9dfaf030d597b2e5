//! A value, and what belongs to it.

use std::collections::BTreeMap;

use embed::LeftOutColumn;
use metrics::{Detail, Metric, Parameters};
use samples::Arm;
use stats::Interval;

use super::{Asked, FoundFault, Yardstick};
use crate::{Error, Result};

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
    pub(super) fn new(asked: &Asked, of: Of) -> Self {
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

/// Returns the further numbers of a metric with what they are.
pub(super) fn detailed(
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
