//! One record, whatever stands in it.

use samples::{AnnotatedImage, Annotation, Category, Field, RecordId, Segmentation};
use serde_json::Value;

use super::runs;

/// Reads an image, and counts the numbers kept beside the record itself.
pub(super) fn image(record: &Value) -> (AnnotatedImage, usize) {
    let image = AnnotatedImage {
        id: field(record, "id", id),
        file_name: field(record, "file_name", words),
        width: field(record, "width", Value::as_f64),
        height: field(record, "height", Value::as_f64),
        shape: None,
        unlisted: false,
    };
    (image, 0)
}

/// Reads a label.
pub(super) fn category(record: &Value) -> (Category, usize) {
    let category = Category {
        id: field(record, "id", id),
        name: field(record, "name", words),
        n_keypoints: field(record, "keypoints", |names| names.as_array().map(Vec::len)),
    };
    (category, 0)
}

/// Reads what is marked.
pub(super) fn annotation(record: &Value) -> (Annotation, usize) {
    let annotation = Annotation {
        id: field(record, "id", id),
        image_id: field(record, "image_id", id),
        category_id: field(record, "category_id", id),
        bbox: field(record, "bbox", numbers),
        segmentation: field(record, "segmentation", segmentation),
        keypoints: field(record, "keypoints", numbers),
        num_keypoints: field(record, "num_keypoints", Value::as_f64),
        area: field(record, "area", Value::as_f64),
        is_crowd: field(record, "iscrowd", flag),
    };
    let n_numbers = [&annotation.bbox, &annotation.keypoints]
        .into_iter()
        .filter_map(Field::given)
        .map(Vec::len)
        .chain(annotation.segmentation.given().map(n_numbers))
        .sum();
    (annotation, n_numbers)
}

/// Reads a field; `null` and an empty list are nothing.
fn field<T>(record: &Value, name: &str, of: impl Fn(&Value) -> Option<T>) -> Field<T> {
    match record.get(name) {
        None | Some(Value::Null) => Field::Missing,
        Some(Value::Array(list)) if list.is_empty() => Field::Missing,
        Some(value) => of(value).map_or(Field::Odd, Field::Given),
    }
}

/// Reads an id: a word, or a whole number however it is written.
fn id(value: &Value) -> Option<RecordId> {
    let text = match value {
        Value::String(word) if !word.trim().is_empty() => word.trim().to_owned(),
        Value::Number(number) if number.is_f64() => {
            number.as_f64().filter(|number| number.fract().abs() < f64::EPSILON)?.to_string()
        }
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(RecordId(text))
}

fn words(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).filter(|words| !words.trim().is_empty())
}

/// Reads a number that says no or yes.
fn flag(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_bool().map(|yes| f64::from(u8::from(yes))))
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

fn segmentation(value: &Value) -> Option<Segmentation> {
    match value {
        Value::Array(polygons) => {
            polygons.iter().map(numbers).collect::<Option<_>>().map(Segmentation::Polygons)
        }
        Value::Object(_) => Some(Segmentation::Runs {
            counts: field(value, "counts", counts),
            size: field(value, "size", |size| match lengths(size)?[..] {
                [rows, columns] => Some([rows, columns]),
                _ => None,
            }),
        }),
        _ => None,
    }
}

fn counts(value: &Value) -> Option<Vec<u64>> {
    match value {
        Value::String(letters) => runs::decoded(letters),
        _ => lengths(value),
    }
}

fn lengths(value: &Value) -> Option<Vec<u64>> {
    value.as_array()?.iter().map(Value::as_u64).collect()
}

fn n_numbers(segmentation: &Segmentation) -> usize {
    match segmentation {
        // An outline without a corner takes room, too.
        Segmentation::Polygons(polygons) => polygons.iter().map(|one| 3 + one.len()).sum(),
        Segmentation::Runs { counts, .. } => counts.given().map_or(0, Vec::len),
    }
}
