//! Numbers to estimates with intervals.
//!
//! Every function here is pure: chance arrives as a seed, and the same seed
//! gives the same bits on every machine of one kind. This crate knows nothing
//! of samples, arms or readers; whoever calls it says what a cluster is.

mod agreement;
mod appropriateness;
mod binomial_power;
mod bland_altman;
mod cluster_bootstrap;
mod cohen_kappa;
mod describe;
mod distribution;
mod equivalence;
mod error;
pub mod golden;
mod half_sampling;
mod icc;
mod intra_reader;
mod reader_power;
mod response_times;
mod share;

pub use agreement::{
    Agreement, AgreementBootstrap, AgreementTable, Coefficient, CrossTable, FleissNull, Metric,
    Ratings, Weights, agreement, agreement_of_table, agreement_table, bootstrap_agreement,
    fleiss_null,
};
pub use appropriateness::{Appropriateness, CountRule, Verdict, appropriateness};
pub use binomial_power::{BinomialPower, Sides, binomial_power};
pub use bland_altman::{BlandAltman, LimitIntervals, bland_altman};
pub use cluster_bootstrap::{bootstrap_mean_by_cluster, bootstrap_median_by_cluster};
pub use cohen_kappa::{CohenKappa, cohen_kappa};
pub use describe::{mean_sd, median, quantile};
pub use equivalence::{
    Equivalence, EquivalencePower, Margin, clopper_pearson, equivalence, equivalence_power,
};
pub use error::{Error, MOST_CALLS, Result};
pub use half_sampling::half_sampling;
pub use icc::{Icc, IccForms, icc};
pub use intra_reader::{IntraReaderIcc, IntraReaderKappa, intra_reader_icc, intra_reader_kappa};
pub use reader_power::{
    Components, Power, ReaderPower, design_effect, fewest_with_power, power_of_one_condition,
    power_of_two_conditions,
};
pub use response_times::{ResponseTimes, response_times};
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
