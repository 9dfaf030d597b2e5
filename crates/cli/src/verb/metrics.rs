//! `touchstone metrics`: the catalogue.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use workbench::wire::MetricView;

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let metrics = workbench::metric_catalogue();
    if arguments.json {
        let rows: Vec<Value> = metrics.iter().map(row).collect();
        Document::new("metrics").with("metrics", rows).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    let mut text = String::new();
    for metric in &metrics {
        text += &format!("{:24} {:10} {}\n", metric.id, metric.dimension, metric.title);
    }
    terminal::print(&text)?;
    Ok(End::Done)
}

fn row(metric: &MetricView) -> Value {
    let parameters: BTreeMap<&str, Value> = metric
        .parameters
        .iter()
        .map(|parameter| {
            let mut described =
                json!({ "default": parameter.default, "meaning": parameter.meaning });
            if !parameter.choices.is_empty() {
                described["choices"] = json!(parameter.choices);
                if let Some(choice) = parameter.default.and_then(|at| {
                    parameter
                        .choices
                        .iter()
                        .zip(0_u32..)
                        .find(|(_, n)| (f64::from(*n) - at).abs() < 0.5)
                }) {
                    described["default"] = json!(choice.0);
                }
            }
            (parameter.name.as_str(), described)
        })
        .collect();
    json!({
        "id": metric.id,
        "version": metric.version,
        "title": metric.title,
        "modalities": metric.modalities,
        "level": metric.level,
        "reference": metric.reference,
        "dimension": metric.dimension,
        "unit": metric.unit,
        "range": { "low": metric.least, "high": metric.most },
        "better": metric.better,
        "parameters": parameters,
        "interval": metric.interval,
        "source": metric.source,
    })
}
