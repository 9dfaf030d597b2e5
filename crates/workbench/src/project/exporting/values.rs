//! Every value with all its digits.

use report::facts::Outcome;
use serde_json::{Value, json};

use crate::batch::json_number;
use crate::wire::{PartView, ResultView, RunView};

/// Writes every value with all its digits, and what it was made from.
pub(super) fn values_json(run: &RunView) -> Vec<u8> {
    let number = |result: &ResultView| match outcome(result) {
        Outcome::Value { value, .. } => json_number(value),
        Outcome::None { .. } => Value::Null,
    };
    let part = |part: &PartView| {
        let reason = Some(&part.reason).filter(|reason| !reason.is_empty());
        json!({ "title": part.title, "value": part.value, "shown": part.shown, "reason": reason })
    };
    let rows: Vec<Value> = run
        .results
        .iter()
        .map(|result| {
            json!({
                "id": result.id,
                "metric": result.metric,
                "version": result.version,
                "set": result.set_name,
                "arm": result.arm,
                "value": number(result),
                "reason": result.reason.as_ref().map(|reason| reason.message.clone()),
                "unit": result.unit,
                "parameters": result.parameters,
                "interval": result.interval,
                "no_interval": result.no_interval,
                "yardstick": result.yardstick,
                "n_real": result.n_real,
                "n_synthetic": result.n_synthetic,
                "n_left_out": result.n_left_out,
                "summary": result.summary,
                "details": result.details.iter().map(part).collect::<Vec<_>>(),
                "columns": result.columns.iter().map(part).collect::<Vec<_>>(),
                "network": result.network,
                "notes": result.notes,
            })
        })
        .collect();
    let document = json!({
        "schema": "touchstone.values/1",
        "run": run.id,
        "created_at": run.created_at,
        "program": run.program,
        "seed": run.seed,
        "feature": run.feature,
        "values": rows,
    });
    let mut text = serde_json::to_vec_pretty(&document).expect("strings and numbers are JSON");
    text.push(b'\n');
    text
}

/// Returns a value as the report wants it: there, infinite, or why there is none.
pub(super) fn outcome(result: &ResultView) -> Outcome {
    match (&result.reason, result.value, result.shown.as_str()) {
        (Some(reason), _, _) => Outcome::None { reason: reason.message.clone() },
        (None, Some(value), _) => Outcome::Value {
            value,
            interval: result.interval.as_ref().map(|interval| (interval.low, interval.high)),
        },
        (None, None, "−∞") => Outcome::Value { value: f64::NEG_INFINITY, interval: None },
        (None, None, _) => Outcome::Value { value: f64::INFINITY, interval: None },
    }
}
