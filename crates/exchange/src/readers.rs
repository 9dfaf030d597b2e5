//! Who read, and how far.

use crate::column::Column;
use crate::row::{Field, Row, table, text, text_or_nothing};
use crate::table::{Cell, Link, Table};

/// One reader.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReaderRow {
    /// The study.
    pub study_id: String,
    /// The code; never a name.
    pub reader: String,
    /// The site; empty when there is one only.
    pub site: String,
    /// The group; empty when there is one only.
    pub group: String,
    /// Presentations to answer, without examples.
    pub n_due: i64,
    /// Presentations answered.
    pub n_answered: i64,
    /// When the session was sealed: UTC, RFC 3339.
    pub sealed_at: Option<String>,
    /// Whether every answer is left out.
    pub excluded: bool,
    /// Why.
    pub exclusion_reason: Option<String>,
    /// Whether a script gave any of the answers.
    pub is_scripted: bool,
}

impl Row for ReaderRow {
    const NAME: &'static str = "readers";
    const ABOUT: &'static str = "Who read, and how far";
    const KEY: &'static [&'static str] = &["reader"];
    const LINKS: &'static [Link] = &[];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (Column::text("study_id", "The study.").required(), |row| text(&row.study_id)),
            (
                Column::text("reader", "The reader's code; never a name.").required().unique(),
                |row| text(&row.reader),
            ),
            (Column::text("site", "The reader's site; empty when there is one only."), |row| {
                text(&row.site)
            }),
            (Column::text("group", "The reader's group; empty when there is one only."), |row| {
                text(&row.group)
            }),
            (
                Column::whole("n_due", "Presentations to answer, without examples.")
                    .required()
                    .least(0),
                |row| Cell::Whole(row.n_due),
            ),
            (Column::whole("n_answered", "Presentations answered.").required().least(0), |row| {
                Cell::Whole(row.n_answered)
            }),
            (Column::time("sealed_at", "When the session was sealed, in UTC."), |row| {
                text_or_nothing(row.sealed_at.as_ref())
            }),
            (
                Column::flag("excluded", "Whether every answer of the reader is left out.")
                    .required(),
                |row| Cell::Flag(row.excluded),
            ),
            (Column::text("exclusion_reason", "Why."), |row| {
                text_or_nothing(row.exclusion_reason.as_ref())
            }),
            (
                Column::flag("is_scripted", "Whether a script gave any of the answers.").required(),
                |row| Cell::Flag(row.is_scripted),
            ),
        ]
    }
}

/// Returns `readers`: one row for each.
pub fn readers(rows: &[ReaderRow]) -> Table {
    table(rows)
}
