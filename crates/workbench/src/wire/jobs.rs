//! Long work, and what it wrote.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Failure;

/// Long work.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// Its id.
    pub id: u32,
    /// `import`, `measure`, `generate`.
    pub kind: String,
    /// What it works on, e.g. a set's name.
    pub title: String,
    /// `running`, `done`, `stopped`, `interrupted`, `failed`.
    pub state: String,
    /// Items finished.
    pub done: u32,
    /// Items in all; 0 when not known yet.
    pub total: u32,
    /// About how long it will take; nothing when not known yet.
    pub seconds_left: Option<f64>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What came of it: a set's or run's id.
    pub outcome: Option<u32>,
}

/// Files that were written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportView {
    /// The name of the folder they lie in.
    pub place: String,
    /// UTC, RFC 3339.
    pub created_at: String,
    /// The files.
    pub files: Vec<ExportedFile>,
    /// The files that could not be written, and why.
    pub left_out: Vec<LeftOutFile>,
    /// What was wrong with the project's records when they were written; nothing: they held.
    pub trouble: Option<Failure>,
}

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub meaning: String,
    /// How many bytes.
    pub bytes: f64,
    /// SHA-256.
    pub sha256: String,
}

/// One file that could not be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutFile {
    /// Its name.
    pub name: String,
    /// What it would have held.
    pub meaning: String,
    /// Why it is not there.
    pub why: Failure,
}

/// What to export.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The study whose answers go out; nothing: only measures.
    pub study: Option<u32>,
    /// Whether the truth goes out with them (`cases.csv`, and the sides in the answers): it has to be
    /// open.
    pub with_truth: bool,
    /// The run whose values go into the report; nothing: the latest.
    pub run: Option<u32>,
    /// The language of the report.
    #[serde(default)]
    pub language: ReportLanguage,
    /// Who answers for it, in the crate of its files: a name or a web address.
    #[serde(default)]
    #[specta(optional)]
    pub publisher: Option<String>,
    /// The terms under which others may use it, in words or as a web address.
    #[serde(default)]
    #[specta(optional)]
    pub licence: Option<String>,
}

/// A language that reports are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub enum ReportLanguage {
    /// English.
    #[default]
    En,
    /// Portuguese.
    Pt,
    /// Spanish.
    Es,
    /// German.
    De,
}

impl ReportLanguage {
    /// Returns the language whose words are said.
    pub fn spoken(self) -> words::Language {
        match self {
            ReportLanguage::En => words::Language::English,
            ReportLanguage::Pt => words::Language::Portuguese,
            ReportLanguage::Es => words::Language::Spanish,
            ReportLanguage::De => words::Language::German,
        }
    }
}
