//! pyMDMA's metrics of images: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours, SINGLE};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("BRISQUE", "brisque"),
    ("Brightness", "brightness"),
    ("Colorfulness", "colorfulness"),
    ("DOM", "dom"),
    ("EME", "eme"),
    ("ExposureBrightness", "exposure_brightness"),
    ("MSSSIM", "ms_ssim"),
    ("PSNR", "psnr"),
    ("SSIM", "ssim"),
    ("Tenengrad", "tenengrad"),
    ("TenengradRelative", "tenengrad_relative"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(id: &str, key: &str, value: &Value) -> Option<Given> {
    match (id, key, value) {
        ("eme", "blocks_size", Value::Array(sides)) => {
            let sides = ["block_rows", "block_columns"].into_iter().zip(sides);
            let side = |(name, side): (&'static str, &Value)| {
                side.as_f64().map(|side| (name, side)).ok_or(format!("the block side {side}"))
            };
            Some(sides.map(side).collect())
        }
        ("tenengrad_relative", "criteria", Value::String(criteria)) => {
            Some(Ok(vec![("criteria", if criteria == "diff" { 1.0 } else { 0.0 })]))
        }
        // It raises an error there, and is no part of the definition.
        ("dom", "blur", _) => Some(Ok(Vec::new())),
        _ => None,
    }
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "psnr" | "ssim" if list.case["reference"].is_object() => {
            list.one("/reference/value", Ours::Value, DOUBLE);
        }
        "tenengrad" => list.one("/reference/mean_sq", Ours::Value, DOUBLE),
        "colorfulness" | "eme" => list.one("/reference/value", Ours::Value, DOUBLE),
        "dom" | "exposure_brightness" | "tenengrad_relative" => {
            list.one("/output/instance/0", Ours::Value, DOUBLE);
        }
        "brightness" | "ms_ssim" | "psnr" | "ssim" => {
            list.one("/output/instance/0", Ours::Value, SINGLE);
        }
        // Terms of up to 1024 add up to values of about 10 there, in single precision.
        "brisque" => list.one("/output/instance/0", Ours::Value, SINGLE.times(10.0)),
        _ => return false,
    }
    true
}
