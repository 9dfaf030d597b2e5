//! What the analysis found, one number to a row.

use crate::column::Column;
use crate::row::{Field, Row, number, table, text, text_or_nothing};
use crate::table::{Cell, Link, Table};

/// One number of the analysis, or why there is none: written after unblinding only.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FindingRow {
    /// The number that the report has it under, e.g. "A17".
    pub number: String,
    /// Names it within the study, for ever.
    pub finding_id: String,
    /// `primary`, `secondary` or `exploratory`.
    pub rank: String,
    /// Where it belongs, e.g. `readers`.
    pub section: String,
    /// What it is, e.g. `auc`.
    pub quantity: String,
    /// How it was found, e.g. `delong`.
    pub method: String,
    /// The question.
    pub question_id: Option<String>,
    /// Of whom or of what, in words.
    pub of: String,
    /// The reader.
    pub reader: Option<String>,
    /// The generator.
    pub generator: Option<String>,
    /// The number with all its digits.
    pub value: Option<f64>,
    /// The lower end of its interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The level of the interval, e.g. 0.95.
    pub level: Option<f64>,
    /// What it is tested against.
    pub null: Option<f64>,
    /// The statistic.
    pub statistic: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<f64>,
    /// p, two-sided.
    pub p: Option<f64>,
    /// p with the tests beside it counted.
    pub p_adjusted: Option<f64>,
    /// How: `holm` or `benjamini_hochberg`.
    pub adjusted_by: Option<String>,
    /// How many answers it comes from.
    pub n_answers: i64,
    /// Of how many readers.
    pub n_readers: i64,
    /// To how many real cases.
    pub n_real: i64,
    /// To how many synthetic cases.
    pub n_synthetic: i64,
    /// Why there is no number.
    pub reason: Option<String>,
    /// SHA-256 of the presentations that it comes from, one to a line.
    pub presentations_sha256: String,
}

impl Row for FindingRow {
    const NAME: &'static str = "findings";
    const ABOUT: &'static str = "What the analysis found: written after unblinding only";
    const KEY: &'static [&'static str] = &["number"];
    const LINKS: &'static [Link] = &[];

    fn fields() -> Vec<Field<Self>> {
        let ranks = &["primary", "secondary", "exploratory"];
        let mut fields: Vec<Field<Self>> = vec![
            (
                Column::text("number", "The number that the report has it under.")
                    .required()
                    .unique(),
                |row| text(&row.number),
            ),
            (Column::text("finding_id", "Names it within the study.").required().unique(), |row| {
                text(&row.finding_id)
            }),
            (Column::text("rank", "How it stands to the plan.").required().one_of(ranks), |row| {
                text(&row.rank)
            }),
            (Column::text("section", "Where it belongs.").required(), |row| text(&row.section)),
            (Column::text("quantity", "What it is.").required(), |row| text(&row.quantity)),
            (Column::text("method", "How it was found.").required(), |row| text(&row.method)),
            (Column::text("question_id", "The question."), |row| {
                text_or_nothing(row.question_id.as_ref())
            }),
            (Column::text("of", "Of whom or of what."), |row| text(&row.of)),
            (Column::text("reader", "The reader."), |row| text_or_nothing(row.reader.as_ref())),
            (Column::text("generator", "The generator."), |row| {
                text_or_nothing(row.generator.as_ref())
            }),
        ];
        fields.extend(numbers());
        fields.extend(counts());
        fields
    }
}

/// The number, its interval and its test.
fn numbers() -> Vec<Field<FindingRow>> {
    vec![
        (Column::number("value", "The number."), |row| number(row.value)),
        (Column::number("low", "The lower end of its interval."), |row| number(row.low)),
        (Column::number("high", "The upper end of its interval."), |row| number(row.high)),
        (Column::number("level", "The level of the interval."), |row| number(row.level)),
        (Column::number("null", "What it is tested against."), |row| number(row.null)),
        (Column::number("statistic", "The statistic."), |row| number(row.statistic)),
        (Column::number("df", "Its degrees of freedom."), |row| number(row.df)),
        (Column::number("p", "p, two-sided."), |row| number(row.p)),
        (Column::number("p_adjusted", "p with the tests beside it counted."), |row| {
            number(row.p_adjusted)
        }),
        (Column::text("adjusted_by", "How p was adjusted."), |row| {
            text_or_nothing(row.adjusted_by.as_ref())
        }),
    ]
}

/// What the number comes from, or why there is none.
fn counts() -> Vec<Field<FindingRow>> {
    vec![
        (
            Column::whole("n_answers", "How many answers it comes from.").required().least(0),
            |row| Cell::Whole(row.n_answers),
        ),
        (Column::whole("n_readers", "Of how many readers.").required().least(0), |row| {
            Cell::Whole(row.n_readers)
        }),
        (Column::whole("n_real", "To how many real cases.").required().least(0), |row| {
            Cell::Whole(row.n_real)
        }),
        (Column::whole("n_synthetic", "To how many synthetic cases.").required().least(0), |row| {
            Cell::Whole(row.n_synthetic)
        }),
        (Column::text("reason", "Why there is no number, or no interval."), |row| {
            text_or_nothing(row.reason.as_ref())
        }),
        (
            Column::text(
                "presentations_sha256",
                "SHA-256 of the presentations that it comes from, one to a line in the order of the design.",
            ),
            |row| text(&row.presentations_sha256),
        ),
    ]
}

/// Returns `findings`: what the analysis found.
pub fn findings(rows: &[FindingRow]) -> Table {
    table(rows)
}
