//! `datapackage.json`, against its official profile, and its tables against it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::study::{NASTY, files, study};
use crate::{csv_of, file, fits, json_of};

const PROFILE: &str = include_str!("../schemas/datapackage-2.0.json");

#[test]
fn the_descriptor_is_as_its_profile_wants_it() {
    for with_truth in [true, false] {
        let files = files(&study(), with_truth);
        let descriptor = json_of(file(&files, "datapackage.json"));
        fits(PROFILE, &descriptor, "datapackage.json");
        let by = "https://creativecommons.org/licenses/by/4.0/";
        assert_eq!(descriptor["licenses"], serde_json::json!([{ "path": by }]));
        assert_eq!(descriptor["contributors"][0]["roles"][0], "publisher");
    }
}

#[test]
fn the_profile_would_find_a_fault() {
    let files = files(&study(), true);
    let mut descriptor = json_of(file(&files, "datapackage.json"));
    descriptor["resources"][0]["schema"]["fields"][0]["type"] = "words".into();
    let validator = jsonschema::validator_for(&json_of(PROFILE.as_bytes())).unwrap();
    assert!(!validator.is_valid(&descriptor), "a type that there is not");
}

/// The lexical forms of Table Schema, v2.
fn is_of(kind: &str, text: &str) -> bool {
    match kind {
        "integer" => text.parse::<i64>().is_ok(),
        "number" => text.parse::<f64>().is_ok(),
        "boolean" => matches!(text, "true" | "false"),
        "datetime" => {
            let well_known = &time::format_description::well_known::Rfc3339;
            time::OffsetDateTime::parse(text, well_known).is_ok() && text.ends_with('Z')
        }
        _ => true,
    }
}

#[test]
fn every_cell_is_of_its_type_and_within_its_constraints() {
    let files = files(&study(), true);
    let descriptor = json_of(file(&files, "datapackage.json"));
    for resource in descriptor["resources"].as_array().unwrap() {
        let bytes = file(&files, resource["path"].as_str().unwrap());
        assert_eq!(resource["bytes"], bytes.len());
        let (names, rows) = csv_of(bytes);
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let told: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names, told, "{}", resource["name"]);
        assert!(!rows.is_empty(), "{} shows nothing", resource["name"]);
        for field in fields {
            let (name, kind) = (field["name"].as_str().unwrap(), field["type"].as_str().unwrap());
            assert!(field["description"].as_str().is_some_and(|about| about.ends_with('.')));
            let given = &field["constraints"];
            let mut seen = BTreeSet::new();
            for row in &rows {
                let text = row[name].as_str();
                if text.is_empty() {
                    assert_ne!(given["required"], true, "{name}");
                    continue;
                }
                assert!(is_of(kind, text), "{name}: {text}");
                assert!(seen.insert(text) || given["unique"] != true, "{name}: {text} twice");
                if let Some(least) = given["minimum"].as_f64() {
                    assert!(least <= text.parse().unwrap(), "{name}: {text}");
                }
                if let Some(words) = given["enum"].as_array() {
                    assert!(words.iter().any(|word| word == text), "{name}: {text}");
                }
            }
        }
    }
}

#[test]
fn keys_name_one_row_and_links_lead_to_one() {
    let files = files(&study(), true);
    let descriptor = json_of(file(&files, "datapackage.json"));
    let resources = descriptor["resources"].as_array().unwrap();
    let values = |name: &str, columns: &Value| -> Vec<Vec<String>> {
        let columns: Vec<&str> =
            columns.as_array().unwrap().iter().map(|column| column.as_str().unwrap()).collect();
        let (_, rows) = csv_of(file(&files, &format!("{name}.csv")));
        rows.iter().map(|row| columns.iter().map(|&column| row[column].clone()).collect()).collect()
    };
    let mut n_links = 0;
    for resource in resources {
        let name = resource["name"].as_str().unwrap();
        let keys = values(name, &resource["schema"]["primaryKey"]);
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{name}");
        for link in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let to = &link["reference"];
            let there = values(to["resource"].as_str().unwrap(), &to["fields"]);
            for from in values(name, &link["fields"]) {
                let is_empty = from.iter().all(String::is_empty);
                assert!(is_empty || there.contains(&from), "{name}: {from:?} leads nowhere");
                n_links += 1;
            }
        }
    }
    assert!(500 < n_links, "{n_links} links were looked at");
}

#[test]
fn no_cell_is_run_and_none_hides_its_letters() {
    let files = files(&study(), true);
    let mut n_guarded = 0;
    for (name, bytes) in files.iter().filter(|(name, _)| name.contains(".csv")) {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(&bytes[..]);
        for row in reader.records() {
            for cell in &row.unwrap() {
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!runs || cell.parse::<f64>().is_ok(), "{name}: {cell:?}");
                assert!(!cell.contains(['\0', '\u{7}', '\u{202E}']), "{name}: {cell:?}");
                n_guarded += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(NASTY.len() < n_guarded, "{n_guarded} cells were guarded");
}
