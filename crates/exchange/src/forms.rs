//! What readers said in forms.

use crate::column::Column;
use crate::row::{Field, Row, number, table, text};
use crate::table::{Link, Table};

/// What a reader said of themselves, of the study or of the program.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FormRow {
    /// The study.
    pub study_id: String,
    /// The reader's code.
    pub reader: String,
    /// "profile", "debrief", "usability".
    pub form: String,
    /// The question.
    pub question_id: String,
    /// Its kind.
    pub answer_type: String,
    /// The answer as it was given.
    pub value: String,
    /// The answer as a number, where it is one.
    pub value_num: Option<f64>,
    /// When it was answered: UTC, ISO 8601.
    pub answered_at_utc: String,
}

impl Row for FormRow {
    const NAME: &'static str = "forms";
    const ABOUT: &'static str = "What readers said of themselves, of the study and of the program";
    const KEY: &'static [&'static str] = &["reader", "form", "question_id"];
    const LINKS: &'static [Link] = &[
        Link { from: &["reader"], table: "readers", to: &["reader"] },
        Link { from: &["form", "question_id"], table: "questions", to: &["stage", "question_id"] },
    ];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (Column::text("study_id", "The study.").required(), |row| text(&row.study_id)),
            (Column::text("reader", "The reader's code.").required(), |row| text(&row.reader)),
            (Column::text("form", "Which form: profile, debrief, usability.").required(), |row| {
                text(&row.form)
            }),
            (Column::text("question_id", "The question.").required(), |row| text(&row.question_id)),
            (Column::text("answer_type", "The kind of its answer."), |row| text(&row.answer_type)),
            (
                Column::text("value", "The answer as it was given; empty when there is none."),
                |row| text(&row.value),
            ),
            (Column::number("value_num", "The answer as a number, where it is one."), |row| {
                number(row.value_num)
            }),
            (Column::time("answered_at_utc", "When it was answered, in UTC."), |row| {
                text(&row.answered_at_utc)
            }),
        ]
    }
}

/// Returns `forms`: what readers said in forms.
pub fn forms(rows: &[FormRow]) -> Table {
    table(rows)
}
