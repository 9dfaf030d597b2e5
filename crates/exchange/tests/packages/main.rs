//! Every package, opened by programs that are not ours.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod data_package;
mod fhir;
mod imrmc;
mod parquet;
mod redcap;
mod ro_crate;
mod study;
mod truth;
mod xlsx;

use std::collections::BTreeMap;

/// A CSV file as another reader sees it: its columns, and its rows by their names.
fn csv_of(bytes: &[u8]) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |row: csv::Result<csv::StringRecord>| {
        names.iter().cloned().zip(row.unwrap().iter().map(str::to_owned)).collect()
    };
    let rows = reader.records().map(row).collect();
    (names, rows)
}

/// Returns the bytes of a file.
fn file<'a>(files: &'a [exchange::File], name: &str) -> &'a [u8] {
    let found = files.iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("{name} is missing")).1
}

fn json_of(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).unwrap()
}

/// Asserts that `document` is as `schema` wants it.
fn fits(schema: &str, document: &serde_json::Value, what: &str) {
    let validator = jsonschema::validator_for(&json_of(schema.as_bytes())).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(document).map(|fault| fault.to_string()).take(3).collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    assert_eq!(study::files(&study::study(), true), study::files(&study::study(), true));
}
