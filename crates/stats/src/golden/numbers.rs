//! Lists and tables of numbers in the data of a case.

use serde_json::Value;

/// Returns the list of numbers under `key`.
pub(super) fn list(data: &Value, key: &str) -> Result<Vec<f64>, String> {
    row(&data[key]).map_err(|what| format!("`{key}` {what}"))
}

/// Returns the rows of numbers under `key`.
pub(super) fn table(data: &Value, key: &str) -> Result<Vec<Vec<f64>>, String> {
    let rows = data[key].as_array().ok_or_else(|| format!("`{key}` is no table of numbers"))?;
    rows.iter().map(row).collect::<Result<_, _>>().map_err(|what| format!("`{key}` {what}"))
}

fn row(value: &Value) -> Result<Vec<f64>, String> {
    let values = value.as_array().ok_or("is no list of numbers")?;
    values.iter().map(|value| value.as_f64().ok_or_else(|| "has no number".to_owned())).collect()
}

/// Says why there is no estimate.
pub(super) fn reason(error: crate::Error) -> String {
    error.to_string()
}
