//! What a case gives, or which part of it is lacking.

use serde_json::Value;

/// A part of a case, or what it lacks.
pub(super) type Given<T> = std::result::Result<T, String>;

/// Returns the number under a key.
pub(super) fn number(data: &Value, key: &str) -> Given<f64> {
    data[key].as_f64().ok_or_else(|| format!("there is no number `{key}`"))
}

/// Returns the number under a key, or what stands for it when there is none.
pub(super) fn number_or(data: &Value, key: &str, otherwise: f64) -> Given<f64> {
    if data[key].is_null() { Ok(otherwise) } else { number(data, key) }
}

/// Returns the count under a key.
pub(super) fn count(data: &Value, key: &str) -> Given<u64> {
    data[key].as_u64().ok_or_else(|| format!("there is no count `{key}`"))
}

/// Returns the text under a key.
pub(super) fn text<'a>(data: &'a Value, key: &str) -> Given<&'a str> {
    data[key].as_str().ok_or_else(|| format!("there is no text `{key}`"))
}

/// Returns the list under a key.
pub(super) fn list<'a>(data: &'a Value, key: &str) -> Given<&'a [Value]> {
    data[key].as_array().map(Vec::as_slice).ok_or_else(|| format!("there is no list `{key}`"))
}

/// Returns the numbers under a key.
pub(super) fn numbers(data: &Value, key: &str) -> Given<Vec<f64>> {
    let all = numbers_or_gaps(data, key)?.into_iter().collect::<Option<_>>();
    all.ok_or_else(|| format!("`{key}` has an empty place"))
}

/// Returns the numbers under a key, of which some are missing.
pub(super) fn numbers_or_gaps(data: &Value, key: &str) -> Given<Vec<Option<f64>>> {
    row(&data[key]).ok_or_else(|| format!("there is no list of numbers `{key}`"))
}

/// Returns the rows of numbers under a key.
pub(super) fn table(data: &Value, key: &str) -> Given<Vec<Vec<f64>>> {
    let whole = |row: Vec<Option<f64>>| row.into_iter().collect::<Option<Vec<f64>>>();
    let rows = table_with_gaps(data, key)?.into_iter().map(whole).collect::<Option<_>>();
    rows.ok_or_else(|| format!("`{key}` has an empty place"))
}

/// Returns the rows of numbers under a key, of which some are missing.
pub(super) fn table_with_gaps(data: &Value, key: &str) -> Given<Vec<Vec<Option<f64>>>> {
    let rows = data[key].as_array().and_then(|rows| rows.iter().map(row).collect());
    rows.ok_or_else(|| format!("there is no table of numbers `{key}`"))
}

fn row(value: &Value) -> Option<Vec<Option<f64>>> {
    let number = |value: &Value| {
        if value.is_null() { Some(None) } else { value.as_f64().map(Some) }
    };
    value.as_array()?.iter().map(number).collect()
}

/// Returns the two numbers under a key, or what stands for them when there is nothing.
pub(super) fn pair_or(data: &Value, key: &str, otherwise: [f64; 2]) -> Given<[f64; 2]> {
    match (data[key].is_null(), data[key].as_array().map(Vec::as_slice)) {
        (true, _) => Ok(otherwise),
        (_, Some([low, high])) => low
            .as_f64()
            .zip(high.as_f64())
            .map(|(low, high)| [low, high])
            .ok_or_else(|| format!("`{key}` has something that is no number")),
        _ => Err(format!("`{key}` is not a pair of numbers")),
    }
}

/// Returns a list with something computed of each member.
pub(super) fn each(
    members: &[Value],
    compute: impl Fn(&Value) -> Given<Value>,
) -> Given<Vec<Value>> {
    members.iter().map(compute).collect()
}

/// Says why something could not be computed.
pub(super) fn why<T>(found: crate::Result<T>) -> Given<T> {
    found.map_err(|error| error.to_string())
}

/// Says of what something could not be computed, and why.
pub(super) fn why_of<T>(of: &str, found: crate::Result<T>) -> Given<T> {
    found.map_err(|error| format!("{of}: {error}"))
}
