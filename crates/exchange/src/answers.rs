//! The answers of a study, as their analysis wants them: one row for each.

use crate::column::Column;
use crate::row::{Field, Row, number, table, text, text_or_nothing};
use crate::table::{Cell, Link, Table};

/// One answer: a reader, a presentation, a question.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // The columns are the file's, and five of them are flags.
pub struct AnswerRow {
    /// The study.
    pub study_id: String,
    /// The version of its design.
    pub design_version: String,
    /// The reader's site; empty when there is one only.
    pub site: String,
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: i64,
    /// The block, from 1.
    pub block: i64,
    /// The place in the block, from 1.
    pub position: i64,
    /// The presentation.
    pub presentation_id: String,
    /// The case.
    pub case_id: String,
    /// What kind of data: "image", "table".
    pub modality: String,
    /// The task: "call", "pair".
    pub task: String,
    /// What was shown, on the left in a pair.
    pub stimulus_a: String,
    /// What was shown on the right of a pair.
    pub stimulus_b: Option<String>,
    /// Which side of a pair was synthetic; `None` before unblinding.
    pub side_synthetic: Option<String>,
    /// The question.
    pub question_id: String,
    /// Its scale: `six_point`, `likert`, `text`.
    pub answer_type: String,
    /// The answer as it was given.
    pub value: String,
    /// The answer as a number, where it is one.
    pub value_num: Option<f64>,
    /// How sure the reader was, where it was asked.
    pub confidence: Option<f64>,
    /// Milliseconds from the first painted frame to the answer that stands.
    pub rt_ms: Option<f64>,
    /// Milliseconds to the first answer.
    pub first_answer_rt_ms: Option<f64>,
    /// How often the answer was changed before it was sent.
    pub changes: i64,
    /// Whether the case was shown a second time.
    pub is_repeat: bool,
    /// Whether the case is an obvious one that checks attention.
    pub is_catch: bool,
    /// Whether the block was training.
    pub is_training: bool,
    /// Whether the presentation was interrupted.
    pub interrupted: bool,
    /// Whether the reader had seen the case before; `None` when it was not asked.
    pub seen_before: Option<bool>,
    /// When it was answered: UTC, ISO 8601.
    pub answered_at_utc: String,
    /// Whether the analysis leaves it out.
    pub excluded: bool,
    /// Why.
    pub exclusion_reason: Option<String>,
    /// Whether a script gave it, not a person.
    pub is_scripted: bool,
}

impl Row for AnswerRow {
    const NAME: &'static str = "answers";
    const ABOUT: &'static str = "One row for each reader, presentation and question";
    const KEY: &'static [&'static str] = &["reader", "presentation_id", "question_id"];
    const LINKS: &'static [Link] = &[
        Link { from: &["reader"], table: "readers", to: &["reader"] },
        Link { from: &["presentation_id"], table: "presentations", to: &["presentation_id"] },
        Link { from: &["question_id"], table: "questions", to: &["question_id"] },
        Link { from: &["stimulus_a"], table: "cases", to: &["case_id"] },
        Link { from: &["stimulus_b"], table: "cases", to: &["case_id"] },
    ];

    fn fields() -> Vec<Field<Self>> {
        Self::shown().into_iter().chain(Self::given()).collect()
    }
}

impl AnswerRow {
    /// What was shown, to whom and when.
    fn shown() -> [Field<Self>; 14] {
        [
            (Column::text("study_id", "The study.").required(), |row| text(&row.study_id)),
            (Column::text("design_version", "The version of its design."), |row| {
                text(&row.design_version)
            }),
            (Column::text("site", "The reader's site; empty when there is one only."), |row| {
                text(&row.site)
            }),
            (Column::text("reader", "The reader's code.").required(), |row| text(&row.reader)),
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
            (Column::text("presentation_id", "The presentation.").required(), |row| {
                text(&row.presentation_id)
            }),
            (Column::text("case_id", "The case; of several, joined by +. Without the truth, several have the name of the presentation.").required(), |row| {
                text(&row.case_id)
            }),
            (Column::text("modality", "What kind of data: image, signal, table."), |row| {
                text(&row.modality)
            }),
            (Column::text("task", "The task of the protocol."), |row| text(&row.task)),
            (Column::text("stimulus_a", "The case shown, on the left in a pair; as case_id without the truth."), |row| {
                text(&row.stimulus_a)
            }),
            (Column::text("stimulus_b", "The case shown on the right of a pair."), |row| {
                text_or_nothing(row.stimulus_b.as_ref())
            }),
            (
                Column::text(
                    "side_synthetic",
                    "Which side of a pair was synthetic; empty before unblinding.",
                )
                .one_of(&["left", "right"]),
                |row| text_or_nothing(row.side_synthetic.as_ref()),
            ),
        ]
    }

    /// What was answered, and how.
    fn given() -> [Field<Self>; 17] {
        [
            (Column::text("question_id", "The question.").required(), |row| text(&row.question_id)),
            (Column::text("answer_type", "The kind of its answer."), |row| text(&row.answer_type)),
            (
                Column::text("value", "The answer as it was given; empty when there is none."),
                |row| text(&row.value),
            ),
            (Column::number("value_num", "The answer as a number, where it is one."), |row| {
                number(row.value_num)
            }),
            (
                Column::number(
                    "confidence",
                    "How sure the reader was, from the middle of the scale: 1 perhaps, 3 certainly on six points.",
                ),
                |row| number(row.confidence),
            ),
            (
                Column::number(
                    "rt_ms",
                    "Milliseconds from the first painted frame to the answer that stands.",
                )
                .least(0),
                |row| number(row.rt_ms),
            ),
            (
                Column::number("first_answer_rt_ms", "Milliseconds to the first answer.").least(0),
                |row| number(row.first_answer_rt_ms),
            ),
            (
                Column::whole("changes", "How often the answer was changed before it was sent.")
                    .required()
                    .least(0),
                |row| Cell::Whole(row.changes),
            ),
            (
                Column::flag("is_repeat", "Whether the case was shown a second time.").required(),
                |row| Cell::Flag(row.is_repeat),
            ),
            (
                Column::flag(
                    "is_catch",
                    "Whether the case is an obvious one that checks attention.",
                )
                .required(),
                |row| Cell::Flag(row.is_catch),
            ),
            (Column::flag("is_training", "Whether the block was training.").required(), |row| {
                Cell::Flag(row.is_training)
            }),
            (
                Column::flag("interrupted", "Whether the presentation was interrupted.").required(),
                |row| Cell::Flag(row.interrupted),
            ),
            (
                Column::flag(
                    "seen_before",
                    "Whether the reader had seen the case before; empty when it was not asked.",
                ),
                |row| row.seen_before.map_or(Cell::Empty, Cell::Flag),
            ),
            (Column::time("answered_at_utc", "When it was answered, in UTC."), |row| {
                text(&row.answered_at_utc)
            }),
            (Column::flag("excluded", "Whether the analysis leaves it out.").required(), |row| {
                Cell::Flag(row.excluded)
            }),
            (Column::text("exclusion_reason", "Why it is left out."), |row| {
                text_or_nothing(row.exclusion_reason.as_ref())
            }),
            (
                Column::flag("is_scripted", "Whether a script gave it, for a trial; not a person.")
                    .required(),
                |row| Cell::Flag(row.is_scripted),
            ),
        ]
    }
}

/// Returns the long table: one row for each reader, presentation and question.
pub fn answers(rows: &[AnswerRow]) -> Table {
    table(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns as the study's plan of export lists them.
    const PLANNED: &str = "study_id, design_version, site, reader, round, block, position, presentation_id, \
        case_id, modality, task, stimulus_a, stimulus_b, side_synthetic, question_id, answer_type, value, \
        value_num, confidence, rt_ms, first_answer_rt_ms, changes, is_repeat, is_catch, is_training, \
        interrupted, seen_before, answered_at_utc, excluded, exclusion_reason, is_scripted";

    fn row() -> AnswerRow {
        AnswerRow {
            study_id: "S1".into(),
            reader: "R, \"the\" 1".into(),
            round: 1,
            block: 2,
            position: 3,
            question_id: "B1".into(),
            value: "=HYPERLINK(\"x\")".into(),
            value_num: Some(1.0 / 3.0),
            rt_ms: Some(2310.5),
            seen_before: Some(false),
            answered_at_utc: "2025-05-01T09:30:00Z".into(),
            ..AnswerRow::default()
        }
    }

    #[test]
    fn the_columns_are_the_planned_ones_in_order() {
        let wanted: Vec<&str> = PLANNED.split(',').map(str::trim).collect();
        let names: Vec<&str> = answers(&[]).columns.iter().map(|column| column.name).collect();
        assert_eq!(names, wanted, "also without a row");
        assert_eq!(wanted.len(), 31);
    }

    #[test]
    fn an_answer_reads_back_by_column_name() {
        let bytes = answers(&[row(), AnswerRow::default()]).csv();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let names = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let cell = |name: &str| rows[0].get(names.iter().position(|n| n == name).unwrap()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(cell("reader"), "R, \"the\" 1");
        assert_eq!(cell("value"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("value_num").parse::<f64>().unwrap().to_bits(), (1.0_f64 / 3.0).to_bits());
        assert_eq!(cell("position"), "3");
        assert_eq!(cell("seen_before"), "false");
        assert_eq!(cell("side_synthetic"), "", "nobody knows before unblinding");
        assert!(!bytes.contains(&b'\r'));
    }

    #[test]
    fn json_keeps_the_answer_as_it_was_given() {
        let read: serde_json::Value = serde_json::from_slice(&answers(&[row()]).json()).unwrap();
        assert_eq!(read[0]["value"], "=HYPERLINK(\"x\")");
        assert_eq!(read[0]["round"], 1);
        assert_eq!(read[0]["stimulus_b"], serde_json::Value::Null);
    }
}
