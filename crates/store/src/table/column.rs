//! How values stand in a column, and how they are read from it.

use rusqlite::types::{FromSqlError, ToSqlOutput, Type};
use rusqlite::{Row, ToSql};
use samples::ContentHash;
use serde_json::Value;
use study::protocol::Taken;

/// A JSON value, stored as text.
pub(super) struct Json<'a>(pub(super) &'a Value);

impl ToSql for Json<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

/// Reads a JSON value.
pub(super) fn json(row: &Row<'_>, column: &str) -> rusqlite::Result<Value> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| unreadable(error.into()))
}

/// Reads a JSON value that need not be there.
pub(super) fn json_if_any(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Value>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| unreadable(error.into())))
        .transpose()
}

/// Reads a hash.
pub(crate) fn hash(row: &Row<'_>, column: &str) -> rusqlite::Result<ContentHash> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: samples::Error| unreadable(error.into()))
}

/// Reads a hash that need not be there.
pub(super) fn hash_if_any(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<ContentHash>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|error: samples::Error| unreadable(error.into())))
        .transpose()
}

/// Reads one of a few words.
pub(super) fn word<T>(
    row: &Row<'_>,
    column: &str,
    from_word: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    from_word(&text).ok_or_else(|| unreadable(FromSqlError::InvalidType.into()))
}

/// Reads a checked answer, which the tables of answers keep in columns of the same names.
pub(super) fn taken(row: &Row<'_>) -> rusqlite::Result<Taken> {
    let missing: Option<String> = row.get("missing")?;
    let known = |word: String| {
        Taken::missing_from_word(&word).ok_or_else(|| unreadable(FromSqlError::InvalidType.into()))
    };
    Ok(Taken {
        item: row.get("question_id")?,
        kind: word(row, "answer_type", Taken::kind_from_word)?,
        value: row.get("value")?,
        number: row.get("value_num")?,
        missing: missing.map(known).transpose()?,
    })
}

fn unreadable(cause: Box<dyn std::error::Error + Send + Sync>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, cause)
}
