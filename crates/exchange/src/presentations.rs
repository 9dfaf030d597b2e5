//! What was shown to whom, in which order.

use crate::column::Column;
use crate::row::{Field, Row, table, text, text_or_nothing};
use crate::table::{Cell, Link, Table};

/// One presentation: what a reader was shown, when and where.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // The columns are the file's, and five of them are flags.
pub struct PresentationRow {
    /// The presentation.
    pub presentation_id: String,
    /// The study.
    pub study_id: String,
    /// The version of its design.
    pub design_version: String,
    /// The reader's code.
    pub reader: String,
    /// The stage: "A" before disclosure, "B" after.
    pub stage: String,
    /// The round, from 1.
    pub round: i64,
    /// The block, from 1.
    pub block: i64,
    /// The place in the block, from 1.
    pub position: i64,
    /// The case.
    pub case_id: String,
    /// Whether the case was shown a second time.
    pub is_repeat: bool,
    /// Whether the case checks attention.
    pub is_catch: bool,
    /// Whether the block was training.
    pub is_training: bool,
    /// Whether it was an example that nothing was asked of.
    pub is_example: bool,
    /// When its first frame was painted: UTC, ISO 8601.
    pub shown_at_utc: Option<String>,
    /// When it was answered: UTC, ISO 8601.
    pub answered_at_utc: Option<String>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

impl Row for PresentationRow {
    const NAME: &'static str = "presentations";
    const ABOUT: &'static str = "What was shown to whom, when and where";
    const KEY: &'static [&'static str] = &["presentation_id"];
    const LINKS: &'static [Link] = &[Link { from: &["reader"], table: "readers", to: &["reader"] }];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (Column::text("presentation_id", "The presentation.").required().unique(), |row| {
                text(&row.presentation_id)
            }),
            (Column::text("study_id", "The study.").required(), |row| text(&row.study_id)),
            (Column::text("design_version", "The version of its design."), |row| {
                text(&row.design_version)
            }),
            (Column::text("reader", "The reader's code.").required(), |row| text(&row.reader)),
            (Column::text("stage", "The stage of the protocol."), |row| text(&row.stage)),
            (Column::whole("round", "The round, from 1.").required().least(1), |row| {
                Cell::Whole(row.round)
            }),
            (Column::whole("block", "The block, from 1.").required().least(0), |row| {
                Cell::Whole(row.block)
            }),
            (
                Column::whole("position", "The place in the block, from 1.").required().least(0),
                |row| Cell::Whole(row.position),
            ),
            (Column::text("case_id", "The case; of several, joined by +. Without the truth, several have the name of the presentation.").required(), |row| {
                text(&row.case_id)
            }),
            (
                Column::flag("is_repeat", "Whether the case was shown a second time.").required(),
                |row| Cell::Flag(row.is_repeat),
            ),
            (Column::flag("is_catch", "Whether the case checks attention.").required(), |row| {
                Cell::Flag(row.is_catch)
            }),
            (Column::flag("is_training", "Whether the block was training.").required(), |row| {
                Cell::Flag(row.is_training)
            }),
            (
                Column::flag("is_example", "Whether it was an example, of which nothing is asked.")
                    .required(),
                |row| Cell::Flag(row.is_example),
            ),
            (Column::time("shown_at_utc", "When its first frame was painted, in UTC."), |row| {
                text_or_nothing(row.shown_at_utc.as_ref())
            }),
            (Column::time("answered_at_utc", "When it was answered, in UTC."), |row| {
                text_or_nothing(row.answered_at_utc.as_ref())
            }),
            (Column::flag("interrupted", "Whether it was interrupted.").required(), |row| {
                Cell::Flag(row.interrupted)
            }),
        ]
    }
}

/// Returns `presentations`: what was shown to whom, in which order. It holds no truth.
pub fn presentations(rows: &[PresentationRow]) -> Table {
    table(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presentations_hold_no_truth() {
        let columns = presentations(&[]).columns;
        for word in ["source", "generator", "arm", "truth", "side_synthetic"] {
            assert!(!columns.iter().any(|column| column.name == word), "{word}");
        }
    }
}
