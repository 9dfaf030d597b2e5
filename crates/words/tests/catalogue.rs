//! The files of words themselves: readable, complete, and in the form that both sides read.

#![allow(clippy::unwrap_used)] // The helpers of tests are tests, too.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use words::{Language, keys, knows, namespaces, say};

/// Returns the files of English, by namespace.
fn files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../assets/words/en");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Calls `visit` with the path and the value of each leaf.
fn leaves(path: &str, tree: &Value, visit: &mut impl FnMut(&str, &Value)) {
    match tree {
        Value::Object(branches) => {
            for (name, branch) in branches {
                let joint = if path.ends_with(':') { "" } else { "." };
                leaves(&format!("{path}{joint}{name}"), branch, visit);
            }
        }
        leaf => visit(path, leaf),
    }
}

#[test]
fn every_file_is_embedded_and_readable() {
    let embedded = namespaces(Language::English);
    for (name, text) in files() {
        let read = serde_json::from_str::<Value>(&text);
        assert!(read.is_ok_and(|tree| tree.is_object()), "{name}.json is not an object of words");
        assert!(embedded.contains(&name.as_str()), "{name}.json is not embedded");
    }
    assert!(embedded.contains(&"common"));
}

#[test]
fn every_leaf_is_a_text_that_both_sides_read_alike() {
    for (name, text) in files() {
        leaves(&format!("{name}:"), &serde_json::from_str(&text).unwrap(), &mut |path, leaf| {
            let words = leaf.as_str();
            assert!(words.is_some_and(|words| !words.trim().is_empty()), "{path} has no words");
            let words = words.unwrap();
            assert!(
                !words.contains("$t("),
                "{path} quotes another key, which only the screens can"
            );
            assert_eq!(words.matches("{{").count(), words.matches("}}").count(), "{path}");
            assert!(knows(path), "{path} is in the file and not in the catalogue");
        });
    }
}

#[test]
fn plural_forms_come_in_full() {
    let keys = keys(Language::English);
    for key in &keys {
        if let Some(base) = key.strip_suffix("_one") {
            assert!(keys.contains(&format!("{base}_other").as_str()), "{key} has no `_other`");
        }
    }
}

#[test]
fn every_error_that_has_a_message_has_a_hint() {
    for key in keys(Language::English) {
        if let Some(error) = key.strip_suffix(".message") {
            assert!(
                knows(&format!("{error}.hint")),
                "{error} says what happened and not what to do"
            );
        }
    }
}

/// Returns the places of a text, in order: `{{name}}`.
fn places(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn every_word_of_another_language_is_an_english_one_with_the_same_places() {
    for &language in Language::ALL.iter().filter(|&&language| language != Language::English) {
        for key in keys(language) {
            let base =
                key.rsplit_once('_').filter(|(_, form)| ["zero", "one", "other"].contains(form));
            let base = base.map_or(key, |(base, _)| base);
            assert!(knows(key) || knows(base), "{key} of {language:?} is no English word");
            let own = words::say_in(language, key, &[]);
            let english =
                if knows(key) { say(key, &[]) } else { say(&format!("{base}_other"), &[]) };
            let (own, mut english) = (places(&own), places(&english));
            if key.ends_with("_one") {
                // One thing need not be counted.
                english.retain(|place| *place != "count" || own.contains(place));
            }
            assert_eq!(own, english, "{key} of {language:?}");
        }
    }
}

#[test]
fn what_reports_say_of_studies_is_there_in_every_language() {
    let said = keys(Language::English).into_iter().filter(|key| {
        [
            "report:",
            "analysis:",
            "stats:",
            "common:",
            "study:state.",
            "app:analysis.",
            "app:report.",
            "app:audit.",
            "metrics:title.",
        ]
        .iter()
        .any(|start| key.starts_with(start))
            || (key.starts_with("blinding:")
                && key.rsplit_once('.').is_some_and(|(_, last)| last == "title"))
    });
    for key in said {
        for &language in Language::ALL {
            assert!(words::knows_in(language, key), "{key} is not there in {language:?}");
        }
    }
}

#[test]
fn what_has_no_words_in_a_language_is_said_in_english() {
    let key = "vault:role.coordinator.title";
    assert!(!words::knows_in(Language::German, key), "choose another key for this test");
    assert_eq!(words::say_in(Language::German, key, &[]), say(key, &[]));
}

#[test]
fn a_parameter_reaches_its_place() {
    assert_eq!(say("common:of", &[("part", "3"), ("whole", "8")]), "3 of 8");
    assert_eq!(say("common:n_readers", &[("count", "1")]), "1 reader");
    assert_eq!(say("common:n_readers", &[("count", "0")]), "0 readers");
}

/// Returns the texts of the program's sources below `folder`.
fn sources(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return texts };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("dist") {
            texts.extend(sources(&path));
        } else if ["rs", "ts", "tsx"].contains(&ending.as_str()) {
            texts.extend(fs::read_to_string(&path));
        }
    }
    texts
}

/// Returns the quoted keys of `text`: a namespace that exists, a colon, a path.
fn quoted_keys(text: &str) -> Vec<String> {
    let known = namespaces(Language::English);
    text.split('"')
        .filter(|piece| {
            piece.split_once(':').is_some_and(|(namespace, path)| {
                let of_a_path = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_');
                known.contains(&namespace)
                    && path.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
                    && path.bytes().all(of_a_path)
                    && !path.ends_with(['.', '_'])
            })
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_key_that_the_sources_spell_has_words() {
    let top = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut n_keys = 0;
    for folder in
        ["crates/cli/src", "crates/report/src", "crates/workbench/src", "src-tauri/src", "ui/src"]
    {
        for key in sources(&top.join(folder)).iter().flat_map(|text| quoted_keys(text)) {
            n_keys += 1;
            assert!(knows(&key), "{folder} says `{key}`, and the catalogue has no words for it");
        }
    }
    assert!(0 < n_keys, "the search itself works");
}
