//! pyMDMA's metrics of signals: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{List, Ours};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("SNR", "snr"),
    ("SpectralWassersteinDistance", "spectral_wasserstein_distance"),
    ("Uniqueness", "uniqueness"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(_id: &str, _key: &str, _value: &Value) -> Option<Given> {
    None
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "snr" | "uniqueness" => list.all("/output/instance", Ours::Real, Ours::NReal),
        "spectral_wasserstein_distance" => list.mean_of_channels(),
        _ => return false,
    }
    true
}
