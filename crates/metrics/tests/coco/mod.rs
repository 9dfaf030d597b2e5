//! Annotations of golden cases, which are well enough written to be read without care.

use samples::{AnnotatedImage, Annotation, Annotations, Category, Field, RecordId, Segmentation};
use serde_json::Value;

pub(crate) fn annotations(file: &Value) -> Annotations {
    let list = |name: &str| file[name].as_array().expect("a list").iter();
    Annotations {
        images: list("images").map(image).collect(),
        categories: list("categories").map(category).collect(),
        annotations: list("annotations").map(annotation).collect(),
    }
}

fn field<T>(record: &Value, name: &str, of: impl Fn(&Value) -> T) -> Field<T> {
    record.get(name).map_or(Field::Missing, |value| Field::Given(of(value)))
}

fn id(value: &Value) -> RecordId {
    RecordId(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn words(value: &Value) -> String {
    value.as_str().expect("words").to_owned()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

fn lengths(value: &Value) -> Vec<u64> {
    value.as_array().expect("a list").iter().map(|n| n.as_u64().expect("a length")).collect()
}

fn image(record: &Value) -> AnnotatedImage {
    AnnotatedImage {
        id: field(record, "id", id),
        file_name: field(record, "file_name", words),
        width: field(record, "width", number),
        height: field(record, "height", number),
        shape: None,
        unlisted: false,
    }
}

fn category(record: &Value) -> Category {
    Category {
        id: field(record, "id", id),
        name: field(record, "name", words),
        n_keypoints: field(record, "keypoints", |names| names.as_array().expect("names").len()),
    }
}

fn annotation(record: &Value) -> Annotation {
    Annotation {
        id: field(record, "id", id),
        image_id: field(record, "image_id", id),
        category_id: field(record, "category_id", id),
        bbox: field(record, "bbox", numbers),
        segmentation: field(record, "segmentation", segmentation),
        keypoints: field(record, "keypoints", numbers),
        num_keypoints: field(record, "num_keypoints", number),
        area: field(record, "area", number),
        is_crowd: field(record, "iscrowd", number),
    }
}

fn segmentation(value: &Value) -> Segmentation {
    match value.as_array() {
        Some(polygons) => Segmentation::Polygons(polygons.iter().map(numbers).collect()),
        None => Segmentation::Runs {
            counts: field(value, "counts", lengths),
            size: field(value, "size", |size| lengths(size)[..].try_into().expect("two sides")),
        },
    }
}
