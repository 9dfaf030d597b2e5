//! Known answers with something wrong in their data: a reason or another answer, never a panic.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stats::golden::compute;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/stats")
}

/// Returns the JSON pointer of every value below a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Array(list) => list.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        Value::Object(map) => map.iter().map(|(key, v)| (key.clone(), v)).collect(),
        _ => Vec::new(),
    };
    // The first few of a list stand for all of it.
    for (key, member) in members.iter().take(6) {
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(at.clone());
        pointers(member, &at, found);
    }
}

#[test]
fn odd_data_is_a_reason() {
    let data = folder().join("../../data/reader_stats");
    let load = |name: &str| fs::read(data.join(name)).map_err(|error| error.to_string());
    let mut n_tried = 0;
    for file in fs::read_dir(folder()).expect("the cases lie beside the tests") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|kind| kind != "json") {
            continue;
        }
        let case: Value =
            serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
        let id = case["id"].as_str().expect("a case has an id");
        let mut at = Vec::new();
        pointers(&case["data"], "", &mut at);
        for pointer in at {
            for odd in [
                json!(null),
                json!("x"),
                json!(-1),
                json!(0),
                json!(1),
                json!(0.5),
                json!(1e300),
                json!(u64::MAX),
                json!([]),
                json!({}),
                json!([[]]),
                json!(true),
            ] {
                let mut data = case["data"].clone();
                *data.pointer_mut(&pointer).expect("it is there") = odd;
                compute(id, &data, &load);
                n_tried += 1;
            }
        }
        for odd in [json!(null), json!({}), json!([]), json!(3)] {
            compute(id, &odd, &load);
        }
        let nothing = |_: &str| Ok(Vec::new());
        let nonsense = |_: &str| Ok(b"\xff\xfe,,,\nBEGIN DATA:\n1,2\n".to_vec());
        compute(id, &case["data"], &nothing);
        compute(id, &case["data"], &nonsense);
    }
    assert!(100 < n_tried);
}
