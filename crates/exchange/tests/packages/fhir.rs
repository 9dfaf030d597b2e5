//! The FHIR files, against the official JSON Schema of R4, and by the rules that a schema cannot say.

use std::collections::{BTreeMap, BTreeSet};

use exchange::Asked;
use exchange::fhir::questionnaire;
use serde_json::{Value, json};
use study::protocol::Protocol;

use crate::study::{MADE_AT, files, study};
use crate::{file, fits, json_of};

const SCHEMA: &str = include_str!("../schemas/fhir-r4-questionnaire.json");

/// Returns every item by its linkId.
fn items(of: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for item in of["item"].as_array().into_iter().flatten() {
        let link = item["linkId"].as_str().unwrap().to_owned();
        assert!(found.insert(link, item.clone()).is_none(), "{} twice", item["linkId"]);
        for (link, inner) in items(item) {
            assert!(found.insert(link.clone(), inner).is_none(), "{link} twice");
        }
    }
    found
}

/// Asserts what FHIR asks of a Questionnaire beside its schema: invariants que-1 to que-13.
fn sound(form: &Value, what: &str) {
    let items = items(form);
    for (link, item) in &items {
        let kind = item["type"].as_str().unwrap();
        let is_choice = matches!(kind, "choice" | "open-choice");
        assert_eq!(kind == "group", item["item"].is_array(), "{what}: {link}");
        assert!(item["answerOption"].is_null() || is_choice, "{what}: {link}");
        assert!(!is_choice || item["answerOption"].is_array(), "{what}: {link}");
        let when = item["enableWhen"].as_array().cloned().unwrap_or_default();
        assert!(when.len() < 2 || item["enableBehavior"].is_string(), "{what}: {link}");
        for when in when {
            let earlier = &items[when["question"].as_str().unwrap()];
            let code = &when["answerCoding"]["code"];
            if code.is_string() {
                let options = earlier["answerOption"].as_array().unwrap();
                let known = options.iter().any(|option| option["valueCoding"]["code"] == *code);
                assert!(known, "{what}: {link} waits for {code}");
            }
        }
        assert!(item["maxLength"].is_null() || kind == "text", "{what}: {link}");
    }
}

#[test]
fn both_files_are_as_the_schema_of_r4_wants_them() {
    let files = files(&study(), true);
    for name in ["questionnaire.json", "questionnaire-responses.json"] {
        fits(SCHEMA, &json_of(file(&files, name)), name);
    }
    sound(&json_of(file(&files, "questionnaire.json")), "every kind");
}

#[test]
fn the_schema_would_find_a_fault() {
    let files = files(&study(), true);
    let mut form = json_of(file(&files, "questionnaire.json"));
    form["item"][0]["kind"] = json!("group");
    let validator = jsonschema::validator_for(&json_of(SCHEMA.as_bytes())).unwrap();
    assert!(!validator.is_valid(&form), "an element that there is not");
}

#[test]
fn every_protocol_that_is_shipped_gives_a_sound_questionnaire() {
    for protocol in &Protocol::shipped() {
        for language in protocol.languages() {
            let asked = Asked { protocol, language, usability: &[] };
            let form = json_of(&questionnaire(&asked, MADE_AT));
            let what = format!("{} {language:?}", protocol.id);
            fits(SCHEMA, &form, &what);
            sound(&form, &what);
        }
    }
}

#[test]
fn questions_have_the_kinds_of_fhir_and_links_that_stay() {
    let files = files(&study(), true);
    let form = json_of(file(&files, "questionnaire.json"));
    let items = items(&form);
    for (link, kind) in [
        ("form:profile/years", "integer"),
        ("form:profile/synthetic_before", "boolean"),
        ("form:profile/where", "text"),
        ("A", "group"),
        ("A/look", "group"),
        ("A/look/a_diagnosis", "open-choice"),
        ("A/look/a_quality", "choice"),
        ("A/look/a_dark", "decimal"),
        ("A/look/a_width_of_the_heart_at_its_widest", "decimal"),
        ("B/call/b_call", "choice"),
        ("B/pair/c_side", "choice"),
    ] {
        assert_eq!(items[link]["type"], kind, "{link}");
    }
    let when = &items["A/look/a_why"]["enableWhen"];
    let of = |code| json!({ "question": "A/look/a_quality", "operator": "=", "answerCoding": { "code": code } });
    assert_eq!(*when, json!([of("1"), of("2")]), "at most 2 of a scale");
    assert_eq!(items["A/look/a_why"]["enableBehavior"], "any");
    let when = &items["A/look/a_width_of_the_heart_at_its_base"];
    assert_eq!(when["enableWhen"][0]["operator"], ">=");
    assert_eq!(when["enableWhen"][1]["answerDecimal"], 300.0);
    assert_eq!(when["enableBehavior"], "all");
    assert_eq!(items["form:profile/where"]["enableWhen"][0]["answerBoolean"], true);
}

#[test]
fn responses_answer_what_was_asked_and_name_nobody_as_a_patient() {
    let files = files(&study(), true);
    let bundle = json_of(file(&files, "questionnaire-responses.json"));
    let entries = bundle["entry"].as_array().unwrap();
    let form = &entries[0]["resource"];
    let asked = items(form);
    let mut addresses = BTreeSet::new();
    let mut statuses = BTreeMap::new();
    let mut n = 0;
    for entry in entries {
        assert!(addresses.insert(entry["fullUrl"].as_str().unwrap()), "{}", entry["fullUrl"]);
    }
    for response in entries[1..].iter().map(|entry| &entry["resource"]) {
        let canonical = format!("{}|3", form["url"].as_str().unwrap());
        assert_eq!(response["questionnaire"], canonical.as_str());
        assert!(response["subject"].is_null());
        *statuses.entry(response["status"].as_str().unwrap()).or_insert(0) += 1;
        for (link, item) in items(response) {
            let question = &asked[&link];
            for answer in item["answer"].as_array().into_iter().flatten() {
                n += 1;
                let (name, value) = answer.as_object().unwrap().iter().next().unwrap();
                let fits = match question["type"].as_str().unwrap() {
                    "integer" => name == "valueInteger",
                    "decimal" => name == "valueDecimal",
                    "boolean" => name == "valueBoolean",
                    "string" | "text" => name == "valueString",
                    "open-choice" if name == "valueString" => true,
                    _ => question["answerOption"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|option| option["valueCoding"]["code"] == value["code"]),
                };
                assert!(fits, "{link}: {answer}");
            }
        }
    }
    // Three readers: one done, one sealed before the end; 42 presentations are each whole.
    assert_eq!(statuses, BTreeMap::from([("completed", 44), ("stopped", 1)]));
    assert!(200 < n, "{n} answers");
}

#[test]
fn what_could_not_be_judged_has_no_answer_and_says_why() {
    let files = files(&study(), true);
    let bundle = json_of(file(&files, "questionnaire-responses.json"));
    let absent = bundle["entry"].as_array().unwrap()[1..].iter().filter_map(|entry| {
        items(&entry["resource"]).remove("A/look/a_quality").filter(|item| item["answer"].is_null())
    });
    let found: Vec<Value> = absent.collect();
    assert_eq!(found.len(), 3, "one case of each reader");
    for item in found {
        let why = &item["extension"][0];
        assert_eq!(why["url"], "http://hl7.org/fhir/StructureDefinition/data-absent-reason");
        assert_eq!(why["valueCode"], "asked-unknown");
    }
}
