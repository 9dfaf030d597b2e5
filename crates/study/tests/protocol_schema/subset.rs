//! As much of JSON Schema 2020-12 as the schema of protocols uses; another keyword stops the test.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

/// The schema that a reference leads to, or the schema itself, with the path to it.
pub(crate) fn resolved<'a>(root: &'a Value, path: &str, schema: &'a Value) -> (String, &'a Value) {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(to) => {
            let to = to.strip_prefix('#').unwrap();
            resolved(root, to, root.pointer(to).unwrap_or_else(|| panic!("{to} is nowhere")))
        }
        None => (path.to_owned(), schema),
    }
}

/// Whether `value` is as `schema` says.
pub(crate) fn holds(root: &Value, schema: &Value, value: &Value) -> bool {
    schema
        .as_object()
        .unwrap()
        .iter()
        .all(|(keyword, says)| keyword_holds(root, (keyword, says), schema, value))
}

fn keyword_holds(
    root: &Value,
    (keyword, says): (&str, &Value),
    schema: &Value,
    value: &Value,
) -> bool {
    let each = |says: &Value| says.as_array().unwrap().clone();
    let n_that_hold = || each(says).iter().filter(|one| holds(root, one, value)).count();
    let object = value.as_object();
    let list = value.as_array();
    let within = |fits: &dyn Fn(f64, f64) -> bool| {
        value.as_f64().is_none_or(|number| fits(number, says.as_f64().unwrap()))
    };
    let sized = |fits: &dyn Fn(u64, u64) -> bool| {
        list.is_none_or(|list| fits(list.len() as u64, says.as_u64().unwrap()))
    };
    match keyword {
        "$schema" | "$id" | "$defs" | "title" | "description" | "default" => true,
        "$ref" => holds(root, resolved(root, "", schema).1, value),
        "type" => is_of(says.as_str().unwrap(), value),
        "const" => says == value,
        "enum" => each(says).contains(value),
        "anyOf" => 1 <= n_that_hold(),
        "oneOf" => 1 == n_that_hold(),
        "properties" => object.is_none_or(|object| {
            object
                .iter()
                .all(|(name, value)| says.get(name).is_none_or(|schema| holds(root, schema, value)))
        }),
        "required" => object.is_none_or(|object| {
            each(says).iter().all(|name| object.contains_key(name.as_str().unwrap()))
        }),
        "additionalProperties" => {
            assert_eq!(says, &Value::Bool(false));
            object.is_none_or(|object| {
                object.keys().all(|name| schema["properties"].get(name).is_some())
            })
        }
        "items" => list.is_none_or(|list| list.iter().all(|item| holds(root, says, item))),
        "minItems" => sized(&|given, least| least <= given),
        "maxItems" => sized(&|given, most| given <= most),
        "minimum" => within(&|given, least| least <= given),
        "maximum" => within(&|given, most| given <= most),
        "pattern" => value.as_str().is_none_or(|text| matches(says.as_str().unwrap(), text)),
        other => panic!("`{other}` is no keyword that is known here"),
    }
}

/// Whether a pattern is found in a text; each pattern is read once.
fn matches(pattern: &str, text: &str) -> bool {
    thread_local! {
        static READ: RefCell<BTreeMap<String, Regex>> = const { RefCell::new(BTreeMap::new()) };
    }
    READ.with_borrow_mut(|read| {
        let known = read.entry(pattern.to_owned());
        known.or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
    })
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract().abs() <= 0.0),
        other => panic!("`{other}` is no type"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn says(schema: &Value, value: &Value) -> bool {
        holds(schema, schema, value)
    }

    // What each keyword means: JSON Schema Core and Validation, 2020-12.
    #[test]
    fn each_keyword_lets_through_and_stops() {
        let cases = [
            (json!({ "type": "object" }), json!({}), json!([])),
            (json!({ "type": "array" }), json!([]), json!({})),
            (json!({ "type": "string" }), json!(""), json!(1)),
            (json!({ "type": "boolean" }), json!(false), json!(0)),
            (json!({ "type": "null" }), json!(null), json!(false)),
            (json!({ "type": "number" }), json!(0.5), json!("0.5")),
            (json!({ "type": "integer" }), json!(1.0), json!(1.5)),
            (json!({ "const": 1 }), json!(1), json!(2)),
            (json!({ "enum": ["a", "b"] }), json!("b"), json!("c")),
            (json!({ "anyOf": [{ "minimum": 1 }, { "minimum": 2 }] }), json!(3), json!(0)),
            (json!({ "oneOf": [{ "minimum": 1 }, { "minimum": 2 }] }), json!(1), json!(3)),
            (
                json!({ "properties": { "a": { "const": 1 } } }),
                json!({ "b": 2 }),
                json!({ "a": 2 }),
            ),
            (json!({ "required": ["a"] }), json!({ "a": 1 }), json!({ "b": 1 })),
            (
                json!({ "properties": { "a": {} }, "additionalProperties": false }),
                json!({ "a": 1 }),
                json!({ "b": 1 }),
            ),
            (json!({ "items": { "const": 1 } }), json!([1, 1]), json!([1, 2])),
            (json!({ "minItems": 1 }), json!([1]), json!([])),
            (json!({ "maxItems": 1 }), json!([1]), json!([1, 2])),
            (json!({ "minimum": 1 }), json!(1), json!(0.9)),
            (json!({ "maximum": 1 }), json!(1), json!(1.1)),
            (json!({ "pattern": "^a+$" }), json!("aa"), json!("ab")),
            (json!({ "$ref": "#/$defs/x", "$defs": { "x": { "const": 1 } } }), json!(1), json!(2)),
        ];
        for (schema, passes, stops) in cases {
            assert!(says(&schema, &passes), "{schema} and {passes}");
            assert!(!says(&schema, &stops), "{schema} and {stops}");
        }
    }
}
