//! The REDCap files, by REDCap's own rules for dictionaries and imports.

use std::collections::{BTreeMap, BTreeSet};

use exchange::{Asked, redcap};
use regex::Regex;
use study::protocol::Protocol;

use crate::csv_of;
use crate::file;
use crate::study::{files, study};

const NAME: &str = "Variable / Field Name";
const CHOICES: &str = "Choices, Calculations, OR Slider Labels";
const LOGIC: &str = "Branching Logic (Show field only if...)";
const VALIDATION: &str = "Text Validation Type OR Show Slider Number";

/// The header of REDCap's template, as its help prints it.
const TEMPLATE: &str = "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,\
    \"Choices, Calculations, OR Slider Labels\",Field Note,Text Validation Type OR Show Slider Number,\
    Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),\
    Required Field?,Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,\
    Field Annotation";

fn codes(row: &BTreeMap<String, String>) -> Vec<&str> {
    let of = |part: &'_ str| part.split_once(',').map(|(code, _)| code.trim().len());
    let parts = row[CHOICES].split('|');
    parts.filter_map(|part| Some(&part.trim()[..of(part.trim())?])).collect()
}

/// Asserts what REDCap refuses a dictionary for.
fn sound(bytes: &[u8], what: &str) {
    let (_, rows) = csv_of(bytes);
    let name = Regex::new("^[a-z][a-z0-9_]{0,25}$").unwrap();
    let asked = Regex::new(r"\[([a-z0-9_]+)(?:\(([a-z0-9_]+)\))?\]").unwrap();
    let mut seen: BTreeMap<&str, &BTreeMap<String, String>> = BTreeMap::new();
    assert_eq!(rows[0][NAME], "record_id", "{what}");
    for row in &rows {
        let own = row[NAME].as_str();
        assert!(name.is_match(own) && !own.contains("__") && !own.ends_with('_'), "{what}: {own}");
        assert!(name.is_match(&row["Form Name"]) || row["Form Name"].len() <= 64, "{what}: {own}");
        let kind = row["Field Type"].as_str();
        let known = ["text", "notes", "radio", "checkbox", "slider", "yesno"];
        assert!(known.contains(&kind), "{what}: {kind}");
        let codes = codes(row);
        if matches!(kind, "radio" | "checkbox") {
            let once: BTreeSet<&str> = codes.iter().copied().collect();
            assert!(once.len() == codes.len() && 1 < codes.len(), "{what}: {own} {codes:?}");
            for code in codes {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                assert!(!code.is_empty() && code.chars().all(plain), "{what}: {own} {code}");
            }
        } else {
            assert!(row[CHOICES].is_empty() || kind == "slider", "{what}: {own}");
        }
        let validation = ["", "integer", "number", "datetime_seconds_ymd"];
        assert!(validation.contains(&row[VALIDATION].as_str()), "{what}: {own}");
        for found in asked.captures_iter(&row[LOGIC]) {
            let earlier = seen.get(&found[1]);
            let earlier = earlier.unwrap_or_else(|| panic!("{what}: {own} asks {}", &found[1]));
            if let Some(code) = found.get(2) {
                assert!(self::codes(earlier).contains(&code.as_str()), "{what}: {own}");
            }
        }
        assert!(seen.insert(own, row).is_none(), "{what}: {own} is there twice");
    }
}

#[test]
fn the_dictionary_is_in_the_form_of_the_template() {
    let files = files(&study(), true);
    let bytes = file(&files, "redcap-dictionary.csv");
    let (names, _) = csv_of(bytes);
    let template: Vec<String> = csv_of(TEMPLATE.as_bytes()).0;
    assert_eq!(names, template);
    sound(bytes, "every kind");
}

#[test]
fn every_protocol_that_is_shipped_gives_a_sound_dictionary() {
    let shipped = Protocol::shipped();
    assert!(!shipped.is_empty());
    for protocol in &shipped {
        for language in protocol.languages() {
            let asked = Asked { protocol, language, usability: &[] };
            sound(&redcap::dictionary(&asked), &format!("{} {language:?}", protocol.id));
        }
    }
}

#[test]
fn questions_become_the_fields_that_ask_them() {
    let files = files(&study(), true);
    let (_, rows) = csv_of(file(&files, "redcap-dictionary.csv"));
    let row = |name: &str| rows.iter().find(|row| row[NAME] == name).unwrap();
    let years = row("years");
    assert_eq!(
        [&years["Field Type"], &years[VALIDATION], &years["Text Validation Min"]],
        ["text", "integer", "0"]
    );
    assert_eq!((&*years["Text Validation Max"], &*years["Field Note"]), ("60", "years"));
    assert_eq!(row("synthetic_before")["Field Type"], "yesno");
    assert_eq!(row("where")[LOGIC], "[synthetic_before] = '1'");
    assert_eq!(
        row("a_quality")[CHOICES],
        "1, Bad | 2, Fair | 3, Good | cannot_judge, cannot judge"
    );
    assert_eq!(row("a_why")[LOGIC], "[a_quality] = '1' or [a_quality] = '2'");
    assert_eq!(row("a_dark")[LOGIC], "[a_why(too_dark)] = '1'");
    assert_eq!(row("a_dark")["Field Type"], "slider");
    assert_eq!(row("a_dark")[CHOICES], "a little |  | black");
    let choices =
        "pneumonia, Pneumonia, lobar / other | no_finding, Nothing | other, Something else";
    assert_eq!(row("a_diagnosis")[CHOICES], choices, "a bar would end the choice");
    assert_eq!(row("a_diagnosis_other")[LOGIC], "[a_diagnosis] = 'other'");
    assert_eq!(row("c_side")[CHOICES], "left, Left | right, Right");
    assert_eq!(row("years_2")["Form Name"], "debrief", "a name is given once");
}

#[test]
fn data_have_a_column_for_each_field_and_a_value_that_it_takes() {
    let files = files(&study(), true);
    let (_, fields) = csv_of(file(&files, "redcap-dictionary.csv"));
    let (names, rows) = csv_of(file(&files, "redcap-data.csv"));
    let mut wanted: Vec<String> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        if field["Field Type"] == "checkbox" {
            wanted.extend(codes(field).iter().map(|code| format!("{}___{code}", field[NAME])));
        } else {
            wanted.push(field[NAME].clone());
        }
        if fields.get(at + 1).is_none_or(|next| next["Form Name"] != field["Form Name"]) {
            wanted.push(format!("{}_complete", field["Form Name"]));
        }
    }
    assert_eq!(names, wanted);
    let ids: BTreeSet<String> = rows.iter().map(|row| row["record_id"].to_lowercase()).collect();
    assert_eq!(ids.len(), rows.len(), "no two records are one, whatever their case");
    for field in fields.iter().filter(|field| field["Field Type"] == "radio") {
        for row in &rows {
            let value = row[&field[NAME]].as_str();
            assert!(value.is_empty() || codes(field).contains(&value), "{}: {value}", field[NAME]);
        }
    }
}

#[test]
fn answers_stand_where_they_belong() {
    let files = files(&study(), true);
    let (_, rows) = csv_of(file(&files, "redcap-data.csv"));
    let of = |reader: &str, case: &str, form: &str| {
        let is = |row: &&BTreeMap<String, String>| {
            row["reader"] == reader
                && row["case_id"] == case
                && row[&format!("{form}_complete")] == "2"
        };
        rows.iter().find(is).unwrap()
    };
    let about = of("R1", "", "profile");
    assert_eq!((&*about["years"], &*about["synthetic_before"], &*about["sus_1"]), ("12", "1", "4"));
    assert_eq!(of("R1", "c1", "a_look")["a_quality"], "cannot_judge");
    let second = of("R1", "c2", "a_look");
    let several = ["a_why___noise", "a_why___too_dark", "a_why___other", "a_why_other"];
    assert_eq!(several.map(|name| second[name].as_str()), ["1", "1", "1", "grain, \"fine\""]);
    assert_eq!(second["a_dark"], "63", "62.5 on a line of whole places");
    assert_eq!(second["answered_at_utc"], "2026-02-04T08:03:05".replace('T', " "));
    let third = of("R1", "c3", "a_look");
    assert_eq!((&*third["a_dark"], &*third["a_dark_cannot"]), ("", "1"));
    assert_eq!((&*third["a_why___noise"], &*third["a_diagnosis"]), ("0", "other"));
    assert_eq!(of("R1", "c1+c2", "b_pair")["c_side"], "left");
    assert_eq!(of("R1", "c6", "b_call")["excluded"], "1");
}
