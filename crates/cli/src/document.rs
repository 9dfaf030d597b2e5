//! The one JSON document that a verb prints.

use serde::Serialize;
use serde_json::{Map, Value, json};
use workbench::LeftOut;

use crate::terminal::{self, Why};

/// A document under construction: schema and version first.
pub(crate) struct Document(Map<String, Value>);

impl Document {
    pub(crate) fn new(verb: &str) -> Self {
        let mut map = Map::new();
        map.insert("schema".to_owned(), json!(format!("touchstone.{verb}/1")));
        map.insert("version".to_owned(), json!(workbench::VERSION));
        Document(map)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("the workbench's types are JSON");
        self.0.insert(name.to_owned(), value);
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
        let text = serde_json::to_string_pretty(&self.0).expect("a map of values is JSON");
        terminal::print(&text)
    }
}
