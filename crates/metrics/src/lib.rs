//! Samples and features to values, one file for each metric.
//!
//! A metric is a value of type [`Metric`]: what it measures, of what, in which
//! unit, which way is better, and the function that computes it. [`registry`]
//! lists them all. A value that cannot be computed is an [`Error`] that says
//! why, never a number.
//!
//! This crate reads no file and makes no features. Where chance takes part, it comes
//! from the seed in [`Parameters`]; intervals are made by crate `stats`.

pub mod authenticity;
mod bounds;
pub mod brightness;
pub mod correlation_score;
pub mod coverage;
pub mod density;
mod distance;
mod error;
mod evaluate;
pub mod exposure_brightness;
pub mod frechet_distance;
pub mod geometry_score;
pub mod golden;
mod gray;
mod heat_trace;
mod holes;
pub mod improved_precision;
pub mod improved_recall;
mod instances;
mod landmarks;
mod metric;
pub mod missing_score;
pub mod multi_scale_intrinsic_distance;
mod neighbours;
mod one_order;
mod panels;
mod parameter;
mod parameters;
mod products;
mod progress;
pub mod psnr;
pub mod registry;
mod rough;
pub mod snr;
pub mod spectral_wasserstein_distance;
pub mod ssim;
mod sweep;
pub mod tenengrad;
mod transport;
pub mod uniqueness;
pub mod uniqueness_score;
mod witness_complex;

pub use distance::Distance;
pub use error::{Error, Result};
pub use evaluate::{evaluate_sets, evaluate_sets_and_nearest};
pub use metric::{
    Better, Compute, Detail, Dimension, GoOn, Instances, IntervalKind, Level, Metric, Parameter,
    Preset, Range, Reference, SetOutcome, SignalSets, TableOutcome, Unit,
};
pub use neighbours::{Neighbours, nearest_others};
pub use parameters::Parameters;
