//! pyMDMA's metrics of annotations: their names and parameters, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::List;

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("AnnotationCorrectness", "annotation_correctness"),
    ("AnnotationUniqueness", "annotation_uniqueness"),
    ("DatasetCompletness", "annotation_completeness"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(id: &str, key: &str, _value: &Value) -> Option<Given> {
    // What labels, keypoints and areas there may be stands in the file itself.
    let in_the_file = ["mask_area_range", "num_keypoints", "valid_label_names"];
    (id == "annotation_correctness" && in_the_file.contains(&key)).then(|| Ok(Vec::new()))
}

/// Lists what a case expects of `id`: nothing, as pyMDMA gives lists where ours are shares.
pub(super) fn expect(_list: &mut List<'_>, id: &str) -> bool {
    NAMES.iter().any(|(_, ours)| *ours == id)
}
