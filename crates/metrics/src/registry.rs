//! Every metric the workbench knows.

use crate::{
    Metric, annotation_completeness, annotation_correctness, annotation_uniqueness, authenticity,
    brightness, brisque, clip_iqa, coherence_score, colorfulness, correlation_score,
    cosine_similarity, coverage, cross_correlation, dcr_privacy, density, dim_curse_score, dom,
    dtw, eme, exposure_brightness, frechet_distance, geometry_score, giqa, improved_precision,
    improved_recall, k_anonymity_score, missing_score, mmd, ms_ssim,
    multi_scale_intrinsic_distance, nndr_privacy, outlier_score, precision_recall_distribution,
    psnr, snr, spectral_coherence, spectral_wasserstein_distance, ssim,
    statistical_divergence_score, statistical_similarity_score, tenengrad, tenengrad_relative,
    uniformity_score, uniqueness, uniqueness_score, vif_score, wasserstein_distance,
};

/// In alphabetical order, so that two additions never collide.
pub static ALL: &[Metric] = &[
    annotation_completeness::METRIC,
    annotation_correctness::METRIC,
    annotation_uniqueness::METRIC,
    authenticity::METRIC,
    brightness::METRIC,
    brisque::METRIC,
    clip_iqa::METRIC,
    coherence_score::METRIC,
    colorfulness::METRIC,
    correlation_score::METRIC,
    cosine_similarity::METRIC,
    coverage::METRIC,
    cross_correlation::METRIC,
    dcr_privacy::METRIC,
    density::METRIC,
    dim_curse_score::METRIC,
    dom::METRIC,
    dtw::METRIC,
    eme::METRIC,
    exposure_brightness::METRIC,
    frechet_distance::METRIC,
    geometry_score::METRIC,
    giqa::METRIC,
    improved_precision::METRIC,
    improved_recall::METRIC,
    k_anonymity_score::METRIC,
    missing_score::METRIC,
    mmd::METRIC,
    ms_ssim::METRIC,
    multi_scale_intrinsic_distance::METRIC,
    nndr_privacy::METRIC,
    outlier_score::METRIC,
    precision_recall_distribution::METRIC,
    psnr::METRIC,
    snr::METRIC,
    spectral_coherence::METRIC,
    spectral_wasserstein_distance::METRIC,
    ssim::METRIC,
    statistical_divergence_score::METRIC,
    statistical_similarity_score::METRIC,
    tenengrad::METRIC,
    tenengrad_relative::METRIC,
    uniformity_score::METRIC,
    uniqueness::METRIC,
    uniqueness_score::METRIC,
    vif_score::METRIC,
    wasserstein_distance::METRIC,
];

/// Returns the metric of that id.
pub fn find(id: &str) -> Option<&'static Metric> {
    ALL.iter().find(|metric| metric.id == id)
}
