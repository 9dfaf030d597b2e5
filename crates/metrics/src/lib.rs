//! Samples and features to values, one file for each metric.
//!
//! A metric is a value of type [`Metric`]: what it measures, of what, in which
//! unit, which way is better, and the function that computes it. [`registry`]
//! lists them all. A value that cannot be computed is an [`Error`] that says
//! why, never a number.
//!
//! This crate reads no file and makes no features. Where chance takes part, it comes
//! from the seed in [`Parameters`]; intervals are made by crate `stats`.

mod all_distances;
pub mod annotation_completeness;
pub mod annotation_correctness;
pub mod annotation_uniqueness;
mod assignment;
pub mod authenticity;
mod bounds;
pub mod brightness;
pub mod brisque;
mod chance;
mod cholesky;
pub mod clip_iqa;
pub mod coherence_score;
pub mod colorfulness;
mod columns;
mod comparable;
mod correlating;
pub mod correlation_score;
pub mod cosine_similarity;
pub mod coverage;
pub mod cross_correlation;
pub mod dcr_privacy;
pub mod density;
pub mod dim_curse_score;
mod distance;
pub mod dom;
pub mod dtw;
pub mod eme;
mod error;
mod evaluate;
mod exponential;
pub mod exposure_brightness;
mod finding;
mod fourier;
pub mod frechet_distance;
pub mod geometry_score;
pub mod giqa;
pub mod golden;
mod gray;
mod heat_trace;
mod holes;
pub mod improved_precision;
pub mod improved_recall;
mod instances;
pub mod k_anonymity_score;
mod k_means;
mod kernel_density;
mod kernel_sums;
mod kernels;
mod landmarks;
mod listing;
mod mask;
mod metric;
pub mod missing_score;
mod mixture;
pub mod mmd;
pub mod ms_ssim;
pub mod multi_scale_intrinsic_distance;
mod nearness;
mod neighbours;
mod network;
pub mod nndr_privacy;
mod normal;
mod one_order;
pub mod outlier_score;
mod panels;
mod parameter;
mod parameters;
mod pooled;
pub mod precision_recall_distribution;
mod products;
mod progress;
pub mod psnr;
mod rank_correlation;
mod ratios;
pub mod registry;
mod rough;
mod scaled;
mod similarity;
pub mod snr;
mod sobel;
mod softened;
pub mod spectral_coherence;
pub mod spectral_wasserstein_distance;
pub mod ssim;
pub mod statistical_divergence_score;
pub mod statistical_similarity_score;
mod strips;
mod sweep;
pub mod tenengrad;
pub mod tenengrad_relative;
mod transport;
pub mod uniformity_score;
pub mod uniqueness;
pub mod uniqueness_score;
pub mod vif_score;
mod warping;
pub mod wasserstein_distance;
mod witness_complex;

pub use distance::Distance;
pub use error::{Error, Result};
pub use evaluate::{evaluate_sets, evaluate_sets_and_nearest};
pub use finding::{Fault, Finding};
pub use kernels::Kernel;
pub use metric::{
    AnnotationOutcome, Better, Compute, Detail, Dimension, GoOn, Instances, IntervalKind, Level,
    Metric, Parameter, Preset, Range, Reference, SetOutcome, SignalSets, TableOutcome, Unit,
};
pub use neighbours::{Neighbours, nearest_others};
pub use network::Network;
pub use parameters::Parameters;
