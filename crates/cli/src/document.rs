//! The one JSON document that a verb prints.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};
use workbench::LeftOut;

use crate::terminal::{self, Why};

/// A document under construction: its fields stand in the order they were added, the schema first.
pub(crate) struct Document(Vec<(String, Value)>);

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Document {
    pub(crate) fn new(verb: &str) -> Self {
        Document(Vec::new())
            .with("schema", format!("touchstone.{verb}/1"))
            .with("version", workbench::VERSION)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("the workbench's types are JSON");
        self.0.push((name.to_owned(), value));
        self
    }

    pub(crate) fn left_out(self, left_out: &[LeftOut]) -> Self {
        let rows: Vec<Value> = left_out
            .iter()
            .map(|left| {
                let failure = left.error.failure();
                json!({ "sample": left.name, "reason": failure.message, "code": failure.code })
            })
            .collect();
        self.with("left_out", rows)
    }

    pub(crate) fn print(self) -> Result<(), Why> {
        let text = serde_json::to_string_pretty(&self).expect("a list of values is JSON");
        terminal::print_document(&text)
    }
}

/// Returns what the screens get, with its fields named as documents name theirs.
pub(crate) fn in_snake_case(view: impl Serialize) -> Value {
    renamed(serde_json::to_value(view).expect("the workbench's types are JSON"))
}

fn renamed(value: Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(renamed).collect(),
        Value::Object(fields) => {
            let fields =
                fields.into_iter().map(|(name, value)| (snake_case(&name), renamed(value)));
            Value::Object(fields.collect())
        }
        value => value,
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_a_view_are_named_as_in_other_documents() {
        let view = json!({ "designHash": "R1x", "readers": [{ "lastAnswerAt": null }] });
        let wanted = json!({ "design_hash": "R1x", "readers": [{ "last_answer_at": null }] });
        assert_eq!(in_snake_case(view), wanted);
    }

    #[test]
    fn a_document_starts_with_its_schema() {
        let document = Document::new("measure").with("a", 1).left_out(&[]);
        let text = serde_json::to_string(&document).unwrap();
        let version = workbench::VERSION;
        let expected = format!(
            r#"{{"schema":"touchstone.measure/1","version":"{version}","a":1,"left_out":[]}}"#
        );
        assert_eq!(text, expected);
    }
}
