use serde_json::{Value, json};

use super::*;

/// Items as a file writes them, given as the reader's window sends them.
fn taken(items: Value, given: Value) -> Result<Vec<Taken>> {
    let text = |item: &mut Value| {
        item["text"] = json!({ "en": "?" });
    };
    let mut items = items;
    items.as_array_mut().unwrap().iter_mut().for_each(text);
    let items: Vec<Item> = serde_json::from_value(items).unwrap();
    let given: Vec<(String, Given)> = serde_json::from_value(given).unwrap();
    let stimulus = Stimulus {
        pixels: Some([100, 50]),
        leads: Some((12, 10.0)),
        fields: ["age", "sex", "creatinine"].map(str::to_owned).to_vec(),
        cells: 16,
    };
    take(&items, &given, &stimulus)
}

fn one(answer: &Value, given: &Value) -> Result<Vec<Taken>> {
    taken(json!([{ "id": "q", "answer": answer }]), json!([["q", given]]))
}

fn pick(code: &str) -> Value {
    json!({ "code": code, "text": { "en": code } })
}

fn points(n: usize) -> Value {
    json!(vec![json!({ "en": "." }); n])
}

#[test]
fn each_kind_is_stored_as_one_reads_it() {
    let options = json!([pick("x"), pick("y"), pick("z")]);
    let cases = [
        (
            json!({ "kind": "source", "points": points(6) }),
            json!({ "kind": "point", "point": 6 }),
            "6",
        ),
        (
            json!({ "kind": "likert", "points": points(5) }),
            json!({ "kind": "point", "point": 1 }),
            "1",
        ),
        (
            json!({ "kind": "vas", "low": { "en": "l" }, "high": { "en": "h" } }),
            json!({ "kind": "number", "number": 33.5 }),
            "33.5",
        ),
        (
            json!({ "kind": "number", "least": 0, "most": 9, "decimals": 2 }),
            json!({ "kind": "number", "number": 1.5 }),
            "1.50",
        ),
        (
            json!({ "kind": "choice", "options": options }),
            json!({ "kind": "code", "code": "y" }),
            "y",
        ),
        (
            json!({ "kind": "diagnosis", "options": options }),
            json!({ "kind": "code", "code": "other", "other": " gout " }),
            "other: gout",
        ),
        (
            json!({ "kind": "several", "options": options, "other": true }),
            json!({ "kind": "codes", "codes": ["other", "z", "x"], "other": "w" }),
            r#"["x","z","other","w"]"#,
        ),
        (
            json!({ "kind": "several", "options": options }),
            json!({ "kind": "codes", "codes": [] }),
            "[]",
        ),
        (json!({ "kind": "text", "most": 5 }), json!({ "kind": "words", "words": " Öl\n" }), "Öl"),
        (json!({ "kind": "side" }), json!({ "kind": "code", "code": "left" }), "left"),
        (
            json!({ "kind": "side", "tie": "allowed" }),
            json!({ "kind": "code", "code": "none" }),
            "none",
        ),
        (json!({ "kind": "match" }), json!({ "kind": "code", "code": "b" }), "b"),
        (
            json!({ "kind": "mark", "most": 2 }),
            json!({ "kind": "marks", "marks": [[0.0, 50.0], [99.5, 1.0]] }),
            "[[0.0,50.0],[99.5,1.0]]",
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "lead": 12, "from": 1.0, "to": 10.0 }] }),
            r#"[{"lead":12,"from":1.0,"to":10.0}]"#,
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "lead": 1, "against": 11, "from": 0.5, "to": 1.0 }] }),
            r#"[{"lead":1,"against":11,"from":0.5,"to":1.0}]"#,
        ),
        (
            json!({ "kind": "fields" }),
            json!({ "kind": "fields", "fields": ["creatinine", "age"] }),
            r#"["age","creatinine"]"#,
        ),
        (
            json!({ "kind": "field_pairs", "reasons": [pick("r")], "most": 3 }),
            json!({ "kind": "field_pairs", "pairs": [{ "fields": ["age", "sex"], "reason": "r" }] }),
            r#"[{"fields":["age","sex"],"reason":"r"}]"#,
        ),
        (
            json!({ "kind": "duplicates" }),
            json!({ "kind": "duplicates", "pairs": [[1, 16]] }),
            "[[1,16]]",
        ),
    ];
    for (answer, given, stored) in cases {
        let taken = one(&answer, &given).unwrap();
        assert_eq!(
            (taken[0].value.as_str(), taken[0].kind),
            (stored, answer["kind"].as_str().unwrap())
        );
        let number = matches!(taken[0].kind, "source" | "likert" | "vas" | "number");
        assert_eq!(taken[0].number.is_some(), number, "{answer}");
    }
}

#[test]
fn what_does_not_lie_within_is_refused() {
    let options = json!([pick("x")]);
    let cases = [
        (json!({ "kind": "likert", "points": points(5) }), json!({ "kind": "point", "point": 6 })),
        (json!({ "kind": "likert", "points": points(5) }), json!({ "kind": "point", "point": 0 })),
        (
            json!({ "kind": "vas", "low": { "en": "l" }, "high": { "en": "h" } }),
            json!({ "kind": "number", "number": 100.5 }),
        ),
        (
            json!({ "kind": "number", "least": 0, "most": 9 }),
            json!({ "kind": "number", "number": 1.5 }),
        ),
        (
            json!({ "kind": "choice", "options": options }),
            json!({ "kind": "code", "code": "other", "other": "w" }),
        ),
        (
            json!({ "kind": "diagnosis", "options": options }),
            json!({ "kind": "code", "code": "other" }),
        ),
        (
            json!({ "kind": "diagnosis", "options": options }),
            json!({ "kind": "code", "code": "x", "other": "w" }),
        ),
        (
            json!({ "kind": "several", "options": options }),
            json!({ "kind": "codes", "codes": ["x", "x"] }),
        ),
        (
            json!({ "kind": "several", "options": options }),
            json!({ "kind": "codes", "codes": ["y"] }),
        ),
        (json!({ "kind": "side" }), json!({ "kind": "code", "code": "none" })),
        (json!({ "kind": "mark", "most": 2 }), json!({ "kind": "marks", "marks": [[0.0, 50.5]] })),
        (
            json!({ "kind": "mark", "most": 1 }),
            json!({ "kind": "marks", "marks": [[1.0, 1.0], [2.0, 2.0]] }),
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "lead": 13, "from": 1.0, "to": 2.0 }] }),
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "from": 2.0, "to": 1.0 }] }),
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "lead": 1, "against": 1, "from": 1.0, "to": 2.0 }] }),
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "lead": 1, "against": 13, "from": 1.0, "to": 2.0 }] }),
        ),
        (
            json!({ "kind": "span", "most": 1 }),
            json!({ "kind": "spans", "spans": [{ "against": 2, "from": 1.0, "to": 2.0 }] }),
        ),
        (json!({ "kind": "fields" }), json!({ "kind": "fields", "fields": ["weight"] })),
        (
            json!({ "kind": "field_pairs", "reasons": [pick("r")], "most": 3 }),
            json!({ "kind": "field_pairs", "pairs": [{ "fields": ["age", "age"], "reason": "r" }] }),
        ),
        (json!({ "kind": "duplicates" }), json!({ "kind": "duplicates", "pairs": [[3, 3]] })),
        (
            json!({ "kind": "duplicates" }),
            json!({ "kind": "duplicates", "pairs": [[1, 2], [2, 1]] }),
        ),
        (json!({ "kind": "text", "most": 2 }), json!({ "kind": "words", "words": "abc" })),
        (json!({ "kind": "fields" }), json!({ "kind": "words", "words": "age" })),
        (json!({ "kind": "fields" }), json!({ "kind": "cannot_judge" })),
    ];
    for (answer, given) in cases {
        let found = one(&answer, &given);
        assert!(found.is_err(), "{answer} took {given}: {found:?}");
    }
}

#[test]
fn an_item_is_asked_when_its_condition_holds_and_only_then() {
    let items = json!([
        { "id": "source", "answer": { "kind": "source", "points": points(6) } },
        { "id": "cues", "answer": { "kind": "several", "options": [pick("x"), pick("y")], "other": true },
          "only_if": { "item": "source", "at_least": 4 } },
        { "id": "where", "answer": { "kind": "mark", "most": 1 }, "optional": true,
          "only_if": { "item": "cues", "is": ["y"] } },
    ]);
    let point = |point: u32| json!(["source", { "kind": "point", "point": point }]);
    let cues = |codes: &[&str]| json!(["cues", { "kind": "codes", "codes": codes }]);
    let mark = json!(["where", { "kind": "marks", "marks": [[1.0, 1.0]] }]);
    let of = |given: Value| taken(items.clone(), given).map(|taken| taken.len());
    assert_eq!(of(json!([point(3)])), Ok(1));
    assert_eq!(of(json!([point(4)])), Err(Error::Missing { question: "cues".to_owned() }));
    assert_eq!(
        of(json!([point(3), cues(&["x"])])),
        Err(Error::NotAsked { question: "cues".to_owned() })
    );
    assert_eq!(of(json!([point(4), cues(&["x"])])), Ok(2));
    assert_eq!(of(json!([point(4), cues(&["y"]), mark])), Ok(3));
    // A word that was written is no code, even when it reads like one.
    let written = json!(["cues", { "kind": "codes", "codes": ["other"], "other": "y" }]);
    assert_eq!(
        of(json!([point(4), written, mark])),
        Err(Error::NotAsked { question: "where".to_owned() })
    );
    assert_eq!(
        of(json!([point(4), cues(&["x"]), mark])),
        Err(Error::NotAsked { question: "where".to_owned() })
    );
}

#[test]
fn cannot_judge_is_a_missing_answer_with_its_reason() {
    let items = json!([
        { "id": "q", "answer": { "kind": "likert", "points": points(5) }, "cannot_judge": true },
        { "id": "why", "answer": { "kind": "text", "most": 9 }, "optional": true,
          "only_if": { "item": "q", "at_least": 1 } },
    ]);
    let taken = taken(items, json!([["q", { "kind": "cannot_judge" }]])).unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!((taken[0].missing, taken[0].number), (Some("cannot_judge"), None));
    assert!(taken[0].value.is_empty());
}
