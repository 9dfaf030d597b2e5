//! Annotations beside images: kept with the set, checked, and told what is wrong.

use std::collections::BTreeMap;
use std::fs;

use samples::{Channels, Image, ValueRange};
use serde_json::{Value, json};
use workbench::wire::{Arm, AskedMetric, MeasureRequest, Rule};
use workbench::{BatchDone, FilesToMeasure, Task, measure_files};

use crate::place::Place;

const METRICS: [&str; 3] =
    ["annotation_completeness", "annotation_correctness", "annotation_uniqueness"];

/// An image of 16 × 16 pixels, like no other number's.
fn picture(at: u16) -> Vec<u8> {
    let values = (0..256_u16).map(|pixel| f32::from((pixel * (at + 3) + at * 40) % 251)).collect();
    let image = Image::new([16, 16], Channels::Gray, ValueRange::BITS_8, values).unwrap();
    formats::write_png(&image).unwrap()
}

/// Three images, of which the file lists two: one twice as large as it is; and one that is not there.
fn coco() -> Value {
    let annotation = |id: u32, image: &str, bbox: [u32; 4]| json!({ "id": id, "image_id": image, "category_id": 1, "bbox": bbox });
    json!({
        "images": [
            { "id": "a", "file_name": "C:\\scans\\0.png", "width": 16, "height": 16 },
            { "id": "b", "file_name": "1.jpg", "width": 32, "height": 32 },
            { "id": "c", "file_name": "gone.png", "width": 16, "height": 16 },
        ],
        "categories": [{ "id": 1, "name": "lesion" }],
        "annotations": [
            annotation(1, "a", [1, 2, 3, 4]),
            annotation(2, "a", [1, 2, 3, 4]),
            annotation(3, "b", [1, 2, 3, 4]),
            annotation(4, "c", [1, 2, 3, 4]),
        ],
    })
}

fn write(place: &Place, folder: &str, coco: Option<&Value>) -> std::path::PathBuf {
    for at in 0..3 {
        place.file(&format!("{folder}/{at}.png"), picture(at));
    }
    if let Some(coco) = coco {
        place.file(&format!("{folder}/labels/instances.json"), coco.to_string());
    }
    place.folder.path().join(folder)
}

fn values(done: &BatchDone) -> BTreeMap<&str, Option<f64>> {
    done.results.iter().map(|result| (result.metric, result.value.as_f64())).collect()
}

#[test]
fn files_are_measured_with_what_lies_beside_them() {
    let place = Place::new();
    let set = write(&place, "real", Some(&coco()));
    let files =
        FilesToMeasure { set: Some(set), all: true, instances: true, ..FilesToMeasure::default() };
    let done = measure_files(&Task::unwatched(), &files).unwrap();
    assert!(done.left_out.is_empty(), "{:?}", done.left_out);
    let values = values(&done);
    let near = |metric: &str, expected: f64| {
        let value = values[metric].unwrap();
        assert!((value - expected).abs() < 1e-12, "{metric}: {value}");
    };
    near(METRICS[0], 2.0 / 3.0); // the third image is not listed
    near(METRICS[1], 2.0 / 3.0); // the second image has another size
    near(METRICS[2], 2.0 / 3.0); // the second annotation repeats the first
    let codes = |metric: &str| -> Vec<(Option<String>, &str)> {
        let result = done.results.iter().find(|result| result.metric == metric).unwrap();
        result.findings.iter().map(|one| (one.annotation.clone(), one.code)).collect()
    };
    assert_eq!(codes(METRICS[0]), [(None, "annotations.image_unlisted")]);
    assert_eq!(codes(METRICS[1]), [(None, "annotations.size_differs")]);
    assert_eq!(codes(METRICS[2]), [(Some("2".to_owned()), "annotations.repeats")]);
    assert_eq!(done.notes.len(), 1, "one image is elsewhere: {:?}", done.notes);
    assert!(done.notes[0].note.contains("1 image"), "{:?}", done.notes);
}

#[test]
fn without_annotations_there_is_a_reason_and_nothing_is_asked_by_itself() {
    let place = Place::new();
    let set = write(&place, "real", None);
    let all = FilesToMeasure { set: Some(set.clone()), all: true, ..FilesToMeasure::default() };
    let done = measure_files(&Task::unwatched(), &all).unwrap();
    assert!(!values(&done).contains_key(METRICS[0]), "nobody asked for it");

    let metrics = vec![(METRICS[1].to_owned(), BTreeMap::new())];
    let asked = FilesToMeasure { set: Some(set), metrics, ..FilesToMeasure::default() };
    let done = measure_files(&Task::unwatched(), &asked).unwrap();
    assert_eq!(done.results[0].reason.as_deref(), Some("This set has no annotation file."));
}

#[test]
fn a_broken_file_is_left_out_and_of_two_the_one_that_fits_is_taken() {
    let place = Place::new();
    let set = write(&place, "real", Some(&coco()));
    place.file("real/a.json", json!({ "images": [], "annotations": [] }).to_string());
    place.file("real/b.json", r#"{"images": [], "annotations": ["#);
    place.file("real/c.json", r#"{"settings": 1}"#);
    let files = FilesToMeasure { set: Some(set), all: true, ..FilesToMeasure::default() };
    let done = measure_files(&Task::unwatched(), &files).unwrap();
    let left: Vec<(&str, &str)> =
        done.left_out.iter().map(|left| (left.sample.as_str(), left.code)).collect();
    let expected = [
        ("a.json", "workbench.oneAnnotationFile"),
        ("b.json", "formats.broken"),
        ("c.json", "formats.unrecognised"),
    ];
    assert_eq!(left, expected);
    assert!(values(&done)[METRICS[0]].is_some());
}

#[test]
fn a_project_keeps_the_file_and_measures_without_the_folder() {
    let place = Place::new();
    let real = write(&place, "real", Some(&coco()));
    let synthetic = write(&place, "synthetic", None);
    place.file("synthetic/3.png", picture(9));
    let real_set = place.import(real.clone(), Arm::Real, Rule::Unknown);
    let synthetic_set = place.import(synthetic, Arm::Synthetic, Rule::Unknown);
    fs::remove_dir_all(real).unwrap();

    let asked =
        |&id: &&str| AskedMetric { id: id.to_owned(), parameters: BTreeMap::new(), network: None };
    let request = MeasureRequest {
        real: real_set,
        synthetic: vec![synthetic_set],
        metrics: METRICS.iter().map(asked).collect(),
        seed: 1,
    };
    place.workbench.start_measure(&request).unwrap();
    let run = place.workbench.runs().unwrap()[0].id;
    let view = place.workbench.run(run).unwrap();
    assert_eq!(view.results.len(), 6, "each metric on each set");
    for result in &view.results {
        assert_eq!(result.dimension, "validity");
        let code = result.reason.as_ref().map(|reason| reason.code.as_str());
        match result.arm {
            Arm::Real => assert!((result.value.unwrap() - 2.0 / 3.0).abs() < 1e-12, "{result:?}"),
            Arm::Synthetic => assert_eq!(code, Some("workbench.noAnnotations")),
        }
    }
}
