//! What samples are wrapped in, and how their bytes were read.

use samples::{Channels, Contents, Image, ValueRange};
use serde_json::{Value, json};

/// Describes what an image is wrapped in: all that is not its content.
pub(crate) fn container(image: &Image) -> String {
    let [rows, columns] = image.shape();
    let range = image.range();
    let depth = if range == ValueRange::BITS_8 {
        "8 bit".to_owned()
    } else if range == ValueRange::BITS_16 {
        "16 bit".to_owned()
    } else {
        format!("{} to {}", range.low(), range.high())
    };
    let color = match image.channels() {
        Channels::Gray => "gray",
        Channels::Rgb => "color",
    };
    format!("{columns} × {rows}, {depth}, {color}")
}

/// Says how the bytes were read: part of the key of every value.
pub(crate) fn how_read(contents: &Contents) -> Value {
    match contents {
        Contents::Image(_) => json!({ "values": "as stored", "range": "of the depth" }),
        Contents::Table(table) => {
            let columns: Vec<Value> = table
                .columns()
                .iter()
                .map(|column| {
                    json!({ "name": column.name, "kind": column.kind.as_str(), "decimals": column.decimals })
                })
                .collect();
            json!({ "columns": columns })
        }
        Contents::Vectors(vectors) => json!({ "d": vectors.d() }),
    }
}
