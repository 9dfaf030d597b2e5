//! The audit trail as a table.

use crate::column::Column;
use crate::row::{Field, Row, table, text, text_or_nothing};
use crate::table::{Cell, Link, Table};

/// One record of the trail.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditRow {
    /// Its number.
    pub seq: i64,
    /// When: UTC, RFC 3339.
    pub t: Option<String>,
    /// Who.
    pub actor: Option<String>,
    /// What happened, e.g. `answer.create`.
    pub kind: String,
    /// Of which study.
    pub study: Option<i64>,
    /// The hash of the record before.
    pub prev: String,
    /// Its hash.
    pub hash: String,
    /// The event as it was hashed: canonical JSON, RFC 8785.
    pub event: String,
}

impl Row for AuditRow {
    const NAME: &'static str = "audit";
    const ABOUT: &'static str = "The audit trail, each record chained to the one before it";
    const KEY: &'static [&'static str] = &["seq"];
    const LINKS: &'static [Link] = &[];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (
                Column::whole("seq", "The number of the record.").required().unique().least(0),
                |row| Cell::Whole(row.seq),
            ),
            (Column::text("t", "When it happened, in UTC."), |row| text_or_nothing(row.t.as_ref())),
            (Column::text("actor", "Who did it."), |row| text_or_nothing(row.actor.as_ref())),
            (Column::text("type", "What happened."), |row| text(&row.kind)),
            (Column::whole("study", "Of which study."), |row| {
                row.study.map_or(Cell::Empty, Cell::Whole)
            }),
            (Column::text("prev", "The hash of the record before.").required(), |row| {
                text(&row.prev)
            }),
            (Column::text("hash", "The hash of this record.").required(), |row| text(&row.hash)),
            (Column::text("event", "The event as canonical JSON, RFC 8785.").required(), |row| {
                text(&row.event)
            }),
        ]
    }
}

/// Returns `audit`: one row for each record.
pub fn audit(rows: &[AuditRow]) -> Table {
    table(rows)
}
