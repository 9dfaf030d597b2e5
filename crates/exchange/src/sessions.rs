//! Where and when sessions were sealed.

use crate::column::Column;
use crate::row::{Field, Row, table, text};
use crate::table::{Cell, Link, Table};

/// One sealed session that was brought home.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SessionRow {
    /// The study.
    pub study_id: String,
    /// The version of its design.
    pub design_version: String,
    /// The code of who read.
    pub reader: String,
    /// Where it was read.
    pub workstation: String,
    /// When it was sealed: UTC, RFC 3339, by the clock there.
    pub sealed_at_utc: String,
    /// When it was merged: UTC, RFC 3339.
    pub merged_at_utc: String,
    /// The head of its chain.
    pub head: String,
    /// The short code of the key that signed it.
    pub public_key: String,
    /// Answers in it.
    pub n_answers: i64,
    /// SHA-256 of what it holds.
    pub content: String,
}

impl Row for SessionRow {
    const NAME: &'static str = "sessions";
    const ABOUT: &'static str = "The sealed sessions that were brought home";
    const KEY: &'static [&'static str] = &["content_sha256"];
    const LINKS: &'static [Link] = &[Link { from: &["reader"], table: "readers", to: &["reader"] }];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (Column::text("study_id", "The study.").required(), |row| text(&row.study_id)),
            (Column::text("design_version", "The version of its design."), |row| {
                text(&row.design_version)
            }),
            (Column::text("reader", "The reader's code.").required(), |row| text(&row.reader)),
            (Column::text("workstation", "Where it was read."), |row| text(&row.workstation)),
            (
                Column::time("sealed_at_utc", "When it was sealed, in UTC by the clock there."),
                |row| text(&row.sealed_at_utc),
            ),
            (Column::time("merged_at_utc", "When it was merged, in UTC."), |row| {
                text(&row.merged_at_utc)
            }),
            (Column::text("head", "The head of its chain of records.").required(), |row| {
                text(&row.head)
            }),
            (Column::text("public_key", "The short code of the key that signed it."), |row| {
                text(&row.public_key)
            }),
            (Column::whole("n_answers", "Answers in it.").required().least(0), |row| {
                Cell::Whole(row.n_answers)
            }),
            (
                Column::text("content_sha256", "SHA-256 of what it holds.").required().unique(),
                |row| text(&row.content),
            ),
        ]
    }
}

/// Returns `sessions`: one row for each that was merged.
pub fn sessions(rows: &[SessionRow]) -> Table {
    table(rows)
}
