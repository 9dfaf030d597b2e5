//! Orders against values made by other programs.

use serde_json::Value;
use study::{keyed_order, williams_design};

const CASE: &str = include_str!("../../../tests/golden/study/keyed_order.json");

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|item| item.as_str().expect("a text").to_owned()).collect()
}

#[test]
fn the_keyed_order_is_the_one_of_the_golden_file() {
    let case: Value = serde_json::from_str(CASE).expect("the golden file is JSON");
    let digits = case["data"]["seed_hex"].as_str().expect("a text");
    let mut seed = [0; 32];
    for (at, byte) in seed.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("two digits");
    }

    let items = strings(&case["data"]["items"]);
    let contexts = case["data"]["contexts"].as_array().expect("a list");
    let expected = case["expected"].as_array().expect("a list");
    assert_eq!((contexts.len(), expected.len()), (3, 3));
    for (context, expected) in contexts.iter().zip(expected) {
        let context = strings(context);
        let order = keyed_order(&seed, &context[0], &context[1], &items);
        assert_eq!(order, strings(expected), "{context:?}: {}", case["source"]);
    }
}

#[test]
fn williams_designs_are_those_of_the_golden_file() {
    let text = include_str!("../../../tests/golden/study/williams_designs.json");
    let case: Value = serde_json::from_str(text).expect("the golden file is JSON");
    let expected = case["expected"].as_object().expect("one for each number of conditions");
    assert_eq!(expected.len(), 5);
    for (k, rows) in expected {
        let design = williams_design(k.parse().expect("a number")).unwrap();
        assert_eq!(serde_json::to_value(design).unwrap(), *rows, "{k}: {}", case["source"]);
    }
}
