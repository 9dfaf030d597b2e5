//! Has every code its words?

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeSet;

const CATALOGUE: &str = include_str!("../../../assets/words/en/stats.json");
const SOURCE: &str = include_str!("../src/error/code.rs");

#[test]
fn every_code_has_a_message_and_a_hint_and_every_entry_a_code() {
    let codes: BTreeSet<String> = SOURCE
        .split("=> \"stats.")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let catalogue: serde_json::Value = serde_json::from_str(CATALOGUE).unwrap();
    let entries = catalogue.as_object().unwrap();
    assert_eq!(entries.keys().cloned().collect::<BTreeSet<_>>(), codes);
    for (code, words) in entries {
        for part in ["message", "hint"] {
            assert!(words[part].as_str().is_some_and(|text| !text.is_empty()), "{code}: {part}");
        }
    }
}
