//! Every estimate against values of other programs and of published tables.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stats::golden::{compute, difference};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/stats")
}

fn load(name: &str) -> Result<Vec<u8>, String> {
    fs::read(folder().join("../../data/reader_stats").join(name)).map_err(|error| error.to_string())
}

/// Returns every case of the folder.
fn cases() -> Vec<Value> {
    let files = fs::read_dir(folder()).expect("the cases lie beside the tests");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "json"));
    paths.sort();
    let read = |path: &PathBuf| fs::read(path).expect("a case can be read");
    paths.iter().map(|path| serde_json::from_slice(&read(path)).expect("a case is JSON")).collect()
}

#[test]
fn known_answers_come_out_again() {
    let mut wrong = Vec::new();
    for case in cases() {
        let id = case["id"].as_str().expect("a case has an id");
        match compute(id, &case["data"], &load) {
            None => wrong.push(format!("{id}: nothing computes it")),
            Some(Err(why)) => wrong.push(format!("{id}: {why}")),
            Some(Ok(got)) => {
                wrong.extend(difference(&case, &got).map(|found| format!("{id}: {found:?}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_altered_answer_is_found_to_differ() {
    for mut case in cases() {
        let id = case["id"].as_str().expect("a case has an id").to_owned();
        let got = compute(&id, &case["data"], &load).expect("it is known").expect("it is computed");
        alter(&mut case["expected"]);
        assert!(difference(&case, &got).is_some(), "{id}");
    }
}

/// Alters the first number or truth there is.
fn alter(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => {
            *value = serde_json::json!(number.as_f64().expect("a number") + 0.01);
            true
        }
        Value::Bool(truth) => {
            *truth = !*truth;
            true
        }
        Value::Array(list) => list.iter_mut().any(alter),
        Value::Object(object) => object.values_mut().any(alter),
        Value::Null | Value::String(_) => false,
    }
}
