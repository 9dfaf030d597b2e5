//! `docs/formats/protocol.schema.json` says what the program reads: neither more nor less.

#![allow(clippy::unwrap_used)] // What only tests call may stop them.

mod subset;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use study::Error;
use study::protocol::{Fault, FaultKind, Protocol};

use subset::{holds, resolved};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schema() -> Value {
    let file = root().join("docs/formats/protocol.schema.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The protocols that are shipped, the shortest first, and what none of them has.
fn examples() -> Vec<Value> {
    let folder = fs::read_dir(root().join("assets/protocols")).unwrap();
    let mut texts: Vec<String> =
        folder.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    texts.sort_by_key(String::len);
    assert_eq!(texts.len(), 9, "the folder was read");
    let mut all: Vec<Value> =
        texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    all.push(the_rest());
    all
}

fn the_rest() -> Value {
    let text = |words: &str| json!({ "en": words });
    let item = |id: &str, answer: Value| json!({ "id": id, "text": text(id), "answer": answer });
    let mut asked = item("sure", json!({ "kind": "likert", "points": [text("no"), text("yes")] }));
    asked["only_if"] = json!({ "item": "width", "at_least": 2, "at_most": 8.5 });
    let single = json!([
        item(
            "width",
            json!({ "kind": "number", "least": 0, "most": 9, "decimals": 1, "unit": "mm" })
        ),
        asked,
    ]);
    let matched = json!([item("match", json!({ "kind": "match" }))]);
    json!({
        "schema": "touchstone.protocol/1", "id": "rest", "version": 1, "title": text("Rest"),
        "about": text("For tests"), "modality": "image", "instructions": text("Read."),
        "training": 1,
        "stages": [{ "id": "A", "disclosed": true, "counterbalanced": true, "tasks": [
            { "id": "a", "show": { "kind": "single" }, "items": single },
            { "id": "b", "show": { "kind": "abx" }, "items": matched },
        ] }],
        "size": { "readers": 2, "real": 30, "synthetic": 30 },
        "primary": {
            "item": "match", "claim": { "kind": "difference", "accuracy": 0.7 },
            "within_reader": 0.0, "within_case": 0.0,
        },
    })
}

/// A place that a schema speaks of: where it is in the schema, in which example, and where in that.
struct Place {
    schema: String,
    example: usize,
    value: String,
}

/// Returns each place of the schema that an example has, once.
fn places(schema: &Value, examples: &[Value]) -> Vec<Place> {
    let mut found = BTreeMap::new();
    for (example, value) in examples.iter().enumerate() {
        walk(schema, (String::new(), schema), (value, String::new()), &mut |path, pointer| {
            found.entry(path).or_insert((example, pointer));
        });
    }
    let place = |(schema, (example, value))| Place { schema, example, value };
    found.into_iter().map(place).collect()
}

fn walk(
    root: &Value,
    (path, schema): (String, &Value),
    (value, pointer): (&Value, String),
    tell: &mut dyn FnMut(String, String),
) {
    tell(path.clone(), pointer.clone());
    let (path, schema) = resolved(root, &path, schema);
    tell(path.clone(), pointer.clone());
    for (word, branches) in ["oneOf", "anyOf"].map(|word| (word, schema[word].as_array())) {
        let branches = branches.into_iter().flatten().enumerate();
        // A branch that only bounds what stands beside it is no place of its own.
        let own =
            branches.filter(|(_, one)| one.get("type").is_some() || one.get("$ref").is_some());
        for (at, branch) in own.filter(|(_, branch)| holds(root, branch, value)) {
            walk(root, (format!("{path}/{word}/{at}"), branch), (value, pointer.clone()), tell);
        }
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        if let Some(own) = schema["properties"].get(name) {
            let path = format!("{path}/properties/{name}");
            walk(root, (path, own), (value, format!("{pointer}/{name}")), tell);
        }
    }
    for (at, value) in value.as_array().into_iter().flatten().enumerate() {
        if let Some(own) = schema.get("items") {
            walk(root, (format!("{path}/items"), own), (value, format!("{pointer}/{at}")), tell);
        }
    }
}

/// Returns the paths of all schemas that are objects with properties.
fn objects(path: &str, schema: &Value, found: &mut BTreeSet<String>) {
    if schema.get("additionalProperties").is_some() {
        found.insert(path.to_owned());
    }
    match schema {
        Value::Object(parts) => {
            parts.iter().for_each(|(name, part)| objects(&format!("{path}/{name}"), part, found));
        }
        Value::Array(parts) => parts
            .iter()
            .enumerate()
            .for_each(|(at, part)| objects(&format!("{path}/{at}"), part, found)),
        _ => {}
    }
}

fn with(example: &Value, pointer: &str, value: &Value) -> Value {
    let mut changed = example.clone();
    *changed.pointer_mut(pointer).unwrap() = value.clone();
    changed
}

fn parse(value: &Value) -> Result<Protocol, Error> {
    Protocol::parse(&value.to_string())
}

/// What the parser says that it knows, when it is given what it does not know.
fn known(value: &Value) -> BTreeSet<String> {
    let Err(Error::NotJson { why, .. }) = parse(value) else { panic!("`zz` is let through") };
    let (what, expected) = why.split_once(", ").unwrap();
    assert!(what.contains("`zz`") && what.starts_with("unknown"), "{why}");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn names(words: &Value) -> BTreeSet<String> {
    words.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn what_is_shipped_is_as_the_schema_says() {
    let schema = schema();
    for example in examples() {
        assert!(holds(&schema, &schema, &example), "{}", example["id"]);
        assert!(parse(&example).is_ok(), "{}", example["id"]);
    }
}

#[test]
fn the_schema_has_every_field_that_the_parser_knows_and_no_other() {
    let (schema, examples) = (schema(), examples());
    let mut all = BTreeSet::new();
    objects("", &schema, &mut all);
    let mut seen = BTreeSet::new();
    for Place { schema: path, example, value } in places(&schema, &examples) {
        let object = schema.pointer(&path).unwrap();
        if object.get("additionalProperties").is_none() {
            continue;
        }
        let mut changed = examples[example].clone();
        let own = changed.pointer_mut(&value).unwrap().as_object_mut().unwrap();
        own.insert("zz".to_owned(), json!("zz"));
        let mut fields = names(&object["properties"]);
        // The parser reads a kind before it reads the fields of that kind.
        if object["properties"]["kind"].get("const").is_some() {
            fields.remove("kind");
        }
        assert_eq!(known(&changed), fields, "{path}");
        assert!(!holds(&schema, &schema, &changed), "{path}");
        seen.insert(path);
    }
    assert_eq!(seen, all, "an example has each of them");
}

#[test]
fn the_schema_requires_what_the_parser_requires() {
    let (schema, examples) = (schema(), examples());
    let mut n = 0;
    for Place { schema: path, example, value } in places(&schema, &examples) {
        let object = schema.pointer(&path).unwrap();
        let required = object["required"].as_array().cloned().unwrap_or_default();
        for name in object["properties"].as_object().into_iter().flatten().map(|own| own.0) {
            let mut changed = examples[example].clone();
            let own = changed.pointer_mut(&value).unwrap().as_object_mut().unwrap();
            own.remove(name);
            let is_refused = matches!(parse(&changed), Err(Error::NotJson { .. }));
            let is_required = required.contains(&json!(name));
            assert_eq!(is_refused, is_required, "{name} in {path}");
            assert_eq!(!holds(&schema, &schema, &changed), is_required, "{name} in {path}");
            n += 1;
        }
    }
    assert!(90 < n, "{n} fields were tried");
}

#[test]
fn the_schema_has_every_kind_and_every_word_that_the_parser_knows() {
    let (schema, examples) = (schema(), examples());
    let mut tried = BTreeSet::new();
    for Place { schema: path, example, value } in places(&schema, &examples) {
        let own = schema.pointer(&path).unwrap();
        let (at, words): (String, BTreeSet<String>) = if let Some(words) = own["enum"].as_array() {
            (value, words.iter().map(|word| word.as_str().unwrap().to_owned()).collect())
        } else if let Some(kinds) = own["oneOf"].as_array() {
            let kind =
                |one: &Value| one["properties"]["kind"]["const"].as_str().unwrap().to_owned();
            (format!("{value}/kind"), kinds.iter().map(kind).collect())
        } else {
            continue;
        };
        assert_eq!(known(&with(&examples[example], &at, &json!("zz"))), words, "{path}");
        tried.insert(path);
    }
    let wanted = [
        "/$defs/answer",
        "/$defs/answer/oneOf/8/properties/tie",
        "/$defs/claim",
        "/$defs/show",
        "/properties/modality",
    ];
    assert_eq!(tried, wanted.map(str::to_owned).into());
}

/// Values to put in a place: of every type, and at and beyond what the schema allows there.
fn tries(schema: &Value, value: &Value) -> Vec<Value> {
    let mut tries =
        vec![json!(null), json!(true), json!("zz"), json!(1.5), json!(-1), json!([]), json!({})];
    let step = if schema["type"] == "integer" { 1.0 } else { 1e-6 };
    for bound in ["minimum", "maximum"].map(|word| schema[word].as_f64()).into_iter().flatten() {
        for number in [bound - step, bound, bound + step] {
            #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
            let whole = json!(number as i64);
            tries.push(if schema["type"] == "integer" { whole } else { json!(number) });
        }
    }
    if let Some(first) = value.as_array().and_then(|list| list.first()) {
        tries.extend((1..=12).map(|n| json!(vec![first; n])));
    }
    if schema.get("pattern").is_some() {
        let long = |n: usize| "a".repeat(n);
        let texts =
            ["", "A", "a b", "é", "a_-9", "a\n", &long(64), &long(65)].map(|text| json!(text));
        tries.extend(texts);
    }
    if schema["properties"].get("en").is_some() {
        tries.extend([json!({ "en": " " }), json!({ "en": 1 }), json!({ "de": "a", "en": "" })]);
    }
    tries
}

/// Whether a fault is of the kind that a schema can say; that the most is below the least is not.
fn is_of_one_place(fault: &Fault) -> bool {
    let is_of_two = matches!(&fault.kind, FaultKind::OutOfRange { most, .. } if most == "∞");
    let code = fault.kind.code().strip_prefix("study.protocol_").unwrap();
    ["schema", "id", "none", "no_words", "out_of_range", "points"].contains(&code) && !is_of_two
}

#[test]
fn what_the_parser_lets_through_and_stops_the_schema_does_too() {
    let (schema, examples) = (schema(), examples());
    let (mut through, mut stopped, mut beyond) = (0, 0, 0);
    for Place { schema: path, example, value } in places(&schema, &examples) {
        let (_, own) = resolved(&schema, &path, schema.pointer(&path).unwrap());
        let now = examples[example].pointer(&value).unwrap();
        for given in tries(own, now) {
            let changed = with(&examples[example], &value, &given);
            let holds = holds(&schema, &schema, &changed);
            let read = parse(&changed);
            let said = || format!("{path}, {value}: {given}");
            match &read {
                Ok(_) => {
                    assert!(holds, "the parser reads {}", said());
                    through += 1;
                }
                Err(Error::Protocol(fault)) if !is_of_one_place(fault) => beyond += 1,
                Err(error) => {
                    assert!(!holds, "the parser refuses {}: {error}", said());
                    stopped += 1;
                }
            }
        }
    }
    assert!(100 < through && 1000 < stopped && 0 < beyond, "{through}, {stopped}, {beyond}");
}
