//! `ro-crate-metadata.json`, by the rules of RO-Crate 1.2 that a program can look at.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::study::{files, study};
use crate::{file, json_of};

fn entities(document: &Value) -> BTreeMap<&str, &Value> {
    let graph = document["@graph"].as_array().unwrap();
    let found: BTreeMap<&str, &Value> =
        graph.iter().map(|entity| (entity["@id"].as_str().unwrap(), entity)).collect();
    assert_eq!(found.len(), graph.len(), "no two entities have one id");
    found
}

#[test]
fn the_descriptor_the_root_and_every_file_are_there() {
    let files = files(&study(), true);
    let document = json_of(file(&files, "ro-crate-metadata.json"));
    assert_eq!(document["@context"], "https://w3id.org/ro/crate/1.2/context");
    let entities = entities(&document);
    let descriptor = entities["ro-crate-metadata.json"];
    assert_eq!(descriptor["@type"], "CreativeWork");
    assert_eq!(descriptor["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.2");
    assert_eq!(descriptor["about"]["@id"], "./");
    let root = entities["./"];
    assert_eq!(root["@type"], "Dataset");
    for needed in ["name", "description", "datePublished", "license"] {
        assert!(!root[needed].is_null(), "the root has no {needed}");
    }
    assert_eq!(root["license"]["@id"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(entities[root["publisher"]["@id"].as_str().unwrap()]["@type"], "Organization");
    let parts: Vec<&str> = root["hasPart"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["@id"].as_str().unwrap())
        .collect();
    let others: Vec<_> =
        files.iter().filter(|(name, _)| name != "ro-crate-metadata.json").collect();
    assert_eq!(parts.len(), others.len());
    for (name, bytes) in others {
        let entity = entities[name.as_str()];
        assert!(parts.contains(&name.as_str()));
        assert_eq!(entity["@type"], "File");
        assert_eq!(entity["contentSize"], bytes.len().to_string());
        let sum = Sha256::digest(bytes);
        let sum: Vec<String> = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entity["sha256"], sum.concat());
        assert!(entity["encodingFormat"].as_str().unwrap().contains('/'));
    }
}

/// Looks for references; an address on the web need not be here.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) if object.len() == 1 && object.contains_key("@id") => {
            found.extend(object["@id"].as_str());
        }
        Value::Object(object) => object.values().for_each(|inner| references(inner, found)),
        Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn whatever_is_named_is_described() {
    let files = files(&study(), true);
    let document = json_of(file(&files, "ro-crate-metadata.json"));
    let entities = entities(&document);
    let mut named = Vec::new();
    references(&document["@graph"], &mut named);
    assert!(entities.len() < named.len());
    for id in named {
        let known = entities.contains_key(id) || id == "https://w3id.org/ro/crate/1.2";
        assert!(known, "{id} is named and not described");
    }
    let made = entities["#export"];
    assert_eq!(made["@type"], "CreateAction");
    assert_eq!(entities[made["instrument"]["@id"].as_str().unwrap()]["name"], "Touchstone");
}
