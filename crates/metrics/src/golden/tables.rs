//! pyMDMA's metrics of tables: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours, Tolerance};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("CorrelationScore", "correlation_score"),
    ("MissingScore", "missing_score"),
    ("UniquenessScore", "uniqueness_score"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(_id: &str, _key: &str, _value: &Value) -> Option<Given> {
    None
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "uniqueness_score" => {
            list.one("/reference/extra_copies_percent", Ours::Value, DOUBLE);
        }
        "correlation_score" => {
            list.columns("/reference/value", DOUBLE);
            list.columns("/output/dataset", Tolerance::rounded(1));
        }
        "missing_score" => {
            // The rows it averages are rounded, too.
            list.one("/output/dataset_stats/sample", Ours::Value, Tolerance::rounded(3));
            list.columns("/output/dataset", Tolerance::rounded(3));
        }
        _ => return false,
    }
    true
}
