//! The truth of each case.

use crate::column::Column;
use crate::row::{Field, Row, table, text, text_or_nothing};
use crate::table::{Link, Table};

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

impl Row for CaseRow {
    const NAME: &'static str = "cases";
    const ABOUT: &'static str = "The truth of each case: written after unblinding only";
    const KEY: &'static [&'static str] = &["case_id"];
    const LINKS: &'static [Link] = &[];

    fn fields() -> Vec<Field<Self>> {
        vec![
            (Column::text("case_id", "The case.").required().unique(), |row| text(&row.case_id)),
            (
                Column::text("source", "What it is.").required().one_of(&["real", "synthetic"]),
                |row| text(&row.source),
            ),
            (Column::text("generator", "What made it, for a synthetic case."), |row| {
                text_or_nothing(row.generator.as_ref())
            }),
            (Column::text("stratum", "The stratum it was drawn from."), |row| {
                text_or_nothing(row.stratum.as_ref())
            }),
            (
                Column::text("diagnosis_reference", "The reference diagnosis, where there is one."),
                |row| text_or_nothing(row.diagnosis_reference.as_ref()),
            ),
            (
                Column::text(
                    "sample_id",
                    "Which sample of which set it is: the way back to the bytes.",
                ),
                |row| text(&row.sample_id),
            ),
        ]
    }
}

/// Returns `cases`: the truth of each case.
pub fn cases(rows: &[CaseRow]) -> Table {
    table(rows)
}
