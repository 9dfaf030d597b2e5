//! Numbers to estimates with intervals.
//!
//! Every function here is pure: chance arrives as a seed, and the same seed
//! gives the same bits on every machine of one kind. This crate knows nothing
//! of samples, arms or readers; whoever calls it says what a cluster is.

mod binomial_power;
mod cholesky;
mod cliffs_delta;
mod cluster_bootstrap;
mod correlation;
mod describe;
mod distribution;
mod equivalence;
mod error;
pub mod golden;
mod half_sampling;
mod majority_auc;
mod metric_ranking;
mod multiplicity;
mod newton;
mod noise_ceiling;
mod ordinal;
mod preference;
mod rank;
mod rank_test;
mod reader_means;
mod reader_power;
mod share;
mod tail;

pub use binomial_power::{BinomialPower, Sides, binomial_power};
pub use cliffs_delta::{Dominance, cliffs_delta};
pub use cluster_bootstrap::{bootstrap_mean_by_cluster, bootstrap_median_by_cluster};
pub use correlation::{Correlation, kendall, pearson, spearman};
pub use describe::{mean_sd, median, quantile};
pub use equivalence::{
    Equivalence, EquivalencePower, Margin, clopper_pearson, equivalence, equivalence_power,
};
pub use error::{Error, MOST_CALLS, Result};
pub use half_sampling::half_sampling;
pub use majority_auc::{CallAuc, auc_of_calls, majority_call};
pub use metric_ranking::{Direction, MetricAgreement, MetricValues, Resampling, metric_ranking};
pub use multiplicity::{Adjustment, adjusted_p};
pub use noise_ceiling::{
    Ceiling, ReaderAgreement, mean_agreement, noise_ceiling, repeat_agreement,
};
pub use ordinal::{
    OrdinalAnswers, OrdinalCoefficient, OrdinalFit, Random, RandomVariance, RatioTest, WaldTest,
    ordinal_model, ordinal_ratio_test,
};
pub use preference::{
    Advantage, Davidson, SignTest, Worths, bradley_terry, davidson, preference_groups, sign_test,
};
pub use rank_test::{RankTest, rank_sum_test, signed_rank_test};
pub use reader_means::{ReaderMeans, reader_means};
pub use reader_power::{
    Components, Power, ReaderPower, design_effect, fewest_with_power, power_of_one_condition,
    power_of_two_conditions,
};
pub use share::share_by_cluster;

/// An interval around an estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The share of repetitions that it is meant to hold the truth in, e.g. 0.95.
    pub level: f64,
    /// How it was made, as it is stored and exported, e.g. `cluster_bootstrap_percentile`.
    pub method: &'static str,
}
