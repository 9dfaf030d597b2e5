use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

/// A small protocol in which nothing is wrong.
fn small() -> Value {
    let text = |words: &str| json!({ "en": words });
    let points = |n: usize| (0..n).map(|at| text(&format!("{at}"))).collect::<Vec<_>>();
    let item = |id: &str, answer: Value| json!({ "id": id, "text": text(id), "answer": answer });
    let pick = |code: &str| json!({ "code": code, "text": text(code) });
    json!({
        "schema": "touchstone.protocol/1",
        "id": "small",
        "version": 1,
        "title": text("Small"),
        "about": text("For tests"),
        "modality": "image",
        "instructions": text("Read."),
        "stages": [
            { "id": "A", "disclosed": false, "tasks": [{
                "id": "a", "show": { "kind": "single" }, "items": [
                    item("kind", json!({ "kind": "choice", "options": [pick("x"), pick("y")] })),
                    item("sure", json!({ "kind": "vas", "low": text("no"), "high": text("yes") })),
                ],
            }] },
            { "id": "B", "disclosed": true, "tasks": [{
                "id": "b", "show": { "kind": "single" }, "items": [
                    item("source", json!({ "kind": "source", "points": points(6) })),
                    item("why", json!({ "kind": "text", "most": 100 })),
                ],
            }] },
        ],
        "size": { "readers": 2, "real": 30, "synthetic": 30 },
        "primary": {
            "item": "source",
            "claim": { "kind": "difference", "accuracy": 0.7 },
            "within_reader": 0.0,
            "within_case": 0.0,
        },
    })
}

/// The small one with one thing put in a place.
fn with(pointer: &str, value: Value) -> Result<Protocol> {
    let mut protocol = small();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match protocol.pointer_mut(parent).unwrap() {
        Value::Array(list) => list.insert(name.parse().unwrap(), value),
        parent => parent[name] = value,
    }
    Protocol::parse(&protocol.to_string())
}

const FIRST: &str = "/stages/0/tasks/0";
const SECOND: &str = "/stages/1/tasks/0";

#[test]
fn the_small_one_is_read_and_written() {
    let protocol = Protocol::parse(&small().to_string()).unwrap();
    assert_eq!(Protocol::parse(&protocol.to_text()), Ok(protocol.clone()));
    assert_eq!(protocol.block, Block { cases: 40, minutes: 20 });
    assert_eq!(protocol.languages(), [Language::En]);
}

#[test]
fn what_cannot_be_carried_out_is_refused_with_its_place() {
    let at = |base: &str, rest: &str| format!("{base}/{rest}");
    let cases = [
        ("/schema".to_owned(), json!("touchstone.protocol/9"), "schema", "schema"),
        ("/id".to_owned(), json!("My Protocol"), "id", "id"),
        ("/stages".to_owned(), json!([]), "stages", "none"),
        (at(FIRST, "items"), json!([]), "stages[0].tasks[0].items", "none"),
        (
            at(FIRST, "items/0/text"),
            json!({ "en": " " }),
            "stages[0].tasks[0].items[0].text",
            "no_words",
        ),
        (
            at(SECOND, "items/0/answer/points"),
            json!([{ "en": "1" }]),
            "stages[1].tasks[0].items[0].answer.points",
            "points",
        ),
        (
            at(SECOND, "items/0/answer/points"),
            json!([{ "en": "1" }, { "en": "2" }, { "en": "3" }]),
            "stages[1].tasks[0].items[0].answer.points",
            "points",
        ),
        (at(FIRST, "items/1/id"), json!("kind"), "stages[0].tasks[0].items[1].id", "twice"),
        ("/stages/1/id".to_owned(), json!("A"), "stages[1].id", "twice"),
        (
            at(FIRST, "items/0/answer/options/1/code"),
            json!("x"),
            "stages[0].tasks[0].items[0].answer.options[1].code",
            "twice",
        ),
        (
            at(SECOND, "items/0/cannot_judge"),
            json!(true),
            "stages[1].tasks[0].items[0].cannot_judge",
            "cannot_judge",
        ),
        ("/stages/1/disclosed".to_owned(), json!(false), "stages[1].tasks[0]", "discloses"),
        ("/stages/0/disclosed".to_owned(), json!(true), "", ""),
        (at(FIRST, "show"), json!({ "kind": "pair" }), "stages[0].tasks[0]", "discloses"),
        (
            at(SECOND, "show"),
            json!({ "kind": "abx" }),
            "stages[1].tasks[0].items[0].answer",
            "does_not_fit",
        ),
        (
            at(FIRST, "items/0/answer"),
            json!({ "kind": "fields" }),
            "stages[0].tasks[0].items[0].answer",
            "does_not_fit",
        ),
        (
            at(FIRST, "items/0/answer"),
            json!({ "kind": "number", "least": 3, "most": 3 }),
            "stages[0].tasks[0].items[0].answer.most",
            "out_of_range",
        ),
        ("/repeats".to_owned(), json!(0.6), "repeats", "out_of_range"),
        ("/size/readers".to_owned(), json!(0), "size.readers", "out_of_range"),
        ("/primary/item".to_owned(), json!("sure"), "primary.item", "no_endpoint"),
        (
            "/primary/claim".to_owned(),
            json!({ "kind": "equivalence", "margin": 0.7 }),
            "primary.claim.margin",
            "out_of_range",
        ),
    ];
    refused(&cases);
}

#[test]
fn conditions_look_back_and_can_hold() {
    let condition = |item: &str, is: &[&str]| json!({ "item": item, "is": is });
    let at = |base: &str, rest: &str| format!("{base}/{rest}");
    let cases = [
        // A question that refers forward, to itself, to another task, or to nothing.
        (
            at(FIRST, "items/0/only_if"),
            json!({ "item": "sure", "at_least": 50 }),
            "stages[0].tasks[0].items[0].only_if",
            "not_before",
        ),
        (
            at(FIRST, "items/0/only_if"),
            condition("kind", &["x"]),
            "stages[0].tasks[0].items[0].only_if",
            "not_before",
        ),
        (
            at(SECOND, "items/1/only_if"),
            condition("kind", &["x"]),
            "stages[1].tasks[0].items[1].only_if",
            "not_before",
        ),
        // Conditions that can never hold.
        (
            at(FIRST, "items/1/only_if"),
            condition("kind", &["z"]),
            "stages[0].tasks[0].items[1].only_if.is",
            "never",
        ),
        (
            at(FIRST, "items/1/only_if"),
            condition("kind", &[]),
            "stages[0].tasks[0].items[1].only_if",
            "never",
        ),
        (
            at(SECOND, "items/1/only_if"),
            json!({ "item": "source", "at_least": 5, "at_most": 4 }),
            "stages[1].tasks[0].items[1].only_if",
            "never",
        ),
        (
            at(SECOND, "items/1/only_if"),
            json!({ "item": "source", "at_least": 2.2, "at_most": 2.8 }),
            "stages[1].tasks[0].items[1].only_if",
            "never",
        ),
        (
            at(SECOND, "items/1/only_if"),
            json!({ "item": "source", "is": ["1"], "at_least": 4 }),
            "stages[1].tasks[0].items[1].only_if",
            "never",
        ),
        (
            at(SECOND, "items/1/only_if"),
            json!({ "item": "source", "at_least": 7 }),
            "stages[1].tasks[0].items[1].only_if",
            "never",
        ),
        (
            at(FIRST, "items/1/only_if"),
            json!({ "item": "kind", "at_least": 1 }),
            "stages[0].tasks[0].items[1].only_if",
            "never",
        ),
    ];
    refused(&cases);
}

/// Each is refused at the place, with the code; without a place it is taken.
fn refused(cases: &[(String, Value, &str, &str)]) {
    for (pointer, value, place, code) in cases {
        let found = with(pointer, value.clone());
        if place.is_empty() {
            assert!(found.is_ok(), "{pointer} {value}: {found:?}");
            continue;
        }
        let Err(Error::Protocol(fault)) = found else { panic!("{pointer} {value}: {found:?}") };
        assert_eq!(
            (fault.place.as_str(), fault.kind.code()),
            (*place, &*format!("study.protocol_{code}"))
        );
    }
}

#[test]
fn an_undisclosed_stage_does_not_follow_a_disclosed_one() {
    let mut protocol = small();
    let stages = protocol["stages"].as_array_mut().unwrap();
    stages.swap(0, 1);
    let found = Protocol::parse(&protocol.to_string());
    let Err(Error::Protocol(fault)) = found else { panic!("{found:?}") };
    assert_eq!((fault.place.as_str(), fault.kind), ("stages[1].disclosed", FaultKind::Stages));
}

#[test]
fn what_is_unknown_is_refused_where_it_stands() {
    let unknown = [
        (format!("{FIRST}/show"), json!({ "kind": "hologram" }), "hologram"),
        (format!("{FIRST}/show"), json!({ "kind": "single", "cases": 9 }), "cases"),
        (format!("{FIRST}/items/0/answer"), json!({ "kind": "guess" }), "guess"),
        (format!("{FIRST}/items/0/requierd"), json!(true), "requierd"),
        ("/modality".to_owned(), json!("smell"), "smell"),
    ];
    for (pointer, value, word) in unknown {
        let mut protocol = small();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        protocol.pointer_mut(parent).unwrap()[name] = value;
        let text = serde_json::to_string_pretty(&protocol).unwrap();
        let Err(Error::NotJson { line, why, .. }) = Protocol::parse(&text) else {
            panic!("{pointer} was read")
        };
        assert!(why.contains(word), "{why}");
        let at = text.lines().position(|line| line.contains(word)).unwrap() + 1;
        // The reader is at the word, or at the end of the object that holds it.
        assert!(at <= line && line <= at + 12, "{pointer}: line {line}, not {at}");
    }
    for text in ["", "{", "[]", "null", "{\"schema\": 1}"] {
        assert!(matches!(Protocol::parse(text), Err(Error::NotJson { .. })), "{text}");
    }
    assert!(Protocol::parse(&format!("\u{feff}{}", small())).is_ok(), "a byte order mark");
}

#[test]
fn minutes_are_those_of_the_items() {
    // By hand: A is 5 + 6 + 8 seconds, B is 5 + 6 + 4, each for 60 cases; and 3 minutes around.
    let protocol = Protocol::parse(&small().to_string()).unwrap();
    assert!((protocol.minutes() - (3.0 + 34.0)).abs() < 1e-9, "{}", protocol.minutes());
    // A tenth of the cases twice and 5 % obvious: 69 of each. Six for training before B, which is
    // the first that is disclosed: once.
    let more = Protocol { repeats: 0.1, catches: 0.05, training: 6, ..protocol.clone() };
    let by_hand = 3.0 + (69.0 * 34.0 + 6.0 * 15.0) / 60.0;
    assert!((more.minutes() - by_hand).abs() < 1e-9, "{}", more.minutes());
    assert!((protocol.minutes_at(10, 20) - (3.0 + 17.0)).abs() < 1e-9, "half the cases");
    assert_eq!((protocol.sessions(), more.sessions()), (1, 1));
    let size = Size { real: 60, ..protocol.size };
    assert_eq!(Protocol { size, ..more }.sessions(), 2);
}

#[test]
fn power_counts_calls_for_what_they_are_worth() {
    // 2 readers on 100 cases, all calls independent: the published 0.77 at 200 calls.
    let size = Size { readers: 2, real: 50, synthetic: 50 };
    let claim = Claim::Equivalence { margin: 0.1 };
    let protocol = Protocol::parse(&small().to_string()).unwrap();
    let primary = Primary { claim, ..protocol.primary.clone() };
    let protocol = Protocol { size, primary, ..protocol };
    assert!((protocol.power().unwrap() - 0.770_753_402_740_284).abs() < 1e-9);
    // Readers who always agree are one reader: 100 calls.
    let primary = Primary { within_case: 1.0, ..protocol.primary.clone() };
    let alike = Protocol { primary, ..protocol };
    assert!((alike.power().unwrap() - 0.235_646_565_597_333).abs() < 1e-9);
}

#[test]
fn the_shipped_ones_are_sound_and_in_four_languages() {
    let shipped = Protocol::shipped();
    let ids: BTreeSet<&str> = shipped.iter().map(|protocol| protocol.id.as_str()).collect();
    assert_eq!(ids.len(), 8);
    for protocol in &shipped {
        assert_eq!(protocol.languages(), Language::ALL, "{}", protocol.id);
        let power = protocol.power().unwrap();
        assert!(0.8 <= power, "{}: {power}", protocol.id);
        let is_short = protocol.id.ends_with("-short");
        for stage in &protocol.stages {
            let n: usize = stage.tasks.iter().map(|task| task.items.len()).sum();
            assert!(!is_short || n <= 3, "{}: {n} items in stage {}", protocol.id, stage.id);
        }
        assert!(!is_short || protocol.sessions() == 1, "{}: {}", protocol.id, protocol.minutes());
    }
}
