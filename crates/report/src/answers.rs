//! The tables of a study, as its analysis wants them: one row for each answer.

use crate::table::{Cell, Table};

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
}

/// One case and its truth: written after unblinding only.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseRow {
    /// The case.
    pub case_id: String,
    /// "real" or "synthetic".
    pub source: String,
    /// What made it, for a synthetic case.
    pub generator: Option<String>,
    /// The stratum it was drawn from.
    pub stratum: Option<String>,
    /// The reference diagnosis, where there is one.
    pub diagnosis_reference: Option<String>,
    /// Which sample of which set it is: the way back to the bytes.
    pub sample_id: String,
}

/// One presentation: what a reader was shown, when and where.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // The columns are the file's, and four of them are flags.
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
    /// When its first frame was painted: UTC, ISO 8601.
    pub shown_at_utc: Option<String>,
    /// When it was answered: UTC, ISO 8601.
    pub answered_at_utc: Option<String>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

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

/// Returns `forms`: what readers said in forms.
pub fn forms(rows: &[FormRow]) -> Table {
    table(rows, |row| {
        vec![
            ("study_id", text(&row.study_id)),
            ("reader", text(&row.reader)),
            ("form", text(&row.form)),
            ("question_id", text(&row.question_id)),
            ("answer_type", text(&row.answer_type)),
            ("value", text(&row.value)),
            ("value_num", number(row.value_num)),
            ("answered_at_utc", text(&row.answered_at_utc)),
        ]
    })
}

/// Returns `answers.csv`.
pub fn csv(rows: &[AnswerRow]) -> Vec<u8> {
    answers(rows).csv()
}

/// Returns the same table as JSON.
pub fn json(rows: &[AnswerRow]) -> Vec<u8> {
    answers(rows).json()
}

/// Returns the long table: one row for each reader, presentation and question.
pub fn answers(rows: &[AnswerRow]) -> Table {
    table(rows, |row| {
        vec![
            ("study_id", text(&row.study_id)),
            ("design_version", text(&row.design_version)),
            ("site", text(&row.site)),
            ("reader", text(&row.reader)),
            ("round", Cell::Whole(row.round)),
            ("block", Cell::Whole(row.block)),
            ("position", Cell::Whole(row.position)),
            ("presentation_id", text(&row.presentation_id)),
            ("case_id", text(&row.case_id)),
            ("modality", text(&row.modality)),
            ("task", text(&row.task)),
            ("stimulus_a", text(&row.stimulus_a)),
            ("stimulus_b", text_or_empty(row.stimulus_b.as_ref())),
            ("side_synthetic", text_or_empty(row.side_synthetic.as_ref())),
            ("question_id", text(&row.question_id)),
            ("answer_type", text(&row.answer_type)),
            ("value", text(&row.value)),
            ("value_num", number(row.value_num)),
            ("confidence", number(row.confidence)),
            ("rt_ms", number(row.rt_ms)),
            ("first_answer_rt_ms", number(row.first_answer_rt_ms)),
            ("changes", Cell::Whole(row.changes)),
            ("is_repeat", Cell::Flag(row.is_repeat)),
            ("is_catch", Cell::Flag(row.is_catch)),
            ("is_training", Cell::Flag(row.is_training)),
            ("interrupted", Cell::Flag(row.interrupted)),
            ("seen_before", row.seen_before.map_or(Cell::Empty, Cell::Flag)),
            ("answered_at_utc", text(&row.answered_at_utc)),
            ("excluded", Cell::Flag(row.excluded)),
            ("exclusion_reason", text_or_empty(row.exclusion_reason.as_ref())),
        ]
    })
}

/// Returns `cases`: the truth of each case.
pub fn cases(rows: &[CaseRow]) -> Table {
    table(rows, |row| {
        vec![
            ("case_id", text(&row.case_id)),
            ("source", text(&row.source)),
            ("generator", text_or_empty(row.generator.as_ref())),
            ("stratum", text_or_empty(row.stratum.as_ref())),
            ("diagnosis_reference", text_or_empty(row.diagnosis_reference.as_ref())),
            ("sample_id", text(&row.sample_id)),
        ]
    })
}

/// Returns `presentations`: what was shown to whom, in which order. It holds no truth.
pub fn presentations(rows: &[PresentationRow]) -> Table {
    table(rows, |row| {
        vec![
            ("presentation_id", text(&row.presentation_id)),
            ("study_id", text(&row.study_id)),
            ("design_version", text(&row.design_version)),
            ("reader", text(&row.reader)),
            ("stage", text(&row.stage)),
            ("round", Cell::Whole(row.round)),
            ("block", Cell::Whole(row.block)),
            ("position", Cell::Whole(row.position)),
            ("case_id", text(&row.case_id)),
            ("is_repeat", Cell::Flag(row.is_repeat)),
            ("is_catch", Cell::Flag(row.is_catch)),
            ("is_training", Cell::Flag(row.is_training)),
            ("shown_at_utc", text_or_empty(row.shown_at_utc.as_ref())),
            ("answered_at_utc", text_or_empty(row.answered_at_utc.as_ref())),
            ("interrupted", Cell::Flag(row.interrupted)),
        ]
    })
}

/// Lays `rows` out by `cells`; an empty table still has its columns.
fn table<R: Default>(rows: &[R], cells: impl Fn(&R) -> Vec<(&'static str, Cell)>) -> Table {
    Table {
        columns: cells(&R::default()).into_iter().map(|(name, _)| name.to_owned()).collect(),
        rows: rows
            .iter()
            .map(|row| cells(row).into_iter().map(|(_, cell)| cell).collect())
            .collect(),
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn text_or_empty(words: Option<&String>) -> Cell {
    words.map_or(Cell::Empty, |words| text(words))
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns as the study's plan of export lists them.
    const PLANNED: &str = "study_id, design_version, site, reader, round, block, position, presentation_id, \
        case_id, modality, task, stimulus_a, stimulus_b, side_synthetic, question_id, answer_type, value, \
        value_num, confidence, rt_ms, first_answer_rt_ms, changes, is_repeat, is_catch, is_training, \
        interrupted, seen_before, answered_at_utc, excluded, exclusion_reason";

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
        assert_eq!(answers(&[]).columns, wanted, "also without a row");
        assert_eq!(wanted.len(), 30);
    }

    #[test]
    fn an_answer_reads_back_by_column_name() {
        let bytes = csv(&[row(), AnswerRow::default()]);
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
    fn presentations_hold_no_truth() {
        let columns = presentations(&[]).columns;
        for word in ["source", "generator", "arm", "truth", "side_synthetic"] {
            assert!(!columns.iter().any(|column| column == word), "{word}");
        }
        assert_eq!(
            cases(&[]).columns[..5],
            ["case_id", "source", "generator", "stratum", "diagnosis_reference"]
        );
    }

    #[test]
    fn json_keeps_the_answer_as_it_was_given() {
        let read: serde_json::Value = serde_json::from_slice(&json(&[row()])).unwrap();
        assert_eq!(read[0]["value"], "=HYPERLINK(\"x\")");
        assert_eq!(read[0]["round"], 1);
        assert_eq!(read[0]["stimulus_b"], serde_json::Value::Null);
    }
}
