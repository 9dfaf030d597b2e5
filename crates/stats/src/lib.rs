//! Numbers to estimates with intervals.
//!
//! Every function here is pure: chance arrives as a seed, and the same seed
//! gives the same bits on every machine of one kind. This crate knows nothing
//! of samples, arms or readers; whoever calls it says what a cluster is.

mod agreement;
mod appropriateness;
mod bayes_equivalence;
mod binomial_power;
mod binomial_test;
mod bland_altman;
mod check;
mod cholesky;
mod cliffs_delta;
mod cluster_bootstrap;
mod cohen_kappa;
mod correlation;
mod delong;
mod describe;
mod distribution;
mod equivalence;
mod error;
pub mod golden;
mod half_sampling;
mod icc;
mod inference;
mod intra_reader;
mod majority_auc;
mod metric_ranking;
mod mrmc;
mod multiplicity;
mod newton;
mod noise_ceiling;
mod ordinal;
mod paired_binary;
mod placement;
mod preference;
mod proportion;
mod rank;
mod rank_gaps;
mod rank_test;
mod reader_means;
mod reader_power;
mod response_times;
mod roc;
mod share;
mod share_of_ways;
mod signal_detection;
mod system_usability;

pub use agreement::{
    Agreement, AgreementBootstrap, AlphaMetric, Coefficient, CrossTable, FleissNull, RatingTable,
    Weights, agreement, agreement_of_table, bootstrap_agreement, fleiss_null, raw_agreement,
};
pub use appropriateness::{Appropriateness, CountRule, Verdict, appropriateness};
pub use bayes_equivalence::{BayesEquivalence, JEFFREYS_PRIOR, bayes_equivalence};
pub use binomial_power::{BinomialPower, Sides, binomial_power};
pub use binomial_test::binomial_test;
pub use bland_altman::{BlandAltman, LimitIntervals, bland_altman};
pub use check::MOST_CALLS;
pub use cliffs_delta::{Dominance, cliffs_delta};
pub use cluster_bootstrap::{bootstrap_mean_by_cluster, bootstrap_median_by_cluster};
pub use cohen_kappa::{CohenKappa, cohen_kappa};
pub use correlation::{Correlation, kendall, pearson, spearman};
pub use delong::{DeLong, delong};
pub use describe::{mean_sd, median, quantile};
pub use distribution::normal_reach;
pub use equivalence::{Equivalence, EquivalencePower, Margin, equivalence, equivalence_power};
pub use error::{Error, Result};
pub use half_sampling::half_sampling;
pub use icc::{Icc, IccForms, icc};
pub use inference::Inference;
pub use intra_reader::{IntraReaderIcc, IntraReaderKappa, intra_reader_icc, intra_reader_kappa};
pub use majority_auc::{CallAuc, auc_of_calls, majority_call};
pub use metric_ranking::{Direction, MetricAgreement, MetricValues, Resampling, metric_ranking};
pub use mrmc::{
    ConditionTest, Covariances, DbmComponents, ImrmcRating, MeanSquares, ObuchowskiRockette,
    OneCondition, OrComparison, OrComponents, OrDifference, OrTests, ReaderScore, ReaderScores,
    UArea, UDifference, UStatistic, imrmc_text, obuchowski_rockette, u_statistic,
};
pub use multiplicity::{Adjustment, adjusted_p};
pub use noise_ceiling::{
    Ceiling, ReaderAgreement, mean_agreement, noise_ceiling, repeat_agreement,
};
pub use ordinal::{
    OrdinalAnswers, OrdinalCoefficient, OrdinalFit, RandomEffects, RandomVariance, ordinal_model,
    ordinal_ratio_test,
};
pub use paired_binary::{ChiSquared, McNemar, cochran_q, mcnemar};
pub use preference::{
    Davidson, SignTest, Worths, bradley_terry, davidson, preference_groups, sign_test,
};
pub use proportion::{agresti_coull, clopper_pearson, jeffreys, wilson};
pub use rank_gaps::rank_gaps;
pub use rank_test::{RankTest, rank_sum_test, signed_rank_test};
pub use reader_means::{ReaderMeans, reader_means};
pub use reader_power::{
    Components, Power, ReaderPower, design_effect, fewest_with_power, power_of_equivalence,
    power_of_one_condition, power_of_two_conditions,
};
pub use response_times::{ResponseTimes, response_times};
pub use roc::{RocPoint, auc, hanley_mcneil, mean_roc_curve, roc_curve};
pub use share::share_by_cluster;
pub use share_of_ways::{SharedShare, share_of_ways};
pub use signal_detection::{
    RateCorrection, SignalCalls, SignalDetection, TwoAlternatives, signal_detection,
    two_alternatives,
};
pub use system_usability::{N_STATEMENTS, mean_usability, system_usability};

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
