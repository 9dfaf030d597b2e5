//! What samples are wrapped in, and how their bytes were read.

use samples::{Channels, Contents, Image, Signal, ValueRange};
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

/// Describes what a signal is wrapped in: channels, length, rate and unit.
pub(crate) fn container_of_signal(signal: &Signal) -> String {
    let names: Vec<&str> = signal
        .channels()
        .iter()
        .map(|channel| channel.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let n_channels = signal.channels().len().to_string();
    let mut parts = vec![if names.is_empty() || 3 < names.len() {
        words::say("app:shape.channels", &[("count", &n_channels)])
    } else {
        names.join(", ")
    }];
    parts.push(match signal.rate_hz() {
        Some(rate) => {
            let seconds = format!("{:.3}", signal.length() as f64 / rate);
            let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
            format!("{seconds} s, {rate} Hz")
        }
        None => words::say("app:shape.values", &[("count", &signal.length().to_string())]),
    });
    let unit = signal.channels().first().and_then(|channel| channel.unit.clone());
    parts.extend(unit);
    parts.join(", ")
}

/// Says how the bytes were read: part of the key of every value.
pub(crate) fn how_read(contents: &Contents) -> Value {
    match contents {
        Contents::Image(image) => match &image.meaning().unit {
            None => json!({ "values": "as stored", "range": "of the depth" }),
            Some(unit) => json!({ "values": "rescaled", "range": "of the depth", "unit": unit }),
        },
        Contents::Signals(signals) => json!({ "signals": signals.len() }),
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
