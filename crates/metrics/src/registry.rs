//! Every metric the workbench knows.

use crate::{
    Metric, authenticity, brightness, correlation_score, coverage, density, exposure_brightness,
    frechet_distance, geometry_score, improved_precision, improved_recall, missing_score,
    multi_scale_intrinsic_distance, psnr, snr, spectral_wasserstein_distance, ssim, tenengrad,
    uniqueness, uniqueness_score,
};

/// In alphabetical order, so that two additions never collide.
pub static ALL: &[Metric] = &[
    authenticity::METRIC,
    brightness::METRIC,
    correlation_score::METRIC,
    coverage::METRIC,
    density::METRIC,
    exposure_brightness::METRIC,
    frechet_distance::METRIC,
    geometry_score::METRIC,
    improved_precision::METRIC,
    improved_recall::METRIC,
    missing_score::METRIC,
    multi_scale_intrinsic_distance::METRIC,
    psnr::METRIC,
    snr::METRIC,
    spectral_wasserstein_distance::METRIC,
    ssim::METRIC,
    tenengrad::METRIC,
    uniqueness::METRIC,
    uniqueness_score::METRIC,
];

/// Returns the metric of that id.
pub fn find(id: &str) -> Option<&'static Metric> {
    ALL.iter().find(|metric| metric.id == id)
}
