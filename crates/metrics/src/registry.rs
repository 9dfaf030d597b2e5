//! Every metric the workbench knows.

use crate::{
    Metric, authenticity, brightness, correlation_score, cosine_similarity, coverage, density,
    exposure_brightness, frechet_distance, giqa, improved_precision, improved_recall,
    missing_score, mmd, precision_recall_distribution, psnr, snr, spectral_wasserstein_distance,
    ssim, tenengrad, uniqueness, uniqueness_score, wasserstein_distance,
};

/// In alphabetical order, so that two additions never collide.
pub static ALL: &[Metric] = &[
    authenticity::METRIC,
    brightness::METRIC,
    correlation_score::METRIC,
    cosine_similarity::METRIC,
    coverage::METRIC,
    density::METRIC,
    exposure_brightness::METRIC,
    frechet_distance::METRIC,
    giqa::METRIC,
    improved_precision::METRIC,
    improved_recall::METRIC,
    missing_score::METRIC,
    mmd::METRIC,
    precision_recall_distribution::METRIC,
    psnr::METRIC,
    snr::METRIC,
    spectral_wasserstein_distance::METRIC,
    ssim::METRIC,
    tenengrad::METRIC,
    uniqueness::METRIC,
    uniqueness_score::METRIC,
    wasserstein_distance::METRIC,
];

/// Returns the metric of that id.
pub fn find(id: &str) -> Option<&'static Metric> {
    ALL.iter().find(|metric| metric.id == id)
}
