//! Samples and features to values, one file for each metric.
//!
//! A metric is a value of type [`Metric`]: what it measures, of what, in which
//! unit, which way is better, and the function that computes it. [`registry`]
//! lists them all. A value that cannot be computed is an [`Error`] that says
//! why, never a number.
//!
//! This crate reads no file, makes no features and draws no random number;
//! intervals are made from the instance values by crate `stats`.

mod error;
mod evaluate;
pub mod golden;
mod metric;
mod neighbours;
mod parameters;
pub mod registry;

pub use error::{Error, Result};
pub use evaluate::evaluate_sets;
pub use metric::{
    Better, Compute, Dimension, Instances, IntervalKind, Level, Metric, Parameter, Preset, Range,
    Reference, SetOutcome, TableOutcome, Unit,
};
pub use neighbours::{Distance, Neighbours};
pub use parameters::Parameters;
