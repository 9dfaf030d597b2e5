//! What was asked, one row for each question.

use serde_json::json;
use study::protocol::{Condition, Item, ItemKind};

use crate::asked::{Asked, Section, can_write};
use crate::column::Column;
use crate::row::{Field, Row, number, table, text, text_or_nothing};
use crate::table::{Cell, Link, Table};

/// One question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuestionRow {
    /// The study.
    pub study_id: String,
    /// The version of its design.
    pub design_version: String,
    /// The stage, or the form.
    pub stage: String,
    /// The task; empty for a form.
    pub task: String,
    /// The question.
    pub question_id: String,
    /// The kind of its answer.
    pub answer_type: String,
    /// What is asked.
    pub text: String,
    /// What can be chosen, as JSON: a list of `{ "code", "text" }`.
    pub options: Option<String>,
    /// The least number, or how few.
    pub least: Option<f64>,
    /// The most: of a number, of letters, of marks.
    pub most: Option<f64>,
    /// The unit of a number.
    pub unit: Option<String>,
    /// Whether it may be left open.
    pub optional: bool,
    /// Whether "cannot judge" is offered.
    pub cannot_judge: bool,
    /// When it is asked, as JSON: `{ "item", "is", "at_least", "at_most" }`.
    pub only_if: Option<String>,
}

impl QuestionRow {
    /// Returns the questions of a study, in the order in which they are asked.
    pub fn of(study_id: &str, design_version: &str, asked: &Asked<'_>) -> Vec<QuestionRow> {
        let one = |section: &Section<'_>, item: &Item| {
            let (least, most) = bounds(item);
            let unit = match &item.answer {
                ItemKind::Number { unit, .. } => unit.clone(),
                _ => None,
            };
            QuestionRow {
                study_id: study_id.to_owned(),
                design_version: design_version.to_owned(),
                stage: section.stage.to_owned(),
                task: section.task.to_owned(),
                question_id: item.id.clone(),
                answer_type: item.answer.word().to_owned(),
                text: asked.say(&item.text).to_owned(),
                options: options(asked, item),
                least,
                most,
                unit,
                optional: item.optional,
                cannot_judge: item.cannot_judge,
                only_if: item.only_if.as_ref().map(condition),
            }
        };
        let sections = asked.sections();
        sections.iter().flat_map(|s| s.items.iter().map(move |item| one(s, item))).collect()
    }
}

fn bounds(item: &Item) -> (Option<f64>, Option<f64>) {
    match &item.answer {
        ItemKind::Source { points } | ItemKind::Likert { points } => {
            (Some(1.0), Some(points.len() as f64))
        }
        ItemKind::Vas { .. } => (Some(0.0), Some(100.0)),
        ItemKind::Number { least, most, .. } => (Some(*least), Some(*most)),
        ItemKind::Text { most }
        | ItemKind::Mark { most }
        | ItemKind::Span { most }
        | ItemKind::FieldPairs { most, .. } => (None, Some(f64::from(*most))),
        _ => (None, None),
    }
}

fn options(asked: &Asked<'_>, item: &Item) -> Option<String> {
    let mut choices = asked.choices(item).or_else(|| ends(asked, item))?;
    if can_write(item) {
        choices.push((crate::asked::OTHER.to_owned(), asked.word("other")));
    }
    let listed: Vec<_> =
        choices.iter().map(|(code, text)| json!({ "code": code, "text": text })).collect();
    Some(json!(listed).to_string())
}

/// The words at the ends of a line, and the reasons why fields do not go together.
fn ends(asked: &Asked<'_>, item: &Item) -> Option<Vec<(String, String)>> {
    match &item.answer {
        ItemKind::Vas { low, high } => Some(vec![
            ("0".to_owned(), asked.say(low).to_owned()),
            ("100".to_owned(), asked.say(high).to_owned()),
        ]),
        ItemKind::FieldPairs { reasons, .. } => {
            let of = |pick: &study::protocol::Pick| {
                (pick.code.clone(), asked.say(&pick.text).to_owned())
            };
            Some(reasons.iter().map(of).collect())
        }
        _ => None,
    }
}

fn condition(condition: &Condition) -> String {
    let mut said = json!({ "item": condition.item });
    if !condition.is.is_empty() {
        said["is"] = json!(condition.is);
    }
    if let Some(least) = condition.at_least {
        said["at_least"] = json!(least);
    }
    if let Some(most) = condition.at_most {
        said["at_most"] = json!(most);
    }
    said.to_string()
}

impl Row for QuestionRow {
    const NAME: &'static str = "questions";
    const ABOUT: &'static str = "What was asked, in the language of the study";
    const KEY: &'static [&'static str] = &["stage", "question_id"];
    const LINKS: &'static [Link] = &[];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (Column::text("study_id", "The study.").required(), |row| text(&row.study_id)),
            (Column::text("design_version", "The version of its design."), |row| {
                text(&row.design_version)
            }),
            (
                Column::text("stage", "The stage, or the form: profile, debrief, usability.")
                    .required(),
                |row| text(&row.stage),
            ),
            (Column::text("task", "The task; empty for a form."), |row| text(&row.task)),
            (Column::text("question_id", "The question.").required(), |row| text(&row.question_id)),
            (Column::text("answer_type", "The kind of its answer.").required(), |row| {
                text(&row.answer_type)
            }),
            (Column::text("text", "What is asked."), |row| text(&row.text)),
            (
                Column::text("options", "What can be chosen, as JSON: codes and their words."),
                |row| text_or_nothing(row.options.as_ref()),
            ),
            (Column::number("least", "The least number."), |row| number(row.least)),
            (Column::number("most", "The most: of a number, of letters, of marks."), |row| {
                number(row.most)
            }),
            (Column::text("unit", "The unit of a number."), |row| {
                text_or_nothing(row.unit.as_ref())
            }),
            (Column::flag("optional", "Whether it may be left open.").required(), |row| {
                Cell::Flag(row.optional)
            }),
            (
                Column::flag("cannot_judge", "Whether \"cannot judge\" is offered.").required(),
                |row| Cell::Flag(row.cannot_judge),
            ),
            (Column::text("only_if", "When it is asked, as JSON; always when empty."), |row| {
                text_or_nothing(row.only_if.as_ref())
            }),
        ]
    }
}

/// Returns `questions`: one row for each.
pub fn questions(rows: &[QuestionRow]) -> Table {
    table(rows)
}
