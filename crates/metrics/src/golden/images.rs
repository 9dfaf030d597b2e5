//! pyMDMA's metrics of images: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours, SINGLE};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("Brightness", "brightness"),
    ("ExposureBrightness", "exposure_brightness"),
    ("PSNR", "psnr"),
    ("SSIM", "ssim"),
    ("Tenengrad", "tenengrad"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(_id: &str, _key: &str, _value: &Value) -> Option<Given> {
    None
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "psnr" | "ssim" if list.case["reference"].is_object() => {
            list.one("/reference/value", Ours::Value, DOUBLE);
        }
        "tenengrad" => list.one("/reference/mean_sq", Ours::Value, DOUBLE),
        "exposure_brightness" => list.one("/output/instance/0", Ours::Value, DOUBLE),
        "brightness" | "psnr" | "ssim" => list.one("/output/instance/0", Ours::Value, SINGLE),
        _ => return false,
    }
    true
}
